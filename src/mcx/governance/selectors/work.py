"""How far the network's work is: the chain from agreeing to stacking, with counts and whose turn it is."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mcx.accounts.rules import Action, Role
from mcx.catalogue.selectors import editions as catalogue
from mcx.credentials import selectors as credentials
from mcx.design import selectors as design
from mcx.governance.selectors import charter
from mcx.industry import selectors as industry
from mcx.learning import selectors as learning
from mcx.network.selectors import charter as network_charter
from mcx.pathways import selectors as pathways
from mcx.quality import selectors as quality
from mcx.recognition import selectors as recognition
from mcx.skills import selectors as skills

Counts = Mapping[str, Mapping[str, int]]
COUNTED: Mapping[str, Callable[[date], Mapping[str, int]]] = {
    "network": network_charter.public_counts,
    "governance": charter.public_counts,
    "skills": skills.public_counts,
    "design": design.public_counts,
    "quality": quality.public_counts,
    "catalogue": catalogue.public_counts,
    "learning": learning.public_counts,
    "credentials": credentials.public_counts,
    "recognition": recognition.public_counts,
    "pathways": pathways.public_counts,
    "industry": industry.public_counts,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of one domain and what it counts; `less` names a count that is taken from it."""

    domain: str
    key: str
    label: str | Promise
    less: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """A count of what waits, and whose turn it is."""

    domain: str
    key: str
    role: Role


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the work: what it yields, what waits, and the right that its desk asks for."""

    code: str
    name: str | Promise
    text: str | Promise
    figures: tuple[Figure, ...]
    waits: tuple[Wait, ...] = ()
    action: Action | None = None


CHAIN = (
    Step(
        "agree",
        _("Agree"),
        _("Member universities adopt the Charter. It sets the rules for every later step."),
        (
            Figure("network", "members", _("Members and partners")),
            Figure("network", "charter", _("Version of the Charter in force")),
        ),
        (Wait("governance", "votes_awaited", Role.CHAMPION),),
    ),
    Step(
        "design",
        _("Design"),
        _("Teachers bring outcomes, activities and assessments together."),
        (Figure("design", "drafts", _("Drafts")),),
        (Wait("design", "returned", Role.TEACHER),),
        Action.DESIGN,
    ),
    Step(
        "review",
        _("Review"),
        _("A quality assurance officer who did not write it reviews it before publication."),
        (
            Figure("quality", "approved", _("Approved drafts")),
            Figure("quality", "returned", _("Returned drafts")),
        ),
        (Wait("quality", "waiting", Role.QUALITY),),
        Action.REVIEW,
    ),
    Step(
        "publish",
        _("Publish"),
        _("An approved draft becomes an edition, which never changes."),
        (
            Figure("catalogue", "micro_credentials", _("Micro-credentials")),
            Figure("catalogue", "editions", _("Editions")),
        ),
    ),
    Step(
        "offer",
        _("Offer"),
        _("A university opens a run with places and dates."),
        (Figure("catalogue", "offerings_open", _("Runs open for applications")),),
    ),
    Step(
        "enrol",
        _("Enrol"),
        _("Learners from all member universities apply. The host university admits them."),
        (
            Figure("learning", "enrolments", _("Places taken")),
            Figure(
                "learning",
                "enrolments_across_borders",
                _("of these, by learners from another member university"),
            ),
        ),
        (Wait("learning", "applications_waiting", Role.REGISTRAR),),
        Action.ADMIT,
    ),
    Step(
        "assess",
        _("Assess"),
        _("Assessors give grades on the host university's scale."),
        (
            Figure("learning", "results", _("Results")),
            Figure("learning", "enrolments", _("Learners without a grade yet"), less="results"),
        ),
        (),
        Action.ASSESS,
    ),
    Step(
        "award",
        _("Award"),
        _("Learners who pass can claim a credential signed with the university's key."),
        (
            Figure("credentials", "issued", _("Credentials issued")),
            Figure("credentials", "revoked", _("Credentials revoked")),
        ),
        (Wait("credentials", "offered", Role.LEARNER),),
        Action.SEE_AWARDS,
    ),
    Step(
        "recognise",
        _("Recognise"),
        _("The home university recognises the credential, under an agreement or by an officer's decision."),
        (Figure("recognition", "decided", _("Cases decided")),),
        (
            Wait("recognition", "open", Role.RECOGNITION),
            Wait("recognition", "appealed", Role.CHAMPION),
        ),
        Action.DECIDE_RECOGNITION,
    ),
    Step(
        "stack",
        _("Stack"),
        _("Credits add up to a micro-degree, never to a degree."),
        (Figure("pathways", "taking-part", _("Learners working towards a micro-degree")),),
    ),
)


# The domains that the chain tells of.
TOLD = {each.domain for step in CHAIN for each in step.figures} | {
    each.domain for step in CHAIN for each in step.waits
}


@dataclass(frozen=True, slots=True)
class StepCounts:
    """A step as it stands: what it has yielded, and of whom how much is awaited."""

    step: Step
    figures: tuple[tuple[str | Promise, int], ...]
    waits: tuple[tuple[Role, int], ...]


def public_counts(*, on: date, domains: Collection[str] = COUNTED.keys()) -> Counts:
    """What each of the domains counts; a state in which nothing is may be left out (about thirty queries)."""
    return {domain: COUNTED[domain](on) for domain in domains}


def public_chain(counts: Counts) -> list[StepCounts]:
    """The steps in their order with the counts of each domain; a missing count stands for none."""
    return [
        StepCounts(
            step,
            tuple((each.label, _number(counts[each.domain], each)) for each in step.figures),
            tuple(
                (each.role, number) for each in step.waits if (number := counts[each.domain].get(each.key, 0))
            ),
        )
        for step in CHAIN
    ]


def _number(counts: Mapping[str, int], figure: Figure) -> int:
    return max(counts.get(figure.key, 0) - counts.get(figure.less, 0), 0)
