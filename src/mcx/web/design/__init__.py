"""Pages of the design domain: the studio in which a micro-credential is made, step by step."""

from django.urls import path, register_converter

from mcx.design.rules.sections import Section
from mcx.web.design import projects, skills, studio


class SectionConverter:
    """A step's name in an address."""

    regex = "|".join(Section)

    def to_python(self, value: str) -> Section:
        """The step of that name."""
        return Section(value)

    def to_url(self, value: Section) -> str:
        """The step's name."""
        return str(value)


register_converter(SectionConverter, "section")

app_name = "design"
urlpatterns = [
    path("", projects.projects, name="list"),
    path("new", projects.new, name="new"),
    path("editions/<slug:code>/new", projects.new_edition, name="new-edition"),
    path("<int:project_id>/", studio.edit, name="edit"),
    path("<int:project_id>/submit", studio.submit, name="submit"),
    path("<int:project_id>/skills", skills.matches, name="skills"),
    path("<int:project_id>/<section:section>", studio.section, name="section"),
    path("<int:project_id>/<section:section>/report", studio.report, name="report"),
]
