"""Numbers that were typed but cannot be read."""

from collections.abc import Iterator

from mcx.design.rules.draft import Draft
from mcx.design.rules.proposal import number, whole
from microcred.report import Check, _, failed

SOURCE = "This form"


def check(draft: Draft) -> Iterator[Check]:
    """Whatever should be a number is one; what is empty is asked for elsewhere."""
    decimals = {"numbers.ects": draft.ects}
    decimals |= {f"numbers.hours.{row.id}": row.hours for row in draft.activities}
    decimals |= {f"numbers.weight.{row.id}": row.weight for row in draft.assessments}
    wholes = {"numbers.eqf_level": draft.eqf_level, "numbers.valid_days": draft.valid_days}
    wrong = {code: typed for code, typed in decimals.items() if typed and number(typed) is None}
    wrong |= {code: typed for code, typed in wholes.items() if typed and whole(typed) is None}
    for code, typed in wrong.items():
        fix = _("Give a number such as 12 or 7.5.")
        yield failed(code, _("“{typed}” cannot be read as a number."), SOURCE, fix, typed=typed)
