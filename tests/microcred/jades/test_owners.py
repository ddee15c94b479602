"""Whose a seal is, told with the name in the certificate and its number."""

from typing import Any

import pytest

from microcred.jades.owners import SOURCE, check_owner, texts
from microcred.report import Outcome
from tests.microcred.elm.cast import document
from tests.microcred.jades.pki import UNIVERSITY_NAME, issue, name
from tests.microcred.lines import Line, line

NUMBER = "NTRAT-123456a"


def told(organisation: str, identifier: str = NUMBER) -> Line:
    """What is said of the university's credential under a seal of this name and number."""
    seal = issue(name("Seal", organisation=organisation, identifier=identifier))
    return line(check_owner(document(), [seal.certificate]))


@pytest.mark.parametrize(
    ("organisation", "outcome"),
    [("Example University", Outcome.PASSED), ("EXAMPLE  University", Outcome.WARNING)],
)
def test_the_issuers_own_seal_is_told_also_where_it_is_written_differently(
    organisation: str, outcome: Outcome
) -> None:
    values = {"name": organisation, "identifier": NUMBER}

    assert told(organisation) == ("seal.owner", outcome, SOURCE, values, False)


def test_whose_certificate_it_is_not_is_told_with_name_and_number() -> None:
    issuer = f"Beispieluniversität / Example University ({NUMBER})"
    values = {"issuer": issuer, "name": "Other University (NTRAT-9)"}

    assert told("Other University", "NTRAT-9") == ("seal.owner", Outcome.FAILED, SOURCE, values, True)


def test_without_a_seal_that_holds_or_an_issuer_nothing_is_known() -> None:
    seal = issue(UNIVERSITY_NAME).certificate

    for found in (check_owner(document(), []), check_owner({"issuer": "uni"}, [seal])):
        assert line(found) == ("seal.owner", Outcome.UNKNOWN, SOURCE, {}, False)


def test_an_issuer_in_a_list_is_the_issuer() -> None:
    seal = issue(UNIVERSITY_NAME).certificate
    issuer = document()["issuer"]

    assert check_owner({"issuer": [issuer]}, [seal]).outcome is Outcome.PASSED
    assert check_owner({"issuer": []}, [seal]).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("identifier", ["NTRAT-123456a", 5, [], None])
def test_an_issuer_without_name_or_number_is_nobodys(identifier: object) -> None:
    seal = issue(UNIVERSITY_NAME).certificate

    found = check_owner({"issuer": {"eIDASIdentifier": identifier}}, [seal])

    values = {"issuer": "? (None)", "name": f"Example University ({NUMBER})"}
    assert line(found) == ("seal.owner", Outcome.FAILED, SOURCE, values, True)


@pytest.mark.parametrize("value", [" A ", {"en": "A"}, {"en": ["A"]}, [{"en": " A"}], ["A ", 5, None]])
def test_a_text_is_found_wherever_json_ld_puts_it(value: Any) -> None:
    assert list(texts(value)) == ["A"]
