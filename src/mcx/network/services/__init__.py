"""What can be done to the consortium."""

from mcx.network.services.accreditations import (
    DecisionOver,
    add_accreditation,
    correct_accreditation,
    end_accreditation,
    overrule_accreditation,
)
from mcx.network.services.appointments import AlreadyAppointed, LastCoordinator, appoint, end_appointment
from mcx.network.services.charter import (
    AlreadyVoted,
    ProposalOpen,
    TermsRefused,
    VoteClosed,
    propose_charter,
    vote,
    withdraw_proposal,
)
from mcx.network.services.members import (
    AddressTaken,
    AlreadyFounded,
    Profile,
    add_identifier,
    admit_member,
    end_membership,
    found_network,
    rename,
)

__all__ = [
    "AddressTaken",
    "AlreadyAppointed",
    "AlreadyFounded",
    "AlreadyVoted",
    "DecisionOver",
    "LastCoordinator",
    "Profile",
    "ProposalOpen",
    "TermsRefused",
    "VoteClosed",
    "add_accreditation",
    "add_identifier",
    "admit_member",
    "appoint",
    "correct_accreditation",
    "end_accreditation",
    "end_appointment",
    "end_membership",
    "found_network",
    "overrule_accreditation",
    "propose_charter",
    "rename",
    "vote",
    "withdraw_proposal",
]
