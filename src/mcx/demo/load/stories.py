"""What happened to each learner, told in the order of time through the services."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password

from mcx.accounts.models import Person
from mcx.catalogue.models import Offering
from mcx.credentials.models import Award
from mcx.credentials.services.awards import grade
from mcx.credentials.services.issuing import issue
from mcx.credentials.services.revocation import revoke
from mcx.demo.content import load
from mcx.demo.load import foreign
from mcx.demo.load.cast import PASSWORD, Cast
from mcx.demo.load.founding import join
from mcx.learning import services as learning
from mcx.learning.models import Application, Enrolment
from mcx.network.models import Institution, Programme
from mcx.network.services.affiliations import Claim, claim_affiliation, confirm_affiliations
from mcx.pathways import services as pathways
from mcx.pathways.models import MicroDegree
from mcx.recognition.checks import ects_of
from mcx.recognition.models import Appeal, Case, Decision
from mcx.recognition.rules.decisions import AppealEnds, Decided
from mcx.recognition.services import appeals
from mcx.recognition.services.appeals import decide_appeal
from mcx.recognition.services.cases import ask, decide
from mcx.wallet import services as wallet
from mcx.wallet.models import Item

JOINED = -1000
RUNNING = {"admitted", "enrolled"}
CLAIMED = {
    "claimed",
    "revoked",
    "expired",
    "recognised-auto",
    "recognition-open",
    "recognition-refused",
    "appealed",
    "appeal-upheld",
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One thing that happened to one learner: a line of the content file with who it is about.

    Whose university has not confirmed that they study there applied from outside.
    """

    learner: Person
    home: Institution
    programme: Programme
    is_confirmed: bool
    row: dict[str, Any]


def tell(cast: Cast) -> None:
    """Every learner joins, everybody applies, then the universities decide and what follows happens."""
    hashed, learners = make_password(PASSWORD), load("people")["learners"]
    chapters = [chapter for row in learners for chapter in _join(row, cast, hashed)]
    applied = [(one, _apply(one, cast)) for one in chapters if one.row["stage"] != "imported"]
    for chapter, application in applied:
        _decide(chapter, application, cast)
    for chapter in chapters:
        if chapter.row["stage"] == "imported":
            data = foreign.credential(chapter.row["import"], chapter.learner, cast)
            wallet.import_credential(data, by=chapter.learner, at=cast.at(-30))
    for row in learners:
        if "share" in row:
            _share(row["share"], cast.people[row["id"]], cast)


def _share(row: dict[str, Any], learner: Person, cast: Cast) -> None:
    items = list(Item.objects.filter(owner=learner, award__isnull=False))
    wallet.share(
        items,
        audience=row["audience"],
        days=row["days"],
        files=row["files"],
        by=learner,
        at=cast.at(row["made"]),
    )


def _join(row: dict[str, Any], cast: Cast, hashed: str) -> list[Chapter]:
    learner = join(row, cast, JOINED, hashed)
    cast.people[row["id"]] = learner
    home, programme = cast.institutions[row["home"]], cast.programmes[row["programme"]]
    _affiliate(row, learner, programme, cast)
    if row.get("micro_degree"):
        chosen = MicroDegree.objects.get(code=row["micro_degree"])
        pathways.take_part(chosen, by=learner, at=cast.at(-90))
    return [Chapter(learner, home, programme, "stated" not in row, chapter) for chapter in row["story"]]


def _affiliate(row: dict[str, Any], learner: Person, programme: Programme, cast: Cast) -> None:
    """The learner says where they study; the registrar confirms it, unless the claim still waits."""
    claim = Claim(programme.institution, programme, cast.on(JOINED), row["student_number"])
    made = claim_affiliation(claim, by=learner, at=cast.at(row.get("stated", JOINED)))
    if "stated" not in row:
        registrar = cast.officer(programme.institution, "registrar")
        confirm_affiliations([made], until=None, by=registrar, at=cast.at(JOINED + 2))


def _apply(chapter: Chapter, cast: Cast) -> Application:
    row = chapter.row
    offering = cast.offerings[row["mc"], row["offering"]]
    at = cast.at(min(cast.offset(offering.enrolment_opens_on) + 3, -1))
    home = chapter.home if chapter.is_confirmed else None
    return learning.apply(
        offering, motivation=row.get("motivation", ""), home_institution=home, by=chapter.learner, at=at
    )


def _decide(chapter: Chapter, application: Application, cast: Cast) -> None:
    row, registrar = chapter.row, cast.officer(_host(application.offering), "registrar")
    at = min(application.submitted_at + timedelta(days=4), cast.now)
    if row["stage"] == "refused":
        learning.refuse(application, reason=row["reason"], by=registrar, at=at)
    elif row["stage"] != "applied":
        enrolment = learning.admit(application, by=registrar, at=at)
        if row["stage"] not in RUNNING:
            _finish(chapter, enrolment, cast)


def _host(offering: Offering) -> Institution:
    return offering.edition.micro_credential.institution


def _finish(chapter: Chapter, enrolment: Enrolment, cast: Cast) -> None:
    row, offering = chapter.row, enrolment.offering
    assessor = cast.officer(_host(offering), "assessor")
    graded = 0 if row["stage"] == "graded" else min(cast.offset(offering.ends_on) + 3, 0)
    result = grade(enrolment, value=row["grade"], remark="", by=assessor, at=cast.at(graded))
    if row["stage"] not in CLAIMED:
        return
    claimed = min(graded + 4, 0)
    item = wallet.claim(Award.objects.get(result=result), by=chapter.learner, at=cast.at(claimed))
    award = issue(item.award_id, at=cast.at(claimed)) if item.award_id else None
    after: dict[str, Callable[..., object]] = {
        "revoked": _revoked,
        "recognised-auto": _recognised,
        "recognition-open": _asked,
        "recognition-refused": _refused,
        "appealed": _appealed,
        "appeal-upheld": _upheld,
    }
    if award and row["stage"] in after:
        after[row["stage"]](chapter, item, cast, claimed)


def _revoked(chapter: Chapter, item: Item, cast: Cast, claimed: int) -> None:
    award = item.award
    if award:
        registrar = cast.officer(award.institution, "registrar")
        at = cast.at(chapter.row.get("day", min(claimed + 25, -1)))
        revoke(
            award, reason=chapter.row["revocation"], explanation=chapter.row["reason"], by=registrar, at=at
        )


def _recognised(chapter: Chapter, item: Item, cast: Cast, claimed: int) -> None:
    ask(item, programme=chapter.programme, statement="", by=chapter.learner, at=cast.at(min(claimed + 3, 0)))


def _asked(chapter: Chapter, item: Item, cast: Cast, claimed: int) -> Case:
    day = chapter.row.get("day", max(claimed + 3, -12))
    statement = chapter.row.get("statement", "")
    return ask(item, programme=chapter.programme, statement=statement, by=chapter.learner, at=cast.at(day))


def _refused(chapter: Chapter, item: Item, cast: Cast, claimed: int) -> Decision:
    day = chapter.row.get("day", min(claimed + 12, -1))
    case = ask(item, programme=chapter.programme, statement="", by=chapter.learner, at=cast.at(day - 6))
    officer, reason = cast.officer(chapter.home, "recognition"), chapter.row["reason"]
    return decide(
        case,
        outcome=Decided.REFUSED,
        ects=Decimal(0),
        reasons=reason,
        differences=chapter.row["differences"],
        by=officer,
        at=cast.at(day),
    )


def _appealed(chapter: Chapter, item: Item, cast: Cast, claimed: int) -> Appeal:
    decision = _refused(chapter, item, cast, claimed)
    day = cast.offset(decision.decided_at.date())
    return appeals.appeal(
        decision, grounds=chapter.row["grounds"], by=chapter.learner, at=cast.at(min(day + 9, -1))
    )


def _upheld(chapter: Chapter, item: Item, cast: Cast, claimed: int) -> Appeal:
    appeal = _appealed(chapter, item, cast, claimed)
    champion, at = cast.officer(chapter.home, "champion"), cast.at(chapter.row["answered"])
    return decide_appeal(
        appeal,
        outcome=AppealEnds.UPHELD,
        reasons=chapter.row["answer"],
        ects=ects_of(item),
        by=champion,
        at=at,
    )
