"""The file for the Europass issuer: a European credential that the university seals there."""

import orjson

from mcx.core.errors import NotFound
from mcx.credentials.documents.certificate import is_of_demonstration, pages
from mcx.credentials.models import Award
from microcred import elm
from microcred.record_json import from_json


def europass_upload(award: Award) -> bytes:
    """`{"credential", "deliveryDetails"}`: Europass adds issuer and dates, seals it, and sends it on.

    :raises NotFound: before the award is issued
    """
    if award.status != Award.Status.ISSUED:
        raise NotFound()
    record = from_json(award.record)
    shown = pages(award, record, is_fictional=is_of_demonstration())
    document, _losses = elm.write(record, pages=shown)
    return orjson.dumps(elm.upload_form(document, addresses=(award.learner.email,)))
