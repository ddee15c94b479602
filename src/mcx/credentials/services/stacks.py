"""A stack of credentials as one signed file: CLR 2.0, each credential inside still its own proof."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import orjson
from django.db import transaction

from mcx.core import files
from mcx.core.text import Text
from mcx.credentials.documents.records import learner, organisation, random_id
from mcx.credentials.models import Award, SignedStack
from mcx.credentials.selectors import badges_of
from mcx.keys.selectors import signing_key
from mcx.keys.signing import signer
from mcx.network.models import Institution
from microcred import openbadges, proofs
from microcred.record import AchievementRecord, Specification
from microcred.record_json import from_json


@transaction.atomic
def sign_stack(
    institution: Institution, *, name: Text, whole: Specification, awards: Sequence[Award], at: datetime
) -> bytes:
    """The issued awards of one learner as a ClrCredential under this name, signed by the institution.

    It says that they belong to the whole, not that the whole is achieved. Its signature is kept, so that the
    register tells it from what somebody else signs with the same key.

    :raises NoSigningKey: when the institution has no key in use
    :raises KeyUnusable: when the key that is kept does not open
    """
    key = signing_key(institution)
    badges = [orjson.loads(files.read(row)) for row in badges_of(awards)]
    issuer = organisation(institution, on=at.date())
    record = AchievementRecord(
        id=whole.id,
        specification=replace(whole, title=name),
        learner=learner(awards[0].learner, id=random_id()),
        issuer=issuer,
        awarding_bodies=(issuer,),
        awarded_at=at,
        issued_at=at,
        parts=tuple(from_json(award.record) for award in awards),
    )
    document, _losses = openbadges.write_clr(record, badges, identifier=random_id())
    signed = proofs.sign(document, signer(key), method=key.method, created=at)
    SignedStack.objects.create(key=key, signature=signed["proof"]["proofValue"], signed_at=at)
    return orjson.dumps(signed)
