"""Ada's credential, awarded by a university that has a seal of its own."""

from dataclasses import replace
from typing import Any

from microcred import elm
from microcred.record import AchievementRecord, Identifier
from tests.microcred.cast import PARTNER, RECORD, UNIVERSITY

SEAL_HOLDER = replace(UNIVERSITY, identifiers=(Identifier("eidas", "NTRAT-123456a"), *UNIVERSITY.identifiers))
SEALABLE = replace(RECORD, issuer=SEAL_HOLDER, awarding_bodies=(SEAL_HOLDER, PARTNER))


def document(record: AchievementRecord = SEALABLE, **options: Any) -> dict[str, Any]:
    """The credential as an EDC document."""
    written, _losses = elm.write(record, **options)
    return written
