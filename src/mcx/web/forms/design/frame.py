"""The studio's step about level, workload, participation, grading, cost and what else learners must know."""

from dataclasses import replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mcx.design.rules.draft import Draft
from mcx.design.rules.limits import PAGE
from mcx.skills.rules.fields import field_groups
from mcx.web.forms.design.section import Choices, SectionForm, coded
from microcred.vocabulary import PARTICIPATION, STACKABILITY

WORDS = ("ects", "eqf_level", "isced_f", "scale", "stackability", "cost_members", "cost_others", "valid_days")
LISTS = ("participation", "languages")
TEXTS = ("prerequisites", "further_information")


class FrameForm(SectionForm):
    """Level, workload and frame."""

    def build(self) -> None:
        """What the Charter speaks about first, then what learners ask."""
        draft, offered = self.draft, self.offered
        self.word("ects", _("ECTS credits"), draft.ects)
        self.choice("eqf_level", _("EQF level"), draft.eqf_level, offered.levels)
        self.choice("isced_f", _("Field of study (ISCED-F)"), draft.isced_f, _fields())
        self.choices("participation", _("Form of participation"), draft.participation, coded(PARTICIPATION))
        self.choices("languages", _("Languages of instruction"), draft.languages, offered.languages)
        self.choice("scale", _("Grading scale"), draft.scale, offered.scales)
        help_text = _("What learners must know or have done before, or that nothing is needed.")
        self._page("prerequisites", _("Prerequisites"), help_text)
        help_text = _("In euros; 0 where it is free.")
        self.word("cost_members", _("Cost for learners of the members"), draft.cost_members, help_text)
        self.word("cost_others", _("Cost for others"), draft.cost_others, help_text)
        self.choice("stackability", _("Stackability"), draft.stackability, coded(STACKABILITY))
        help_text = _("Empty: the credential stands for ever.")
        self.word("valid_days", _("Days for which the credential stands"), draft.valid_days, help_text)
        self._page("further_information", _("Further information"), "")

    def _page(self, name: str, label: object, help_text: object) -> None:
        text = getattr(self.draft, name)
        self.text(name, label, text, longest=PAGE, is_long=True, help_text=help_text)

    def applied(self) -> Draft:
        """The draft with what was typed."""
        changes = {name: self.cleaned_data[name] for name in WORDS}
        changes |= {name: tuple(self.cleaned_data[name]) for name in LISTS}
        changes |= {name: self.said(name, getattr(self.draft, name)) for name in TEXTS}
        return replace(self.draft, **changes)


def _fields() -> Choices:
    return [
        (gettext(label), [(code, f"{code} {gettext(name)}") for code, name in fields])
        for label, fields in field_groups()
    ]
