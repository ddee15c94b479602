"""Every term of the Charter decides something: a rule reads it; two Charters that differ by it disagree."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from inspect import getsource
from typing import Any

import pytest

from mcx.catalogue.rules import review_due
from mcx.design.rules.checks import check_draft
from mcx.governance.rules.terms_check import check_terms
from mcx.learning.rules import due_on
from mcx.network.models import Charter, Institution
from mcx.network.rules.terms import TERMS, Article, CharterTerms, Conditional, Kind, Policy, Span
from mcx.network.selectors.accreditations import public_conditional_rules
from mcx.pathways.rules import check_micro_degree
from mcx.recognition.rules.decisions import appeal_due, appeal_until, decision_due
from mcx.recognition.rules.grades import Distribution, convert, policy_for
from mcx.web.governance.forms import ProposalForm
from microcred.report import Outcome, Report
from tests.design.drafts import COMPLETE, HOUSE, draft
from tests.design.drafts import TERMS as AGREED
from tests.governance.cast import in_force

DECIDING = [name for name, term in TERMS.items() if term.kind is not Kind.ARTICLES]
A_DAY = date(2026, 11, 23)
Outcomes = Callable[[CharterTerms], object]


def _of(report: Report, code: str) -> Outcome | None:
    found = report.check(code)
    return found.outcome if found else None


def _drafts(code: str, **changes: str) -> Outcomes:
    return lambda terms: _of(check_draft(draft(**changes) if changes else COMPLETE, terms, HOUSE), code)


def _conditional(terms: CharterTerms) -> object:
    Charter.objects.all().delete()
    in_force(terms)
    return [rule.counts for rule in public_conditional_rules()]


# The host's one grade covers the whole group; at home it is split in three.
HOST = Distribution("host", "2023–2026", (("A", 10),))
HOME = Distribution("home", "2023–2026", (("1", 3), ("2", 4), ("3", 3)))


def _converted(terms: CharterTerms) -> object:
    done = convert("A", HOST, HOME, policy_for(terms).policy)
    return done.converted if done else None


# What a rule says, and a value of the term that makes it say something else.
CASES: dict[str, tuple[Outcomes, Any]] = {
    "micro_credential_ects": (_drafts("frame.ects"), Span(Decimal(10), Decimal(12))),
    "hours_per_ects": (_drafts("frame.hours"), Span(Decimal(5), Decimal(6))),
    "eqf_levels": (_drafts("frame.level"), (5,)),
    "planned_eqf_levels": (_drafts("frame.level", eqf_level="8"), (8,)),
    "micro_degree_ects": (
        lambda terms: check_micro_degree(Decimal(20), 6, terms).conclusion,
        Span(Decimal(21), Decimal(30)),
    ),
    "language_clusters": (_drafts("frame.languages"), {"fr": ("*",)}),
    "extra_elements": (_drafts("frame.stackability", stackability=""), ("stackability",)),
    "conditional_accreditation": (_conditional, Conditional.COUNTS_NOT),
    "grade_conversion": (_converted, Policy.MAX),
    "admission_days": (lambda terms: due_on(A_DAY, terms), 3),
    "recognition_days": (lambda terms: decision_due(A_DAY, terms), 3),
    "appeal_days": (lambda terms: appeal_until(A_DAY, terms), 3),
    "appeal_decision_days": (lambda terms: appeal_due(A_DAY, terms), 3),
    "review_cycle_years": (lambda terms: review_due(A_DAY, terms), 7),
}


@pytest.mark.parametrize("name", DECIDING)
def test_a_rule_reads_it(name: str) -> None:
    read = "terms.exchanges(" if name == "language_clusters" else f".{name}"

    assert read in getsource(import_module(TERMS[name].reader))


@pytest.mark.django_db
@pytest.mark.parametrize("name", DECIDING)
def test_two_charters_that_differ_by_it_disagree(name: str) -> None:
    outcome, other = CASES[name]
    change: Any = {name: other}
    changed = replace(AGREED, **change)

    assert getattr(changed, name) != getattr(AGREED, name)
    assert outcome(changed) != outcome(AGREED)


def test_every_field_of_the_terms_stands_in_the_table() -> None:
    assert set(CharterTerms.__dataclass_fields__) - {"version"} == set(TERMS)


@pytest.mark.parametrize("other", [None, True, "words", {"a": "b"}, [[1]]], ids=repr)
@pytest.mark.parametrize("name", TERMS)
def test_a_term_is_refused_that_is_written_as_no_term_is(name: str, other: Any) -> None:
    """A proposal is stored as it is sent: of a kind that `check_terms` passes over, anything."""
    check = check_terms({name: other}, {"mu"}).check(f"terms.{name}")

    assert check is not None, "say in terms_check.py how a term of this kind is written"
    assert check.outcome is Outcome.FAILED


def test_the_form_of_a_proposal_offers_every_term() -> None:
    changed: Any = {name: other for name, (_outcome, other) in CASES.items()}
    clusters = {"es": ("mu",), "en": ("*",)}
    changed |= {"language_clusters": clusters, "articles": (Article("1", "Aim", "Why.", "en"),)}
    terms = replace(AGREED, **changed)
    members = [Institution(slug="mu", short_name="MU", language_cluster="es")]

    shown = ProposalForm(terms, members)
    sent = {name: field.initial for name, field in shown.fields.items()}
    form = ProposalForm(terms, members, sent | {"summary": "All", "in_force_from": "2027-01-01"})

    assert form.is_valid(), form.errors
    assert form.terms().keys() == TERMS.keys()
    assert CharterTerms.from_json(form.terms(), terms.version) == terms


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"micro_degree_ects": [15, 60]}, "terms.micro_degree_ects"),
        ({"micro_degree_ects": [15, 180], "planned_eqf_levels": []}, "terms.micro_degree_ects"),
        ({"recognition_days": 123}, "terms.recognition_days"),
        ({"appeal_decision_days": 123}, "terms.appeal_decision_days"),
    ],
)
def test_nobody_votes_on_what_law_and_norms_forbid(terms: dict[str, object], code: str) -> None:
    check = check_terms(terms, {"mu"}).check(code)

    assert check is not None
    assert check.outcome is Outcome.FAILED
    assert check.source != "MicroCredX framework, domain 2"
    assert check.advice


@pytest.mark.parametrize(
    "terms",
    [
        {"micro_degree_ects": [15, 59]},
        {"micro_degree_ects": [15, 179], "planned_eqf_levels": []},
        {"recognition_days": 122},
    ],
)
def test_up_to_there_the_members_are_free(terms: dict[str, object]) -> None:
    assert not check_terms(terms, {"mu"}).only(Outcome.FAILED)


def test_the_cases_are_those_of_the_table() -> None:
    assert list(CASES) == DECIDING
