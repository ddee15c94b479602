"""The addresses of the studio."""

from django.urls import path, register_converter

from mcx.network.rules.course_fields import Section
from mcx.web.design import pages


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
    path("", pages.projects, name="list"),
    path("new", pages.new, name="new"),
    path("editions/<slug:code>/new", pages.new_edition, name="new-edition"),
    path("<int:project_id>/", pages.edit, name="edit"),
    path("<int:project_id>/submit", pages.submit, name="submit"),
    path("<int:project_id>/skills", pages.matches, name="skills"),
    path("<int:project_id>/<section:section>", pages.section, name="section"),
    path("<int:project_id>/<section:section>/report", pages.report, name="report"),
]
