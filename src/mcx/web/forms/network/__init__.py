"""The forms of the network's pages."""

from mcx.web.forms.network.charter import ProposalForm, VoteForm
from mcx.web.forms.network.members import (
    AccreditationForm,
    AppointForm,
    AuditForm,
    IdentifierForm,
    MemberForm,
    NameForm,
)

__all__ = [
    "AccreditationForm",
    "AppointForm",
    "AuditForm",
    "IdentifierForm",
    "MemberForm",
    "NameForm",
    "ProposalForm",
    "VoteForm",
]
