"""The forms of the network's pages."""

from mcx.web.forms.network.affiliations import (
    AffiliationForm,
    AnswerForm,
    CorrectionForm,
    EndForm,
    NarrowForm,
)
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
    "AffiliationForm",
    "AnswerForm",
    "AppointForm",
    "AuditForm",
    "CorrectionForm",
    "EndForm",
    "IdentifierForm",
    "MemberForm",
    "NameForm",
    "NarrowForm",
    "ProposalForm",
    "VoteForm",
]
