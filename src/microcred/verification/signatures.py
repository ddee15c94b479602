"""Whether the signature holds, and whose key it was: proofs inside the document and tokens around it."""

from collections.abc import Iterator

from microcred.reading import Carrier, Reading
from microcred.report import Check, _, failed, unknown
from microcred.verification.sources import Sources

UNSIGNED = "VC-DM 2.0 §4.12"


def check_signature(reading: Reading, sources: Sources) -> Iterator[Check]:
    """The checks `terms`, `proof…` and `key`; one failed `proof` where nobody signed."""
    if reading.form is not Carrier.JWT and not reading.document.get("proof"):
        text = _("The credential is not signed: anyone could have written or changed it.")
        fix = _("Ask its holder for the signed file, exactly as the issuer sent it.")
        yield failed("proof", text, UNSIGNED, fix)
        return
    yield unknown("proof", _("The signature was not examined."), UNSIGNED)
