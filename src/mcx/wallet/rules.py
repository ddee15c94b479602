"""Decisions about collecting and showing credentials, on plain values."""

from datetime import datetime, timedelta

# A link is for one purpose and one while; whoever needs longer makes another (framework, domain 4).
LONGEST_SHARE = timedelta(days=365)
# Larger than any credential with pictures seen in the field (European transcripts reach 1.3 MB).
LARGEST_IMPORT = 8 * 1024 * 1024


def share_end(start: datetime, days: int) -> datetime | None:
    """When a link of so many days ends; None when that is no sensible time."""
    length = timedelta(days=days) if 0 < days <= LONGEST_SHARE.days else None
    return start + length if length else None


def is_share_open(expires_at: datetime, ended_at: datetime | None, *, at: datetime) -> bool:
    """A link shows its credentials until it expires or its owner ends it; this says nothing of them."""
    return at < expires_at and (ended_at is None or at < ended_at)
