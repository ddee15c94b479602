"""Whom each operation of the API is for, about whose things it is tried, and what is sent with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from mcx.accounts.models import ApiToken
from mcx.accounts.rules import Action, Role
from mcx.credentials.models import Award
from mcx.design.models import Project
from mcx.keys.models import Seal, SigningKey
from mcx.learning.models import Application, Enrolment
from mcx.network.models import Accreditation, Affiliation, Appointment
from mcx.quality.models import Review
from mcx.recognition.models import Case
from mcx.wallet.models import Item, Share
from tests.api.bodies import BODIES
from tests.api.operations import Operation
from tests.attacks import rights
from tests.attacks.kinds import Right, office, oneself, owned
from tests.belongings import BELONGINGS, STATING
from tests.busy import REFUSED
from tests.cast import TODAY
from tests.credentials.seals import PASSPHRASE, TESTED, p12
from tests.wallet.cast import foreign
from tests.web.every_form import COURSES, LEARNER, UNCLAIMED

CLASS = "mu-statistical-process-control-3"
Asked = Callable[[], Any]
Named = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """An operation as it is tried: for whom, what its path names, and what differs from its usual body."""

    right: Right
    path: Named = field(default_factory=dict)
    more: Named = field(default_factory=dict)
    form: Named = field(default_factory=dict)

    def send(self, client: Client, operation: Operation, usual: Named | None = None) -> Callable[[], Any]:
        """How it is asked of the API: everything that it names is looked up now, before anybody asks.

        `usual` is sent in the place of the usual body.
        """
        address = operation.path.format(**{name: _known(value) for name, value in self.path.items()})
        if self.form:
            sent = {name: _file(value) for name, value in self.form.items()}
            return lambda: client.post(address, sent)
        if operation.method == "get":
            return lambda: client.get(address)
        usual = BODIES.get(operation.takes, {}) if usual is None else usual
        body = {**usual, **{name: _known(value) for name, value in self.more.items()}}
        ask = getattr(client, operation.method)
        return lambda: ask(address, body, content_type="application/json")


def _known(value: Any) -> Any:
    return value() if callable(value) else value


def _file(value: Any) -> Any:
    return SimpleUploadedFile("file", value) if isinstance(value, bytes) else value


def _of(model: type[Model], **which: Any) -> Asked:
    """The first of these."""
    return lambda: model._default_manager.filter(**which).order_by("pk")[0].pk


MU = {"slug": "mu"}
DECIDING = (Action.DECIDE_RECOGNITION, Action.DECIDE_APPEAL)
ACCREDITATION: Named = {**MU, "key": _of(Accreditation, institution__slug="mu")}
OVERRULED: Named = {"slug": "uoc", "key": _of(Accreditation, institution__slug="uoc")}
AFFILIATION = {"key": BELONGINGS["affiliation"]}
CONFIRMED = {"key": _of(Affiliation, person__email=LEARNER)}
CHOSEN = {"chosen": lambda: [BELONGINGS["affiliation"]()]}
PERSON = {"key": BELONGINGS["person"]}
APPLICATION = {
    "key": _of(Application, status="submitted", offering__edition__micro_credential__institution__slug="mu")
}
OWN_APPLICATION = {"key": _of(Application, status="submitted", learner__email=LEARNER)}
OWN_PLACE = {"key": _of(Enrolment, status="active", learner__email=LEARNER)}
PLACE = {"key": _of(Enrolment, status="active", offering__code=CLASS)}
ISSUED = {"award_id": _of(Award, status="issued", institution__slug="mu", revocation=None)}
OFFERED = {"award_id": _of(Award, status="offered", institution__slug="mu")}
UNCLAIMED_AWARD = {"award_id": _of(Award, learner__email=UNCLAIMED, status="offered")}
KEY = {"key_id": _of(SigningKey, institution__slug="mu")}
SEAL = {"seal_id": _of(Seal, institution__slug="mu")}
ITEM = {"item_id": _of(Item, owner__email=LEARNER, award__isnull=False)}
BROUGHT = {"item_id": _of(Item, owner__email=LEARNER, award=None)}
CASE = {"key": _of(Case, status="open", programme__institution__slug="mu")}
DECIDED = {"key": _of(Case, status="decided", programme__institution__slug="mu")}
APPEALED = {"key": _of(Case, status="appealed", programme__institution__slug="dhbw")}
REVIEW = {"review_id": _of(Review, status="waiting", micro_credential__institution__slug="mu")}
PROJECT = {"project_id": _of(Project, review__status="returned", institution__slug="mu")}
AGREEMENT, SIGNED = {"code": "mu-fhj-new"}, {"code": "network-1-fhj-mu"}
EDITION = {"code": "mu-failure-analysis"}
SCALE = {"slug": BELONGINGS["scale"]}
DEGREE = {"code": "data-in-industry"}
BLOCKS = {"blocks": [{"title": {"en": "All"}, "codes": list(COURSES), "needs": "all"}]}


def _anywhere(*actions: Action) -> Call:
    return Call(office("", *actions))


CALLS: dict[str, Call] = {
    "get /api/accounts/tokens": Call(oneself()),
    "post /api/accounts/tokens": Call(oneself(Action.MAKE_TOKENS)),
    "post /api/accounts/tokens/{token_id}/end": Call(
        owned(LEARNER), {"token_id": _of(ApiToken, person__email=LEARNER)}
    ),
    "post /api/network/scales": Call(rights.STUDIES),
    "post /api/network/scales/{slug}/change": Call(rights.STUDIES, SCALE),
    "post /api/network/scales/{slug}/end": Call(rights.STUDIES, SCALE),
    "post /api/network/members": Call(rights.NETWORK),
    "get /api/network/members/{slug}/leaving": Call(rights.LEAVING, MU),
    "post /api/network/members/{slug}/end": Call(rights.LEAVING, MU),
    "post /api/network/members/{slug}/names": Call(rights.MANAGE, MU),
    "post /api/network/members/{slug}/identifiers": Call(rights.MANAGE, MU),
    "post /api/network/members/{slug}/accreditations": Call(rights.MANAGE, MU),
    "post /api/network/members/{slug}/accreditations/{key}/end": Call(rights.MANAGE, ACCREDITATION),
    "post /api/network/members/{slug}/accreditations/{key}/overrule": Call(
        office("uoc", Action.MANAGE_INSTITUTION),
        OVERRULED,
        {"later": lambda: Accreditation.objects.filter(institution__slug="uoc").order_by("pk")[1].pk},
    ),
    "post /api/network/members/{slug}/accreditations/{key}/correct": Call(rights.MANAGE, ACCREDITATION),
    # A vote is open already.
    "post /api/network/charter": Call(office("", Action.MANAGE_NETWORK, answers=409)),
    "post /api/network/charter/{version}/votes": Call(
        office("dhbw", Action.VOTE), {"version": "2"}, {"institution": "dhbw"}
    ),
    "post /api/network/charter/{version}/withdraw": Call(rights.NETWORK, {"version": "2"}),
    "get /api/network/appointments": _anywhere(Action.APPOINT),
    "post /api/network/appointments": Call(office("mu", Action.APPOINT)),
    "post /api/network/appointments/{appointment_id}/end": Call(
        office(
            "mu",
            Action.APPOINT,
            but={Role.LEAD: "an office of the whole network is taken only by those who manage the network"},
        ),
        {"appointment_id": _of(Appointment, role="coordinator")},
    ),
    "get /api/network/audit": _anywhere(Action.READ_AUDIT),
    "get /api/network/steps": _anywhere(Action.SEE_STEPS),
    "get /api/network/affiliations": Call(oneself()),
    "post /api/network/affiliations": Call(oneself(Action.STATE_ONESELF)),
    "post /api/network/affiliations/{key}/withdraw": Call(owned(STATING, Action.STATE_ONESELF), AFFILIATION),
    "post /api/network/affiliations/{key}/end": Call(owned(LEARNER, Action.STATE_ONESELF), CONFIRMED),
    "get /api/network/claims": _anywhere(Action.CONFIRM_AFFILIATION),
    "post /api/network/claims/confirm": Call(rights.CONFIRM, {}, CHOSEN),
    "post /api/network/claims/refuse": Call(rights.CONFIRM, {}, CHOSEN),
    "post /api/network/claims/{key}/end": Call(rights.CONFIRM, CONFIRMED),
    "get /api/network/identity": Call(oneself()),
    "put /api/network/identity": Call(oneself(Action.STATE_ONESELF)),
    "get /api/network/identities": _anywhere(Action.CONFIRM_AFFILIATION),
    "get /api/network/identities/{key}": Call(rights.CONFIRM, PERSON),
    "post /api/network/identities/{key}/correction": Call(rights.CONFIRM, PERSON),
    "post /api/catalogue/editions/{code}/offerings": Call(rights.OFFER, EDITION),
    "post /api/catalogue/offerings/{code}/cancel": Call(rights.OFFER, {"code": "mu-failure-analysis-2"}),
    "get /api/learning/offerings/{code}/eligibility": Call(oneself(), {"code": "fhj-energy-audit-3"}),
    "post /api/learning/offerings/{code}/applications": Call(
        oneself(Action.APPLY, owner=LEARNER), {"code": "fhj-energy-audit-3"}
    ),
    "get /api/learning/applications": Call(oneself()),
    "post /api/learning/applications/{key}/withdraw": Call(owned(LEARNER, Action.APPLY), OWN_APPLICATION),
    "get /api/learning/admissions": _anywhere(Action.ADMIT),
    "post /api/learning/applications/{key}/admit": Call(rights.ADMIT, APPLICATION),
    "post /api/learning/applications/{key}/refuse": Call(rights.ADMIT, APPLICATION),
    "get /api/learning/places": Call(oneself()),
    "post /api/learning/places/{key}/leave": Call(owned(LEARNER, Action.APPLY), OWN_PLACE),
    "get /api/learning/classes": _anywhere(Action.SEE_CLASS),
    "get /api/learning/classes/{code}": Call(office("mu", Action.SEE_CLASS), {"code": CLASS}),
    "post /api/learning/places/{key}/results": Call(office("mu", Action.ASSESS), PLACE, {"grade": "8.0–8.9"}),
    "get /api/credentials/keys": _anywhere(Action.MANAGE_KEYS),
    "post /api/credentials/keys/{slug}": Call(rights.KEYS, MU),
    "post /api/credentials/keys/{key_id}/end": Call(rights.KEYS, KEY),
    "get /api/credentials/keys/{slug}/self-check": Call(rights.KEYS, MU),
    "get /api/credentials/seals": _anywhere(Action.MANAGE_KEYS),
    "post /api/credentials/seals/{slug}": Call(
        office("tuni", Action.MANAGE_KEYS),
        {"slug": "tuni"},
        form={"file": p12(TESTED), "passphrase": PASSPHRASE},
    ),
    "post /api/credentials/seals/{seal_id}/end": Call(rights.KEYS, SEAL),
    "get /api/credentials/awards": _anywhere(Action.SEE_AWARDS),
    "get /api/credentials/awards/{award_id}": Call(office("mu", Action.SEE_AWARDS), ISSUED),
    "get /api/credentials/awards/{award_id}/formats": Call(office("mu", Action.SEE_AWARDS), ISSUED),
    "get /api/credentials/awards/{award_id}/europass": Call(rights.KEYS, ISSUED),
    "post /api/credentials/awards/{award_id}/withdraw": Call(rights.REVOKE, OFFERED),
    "post /api/credentials/awards/{award_id}/revoke": Call(rights.REVOKE, ISSUED),
    "get /api/wallet/awards": Call(oneself()),
    "post /api/wallet/awards/{award_id}/claim": Call(
        owned(UNCLAIMED, Action.HOLD),
        UNCLAIMED_AWARD,
    ),
    "get /api/governance/waiting": Call(oneself()),
    "get /api/governance/readiness": _anywhere(Action.MANAGE_NETWORK),
    "get /api/governance/setup": _anywhere(Action.SEE_STEPS),
    "get /api/governance/issuers": _anywhere(Action.SEE_STEPS),
    # This network was founded already.
    "get /api/wallet/items": Call(oneself()),
    "post /api/wallet/items": Call(oneself(Action.HOLD), form={"file": foreign()}),
    "post /api/wallet/challenges": Call(oneself(Action.HOLD)),
    "get /api/wallet/room": Call(oneself()),
    "get /api/wallet/items/{item_id}": Call(owned(LEARNER), ITEM),
    "delete /api/wallet/items/{item_id}": Call(owned(LEARNER, Action.HOLD), BROUGHT),
    "get /api/wallet/items/{item_id}/report": Call(owned(LEARNER), ITEM),
    "get /api/wallet/items/{item_id}/files/{form}": Call(owned(LEARNER), {**ITEM, "form": "pdf"}),
    "get /api/wallet/shares": Call(oneself()),
    "post /api/wallet/shares": Call(
        owned(LEARNER, Action.HOLD), {}, {"items": lambda: [str(ITEM["item_id"]())]}
    ),
    "post /api/wallet/shares/{share_id}/end": Call(
        owned(LEARNER, Action.HOLD), {"share_id": _of(Share, owner__email=LEARNER)}
    ),
    "get /api/recognition/preview/{code}": Call(oneself(), {"code": "uoc-green-computing"}),
    "get /api/recognition/cases": Call(oneself()),
    "post /api/recognition/cases": Call(
        owned(LEARNER, Action.ASK_RECOGNITION), {}, {"item": lambda: str(BROUGHT["item_id"]())}
    ),
    "get /api/recognition/desk": _anywhere(Action.DECIDE_RECOGNITION),
    "get /api/recognition/appeals": _anywhere(Action.DECIDE_APPEAL),
    "get /api/recognition/cases/{key}": Call(office("dhbw", *DECIDING), APPEALED),
    "get /api/recognition/cases/{key}/elmo": Call(office("mu", Action.EXPORT_DECISION), DECIDED),
    "post /api/recognition/cases/{key}/decision": Call(office("mu", Action.DECIDE_RECOGNITION), CASE),
    "post /api/recognition/cases/{key}/appeal": Call(
        owned(REFUSED, Action.ASK_RECOGNITION), {"key": _of(Case, learner__email=REFUSED)}
    ),
    "post /api/recognition/cases/{key}/appeal/decision": Call(office("dhbw", Action.DECIDE_APPEAL), APPEALED),
    "post /api/recognition/agreements": Call(rights.AGREE),
    "post /api/recognition/agreements/{code}/signature": Call(rights.BOTH_AGREE, AGREEMENT),
    "post /api/recognition/agreements/{code}/withdrawal": Call(rights.BOTH_AGREE, AGREEMENT),
    "post /api/recognition/agreements/{code}/notice": Call(
        rights.BOTH_AGREE,
        SIGNED,
        {"last_day": (TODAY + timedelta(days=120)).isoformat(), "reasons": "It ends."},
    ),
    "get /api/quality/reviews": _anywhere(Action.REVIEW),
    # Who designs at the university reads what was said of its drafts.
    "get /api/quality/reviews/{review_id}": Call(office("mu", Action.REVIEW, Action.DESIGN), REVIEW),
    "post /api/quality/reviews/{review_id}/approve": Call(rights.REVIEW, REVIEW),
    "post /api/quality/reviews/{review_id}/return": Call(rights.REVIEW, REVIEW),
    "post /api/pathways/micro-degrees": Call(
        office("uoc", Action.DESIGN_PATHWAY), {}, {"awarded_by": "uoc", "rule": BLOCKS}
    ),
    "get /api/pathways/progress": Call(oneself()),
    "post /api/pathways/micro-degrees/{code}/record": Call(
        oneself(Action.PLAN_PATHWAY, owner=LEARNER), {"code": "clean-connected-manufacturing"}
    ),
    "put /api/pathways/micro-degrees/{code}/participation": Call(oneself(Action.PLAN_PATHWAY), DEGREE),
    "delete /api/pathways/micro-degrees/{code}/participation": Call(
        oneself(Action.PLAN_PATHWAY, owner=LEARNER), {"code": "clean-connected-manufacturing"}
    ),
    "get /api/industry/gaps": _anywhere(Action.SEE_GAPS),
    "post /api/industry/needs": Call(rights.NEEDS),
    "get /api/industry/postings": _anywhere(Action.SEE_GAPS),
    "post /api/industry/postings": Call(rights.NEEDS),
    "get /api/design/projects": _anywhere(Action.DESIGN),
    "post /api/design/projects": Call(rights.DESIGN),
    "get /api/design/projects/{project_id}": Call(rights.DESIGN, PROJECT),
    "put /api/design/projects/{project_id}": Call(
        rights.DESIGN,
        PROJECT,
        {"revision": lambda: Project.objects.get(pk=PROJECT["project_id"]()).revision},
    ),
    "post /api/design/projects/{project_id}/submit": Call(rights.DESIGN, PROJECT),
    "post /api/design/editions/{code}": Call(rights.DESIGN, EDITION),
}
