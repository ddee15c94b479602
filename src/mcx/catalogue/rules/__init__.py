"""The catalogue's decisions: what a proposal holds, how editions are found, where an offering stands."""

from mcx.catalogue.rules.filters import Filters, filters_of
from mcx.catalogue.rules.offerings import (
    AUDIENCE_NAMES,
    MOST_PLACES,
    STATE_NAMES,
    Audience,
    OfferingState,
    Plan,
    Run,
    Window,
    faults_of,
    is_code,
    state_of,
)
from mcx.catalogue.rules.proposals import Proposal, price, proposal_from_json, proposal_json
from mcx.catalogue.rules.words import search_text, summary_of, words_of

__all__ = [
    "AUDIENCE_NAMES",
    "MOST_PLACES",
    "STATE_NAMES",
    "Audience",
    "Filters",
    "OfferingState",
    "Plan",
    "Proposal",
    "Run",
    "Window",
    "faults_of",
    "filters_of",
    "is_code",
    "price",
    "proposal_from_json",
    "proposal_json",
    "search_text",
    "state_of",
    "summary_of",
    "words_of",
]
