"""The menus of the header: what there is for everybody, and what each role's work needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mcx.accounts.rules import Action, Held, may


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu: shown to those who may do one of its actions, to all where it names none; `also`
    is the page of one thing that belongs to it though its address does not lie below.
    """

    label: str | Promise
    name: str
    icon: str
    actions: tuple[Action, ...] = ()
    also: str = ""

    def is_for(self, held: tuple[Held, ...]) -> bool:
        """Whether somebody with these roles sees the entry."""
        return not self.actions or any(may(held, action, None) for action in self.actions)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry with its address, as templates show it."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Menus:
    """The header's menus for one person on one page."""

    main: list[Link]
    mine: list[Link]
    work: list[Link]

    @property
    def is_mine_current(self) -> bool:
        """Whether the page belongs to the person's own learning."""
        return any(link.is_current for link in self.mine)

    @property
    def is_work_current(self) -> bool:
        """Whether the page belongs to the person's work for an institution."""
        return any(link.is_current for link in self.work)


MAIN = (
    Entry(_("Catalogue"), "catalogue:list", "magnifying-glass"),
    Entry(_("Micro-degrees"), "pathways:list", "square-3-stack-3d"),
    Entry(_("Verify"), "credentials:verify", "check-badge"),
    Entry(_("The network"), "network:overview", "building-library"),
)
MINE = (
    Entry(_("My learning"), "learning:mine", "academic-cap", (Action.APPLY,)),
    Entry(_("My wallet"), "wallet:list", "wallet", (Action.HOLD,)),
    Entry(_("My recognition"), "recognition:mine", "scale", (Action.ASK_RECOGNITION,)),
    Entry(_("Where I study"), "network:affiliations", "building-library", (Action.ASK_RECOGNITION,)),
)
WORK = (
    Entry(_("Design studio"), "design:list", "pencil-square", (Action.DESIGN,)),
    Entry(_("Reviews"), "quality:desk", "clipboard-document-check", (Action.REVIEW,)),
    Entry(_("Admissions"), "learning:admissions", "inbox-arrow-down", (Action.ADMIT,)),
    Entry(_("Who studies here"), "network:claims", "check-badge", (Action.CONFIRM_AFFILIATION,)),
    Entry(
        _("Names and dates of birth"), "network:identities", "identification", (Action.CONFIRM_AFFILIATION,)
    ),
    Entry(_("Grading scales"), "network:scales", "numbered-list", (Action.KEEP_STUDIES,)),
    Entry(_("Classes"), "learning:classes", "user-group", (Action.SEE_CLASS, Action.ASSESS)),
    Entry(_("Credential registry"), "credentials:registry", "identification", (Action.SEE_AWARDS,)),
    Entry(
        _("Recognition desk"),
        "recognition:desk",
        "scale",
        (Action.DECIDE_RECOGNITION, Action.DECIDE_APPEAL),
        also="recognition:case",
    ),
    Entry(_("Agreements"), "recognition:agreements", "document-check", (Action.AGREE,)),
    Entry(_("Skills needs"), "industry:needs", "megaphone", (Action.REPORT_NEEDS,)),
    Entry(_("Skills gaps"), "industry:gaps", "chart-bar", (Action.SEE_GAPS,)),
    Entry(_("The Charter"), "network:charter", "document-text", (Action.VOTE, Action.MANAGE_NETWORK)),
    Entry(_("People and roles"), "network:appointments", "user-plus", (Action.APPOINT,)),
    Entry(_("Audit log"), "network:audit", "list-bullet", (Action.READ_AUDIT,)),
)


def menus(held: tuple[Held, ...], path: str) -> Menus:
    """The menus of somebody who holds these roles; of the links above the page, the nearest is marked."""
    groups = [[entry for entry in entries if entry.is_for(held)] for entries in (MAIN, MINE, WORK)]
    above = {name: entry for group in groups for entry in group for name in _places(entry)}
    nearest = max((place for place in above if path.startswith(place)), key=len, default="")
    return Menus(*(_links(group, above.get(nearest)) for group in groups))


def _places(entry: Entry) -> list[str]:
    """The addresses below which the entry is the current one."""
    also = [reverse(entry.also, args=[0]).rpartition("/")[0] + "/"] if entry.also else []
    return [reverse(entry.name), *also]


def _links(entries: Iterable[Entry], current: Entry | None) -> list[Link]:
    return [Link(entry.label, reverse(entry.name), entry.icon, entry is current) for entry in entries]
