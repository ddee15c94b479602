"""Every form of the pages, by the name of the page that it is sent to (`tests/web/forms.py`)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Model

from mcx.credentials.models import Award
from mcx.design.models import Project
from mcx.governance.selectors.charter import public_proposal
from mcx.governance.services.charter import withdraw_proposal
from mcx.keys.models import Seal, SigningKey
from mcx.learning.models import Application
from mcx.network.models import Accreditation, Affiliation
from mcx.quality.models import Review
from mcx.recognition.models import Case
from mcx.wallet.models import Item
from tests.api.bodies import SKILL
from tests.belongings import BELONGINGS, STATING
from tests.busy import COORDINATOR, REFUSED, somebody
from tests.cast import NOW, TODAY
from tests.credentials.seals import PASSPHRASE, TESTED, p12
from tests.recognition.cast import REASONS
from tests.wallet.cast import foreign
from tests.web.forms import Form

VISITOR = ""
LEARNER, UNCLAIMED = "ane.etxeberria@learner.example", "paula.weidner@learner.example"
TEACHER, QUALITY = "leire.zabaleta@mu.example", "nerea.olabarria@mu.example"
REGISTRAR, ASSESSOR = "maider.lasa@mu.example", "inaki.urrutia@mu.example"
RECOGNITION, CHAMPION = "jon.arregi@mu.example", "ulrich.wernicke@dhbw.example"
EMPLOYER, SEALING = "pilar.monreal@iberotec.example", "paivi.rantala@tuni.example"


def _step(name: str) -> Callable[[], str]:
    """A step of the studio, in a draft that is whole."""
    return _of(f"/design/{{}}/{name}", Project, review__status="returned")


def _after_the_vote() -> str:
    """Where a version is proposed, on the day on which the open vote has ended: no form is shown before."""
    if proposal := public_proposal():
        withdraw_proposal(proposal, by=somebody(COORDINATOR), at=NOW)
    return "/network/charter/propose"


COURSES = ("uoc-trustworthy-data", "uoc-green-computing", "dhbw-process-automation", "tuni-biogas")
DAY = [(TODAY + timedelta(days=days)).isoformat() for days in (0, 20, 30, 80)]


def _of(at: str, model: type[Model], **which: Any) -> Callable[[], str]:
    """The page about the first of these."""
    return lambda: at.format(model._default_manager.filter(**which).order_by("pk")[0].pk)


CLASS = "/learning/classes/mu-statistical-process-control-3"
FACTS = "/network/members/mu/facts"
ACCREDITATION = _of("/network/members/mu/accreditations/{}/", Accreditation, institution__slug="mu")
OVERRULABLE = _of(
    "/network/members/fhj/accreditations/{}/", Accreditation, institution__slug="fhj", kind="programme"
)
APPLICATION = _of(
    "/learning/admissions/{}",
    Application,
    status="submitted",
    offering__edition__micro_credential__institution__slug="mu",
)
PROPOSAL = _of("/quality/{}/", Review, status="waiting", micro_credential__institution__slug="mu")
OPEN = _of("/recognition/cases/{}", Case, status="open", programme__institution__slug="mu")
APPEALED = _of("/recognition/cases/{}", Case, status="appealed", programme__institution__slug="dhbw")
ISSUED = _of("/credentials/{}/revoke", Award, status="issued", institution__slug="mu", revocation=None)
OFFERED = _of("/credentials/{}/", Award, status="offered", institution__slug="mu")

FORMS: dict[str, Form] = {
    "language": Form(VISITOR, "/", {"language": "fi"}),
    "theme": Form(VISITOR, "/", {"theme": "dark"}),
    "accounts:demonstration": Form(VISITOR, "/accounts/login/", {"email": TEACHER}),
    "accounts:demonstration-proof": Form(REGISTRAR, "/accounts/reauthenticate/?next=/account/"),
    "accounts:profile": Form(LEARNER, "/account/", {"language": "fi"}),
    "accounts:create-token": Form(LEARNER, "/account/", {"label": "Program", "days": "30"}),
    "accounts:revoke-token": Form(LEARNER, "/account/"),
    "network:member-new": Form(
        COORDINATOR,
        "/network/members/new",
        {"slug": "new", "short_name": "NEW", "name_en": "New University", "country": "FI"},
    ),
    "network:scale-new": Form(
        REGISTRAR,
        "/network/scales/new?start=list",
        {"title_en": "Letters", "grades": "A\nB\nF", "lowest_pass": "B", "institution": "mu"},
    ),
    "network:scale-change": Form(
        REGISTRAR, lambda: f"/network/scales/{BELONGINGS['scale']()}/change", {"title_en": "Other"}
    ),
    "network:scale-end": Form(REGISTRAR, lambda: f"/network/scales/{BELONGINGS['scale']()}"),
    "network:membership-end": Form(
        COORDINATOR, "/network/members/mu/end", {"last_day": DAY[1], "confirmed": "yes"}
    ),
    "network:institution-facts name": Form(COORDINATOR, FACTS, {"name-name_en": "Other"}, 'value="name"'),
    "network:institution-facts identifier": Form(
        COORDINATOR, FACTS, {"identifier-value": "x"}, 'value="identifier"'
    ),
    "network:institution-facts accreditation": Form(
        COORDINATOR,
        FACTS,
        {"accreditation-title_en": "Audit", "accreditation-agency": "Agency"},
        'value="accreditation"',
    ),
    "network:accreditation end": Form(
        COORDINATOR, ACCREDITATION, {"end-ended_from": DAY[0], "end-reason": REASONS}, 'value="end"'
    ),
    "network:accreditation overrule": Form(COORDINATOR, OVERRULABLE, {}, 'value="overrule"'),
    "network:accreditation correct": Form(
        COORDINATOR, ACCREDITATION, {"correct-reason": REASONS}, 'value="correct"'
    ),
    "network:charter-vote": Form(CHAMPION, "/network/charter/2/", {"in_favour": "yes"}),
    "network:charter-withdraw": Form(COORDINATOR, "/network/charter/2/"),
    "network:charter-propose": Form(COORDINATOR, _after_the_vote, {"summary": "More."}),
    "network:appointments": Form(
        COORDINATOR, "/network/appointments/", {"email": LEARNER, "role": "adviser", "institution": "mu"}
    ),
    "network:appointment-end": Form(COORDINATOR, "/network/appointments/"),
    "network:affiliation-new": Form(
        LEARNER,
        "/network/affiliations/new",
        {"place": "mu-industrial-engineering", "since": DAY[0], "student_number": "7"},
    ),
    "network:affiliation-withdraw": Form(STATING, "/network/affiliations/"),
    "network:affiliation-leave": Form(LEARNER, "/network/affiliations/"),
    "network:claims": Form(
        REGISTRAR,
        "/network/claims/",
        {"chosen": lambda: str(BELONGINGS["affiliation"]()), "decision": "refuse", "reason": REASONS},
    ),
    "network:claim": Form(
        REGISTRAR, lambda: f"/network/claims/{BELONGINGS['affiliation']()}/", {"decision": "confirm"}
    ),
    "network:claim-end": Form(
        REGISTRAR, _of("/network/claims/{}/", Affiliation, person__email=LEARNER), {"last_day": DAY[0]}
    ),
    "network:identity": Form(
        REGISTRAR,
        lambda: f"/network/identities/{BELONGINGS['person']()}/",
        {"family_name": "Romero Vega", "reason": REASONS},
    ),
    "catalogue:offering-new": Form(
        TEACHER,
        "/catalogue/mu-failure-analysis/offer",
        {
            "code": "new",
            "location": "Online",
            "places": "5",
            "starts_on": DAY[2],
            "ends_on": DAY[3],
            "enrolment_opens_on": DAY[0],
            "enrolment_closes_on": DAY[1],
        },
    ),
    "catalogue:offering-cancel": Form(
        TEACHER, "/catalogue/offerings/mu-failure-analysis-2/cancel", {"reason": REASONS}
    ),
    "learning:apply": Form(LEARNER, "/learning/apply/fhj-energy-audit-3", {"motivation": "Because."}),
    "learning:application-withdraw": Form(LEARNER, "/learning/mine"),
    "learning:leave": Form(LEARNER, "/learning/mine"),
    "learning:admit": Form(REGISTRAR, APPLICATION),
    "learning:refuse": Form(REGISTRAR, APPLICATION, {"reason": REASONS}),
    "learning:grade": Form(
        ASSESSOR, "/learning/classes/mu-statistical-process-control-3", {"grade": "8.0–8.9"}
    ),
    "credentials:verify": Form(VISITOR, "/verify", {"text": foreign().decode()}),
    "credentials:key-new": Form(REGISTRAR, "/credentials/keys/"),
    "credentials:key-end": Form(
        REGISTRAR, _of("/credentials/keys/{}/end", SigningKey, institution__slug="mu"), {"how": "retired"}
    ),
    "credentials:seal-new": Form(
        SEALING, "/credentials/keys/tuni/seal", {"file": p12(TESTED), "passphrase": PASSPHRASE}
    ),
    "credentials:seal-end": Form(
        REGISTRAR, _of("/credentials/seals/{}/end", Seal, institution__slug="mu"), {"how": "ended"}
    ),
    "credentials:revoke": Form(
        REGISTRAR, ISSUED, {"reason": "error", "explanation": REASONS, "confirmed": "yes", "once": "revoke"}
    ),
    "credentials:withdraw": Form(REGISTRAR, OFFERED),
    "wallet:claim": Form(
        UNCLAIMED, _of("/wallet/claim/{}", Award, learner__email=UNCLAIMED, status="offered")
    ),
    "wallet:challenge": Form(LEARNER, "/wallet/import"),
    "wallet:import": Form(LEARNER, "/wallet/import", {"text": foreign().decode()}),
    "wallet:remove": Form(LEARNER, _of("/wallet/{}/", Item, owner__email=LEARNER, award=None)),
    "wallet:share-new": Form(
        LEARNER,
        lambda: (
            "/wallet/shares/new?item=" + str(Item.objects.filter(owner__email=LEARNER).order_by("pk")[0].pk)
        ),
        {"audience": "Somebody"},
    ),
    "wallet:share-end": Form(LEARNER, "/wallet/shares/"),
    "recognition:ask": Form(
        LEARNER,
        _of("/recognition/ask/{}", Item, owner__email=LEARNER, award=None),
        {"programme": "mu-mechatronics", "statement": "It fits."},
    ),
    "recognition:appeal": Form(
        REFUSED, _of("/recognition/cases/{}", Case, learner__email=REFUSED), {"grounds": REASONS}
    ),
    "recognition:decide": Form(
        RECOGNITION, OPEN, {"outcome": "partly", "ects": "1", "differences": ["level"], "reasons": REASONS}
    ),
    "recognition:decide-appeal": Form(CHAMPION, APPEALED, {"outcome": "dismissed", "reasons": REASONS}),
    "recognition:agreement-new": Form(
        RECOGNITION,
        "/recognition/agreements/new",
        {
            "home": "mu",
            "host": "tuni",
            "code": "new",
            "title": "New",
            "text": REASONS,
            "valid_from": DAY[0],
            "valid_until": DAY[3],
        },
    ),
    "recognition:sign": Form(RECOGNITION, "/recognition/agreements/mu-fhj-new"),
    "recognition:agreement-withdraw": Form(RECOGNITION, "/recognition/agreements/mu-fhj-new"),
    "recognition:notice": Form(
        RECOGNITION, "/recognition/agreements/network-1-fhj-mu/notice", {"reasons": REASONS}
    ),
    "quality:approve": Form(QUALITY, PROPOSAL),
    "quality:return": Form(QUALITY, PROPOSAL, {"reasons": REASONS}),
    "pathways:new": Form(
        COORDINATOR,
        "/pathways/new",
        {
            "awarded_by": "uoc",
            "code": "new",
            "title": "New",
            "summary": "New.",
            "ects": "15",
            "required_codes": ", ".join(COURSES),
        },
    ),
    "pathways:join": Form(LEARNER, "/pathways/data-in-industry"),
    "pathways:leave": Form(LEARNER, "/pathways/clean-connected-manufacturing"),
    "pathways:record": Form(LEARNER, "/pathways/clean-connected-manufacturing"),
    "industry:needs": Form(
        EMPLOYER,
        "/industry/needs",
        {
            "organisation": "iberotec",
            "skill": SKILL,
            "importance": "4",
            "availability": "2",
            "respondents": "9",
        },
    ),
    "industry:post": Form(
        EMPLOYER, "/industry/jobs/new", {"organisation": "iberotec", "title": "Engineer", "text": "Work."}
    ),
    "design:new": Form(TEACHER, "/design/new", {"title_en": "New"}),
    "design:new-edition": Form(TEACHER, "/design/"),
    "design:submit": Form(TEACHER, _step("check")),
} | {
    f"design:section {step}": Form(TEACHER, _step(step.partition(" ")[0]), more)
    for step, more in {
        "about": {"title_en": "Other"},
        "outcomes": {"o1-title_en": "Other"},
        "activities": {"l1-title_en": "Other"},
        "assessments": {"a1-title_en": "Other"},
        "frame": {"ects": "4"},
        "outcomes add": {"add": "outcomes"},
        "outcomes remove": {"remove": "o1"},
        "outcomes skill": {"skill": f"o1 {SKILL}"},
        "outcomes find": {"find": "o1", "o1-find": "statistical"},
        "activities add": {"add": "activities"},
        "assessments remove": {"remove": "a1"},
    }.items()
}
