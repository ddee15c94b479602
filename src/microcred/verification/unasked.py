"""Nothing is skipped: what a kind of credential gave no occasion to ask is said to be open.

Every credential is asked about its format, its proof or seal, its key, its issuer and the issuer's
accreditation, its status and its dates. Whatever a flow does not answer is answered here, in words.
"""

from collections.abc import Iterable
from typing import NamedTuple

from microcred.report import Check, Outcome, _
from microcred.verification.statuses import ASK_ISSUER, ASK_WHETHER, NO_STATUS


class Question(NamedTuple):
    """What has to be answered, under one of these codes, and what is said where it was not asked."""

    codes: tuple[str, ...]
    outcome: Outcome
    text: str
    fix: str = ""


QUESTIONS = (
    Question(("format",), Outcome.UNKNOWN, _("The form of the credential was not checked.")),
    Question(("proof", "seal"), Outcome.UNKNOWN, _("It is not known whether it has been changed.")),
    Question(("key",), Outcome.UNKNOWN, _("It is not known whose key it was signed with.")),
    Question(("issuer",), Outcome.UNKNOWN, _("It is not known who issued it, because it cannot be read.")),
    Question(
        ("accreditation",),
        Outcome.UNKNOWN,
        _(
            "The issuer's accreditation was not checked, because nothing shows for certain who issued the "
            "credential."
        ),
    ),
    Question(("status",), Outcome.WARNING, NO_STATUS, ASK_WHETHER),
    Question(("dates",), Outcome.UNKNOWN, _("It is not known from when until when it is valid."), ASK_ISSUER),
)


# Of what could be read and was never sealed the reason is another.
UNSEALED = (
    Question(("key",), Outcome.UNKNOWN, _("It is not sealed, so there is no key to check.")),
    Question(
        ("issuer",), Outcome.UNKNOWN, _("It is not proven who issued it, because nobody has sealed it.")
    ),
)


def completed(found: Iterable[Check]) -> tuple[Check, ...]:
    """The checks, and one for each question that none of them answers."""
    checks = tuple(found)
    answered = {check.code for check in checks}
    instead = {one.codes: one for one in UNSEALED} if _is_unsealed(answered) else {}
    unanswered = [instead.get(one.codes, one) for one in QUESTIONS if answered.isdisjoint(one.codes)]
    return (*checks, *(Check(one.codes[0], one.outcome, one.text, "", one.fix) for one in unanswered))


def _is_unsealed(answered: set[str]) -> bool:
    """Whether a seal was looked for and there was none: of one that is there its form and more is asked."""
    return "seal" in answered and not any(code.startswith("seal.") for code in answered)
