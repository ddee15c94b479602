"""Whether the credential still stands: status lists of its issuer, as of the moment asked about.

W3C Bitstring Status List v1.0. A list that cannot be reached leaves the question open.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from microcred.report import Check, _, unknown
from microcred.verification.sources import Sources

SOURCE = "Bitstring Status List v1.0 §3.2"
ASK_ONLINE = _("Verify with access to the internet.")


def check_status(document: Mapping[str, Any], sources: Sources, at: datetime) -> Iterator[Check]:
    """One check per status entry; none for a credential that names no status."""
    for _entry in _listed(document.get("credentialStatus")):
        yield unknown("status", _("Whether it was revoked was not asked."), SOURCE, ASK_ONLINE)


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
