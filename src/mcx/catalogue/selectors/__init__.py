"""Look-ups of the catalogue. What is published is for everyone; only the right to offer asks who one is."""

from mcx.catalogue.selectors.editions import (
    counts,
    edition_for,
    editions_of,
    may_offer,
    offering_for,
    offerings_of,
    waiting,
)
from mcx.catalogue.selectors.search import Facets, closing_soon, facets, newest, open_on, search

__all__ = [
    "Facets",
    "closing_soon",
    "counts",
    "edition_for",
    "editions_of",
    "facets",
    "may_offer",
    "newest",
    "offering_for",
    "offerings_of",
    "open_on",
    "search",
    "waiting",
]
