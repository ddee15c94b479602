"""What a verifier asked a holder for, and the credentials that are shown in answer."""

from typing import Any

import pytest

from microcred.presentations import Request, check_request, credentials_in
from microcred.report import Outcome

SOURCE = "VC Data Integrity 1.0 §4.4"
ASKED = Request("shop.example", "n-1")


@pytest.mark.parametrize("audience", ["shop.example", ["other.example", "shop.example"]])
def test_an_answer_to_this_request_is_fine(audience: Any) -> None:
    assert not list(check_request(ASKED, audience, "n-1"))


@pytest.mark.parametrize("audience", [None, "other.example", ["other.example"], [["shop.example"]], ""])
def test_what_was_made_for_somebody_else_is_refused(audience: Any) -> None:
    [found] = check_request(ASKED, audience, "n-1")

    assert (found.code, found.outcome, found.source) == ("proof.domain", Outcome.FAILED, SOURCE)
    assert found.values["domain"] == "shop.example"


@pytest.mark.parametrize("nonce", [None, "n-2", "", ["n-1"]])
def test_what_answers_another_request_is_refused(nonce: Any) -> None:
    [found] = check_request(ASKED, "shop.example", nonce)

    assert (found.code, found.outcome, found.source) == ("proof.challenge", Outcome.FAILED, SOURCE)


def test_who_names_no_audience_takes_what_was_made_for_anybody() -> None:
    assert not list(check_request(Request("", "n-1"), "other.example", "n-1"))
    assert [one.code for one in check_request(Request("", "n-1"), None, "n-2")] == ["proof.challenge"]
    assert [one.code for one in check_request(ASKED, None, None)] == ["proof.domain", "proof.challenge"]


def test_the_credentials_are_those_that_are_objects() -> None:
    one, other = {"id": "a"}, {"id": "b"}

    assert credentials_in({"verifiableCredential": one}) == (one,)
    assert credentials_in({"verifiableCredential": [one, "ey…", None, other]}) == (one, other)
    assert credentials_in({"verifiableCredential": "ey…"}) == ()
    assert credentials_in({}) == ()
