"""Asking: an agreement decides at once where every condition holds, and nobody is fooled."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from mcx.core.errors import NotFound
from mcx.core.models import AuditEntry
from mcx.credentials.models import Award
from mcx.credentials.services.revocation import revoke
from mcx.network.models import Programme
from mcx.network.services.affiliations import confirm_affiliations
from mcx.recognition.checks import preview
from mcx.recognition.models import Case, Decision
from mcx.recognition.rules.decisions import AppealEnds, Decided
from mcx.recognition.services import appeals
from mcx.recognition.services.agreements import give_notice, sign_agreement
from mcx.recognition.services.appeals import decide_appeal
from mcx.recognition.services.cases import NotConfirmed, NotStudying, ask, decide
from mcx.wallet import services as wallet
from mcx.wallet.checks import examined
from mcx.wallet.models import Item
from microcred import jose
from microcred.did import did_key
from microcred.keys import generate
from tests.cast import NOW, TODAY, affiliation, claim, registrar
from tests.catalogue import cast as catalogue
from tests.credentials import cast as awards
from tests.learning import cast as learning
from tests.recognition import cast

pytestmark = pytest.mark.django_db


def _award(item: Item) -> Award:
    assert item.award
    return item.award


def test_an_agreement_decides_at_once() -> None:
    cast.agreement()

    made = cast.case()

    decision = made.decisions.get()
    assert (made.status, made.due_on) == ("decided", TODAY + timedelta(days=30))
    assert (decision.outcome, decision.ects, decision.decided_by) == ("recognised", Decimal("2.5"), None)
    assert decision.agreement is not None
    assert "mu-tuni" in decision.reasons
    assert decision.appeal_until > TODAY
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "recognition.asked",
        "recognition.decided",
    }


def test_it_counts_in_part_where_there_is_too_little_room() -> None:
    cast.agreement()
    cast.programme(room="1.5")

    decision = cast.case().decisions.get()

    assert (decision.outcome, decision.ects) == ("partly", Decimal("1.5"))


def test_it_stays_open_without_an_agreement() -> None:
    made = cast.case()

    assert made.status == "open"
    assert not made.decisions.exists()


@pytest.mark.parametrize(
    "terms", [{"route": "individual"}, {"lowest_grade": "1.3"}, {"eqf_min": 7, "eqf_max": 7}]
)
def test_it_stays_open_where_a_condition_fails(terms: dict[str, Any]) -> None:
    cast.agreement(**terms)

    assert cast.case().status == "open"


def test_an_agreement_that_has_ended_decides_nothing() -> None:
    made, yesterday = cast.agreement(notice_days=0), NOW - timedelta(days=1)
    give_notice(made, last_day=yesterday.date(), reasons="It ends.", by=cast.officer(), at=yesterday)

    assert cast.case().status == "open"


def test_a_draft_that_only_one_has_signed_decides_nothing() -> None:
    sign_agreement(cast.draft(), by=cast.officer("mu"), at=NOW)

    assert cast.case().status == "open"


def test_asking_twice_gives_the_same_case() -> None:
    first = cast.case()

    assert cast.case(first.item) == first
    assert Case.objects.count() == 1


def test_only_ones_own_credential_can_be_asked_about() -> None:
    stranger = cast.student("Other Learner")

    with pytest.raises(NotFound):
        ask(cast.item(), programme=cast.programme(), statement="", by=stranger, at=NOW)


def test_only_ones_own_programme_can_be_asked() -> None:
    law = cast.programme("mu-law")

    with pytest.raises(NotStudying):
        ask(cast.item(), programme=law, statement="", by=cast.student(), at=NOW)


def test_ones_own_university_counts_what_it_awarded() -> None:
    item, programme = _at_tampere()

    made = ask(item, programme=programme, statement="", by=cast.student(), at=NOW)

    assert made.decisions.get().ects == Decimal("2.5")


def test_ones_own_university_counts_no_more_than_there_is_room_for() -> None:
    item, programme = _at_tampere(room="2")

    made = ask(item, programme=programme, statement="", by=item.owner, at=NOW)

    assert made.decisions.get().ects == Decimal(2)


def test_a_forged_credential_of_ones_own_university_decides_nothing() -> None:
    item, programme = _at_tampere()
    forged = awards.signed_again(cast.award_of(item), generate("Ed25519"), "did:web:network.example#x", NOW)
    imported = wallet.import_credential(forged, by=item.owner, at=NOW)

    assert ask(imported, programme=programme, statement="", by=item.owner, at=NOW).status == "open"


def test_a_badge_in_a_strangers_token_decides_nothing_and_comes_from_nobody() -> None:
    item, programme = _at_tampere()
    document = json.loads(awards.badge(cast.award_of(item)))
    inner = {name: value for name, value in document.items() if name != "proof"}
    key = generate("Ed25519")
    own = did_key(key.public)
    header = {"typ": "JWT", "kid": f"{own}#{key.public.multikey()}"}

    def token(**payload: Any) -> bytes:
        return jose.sign_compact(header, json.dumps({"iss": own, **payload}).encode(), key).encode()

    imported = wallet.import_credential(token(vc=inner), by=item.owner, at=NOW)
    made = ask(imported, programme=programme, statement="", by=item.owner, at=NOW)

    assert made.status == "open"
    assert not made.decisions.exists()
    assert examined(imported, at=NOW).issuer is None
    with pytest.raises(wallet.NotReadable):
        wallet.import_credential(token(issuer=own, vc="x", vp=inner), by=item.owner, at=NOW)


def _at_tampere(room: str = "12") -> tuple[Item, Programme]:
    programme = cast.programme("tuni-water", "tuni", room)
    cast.student(of=programme)
    return cast.item(), programme


def test_somebody_elses_credential_decides_nothing() -> None:
    cast.agreement()
    theirs = cast.item(cast.student("Other Learner"))
    thief = cast.student()
    imported = wallet.import_credential(awards.badge(cast.award_of(theirs)), by=thief, at=NOW)

    assert cast.case(imported).status == "open"


def test_ones_own_credential_can_come_back_as_a_file() -> None:
    cast.agreement()
    item = cast.item()
    imported = wallet.import_credential(awards.badge(cast.award_of(item)), by=item.owner, at=NOW)

    made = cast.case(imported)

    assert made.decisions.get().ects == Decimal("2.5")


@pytest.mark.parametrize("file_first", [True, False])
def test_a_credential_and_its_file_do_not_count_twice(file_first: bool) -> None:
    cast.agreement()
    item = cast.item()
    imported = wallet.import_credential(awards.badge(cast.award_of(item)), by=item.owner, at=NOW)
    first, second = (imported, item) if file_first else (item, imported)

    assert cast.case(first).status == "decided"
    assert cast.case(second).status == "open"


def test_a_second_edition_of_what_counts_already_is_left_to_the_officer() -> None:
    cast.agreement()
    cast.case()
    again = learning.enrolment(catalogue.offering(catalogue.edition(), code="second-run"))

    assert cast.case(cast.item(enrolment=again)).status == "open"


def test_a_revoked_credential_decides_nothing() -> None:
    cast.agreement()
    item = cast.item()
    revoke(
        cast.award_of(item),
        reason="misconduct",
        explanation=awards.EXPLANATION,
        by=awards.registrar(),
        at=NOW,
    )

    assert cast.case(item).status == "open"


def test_the_grade_is_converted_and_the_tables_are_kept() -> None:
    cast.agreement(conversion="max")
    cast.distributions()

    decision = cast.case().decisions.get()

    assert decision.grade == "1.0"
    assert decision.conversion["policy"] == "max"
    assert decision.conversion["tables"]["host"] == {
        "years": "2023–2025",
        "counts": {"1.0": 10, "1.3": 10, "1.7": 20, "2.0": 60} | dict.fromkeys(_unused(), 0),
    }
    assert decision.conversion["band"] == [20.0, 40.0]


def _unused() -> list[str]:
    return ["2.3", "2.7", "3.0", "3.3", "3.7", "4.0"]


def test_without_tables_no_grade_is_invented() -> None:
    cast.agreement()

    decision = cast.case().decisions.get()

    assert (decision.grade, decision.conversion) == ("", {})


def test_a_statement_is_kept_as_it_was_written() -> None:
    made = cast.case(statement="  It fits\x00 my plan. ")

    assert made.statement == "It fits my plan."


def test_a_claim_waits_and_asking_again_after_it_was_confirmed_decides() -> None:
    cast.agreement()
    who, studied = learning.learner(), cast.programme()
    stated = claim(who, studied.institution, studied)
    item = cast.item(who, learning.enrolment(who=who, home=None))

    first = ask(item, programme=studied, statement="It fits.", by=who, at=NOW)
    confirm_affiliations([stated], until=None, by=registrar("mu"), at=NOW)
    second = ask(item, programme=studied, statement="", by=who, at=NOW)

    assert (first.pk, first.status) == (second.pk, "open")
    assert (second.status, second.statement) == ("decided", "It fits.")
    decision = second.decisions.get()
    assert (decision.outcome, decision.decided_by) == ("recognised", None)
    assert {check["outcome"] for check in decision.report["checks"]} == {"passed"}
    [studies] = [one for one in decision.report["checks"] if one["code"] == "recognition.affiliation"]
    assert studies["values"] == {"university": "MU", "day": {"moment": TODAY.isoformat()}}


def test_the_preview_says_kindly_what_would_be_recognised() -> None:
    cast.agreement()
    who, studied = learning.learner(), cast.programme()
    claim(who, studied.institution, studied)
    edition = catalogue.edition()

    [before] = preview(who, edition, on=TODAY)
    affiliation(who, studied.institution, studied)
    [after] = preview(who, edition, on=TODAY)

    assert (before.route, after.route) == ("unconfirmed", "automatic")


def test_an_officer_recognises_once_the_registrar_has_confirmed() -> None:
    who, studied = learning.learner(), cast.programme()
    stated = claim(who, studied.institution, studied)
    made = ask(
        cast.item(who, learning.enrolment(who=who, home=None)),
        programme=studied,
        statement="",
        by=who,
        at=NOW,
    )

    def recognise() -> Decision:
        return decide(
            made,
            outcome=Decided.RECOGNISED,
            ects=Decimal("2.5"),
            reasons=cast.REASONS,
            differences=(),
            by=cast.officer(),
            at=NOW,
        )

    with pytest.raises(NotConfirmed):
        recognise()
    confirm_affiliations([stated], until=None, by=registrar("mu"), at=NOW)

    assert recognise().ects == Decimal("2.5")


def test_an_appeal_recognises_nothing_for_somebody_whom_nobody_confirmed() -> None:
    who, studied = learning.learner(), cast.programme()
    claim(who, studied.institution, studied)
    made = ask(
        cast.item(who, learning.enrolment(who=who, home=None)),
        programme=studied,
        statement="",
        by=who,
        at=NOW,
    )
    appeal = appeals.appeal(cast.refused(made), grounds="The outcomes are there.", by=who, at=NOW)

    with pytest.raises(NotConfirmed):
        decide_appeal(
            appeal,
            outcome=AppealEnds.UPHELD,
            reasons=cast.REASONS,
            ects=Decimal(1),
            by=cast.champion(),
            at=NOW,
        )
