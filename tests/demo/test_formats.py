"""Every file that the demonstration's wallets hand out, verified as a stranger would on the command line."""

from pathlib import Path

import pytest
from django.test import Client

from mcx.credentials.models import Award
from mcx.wallet.models import Item
from mcx.wallet.selectors import formats_of
from microcred import Conclusion, Outcome, read_trust, verify
from microcred.cli import main
from microcred.trust import Trust
from tests.cast import NOW

DRAFT = "europass"
EVERY = {"openbadge", "jwt", "pdf", "png", "svg", "european", "sdjwt", DRAFT}
# What a test seal without timestamp leaves to be said; none of it is a failure.
OF_TEST_SEALS = {"status", "seal.qualified", "seal.revocation", "timestamp"}


@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
def test_every_format_of_an_award_of_the_demonstration_verifies(tmp_path: Path) -> None:
    item = Item.objects.filter(award__revocation=None, award__valid_until=None, award__isnull=False).earliest(
        "pk"
    )
    client = Client()
    client.force_login(item.owner)
    (tmp_path / "trust.json").write_bytes(client.get("/trust.json").content)
    trust = read_trust((tmp_path / "trust.json").read_bytes())

    for form in EVERY:
        file = tmp_path / form
        file.write_bytes(client.get(f"/wallet/{item.pk}/files/{form}").content)
        _check(file, trust)

    assert set(formats_of(item)) == EVERY | {"public-png", "public-svg"}
    assert _every_university_sealed()


def _check(file: Path, trust: Trust) -> None:
    """Library and command line say the same: verified, but for the draft, which is no credential yet."""
    report = verify(file.read_bytes(), at=NOW, trust=trust)
    command = ["verify", str(file), "--trust", str(file.with_name("trust.json")), "--at", NOW.isoformat()]
    doubts = {check.code for check in report if check.outcome is not Outcome.PASSED}
    if file.name == DRAFT:
        assert ([check.code for check in report.only(Outcome.FAILED)], main(command)) == (["seal"], 1)
        return
    assert (report.conclusion, main(command)) == (Conclusion.PASSED, 0), (file.name, report.as_json())
    around = {"carrier"} if file.name in {"pdf", "png", "svg"} else set()  # nobody signed what is around it
    assert doubts == (OF_TEST_SEALS if file.name == "european" else around), file.name


def _every_university_sealed() -> bool:
    """Every award that stands and was issued since the seals are there has its European credential."""
    standing = Award.objects.filter(status=Award.Status.ISSUED, issued_at__gte=NOW.replace(month=6))
    return standing.exists() and not standing.exclude(credentials__format="european").exists()
