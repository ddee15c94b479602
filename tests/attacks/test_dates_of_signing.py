"""The date of a signature and the day of issue: what each is asked for, and why their distance says nothing.

A key is judged as of the instant that its signature names, an institution as of the day of issue. Who signs
chooses both dates, so that a rule about their distance would stop nobody who lies, and refuse what was
signed anew with another key, or issued before it was valid. What no date can be is later than now.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from microcred.report import Outcome
from tests.attacks.cast import AGELESS, AT, SIGNED_AT, Age, Judgement, aged
from tests.attacks.cast import judged as judged_by
from tests.attacks.dresses import SIGNED_AS, Dress, server
from tests.attacks.test_aged_keys import KEYLESS
from tests.attacks.test_forgeries import made

DAY = timedelta(days=1)
KEYED = [name for name in SIGNED_AS if name not in KEYLESS]


def judged(name: str, dress: Dress) -> Judgement:
    """What a verifier makes of it."""
    data = made(name, dress)
    assert data
    return judged_by(data, server(dress), aged(dress.age))


@pytest.mark.parametrize("name", KEYED)
def test_what_is_dated_in_the_future_is_not_verified(name: str) -> None:
    control, forged = (judged(name, Dress(signed_at=at)) for at in (AT, AT + DAY))

    assert control.is_verified
    assert not forged.is_verified
    assert any(one.outcome is Outcome.FAILED for one in forged.report)


ISSUED = {
    "badge as eddsa-jcs-2022": lambda document: {**document, "issued": "2030-01-01T00:00:00Z"},
    "seal": lambda document: document | dict.fromkeys(("issuanceDate", "issued"), "2030-01-01T00:00:00Z"),
}


@pytest.mark.parametrize("name", ISSUED)
def test_nor_is_what_was_issued_in_the_future_and_is_valid_since_long_ago(name: str) -> None:
    control, forged = judged(name, Dress()), judged(name, Dress(document=ISSUED[name]))

    check = forged.report.check("dates")
    assert control.is_verified
    assert not forged.is_verified
    assert check is not None
    assert (check.outcome, check.values["issued"]) == (Outcome.FAILED, "2030-01-01")


YEARS = 3 * 365 * DAY
AGES = {
    "signed years later": (SIGNED_AT + timedelta(days=140), Age()),
    "by a key of then": (SIGNED_AT + timedelta(days=140), Age(begun_at=SIGNED_AT + timedelta(days=130))),
    "signed years before": (SIGNED_AT - YEARS, AGELESS),
    "by a key given up since": (SIGNED_AT - YEARS, Age(retired_at=SIGNED_AT - YEARS + DAY)),
}


@pytest.mark.parametrize("what", AGES)
def test_the_key_is_asked_about_as_of_the_signature_and_its_owner_as_of_the_day_of_issue(what: str) -> None:
    signed_at, age = AGES[what]

    judgement = judged("badge as eddsa-jcs-2022", Dress(signed_at=signed_at, age=age))

    signed, issued = (judgement.report.check(code) for code in ("proof.created", "issuer"))
    assert judgement.is_verified
    assert signed is not None
    assert signed.values["created"][:10] == signed_at.date().isoformat()
    assert issued is not None
    assert "2026-07-01" in issued.message


def test_whoever_dates_the_signature_as_of_the_issue_is_judged_alike() -> None:
    """A rule about the distance would stop only those who tell the truth about both days."""
    late = Dress(signed_at=SIGNED_AT + timedelta(days=140))

    told, hidden = (
        judged("badge as eddsa-jcs-2022", one) for one in (late, replace(late, signed_at=SIGNED_AT))
    )

    assert told.is_verified
    assert hidden.is_verified
