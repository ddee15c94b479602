"""What a report concludes from its checks, finds among them, and keeps."""

from typing import Any

import pytest

from microcred.report import Check, Conclusion, Outcome, Report, failed, passed, unknown, warning
from microcred.saying import Said

FINE = passed("proof", "It is signed by {name}.", "§1", name="Uni")
WRONG = failed("status", "It was revoked.", "§2", "Ask {name}.", name="Uni")
ODD = warning("dates", "It is old.", "§3", "Ask.", name="Uni")
OPEN = unknown("issuer.key", "Nobody answered.", "§4", "Try again.", name="Uni")
EVERY = (FINE, WRONG, ODD, OPEN)


def test_each_kind_of_check_has_its_outcome_and_says_what_it_was_told() -> None:
    assert [(one.code, one.outcome, one.text, one.source, one.fix, dict(one.values)) for one in EVERY] == [
        ("proof", Outcome.PASSED, "It is signed by {name}.", "§1", "", {"name": "Uni"}),
        ("status", Outcome.FAILED, "It was revoked.", "§2", "Ask {name}.", {"name": "Uni"}),
        ("dates", Outcome.WARNING, "It is old.", "§3", "Ask.", {"name": "Uni"}),
        ("issuer.key", Outcome.UNKNOWN, "Nobody answered.", "§4", "Try again.", {"name": "Uni"}),
    ]
    fine, open_ = passed("a", "It is {b}.", b="c"), unknown("a", "It is {b}.", b="c")
    assert (fine.outcome, fine.message, dict(fine.values)) == (Outcome.PASSED, "It is c.", {"b": "c"})
    assert (open_.outcome, open_.message, dict(open_.values)) == (Outcome.UNKNOWN, "It is c.", {"b": "c"})
    bare = [*(kind("a", "b") for kind in (passed, failed, warning, unknown)), Check("a", Outcome.PASSED, "b")]
    assert [(one.source, one.fix, dict(one.values)) for one in bare] == [("", "", {})] * 5


@pytest.mark.parametrize(
    ("checks", "conclusion"),
    [
        ((), Conclusion.INCONCLUSIVE),
        ((FINE,), Conclusion.PASSED),
        ((FINE, ODD), Conclusion.PASSED),
        ((FINE, OPEN), Conclusion.INCONCLUSIVE),
        ((OPEN, WRONG, FINE), Conclusion.FAILED),
        ((WRONG,), Conclusion.FAILED),
    ],
)
def test_what_is_wrong_outweighs_what_is_open_and_that_what_is_fine(
    checks: tuple[Check, ...], conclusion: Conclusion
) -> None:
    assert Report(checks).conclusion is conclusion
    assert Report(checks).as_json()["conclusion"] == str(conclusion)
    assert Report(checks).as_stored()["conclusion"] == str(conclusion)


def test_checks_are_found_by_outcome_and_by_code() -> None:
    again = failed("proof", "It is not.")
    report = Report.of([*EVERY, again])

    assert report.only(Outcome.FAILED, Outcome.UNKNOWN) == (WRONG, OPEN, again)
    assert report.check("proof") is FINE
    assert report.check("dates") is ODD
    assert report.check("proof.created") is None
    assert (tuple(report), len(report)) == ((*EVERY, again), 5)
    assert Report((FINE,)) + Report((WRONG,)) == Report((FINE, WRONG))


def test_a_report_is_written_for_programs_in_english() -> None:
    assert Report((WRONG,)).as_json() == {
        "conclusion": "failed",
        "checks": [
            {
                "code": "status",
                "outcome": "failed",
                "message": "It was revoked.",
                "source": "§2",
                "fix": "Ask Uni.",
            }
        ],
    }
    assert FINE.message == "It is signed by Uni."
    assert WRONG.advice == "Ask Uni."
    assert FINE.advice == ""


def test_a_report_is_kept_with_its_sentences_and_values_apart_and_comes_back() -> None:
    said: dict[str, Any] = {"name": Said("the {what}", what="agency")}
    report = Report((*EVERY, failed("quality", "Not by {name}.", "§5", "Ask {name}.", **said)))

    kept = report.as_stored()

    assert kept["checks"][1] == {
        "code": "status",
        "outcome": "failed",
        "text": "It was revoked.",
        "source": "§2",
        "fix": "Ask {name}.",
        "values": {"name": "Uni"},
    }
    assert Report.from_json(kept) == report
    assert isinstance(Report.from_json(kept).checks[-1].values["name"], Said)


def test_what_was_written_for_programs_is_read_as_it_stands() -> None:
    again = Report.from_json(Report((WRONG,)).as_json())

    assert again == Report((failed("status", "It was revoked.", "§2", "Ask Uni."),))
    assert Check.from_json({**FINE.as_json(), "message": "{x}"}).text == "{x}"
