"""What a network can begin with: each fact right and wrong, the same for page, API and command."""

from dataclasses import replace
from typing import Any

import pytest

from mcx.governance.rules.founding import OF_UNIVERSITY, Founder, Founding, faults_of_founding
from mcx.network.rules.identifiers import EXAMPLES, fault_of_identifier
from mcx.network.rules.profiles import COUNTRIES, About, Profile, fault_of_line, fault_of_mail
from tests.governance.foundings import ALPS

LONG = "x" * 400


def test_what_is_right_has_no_faults() -> None:
    assert faults_of_founding(ALPS) == {}
    assert faults_of_founding(replace(ALPS, identifiers=dict(EXAMPLES))) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", {}),
        ("name", {"en": " "}),
        ("name", {"tlh": "Quv"}),
        ("name", {"en": LONG}),
        ("name", {"en": "Two\nlines"}),
        ("languages", ()),
        ("languages", ("tlh",)),
        ("contact", ""),
        ("contact", "nobody"),
    ],
)
def test_a_network_needs_a_name_a_language_and_a_contact(field: str, value: Any) -> None:
    founding = replace(ALPS, about=replace(ALPS.about, **{field: value}))

    assert list(faults_of_founding(founding)) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", ""),
        ("slug", "Alps"),
        ("slug", "-alps"),
        ("slug", "alps-"),
        ("slug", "a/b"),
        ("slug", "a" * 41),
        ("short_name", ""),
        ("short_name", "x" * 41),
        ("name", {}),
        ("country", ""),
        ("country", "ESTONIA"),
        ("country", "at"),
        ("country", "EU"),
        ("country", "ZZ"),
        ("city", "x" * 121),
        ("city", "Graz\u202e"),
        ("homepage", "alps.example"),
        ("homepage", "javascript:alert(1)"),
        ("homepage", "https://alps"),
        ("homepage", "https://alps.example/a b"),
        ("homepage", "https://[alps.example"),
        ("homepage", "https://alps.example/" + LONG),
        ("email", "office@alps"),
        ("language_cluster", "german"),
    ],
)
def test_a_university_has_facts_that_can_be(field: str, value: Any) -> None:
    founding = replace(ALPS, first=replace(ALPS.first, **{field: value}))

    assert list(faults_of_founding(founding)) == [OF_UNIVERSITY[field]]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "ada"),
        ("email", "a" * 250 + "@alps.example"),
        ("given_name", " "),
        ("given_name", "x" * 121),
        ("family_name", ""),
        ("family_name", "Ada\x00"),
    ],
)
def test_a_founder_has_a_name_and_an_address(field: str, value: str) -> None:
    founding = replace(ALPS, founder=replace(ALPS.founder, **{field: value}))

    assert list(faults_of_founding(founding)) == [field]


def test_every_fault_is_named_at_once() -> None:
    nothing = Founding(About({}), Profile("", "", {}, ""), Founder("", "", ""), {"ror": "1", "fax": "2"})

    assert set(faults_of_founding(nothing)) == {
        *("name", "languages", "contact"),
        *("slug", "short_name", "institution", "country"),
        *("email", "given_name", "family_name"),
        *("identifier_ror", "identifiers"),
    }


@pytest.mark.parametrize(
    ("scheme", "right", "wrong"),
    [
        ("schac", "uni-graz.at", "graz"),
        ("schac", "ALPS.EXAMPLE", "alps.example/"),
        ("erasmus", "A  TOWN01", "TOWN"),
        ("deqar", "DEQARINST1234", "1234"),
        ("ror", "000000098", "000000097"),
        ("ror", "https://ror.org/000000098", "https://ror.org/0000000l8"),
        ("eidas", "VATAT-U00000000", "U00000000"),
        ("eidas", "GO:AT-1234", "VATAT"),
        ("vat", "ATU00000000", "?"),
        ("vat", "AT U0000 0000", "AT"),
    ],
)
def test_an_identifier_is_written_as_its_scheme_writes_it(scheme: str, right: str, wrong: str) -> None:
    assert fault_of_identifier(scheme, right) == ""
    assert "{example}" in fault_of_identifier(scheme, wrong)


def test_every_example_is_right_and_an_unknown_scheme_is_not_judged() -> None:
    assert not [scheme for scheme, value in EXAMPLES.items() if fault_of_identifier(scheme, value)]
    assert fault_of_identifier("fax", "?") == ""


def test_countries_are_those_of_the_standard() -> None:
    assert {"AT", "ES", "FI", "XK"} <= COUNTRIES
    assert not COUNTRIES & {"EU", "UN", "XA", "ZZ", "150"}


def test_script_in_a_name_is_a_name_like_any_other() -> None:
    founding = replace(ALPS, about=replace(ALPS.about, name={"en": "<script>alert(1)</script>"}))

    assert faults_of_founding(founding) == {}


def test_the_longest_that_can_be_is_still_right() -> None:
    assert fault_of_line("x" * 40, longest=40) == ""
    assert fault_of_line("", longest=40, is_required=False) == ""
    assert fault_of_line("", longest=40)
    assert fault_of_mail("a" * 241 + "@alps.example") == ""
    assert fault_of_mail("a" * 242 + "@alps.example")
    assert fault_of_mail("", is_required=False) == ""
