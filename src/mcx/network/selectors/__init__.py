"""Look-ups of the consortium, and what a person may do in it."""

from mcx.network.selectors.appointments import appointment_for, appointments_for, person_with_email
from mcx.network.selectors.charter import (
    awaited_members,
    charter_for,
    charter_on,
    charters,
    counts,
    open_proposal,
    standing,
    terms_before,
    terms_on,
    voices_of,
)
from mcx.network.selectors.institutions import (
    Dated,
    Described,
    accreditations_ending,
    describe,
    described,
    history_of,
    institution_for,
    members_on,
    network,
    organisation_of,
    scales,
    voting_members_on,
)
from mcx.network.selectors.log import audit_entries
from mcx.network.selectors.offices import demonstration_people, demonstration_person, offices_of
from mcx.network.selectors.rights import held_by, institutions_where, require, require_right, valid_on

__all__ = [
    "Dated",
    "Described",
    "accreditations_ending",
    "appointment_for",
    "appointments_for",
    "audit_entries",
    "awaited_members",
    "charter_for",
    "charter_on",
    "charters",
    "counts",
    "demonstration_people",
    "demonstration_person",
    "describe",
    "described",
    "held_by",
    "history_of",
    "institution_for",
    "institutions_where",
    "members_on",
    "network",
    "offices_of",
    "open_proposal",
    "organisation_of",
    "person_with_email",
    "require",
    "require_right",
    "scales",
    "standing",
    "terms_before",
    "terms_on",
    "valid_on",
    "voices_of",
    "voting_members_on",
]
