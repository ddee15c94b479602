"""The pages of recognition: what each person sees, and what comes back when a form does not fit."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from mcx.accounts.models import Person
from mcx.recognition.models import Agreement, Appeal, Case, Decision
from mcx.recognition.services.appeals import appeal
from mcx.recognition.services.cases import ask
from microcred.report import Report
from tests.cast import NOW, TODAY
from tests.catalogue import cast as catalogue
from tests.learning import cast as learning
from tests.recognition import cast
from tests.recognition.cast import REASONS
from tests.said import as_read

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script> and twenty more letters"
HUGE = "x" * 10_000_000
REFUSAL = {"outcome": "refused", "ects": "0", "reasons": REASONS, "differences": ["outcomes"]}
AGREEMENT = {
    "home": "mu",
    "host": "tuni",
    "code": "mu-tuni",
    "title": "Water",
    "valid_from": "2026-01-01",
    "valid_until": "2027-12-31",
    "route": "automatic",
    "eqf_min": "6",
    "eqf_max": "6",
    "identity_percent": "50",
    "notice_days": "90",
    "conversion": "average",
}


def signed_in(client: Client, who: Person) -> Client:
    client.force_login(who)
    return client


def html(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_learner_asks_and_reads_the_letter(client: Client) -> None:
    cast.agreement(conversion="max")
    cast.distributions()
    item = cast.item()
    signed_in(client, item.owner)
    assert "Ask for recognition" in html(client, f"/recognition/ask/{item.pk}")

    answer = client.post(f"/recognition/ask/{item.pk}", {"programme": "mu-mechatronics", "statement": EVIL})

    page = html(client, answer.headers["Location"])
    for words in ("Recognised", "2.5 ECTS", "mu-tuni", "How the grade was converted", "cl. 3.2"):
        assert words in page
    assert "confirmed on 1 September 2026 that the learner studies in this programme" in as_read(page)
    assert EVIL not in page
    assert "&lt;script&gt;" in page
    assert "Water data for city engineers" in html(client, "/recognition/")


def test_the_letter_calls_the_agreement_by_its_title(client: Client) -> None:
    agreement = cast.agreement()
    made = cast.case()

    letter = as_read(html(signed_in(client, made.learner), f"/recognition/cases/{made.pk}"))

    assert f"Every condition of the agreement “{agreement.title['en']}” is met." in letter
    assert f'/recognition/agreements/{agreement.code}">“{agreement.title["en"]}”</a>.' in letter


@pytest.mark.parametrize(
    ("agreed", "said"),
    [(True, "Your request was decided immediately."), (False, "Your request was sent. The answer is due by")],
)
def test_asking_is_answered_in_words(client: Client, agreed: bool, said: str) -> None:
    if agreed:
        cast.agreement()
    item = cast.item()
    signed_in(client, item.owner)

    answer = client.post(f"/recognition/ask/{item.pk}", {"programme": "mu-mechatronics"})

    assert said in html(client, answer.headers["Location"])


@pytest.mark.parametrize(
    ("agreed", "said"),
    [
        (False, "You have already asked. The answer is due by"),
        (True, "You have already asked. This is the decision of 23 November 2026."),
    ],
)
def test_asking_again_is_not_answered_as_if_it_were_new(
    client: Client, settings: Settings, agreed: bool, said: str
) -> None:
    if agreed:
        cast.agreement()
    item = cast.item()
    signed_in(client, item.owner)
    client.post(f"/recognition/ask/{item.pk}", {"programme": "mu-mechatronics"})
    html(client, "/")
    settings.FIXED_NOW = NOW + timedelta(days=3)

    answer = client.post(f"/recognition/ask/{item.pk}", {"programme": "mu-mechatronics"})

    assert said in html(client, answer.headers["Location"])


def test_an_officer_reads_a_report_that_addresses_nobody(client: Client) -> None:
    case = cast.case()

    page = html(signed_in(client, cast.officer()), f"/recognition/cases/{case.pk}")

    said = [f"{check.message} {check.advice}" for check in Report.from_json(case.report)]
    assert said
    assert not [each for each in said if re.search(r"\b[Yy]ou(r|rs)?\b", each)]
    assert "in force that covers this" in page


def test_asking_twice_makes_one_case(client: Client) -> None:
    item = cast.item()
    signed_in(client, item.owner)
    sent = {"programme": "mu-mechatronics", "once": "a"}

    first, second = (client.post(f"/recognition/ask/{item.pk}", sent) for _time in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"statement": "Kept as typed."},
        {"programme": "nowhere", "statement": "Kept as typed."},
        {"programme": "mu-mechatronics", "statement": "Kept as typed." + HUGE},
    ],
)
def test_a_request_that_does_not_fit_comes_back(client: Client, sent: dict[str, str]) -> None:
    item = cast.item()

    answer = signed_in(client, item.owner).post(f"/recognition/ask/{item.pk}", sent)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "has-error" in page
    assert "Kept as typed." in page
    assert not Case.objects.exists()


def test_an_officer_refuses_once_and_the_learner_appeals_once(client: Client) -> None:
    case = cast.case()
    at = f"/recognition/cases/{case.pk}"
    signed_in(client, cast.officer())
    assert "Ane Etxeberria" in html(client, "/recognition/desk")
    decided = [client.post(f"{at}/decide", REFUSAL | {"once": "d"}).status_code for _time in range(2)]
    signed_in(client, case.learner)
    sent = {"grounds": EVIL, "once": "g"}
    appealed = [client.post(f"{at}/appeal", sent).status_code for _time in range(2)]
    signed_in(client, cast.champion())
    assert "Ane Etxeberria" in html(client, "/recognition/desk")
    verdict = {"outcome": "upheld", "reasons": EVIL, "ects": "2.5", "once": "v"}
    upheld = [client.post(f"{at}/decide-appeal", verdict).status_code for _time in range(2)]

    page = html(signed_in(client, case.learner), at)

    assert decided == appealed == upheld == [302, 302]
    assert (Decision.objects.count(), Appeal.objects.count()) == (2, 1)
    assert EVIL not in page
    assert "Appeal upheld" in as_read(page)
    assert "The learner can appeal on this page until" not in page
    assert f"{at}/appeal" not in page


def test_an_appeal_that_waits_is_spoken_of_to_each_reader_and_offered_to_none(client: Client) -> None:
    case = cast.case()
    at = f"/recognition/cases/{case.pk}"
    cast.refused(case)
    before = as_read(html(signed_in(client, case.learner), at))
    client.post(f"{at}/appeal", {"grounds": REASONS, "once": "g"})

    learner = as_read(html(client, at))
    champion = as_read(html(signed_in(client, cast.champion()), at))

    offer = "The learner can appeal on this page until"
    assert (offer in before, offer in learner, offer in champion) == (True, False, False)
    assert "You will get an answer by" in learner
    assert "Your appeal" not in champion
    assert "The learner will get an answer by" in champion


@pytest.mark.parametrize(
    "sent",
    [
        {"once": "x"},
        {"outcome": "refused", "ects": "0", "reasons": EVIL},
        {"outcome": "partly", "ects": "NaN", "reasons": EVIL},
        {"outcome": "recognised", "ects": "99", "reasons": EVIL},
        {"outcome": EVIL, "ects": EVIL, "reasons": EVIL, "differences": [EVIL]},
    ],
)
def test_a_decision_that_does_not_fit_comes_back_as_typed(client: Client, sent: dict[str, Any]) -> None:
    case = cast.case()

    answer = signed_in(client, cast.officer()).post(f"/recognition/cases/{case.pk}/decide", sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "has-error" in page
    assert EVIL not in page
    assert ("and twenty more letters" in page) == ("reasons" in sent)
    assert not Decision.objects.exists()


def test_a_refusal_counts_nothing_whatever_stands_in_the_field(client: Client) -> None:
    case = cast.case()

    answer = signed_in(client, cast.officer()).post(
        f"/recognition/cases/{case.pk}/decide", REFUSAL | {"ects": "2.5"}
    )

    assert answer.status_code == 302
    assert Decision.objects.get().ects == 0


@pytest.mark.parametrize("verb", ["decide", "appeal", "decide-appeal"])
def test_ten_megabytes_of_text_are_refused_clearly(client: Client, verb: str) -> None:
    case = cast.case()
    who = {"decide": cast.officer(), "appeal": case.learner, "decide-appeal": cast.champion()}[verb]
    if verb != "decide":
        made = cast.refused(case)
    if verb == "decide-appeal":
        appeal(made, grounds="Wrong.", by=case.learner, at=NOW)
    sent: dict[str, Any] = {"ects": "0", "differences": ["level"]} | {
        "outcome": "dismissed" if verb == "decide-appeal" else "refused"
    }

    answer = signed_in(client, who).post(
        f"/recognition/cases/{case.pk}/{verb}", sent | {"grounds" if verb == "appeal" else "reasons": HUGE}
    )

    assert answer.status_code == 422
    assert "at most 4000 characters" in answer.content.decode()


def test_a_case_that_was_decided_meanwhile_says_so(client: Client) -> None:
    made = cast.refused()

    answer = signed_in(client, cast.officer()).post(f"/recognition/cases/{made.case_id}/decide", REFUSAL)

    assert answer.status_code == 422
    assert "This case has been decided." in answer.content.decode()


def test_learners_reach_no_staff_page(client: Client) -> None:
    case = cast.case()
    cast.draft()
    signed_in(client, case.learner)

    assert client.get("/recognition/desk").status_code == 403
    assert client.get("/recognition/agreements/new").status_code == 403
    assert client.post("/recognition/agreements/new", AGREEMENT).status_code == 403
    assert client.post(f"/recognition/cases/{case.pk}/decide", REFUSAL).status_code == 403
    for verb in ("sign", "withdraw", "notice"):
        assert client.post(f"/recognition/agreements/mu-tuni/{verb}").status_code == 403
    assert not Decision.objects.exists()


def test_strangers_find_nothing(client: Client) -> None:
    made = cast.refused()
    appeal(made, grounds="Wrong.", by=made.case.learner, at=NOW)
    at = f"/recognition/cases/{made.case_id}"
    verdict = {"outcome": "upheld", "reasons": REASONS, "ects": "2.5"}

    for who in (learning.learner("Nosy Neighbour"), cast.officer("uoc"), cast.champion("uoc")):
        signed_in(client, who)
        assert client.get(at).status_code == 404
        assert client.get(f"/recognition/ask/{made.case.item_id}").status_code == 404
        for verb, sent in (("decide", REFUSAL), ("appeal", {"grounds": "x"}), ("decide-appeal", verdict)):
            assert client.post(f"{at}/{verb}", sent).status_code == 404


@pytest.mark.parametrize("path", ["", "desk", "agreements/new", "cases/1"])
def test_visitors_are_asked_to_sign_in(client: Client, path: str) -> None:
    assert client.get(f"/recognition/{path}").status_code == 302


def test_an_agreement_is_drafted_signed_and_withdrawn(client: Client) -> None:
    catalogue.micro_credential()
    signed_in(client, cast.officer("mu"))
    sent = AGREEMENT | {"title": EVIL, "text": EVIL, "micro_credentials": "tuni-water-data", "once": "n"}
    drafted = [client.post("/recognition/agreements/new", sent) for _time in range(2)]
    client.post("/recognition/agreements/mu-tuni/sign")
    client.post("/recognition/agreements/mu-tuni/withdraw", {"once": "e"})
    signed_in(client, cast.officer("tuni"))

    page = html(client, "/recognition/agreements/mu-tuni")

    assert [answer.status_code for answer in drafted] == [302, 302]
    assert Agreement.objects.get().status == "withdrawn"
    assert EVIL not in page
    assert EVIL not in html(client, "/recognition/agreements")
    assert client.post("/recognition/agreements/mu-tuni/sign").status_code == 409


def test_notice_says_whom_it_concerns_and_then_ends_the_agreement(client: Client) -> None:
    made, at = cast.agreement(), "/recognition/agreements/mu-tuni"
    signed_in(client, cast.officer("tuni"))
    page = html(client, f"{at}/notice")
    early = client.post(f"{at}/notice", {"last_day": str(TODAY), "reasons": EVIL, "once": "e"})
    last_day = TODAY + timedelta(days=90)
    given = client.post(f"{at}/notice", {"last_day": str(last_day), "reasons": EVIL, "once": "f"})
    made.refresh_from_db()

    assert "90 days" in page
    assert "What was recognised stays recognised." in page
    assert (early.status_code, EVIL in early.content.decode()) == (422, False)
    assert (given.status_code, made.valid_until) == (302, last_day)
    shown = html(client, at)
    assert EVIL not in shown
    assert "gave notice" in shown
    assert f"{at}/notice" not in shown
    assert client.get(f"{at}/notice").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": ""},
        {"host": "mu"},
        {"micro_credentials": f"x y, {EVIL}"},
        {"eqf_min": "7"},
        {"valid_until": "2025-01-01"},
        {"valid_from": "soon"},
        {"text": HUGE},
    ],
)
def test_an_agreement_that_does_not_fit_comes_back(client: Client, wrong: dict[str, str]) -> None:
    catalogue.micro_credential()

    answer = signed_in(client, cast.officer()).post("/recognition/agreements/new", AGREEMENT | wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "error-summary" in page
    assert 'value="Water"' in page
    assert EVIL not in page
    assert not Agreement.objects.exists()


def test_agreements_are_public(client: Client) -> None:
    cast.agreement(eqf_min=0, eqf_max=8)

    assert "Water for Mondragon" in html(client, "/recognition/agreements")
    assert "EQF 0" not in html(client, "/recognition/agreements/mu-tuni")


@pytest.mark.parametrize("path", ["cases/9" + "9" * 40, "agreements/none"])
def test_absurd_addresses_are_answered(client: Client, path: str) -> None:
    signed_in(client, cast.officer())

    assert client.get(f"/recognition/{path}").status_code in {200, 404}


def test_lists_take_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cast.agreement()
    for number in range(4):
        made = cast.case(cast.item(cast.student(f"Learner {number}")))
    open_case = ask(_other_item(), programme=cast.programme(), statement="", by=cast.student(), at=NOW)

    for who, path in (
        (cast.officer(), "desk"),
        (made.learner, ""),
        (made.learner, f"cases/{made.pk}"),
        (cast.officer(), f"cases/{open_case.pk}"),
        (cast.officer(), "agreements"),
    ):
        signed_in(client, who)
        with django_assert_max_num_queries(22):
            html(client, f"/recognition/{path}")


def _other_item() -> Any:
    again = learning.enrolment(
        catalogue.offering(catalogue.edition("tuni-other"), code="other-run"), cast.student()
    )
    return cast.item(enrolment=again)
