"""Decisions about awards, credentials and what proves them, on plain values."""

from mcx.credentials.rules.lists import LIST_ENTRIES, did_of, free_index, host_of, is_full
from mcx.credentials.rules.readiness import Readiness, check_readiness

__all__ = ["LIST_ENTRIES", "Readiness", "check_readiness", "did_of", "free_index", "host_of", "is_full"]
