"""The forms of the studio: one for each step, each read from a draft and applied to one."""

from collections.abc import Mapping

from mcx.design.rules.sections import Section
from mcx.web.forms.design.about import AboutForm
from mcx.web.forms.design.frame import FrameForm
from mcx.web.forms.design.rows import ActivitiesForm, AssessmentsForm, OutcomesForm
from mcx.web.forms.design.section import SectionForm

FORMS: Mapping[Section, type[SectionForm]] = {
    Section.ABOUT: AboutForm,
    Section.OUTCOMES: OutcomesForm,
    Section.ACTIVITIES: ActivitiesForm,
    Section.ASSESSMENTS: AssessmentsForm,
    Section.FRAME: FrameForm,
    Section.CHECK: SectionForm,
}
