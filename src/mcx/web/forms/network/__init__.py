"""The forms of the network's pages."""

from mcx.web.forms.network.accreditations import (
    AccreditationForm,
    CorrectionForm,
    EndForm,
    OverruleForm,
)
from mcx.web.forms.network.charter import ProposalForm, VoteForm
from mcx.web.forms.network.members import (
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
    "CorrectionForm",
    "EndForm",
    "IdentifierForm",
    "MemberForm",
    "NameForm",
    "OverruleForm",
    "ProposalForm",
    "VoteForm",
]
