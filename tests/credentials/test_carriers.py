"""Files of this network are told from those that only carry its credentials."""

import json
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from mcx.credentials.checks.verification import examine
from mcx.credentials.documents import pictures
from mcx.credentials.documents.pictures import picture
from mcx.credentials.documents.typesetting import TEMPLATES
from mcx.credentials.models import Award
from mcx.credentials.rules import Verdict
from microcred import baking
from microcred.record_json import from_json
from microcred.report import Check, Outcome
from tests.cast import NOW
from tests.credentials import cast
from tests.learning import cast as people
from tests.microcred.baking.test_png import png
from tests.microcred.pdf.files import embed_with_pyhanko

pytestmark = pytest.mark.django_db
LIES = b'<svg xmlns="http://www.w3.org/2000/svg"><text>Master of Surgery</text></svg>'


def ours(award: Award, carrier: str) -> bytes:
    """The file as the wallet hands it out."""
    if carrier == "pdf":
        return bytes(award.credentials.get(format="pdf").content)
    return picture(award, carrier)


def lying(award: Award, carrier: str) -> bytes:
    """The same credential in a file that shows something else."""
    badge = cast.badge(award)
    if carrier == "pdf":
        return embed_with_pyhanko([("credential.json", badge)], compressed=False)
    return baking.bake(LIES if carrier == "svg" else png(), badge)


def carrier_of(data: bytes) -> Check:
    found = examine(data, at=NOW)
    check = found.report.check("carrier")
    assert check is not None
    assert found.verdict is Verdict.VERIFIED
    return check


@pytest.mark.parametrize("carrier", ["pdf", "png", "svg"])
def test_the_very_file_that_was_issued_is_known_again(carrier: str) -> None:
    check = carrier_of(ours(cast.issued(), carrier))

    assert check.outcome is Outcome.PASSED
    assert check.message == "The file is exactly the one that this network issued."


@pytest.mark.parametrize("carrier", ["pdf", "png", "svg"])
def test_another_file_around_a_credential_of_ours_is_said_to_be_none(carrier: str) -> None:
    award = cast.issued()

    check = carrier_of(lying(award, carrier))

    assert check.outcome is Outcome.WARNING
    said = "but not this exact file" if carrier == "pdf" else "but would draw the picture differently today"
    assert said in check.message
    assert award.learner.name in check.advice


DRAWN = (
    "import sys, typst; path, badge, form = sys.argv[1:]; drawn = typst.compile(path, format=form, "
    f"ppi={pictures.PIXELS_PER_INCH}, sys_inputs={{'words': badge}}); sys.stdout.buffer.write(drawn)"
)


@pytest.mark.parametrize("carrier", ["png", "svg"])
def test_the_same_words_are_drawn_to_the_same_bytes_by_every_process(carrier: str) -> None:
    record = from_json(cast.issued().record)
    words = json.dumps(pictures.words(record, "en"))

    command = [sys.executable, "-c", DRAWN, str(TEMPLATES / "badge.typ"), words, carrier]
    elsewhere = subprocess.run(command, capture_output=True, check=True).stdout

    assert pictures.draw(record, "en", carrier) == pictures.draw(record, "en", carrier) == elsewhere


def test_one_changed_byte_makes_another_file() -> None:
    certificate = ours(cast.issued(), "pdf")

    assert carrier_of(certificate + b"\n").outcome is Outcome.WARNING


def test_a_picture_that_was_taken_in_another_language_is_still_ours() -> None:
    award = cast.issued()
    picture = ours(award, "svg")
    award.learner.language = "fi"
    award.learner.save()

    assert carrier_of(picture).outcome is Outcome.PASSED


def test_the_page_says_beside_the_verdict_what_to_compare(client: Client) -> None:
    award = cast.issued()
    file = SimpleUploadedFile("certificate.pdf", lying(award, "pdf"))

    page = client.post("/verify", {"file": file}).content.decode()
    verdict = page[page.index("verdict-word") : page.index("What was checked")]

    assert "Verified" in verdict
    assert "but not this exact file" in verdict
    assert "Compare what it shows" in verdict


def test_programs_are_told_too(client: Client) -> None:
    file = SimpleUploadedFile("badge.png", ours(cast.issued(), "png"))

    answer = client.post("/api/credentials/verify", {"file": file}).json()

    assert {one["code"]: one["outcome"] for one in answer["checks"]}["carrier"] == "passed"


def test_a_network_that_runs_at_another_port_answers_from_its_own_register(settings: Settings) -> None:
    """The list that the credential names is not reached there, and nobody has to ask the internet for it."""
    award, ended = cast.issued(), cast.revoked(people.learner("Late Learner"))
    settings.PUBLIC_URL = "https://network.example:8443"

    found, other = (examine(cast.badge(each), at=NOW) for each in (award, ended))

    assert found.verdict is Verdict.VERIFIED
    assert other.verdict is Verdict.REVOKED
