"""Who designs in these tests, and their projects."""

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.design import services
from mcx.design.models import Project
from mcx.design.rules.draft import Draft
from mcx.network.models import Charter
from mcx.skills.models import Skill, SkillLabel
from tests import cast
from tests.cast import NOW, TODAY
from tests.design.drafts import COMPLETE, ESCO, TERMS


def teacher(name: str = "Ane Etxeberria", slug: str = "mu") -> Person:
    """Somebody who designs at a member."""
    return cast.person(name, (Role.TEACHER, cast.university(slug)))


def officer(slug: str = "mu") -> Person:
    """A quality assurance officer of a member."""
    return cast.person(f"{slug.title()} Officer", (Role.QUALITY, cast.university(slug)))


def project(title: str = "Statistical process control") -> Project:
    """A draft of Mondragon's that holds nothing but its title."""
    cast.network()
    return services.start(cast.university("mu"), title={"en": title}, by=teacher(), at=NOW)


def charter() -> Charter:
    """The Charter whose terms the drafts of these tests keep to."""
    found, _is_new = Charter.objects.get_or_create(
        version=TERMS.version,
        defaults={
            "status": Charter.Status.ADOPTED,
            "terms": TERMS.as_json(),
            "proposed_at": NOW,
            "proposed_by": teacher(),
            "in_force_from": TODAY,
        },
    )
    return found


def skill() -> Skill:
    """The ESCO skill that the drafts of these tests name."""
    found, is_new = Skill.objects.get_or_create(
        uri=ESCO, defaults={"kind": "knowledge", "labels": {"en": "statistical process control"}}
    )
    if is_new:
        SkillLabel.objects.create(skill=found, language="en", term="statistical process control", rank=0)
    return found


def filled(draft: Draft = COMPLETE) -> Project:
    """A draft of Mondragon's that can be submitted, or the given one."""
    charter()
    skill()
    cast.scale(cast.university("mu"))
    begun = project()
    return services.save(begun, draft=draft, revision=begun.revision, by=teacher(), at=NOW)


def address(begun: Project, section: str = "about", more: str = "") -> str:
    """The page of a step."""
    return f"/design/{begun.pk}/{section}{more}"


def stored(begun: Project) -> Draft:
    """The draft as it is kept now."""
    return Draft.from_json(Project.objects.get(pk=begun.pk).draft)


def revision(begun: Project) -> str:
    """The revision that a form would carry now."""
    return str(Project.objects.get(pk=begun.pk).revision)
