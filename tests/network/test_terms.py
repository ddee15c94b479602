"""The Charter's terms: stored exactly, compared term by term, refused when they make no sense."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.governance.rules.terms_check import check_terms
from mcx.network.rules import course_fields
from mcx.network.rules.terms import (
    EXTRA_ELEMENTS,
    Article,
    CharterTerms,
    Span,
    TermChange,
    changed_terms,
    shown,
    smallest_degree,
)
from microcred.report import Conclusion, Outcome

MEMBERS = {"mu", "uoc", "dhbw"}


def test_an_unwritten_charter_has_the_terms_of_the_framework() -> None:
    terms = CharterTerms.from_json({})

    assert Decimal(3) in terms.micro_credential_ects
    assert Decimal("1.5") not in terms.micro_credential_ects
    assert terms.eqf_levels == (6,)


amounts = st.decimals(min_value=1, max_value=99, places=1)


@given(
    low=amounts,
    more=amounts,
    levels=st.lists(st.integers(1, 8), unique=True).map(tuple),
    days=st.integers(1, 900),
    clusters=st.dictionaries(st.sampled_from(["en", "es", "de"]), st.just(("mu", "uoc"))),
    text=st.text(min_size=1, max_size=40),
)
def test_terms_come_back_from_storage_as_they_went_in(
    low: Decimal, more: Decimal, levels: tuple[int, ...], days: int, clusters: dict[str, Any], text: str
) -> None:
    terms = CharterTerms(
        version=3,
        micro_credential_ects=Span(low, low + more),
        eqf_levels=levels,
        appeal_days=days,
        language_clusters=clusters,
        articles=(Article("1", text, text),),
    )

    assert CharterTerms.from_json(terms.as_json(), 3) == terms


def test_a_member_exchanges_in_the_languages_of_its_clusters() -> None:
    terms = CharterTerms(language_clusters={"es": ("mu", "uoc"), "en": ("*",)})

    assert terms.exchanges("es", "mu")
    assert terms.exchanges("en", "tuni")
    assert not terms.exchanges("es", "tuni")
    assert not terms.exchanges("fi", "tuni")


def test_a_new_version_shows_what_it_changes_and_nothing_else() -> None:
    before = CharterTerms(articles=(Article("1", "Purpose", "We exchange."),))
    after = replace(
        before, eqf_levels=(6, 7), articles=(Article("1", "Purpose", "We exchange and recognise."),)
    )

    changes = changed_terms(before, after)

    assert changes == (
        TermChange("eqf_levels", "6", "6, 7"),
        TermChange("§ 1", "Purpose. We exchange.", "Purpose. We exchange and recognise."),
    )


def test_elements_in_another_order_are_no_change() -> None:
    before = CharterTerms(extra_elements=("cost", "skills", "description"))
    after = replace(before, extra_elements=("description", "skills", "cost"))

    assert changed_terms(before, after) == ()


def test_an_element_that_the_table_of_fields_does_not_know_is_shown_by_its_code() -> None:
    terms = CharterTerms(extra_elements=("older", "cost"))

    assert shown(terms, "extra_elements") == f"{EXTRA_ELEMENTS['cost']}; older"


def test_a_choice_is_compared_and_shown_in_words() -> None:
    before, after = CharterTerms(), CharterTerms.from_json({"conditional_accreditation": "counts-not"})

    [change] = changed_terms(before, after)

    assert change.label == "Accreditations with conditions"
    assert (change.before, change.after) == (
        "They count, with a note that names the conditions",
        "They do not count",
    )
    assert check_terms(after.as_json(), MEMBERS).conclusion is Conclusion.PASSED


def test_the_terms_of_the_framework_can_be_a_charter() -> None:
    report = check_terms(CharterTerms(language_clusters={"en": ("*",)}).as_json(), MEMBERS)

    assert report.conclusion is Conclusion.PASSED


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"micro_credential_ects": [5, 2]}, "terms.micro_credential_ects"),
        ({"micro_credential_ects": ["two", "five"]}, "terms.micro_credential_ects"),
        ({"micro_credential_ects": ["NaN", "NaN"]}, "terms.micro_credential_ects"),
        ({"micro_credential_ects": [0, 5]}, "terms.micro_credential_ects"),
        ({"hours_per_ects": 25}, "terms.hours_per_ects"),
        ({"micro_credential_ects": [2, 60], "micro_degree_ects": [15, 30]}, "terms.micro_degree_ects"),
        ({"eqf_levels": [9]}, "terms.eqf_levels"),
        ({"eqf_levels": []}, "terms.eqf_levels"),
        ({"eqf_levels": "6"}, "terms.eqf_levels"),
        ({"planned_eqf_levels": [True]}, "terms.planned_eqf_levels"),
        ({"appeal_days": 0}, "terms.appeal_days"),
        ({"appeal_days": "30"}, "terms.appeal_days"),
        ({"review_cycle_years": 10**9}, "terms.review_cycle_years"),
        ({"language_clusters": {"en": ["nowhere"]}}, "terms.language_clusters"),
        ({"language_clusters": ["en"]}, "terms.language_clusters"),
        ({"micro_credential_ects": ["2", "300"]}, "terms.micro_degree_ects"),
        ({"language_clusters": {"en": [[]]}}, "terms.language_clusters"),
        ({"micro_credential_ects": ["1e-999999", "5"]}, "terms.micro_credential_ects"),
        ({"micro_credential_ects": "29"}, "terms.micro_credential_ects"),
        ({"micro_credential_ects": {"2": 1, "5": 1}}, "terms.micro_credential_ects"),
        ({"articles": [{"number": "1", "title": "", "text": "x"}]}, "terms.articles"),
        ({"articles": [{"number": "1"}]}, "terms.articles"),
        ({"articles": [{"number": "1", "title": "a", "text": "b"}] * 2}, "terms.articles"),
        ({"leads_to_degree": True}, "terms.name"),
        ({"extra_elements": ["cost", "horoscope"]}, "terms.extra_elements"),
        ({"extra_elements": "cost"}, "terms.extra_elements"),
        ({"conditional_accreditation": "perhaps"}, "terms.conditional_accreditation"),
        ({"conditional_accreditation": ["counts"]}, "terms.conditional_accreditation"),
        ({"articles": [{"number": "1", "title": "a", "text": "b\x00"}]}, "terms.signs"),
    ],
)
def test_terms_that_make_no_sense_are_refused_with_advice(terms: dict[str, Any], code: str) -> None:
    check = check_terms(terms, MEMBERS).check(code)

    assert check is not None
    assert check.outcome is Outcome.FAILED
    assert check.advice
    assert check.source


@pytest.mark.parametrize(
    ("levels", "ects"), [([5], 120), ([5, 6], 120), ([6, 4], 180), ([6, 7], 60), ([4], 60), ([], 60)]
)
def test_the_smallest_degree_of_several_levels_counts(levels: list[int], ects: int) -> None:
    assert smallest_degree(levels) == ects


def test_unusual_hours_are_allowed_with_a_warning() -> None:
    report = check_terms({"hours_per_ects": [20, 40]}, MEMBERS)

    assert [check.outcome for check in report] == [Outcome.WARNING]


def test_the_fields_of_some_kinds_are_named_in_the_order_in_which_they_are_asked() -> None:
    kinds = course_fields.Kind

    assert course_fields.names_of(kinds.PRICE) == ("cost_members", "cost_others")
    assert course_fields.names_of(kinds.PRICE, kinds.NUMBER, kinds.LANGUAGES) == (
        "texts_in", "ects", "cost_members", "cost_others",
    )  # fmt: skip
    assert course_fields.names_of() == ()
