"""The forms of the network's pages."""

from mcx.web.forms.network.accreditations import (
    AccreditationForm,
    CorrectionForm,
    EndForm,
    OverruleForm,
)
from mcx.web.forms.network.affiliations import (
    AffiliationEndForm,
    AffiliationForm,
    AnswerForm,
    IdentityCorrectionForm,
    NarrowForm,
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
    "AffiliationEndForm",
    "AffiliationForm",
    "AnswerForm",
    "AppointForm",
    "AuditForm",
    "CorrectionForm",
    "EndForm",
    "IdentifierForm",
    "IdentityCorrectionForm",
    "MemberForm",
    "NameForm",
    "NarrowForm",
    "OverruleForm",
    "ProposalForm",
    "VoteForm",
]
