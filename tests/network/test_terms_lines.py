"""Each line about proposed terms, at the edges of what a Charter may say; without a database."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mcx.governance.rules.terms_check import check_terms
from mcx.network.rules.terms import (
    DEGREES,
    EXTRA_ELEMENTS,
    TERMS,
    Article,
    CharterTerms,
    Conditional,
    Kind,
    Policy,
    Span,
    TermChange,
    changed_terms,
    names_of,
    readable,
)
from microcred.report import Outcome

PERIODS = names_of(Kind.DAYS, Kind.YEARS)
FAILED, WARNING = Outcome.FAILED, Outcome.WARNING
FRAMEWORK, GUIDE = "MicroCredX framework, domain 2", "ECTS Users' Guide 2015, section 2"
EQF = "Council Recommendation 2017/C 189/03, Annex II"
MEMBERS = {"mu", "uoc"}
ARTICLE = {"number": "1", "title": "Purpose", "text": "We exchange."}
EVERY = CharterTerms(
    version=4,
    micro_credential_ects=Span(Decimal(1), Decimal("7.5")),
    hours_per_ects=Span(Decimal(26), Decimal(28)),
    eqf_levels=(5, 6),
    planned_eqf_levels=(8,),
    micro_degree_ects=Span(Decimal(10), Decimal(20)),
    language_clusters={"es": ("mu", "*"), "de": ("uoc",)},
    extra_elements=("cost", "skills"),
    conditional_accreditation=Conditional.COUNTS_NOT,
    grade_conversion=Policy.MIN,
    admission_days=1,
    recognition_days=2,
    appeal_days=3,
    appeal_decision_days=4,
    review_cycle_years=5,
    articles=(Article("1", "Purpose", "We exchange."),),
)


def _lines(terms: dict[str, Any]) -> list[tuple[str, Outcome, str, dict[str, str], bool]]:
    report = check_terms(terms, MEMBERS)
    assert all(check.message for check in report)
    return [(one.code, one.outcome, one.source, dict(one.values), bool(one.fix)) for one in report]


def test_every_term_goes_into_storage_under_its_name_and_comes_back() -> None:
    stored = EVERY.as_json()

    assert stored == {
        "micro_credential_ects": ["1", "7.5"],
        "hours_per_ects": ["26", "28"],
        "eqf_levels": [5, 6],
        "planned_eqf_levels": [8],
        "micro_degree_ects": ["10", "20"],
        "language_clusters": {"es": ["mu", "*"], "de": ["uoc"]},
        "extra_elements": ["cost", "skills"],
        "conditional_accreditation": "counts-not",
        "grade_conversion": "min",
        "admission_days": 1,
        "recognition_days": 2,
        "appeal_days": 3,
        "appeal_decision_days": 4,
        "review_cycle_years": 5,
        "articles": [ARTICLE],
    }
    assert CharterTerms.from_json(stored, 4) == EVERY
    spoken = [{**ARTICLE, "language": "fi"}]
    assert CharterTerms.from_json({"articles": spoken}).as_json()["articles"] == spoken
    assert CharterTerms.from_json({}) == CharterTerms(version=0)


def test_a_term_is_cited_with_the_charters_number_or_as_the_frameworks() -> None:
    assert EVERY.clause("appeal_days") == "Charter 4, appeal_days"
    assert CharterTerms().clause("appeal_days") == "MicroCredX framework, domain 2, appeal_days"


def test_both_ends_belong_to_a_span_and_it_is_written_short() -> None:
    span = Span.of([2.5, "10.0"])

    assert [value in span for value in (Decimal("2.4"), Decimal("2.5"), 10, 11, "5")] == [
        False, True, True, False, False,
    ]  # fmt: skip
    assert (str(span), span.as_json()) == ("2.5–10", ["2.5", "10.0"])


def test_every_term_is_shown_as_people_read_it() -> None:
    changes = {change.name: change for change in changed_terms(CharterTerms(version=4), EVERY)}

    assert set(changes) == set(TERMS) - {"articles"} | {"§ 1"}
    assert changes["language_clusters"].after == "de: uoc; es: mu, all"
    assert changes["micro_credential_ects"].after == "1–7.5"
    assert changes["extra_elements"].after == "ESCO skills of each outcome; Cost"
    assert changes["§ 1"] == TermChange("§ 1", "", "Purpose. We exchange.")
    assert (changes["§ 1"].label, changes["eqf_levels"].label) == ("§ 1", "EQF levels offered")
    assert readable("word") == "word"
    [gone] = changed_terms(EVERY, replace(EVERY, articles=()))
    assert gone == TermChange("§ 1", "Purpose. We exchange.", "")


def test_terms_without_a_fault_are_complete() -> None:
    assert _lines(EVERY.as_json()) == [("terms", Outcome.PASSED, FRAMEWORK, {}, False)]
    assert _lines({}) == [("terms", Outcome.PASSED, FRAMEWORK, {}, False)]


FINE: list[dict[str, Any]] = [
    {"micro_credential_ects": [0.1, 30]},
    {"micro_credential_ects": [2, 2]},
    {"micro_credential_ects": [Decimal(2), Decimal(5)]},
    {"planned_eqf_levels": [], "micro_degree_ects": [15, 179]},
    {"micro_credential_ects": [2, 30], "micro_degree_ects": [15, 30]},
    {"hours_per_ects": [25, 30]},
    {"eqf_levels": [1, 8], "planned_eqf_levels": ()},
    *({name: days} for name in PERIODS for days in (1, TERMS[name].high)),
    {"extra_elements": list(EXTRA_ELEMENTS)},
    {"language_clusters": {"en": ["*", "mu"]}},
    {"articles": [ARTICLE, {**ARTICLE, "number": "2"}]},
    {"articles": [{**ARTICLE, "language": "fi"}]},
]


@pytest.mark.parametrize("terms", FINE)
def test_the_edges_of_what_terms_may_say_belong_to_it(terms: dict[str, Any]) -> None:
    assert [line[1] for line in _lines(terms)] == [Outcome.PASSED]


def _term(name: str) -> dict[str, str]:
    return {"term": TERMS[name].label}


def _bounds(name: str) -> dict[str, str]:
    return {**_term(name), "low": str(TERMS[name].low), "high": str(TERMS[name].high)}


KNOWN = ", ".join(EXTRA_ELEMENTS)
WRONG: list[tuple[dict[str, Any], str, Outcome, str, dict[str, str]]] = [
    ({"horoscope": 1}, "name", FAILED, FRAMEWORK, {"name": "horoscope"}),
    ({"articles": [{**ARTICLE, "text": "a\x00"}]}, "signs", FAILED, FRAMEWORK, {}),
    *(
        ({name: span}, name, FAILED, FRAMEWORK, _term(name))
        for name in ("micro_credential_ects", "hours_per_ects", "micro_degree_ects")
        for span in ([0, 5], [6, 5], [2, 36501], [1, 2, 3], None, ["a", "b"])
    ),
    ({"hours_per_ects": [24.9, 30]}, "hours_per_ects", WARNING, GUIDE, {"hours": "24.9–30"}),
    ({"hours_per_ects": [25, 30.1]}, "hours_per_ects", WARNING, GUIDE, {"hours": "25–30.1"}),
    ({"hours_per_ects": [2, 36_500]}, "hours_per_ects", WARNING, GUIDE, {"hours": "2–36500"}),
    (
        {"micro_credential_ects": [2, 30.1], "micro_degree_ects": [15, 30]},
        "micro_degree_ects",
        FAILED,
        FRAMEWORK,
        {},
    ),
    ({"eqf_levels": [6, 9]}, "eqf_levels", FAILED, EQF, _term("eqf_levels")),
    ({"eqf_levels": [0]}, "eqf_levels", FAILED, EQF, _term("eqf_levels")),
    ({"planned_eqf_levels": 7}, "planned_eqf_levels", FAILED, EQF, _term("planned_eqf_levels")),
    ({"eqf_levels": []}, "eqf_levels", FAILED, FRAMEWORK, {}),
    *(
        ({name: value}, name, FAILED, TERMS[name].bound_by, _bounds(name))
        for name in PERIODS
        for value in (0, TERMS[name].high + 1, "1", True, 1.5)
    ),
    (
        {"micro_degree_ects": [15, 60]},
        "micro_degree_ects",
        FAILED,
        DEGREES,
        {"ects": "60", "degree": "60"},
    ),
    (
        {"planned_eqf_levels": [], "micro_degree_ects": [15, 180]},
        "micro_degree_ects",
        FAILED,
        DEGREES,
        {"ects": "180", "degree": "180"},
    ),
    (
        {"conditional_accreditation": "perhaps"},
        "conditional_accreditation",
        FAILED,
        FRAMEWORK,
        {**_term("conditional_accreditation"), "known": "counts, counts-not"},
    ),
    (
        {"extra_elements": ["a", "cost", "b"]},
        "extra_elements",
        FAILED,
        FRAMEWORK,
        {"names": "a, b", "known": KNOWN},
    ),
    ({"extra_elements": "cost"}, "extra_elements", FAILED, FRAMEWORK, {"names": "?", "known": KNOWN}),
    ({"extra_elements": [1]}, "extra_elements", FAILED, FRAMEWORK, {"names": "?", "known": KNOWN}),
    ({"language_clusters": ["en"]}, "language_clusters", FAILED, FRAMEWORK, {}),
    ({"language_clusters": {"en": "mu"}}, "language_clusters", FAILED, FRAMEWORK, {}),
    (
        {"language_clusters": {"en": ["x", "mu", 1], "es": ["mu"]}},
        "language_clusters",
        FAILED,
        FRAMEWORK,
        {"language": "en", "names": "x, 1"},
    ),
    ({"articles": "1"}, "articles", FAILED, FRAMEWORK, {}),
    ({"articles": [ARTICLE, "2"]}, "articles", FAILED, FRAMEWORK, {}),
    ({"articles": [{**ARTICLE, "more": "x"}]}, "articles", FAILED, FRAMEWORK, {}),
    ({"articles": [{**ARTICLE, "text": 1}]}, "articles", FAILED, FRAMEWORK, {}),
    ({"articles": [{**ARTICLE, "text": " "}]}, "articles", FAILED, FRAMEWORK, {}),
    ({"articles": [ARTICLE, ARTICLE]}, "articles", FAILED, FRAMEWORK, {}),
    ({"articles": [{**ARTICLE, "language": "english"}]}, "articles", FAILED, FRAMEWORK, {}),
    ({"articles": [{**ARTICLE, "language": ""}]}, "articles", FAILED, FRAMEWORK, {}),
]


@pytest.mark.parametrize(("terms", "code", "outcome", "source", "values"), WRONG)
def test_what_terms_may_not_say_is_told_with_what_to_do(
    terms: dict[str, Any], code: str, outcome: Outcome, source: str, values: dict[str, str]
) -> None:
    assert _lines(terms) == [(f"terms.{code}", outcome, source, values, outcome is FAILED)]


def test_two_articles_of_one_number_are_not_called_incomplete() -> None:
    twice = check_terms({"articles": [ARTICLE, ARTICLE]}, MEMBERS).check("terms.articles")
    bare = check_terms({"articles": [{}]}, MEMBERS).check("terms.articles")

    assert twice
    assert bare
    assert twice.text != bare.text
