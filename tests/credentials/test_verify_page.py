"""Verification for anybody: what the page and the API answer to good, bad and hostile files."""

import gzip
import io
import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.credentials.documents.europass import europass_upload
from mcx.credentials.models import Award
from mcx.credentials.services.awards import claim
from mcx.credentials.services.issuing import issue
from microcred.baking import bake
from tests.cast import NOW
from tests.credentials import cast
from tests.credentials.cast import EXPLANATION
from tests.microcred.baking.test_png import png
from tests.said import as_read
from tests.spec import spec

SCRIPT = "<script>alert(1)</script>"
HOSTILE = {
    "binary": bytes(range(256)) * 40,
    "deep": b'{"a":' * 50_000,
    "huge number": b'{"@context":[],"id":1e999999}',
    "twice the same name": b'{"type":"A","type":"B"}',
    "not text": b'{"a":"\xff\xfe"}',
    "a web page": b"<!doctype html><html><body>Certificate</body></html>",
    "an archive": b"PK\x03\x04" + b"\x00" * 100,
    "a picture without a credential": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
    "entities": b'<!DOCTYPE a [<!ENTITY b "x">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
    "a PDF cut off": b"%PDF-1.7\n1 0 obj\n<<>>",
    "a token cut off": b"eyJhbGciOiJFZERTQSJ9.eyJ2YyI6e319.",
    "no algorithm": b"eyJhbGciOiJub25lIn0.eyJ2YyI6e319.AAAA",
    "compressed": gzip.compress(b"{}" * 1000),
    "script": SCRIPT.encode(),
    "script in words": json.dumps({"type": ["VerifiableCredential", SCRIPT], "@context": [SCRIPT]}).encode(),
}


def upload(client: Client, data: bytes, name: str = "credential.json") -> Any:
    """Send a file to the page, as the form does."""
    return client.post("/verify", {"file": SimpleUploadedFile(name, data), "text": ""})


def ask(client: Client, data: bytes) -> Any:
    """Send a file to the API."""
    return client.post("/api/credentials/verify", {"file": io.BytesIO(data)})


@pytest.mark.django_db
def test_anybody_verifies_a_genuine_credential(client: Client) -> None:
    award = cast.issued()

    page = upload(client, cast.badge(award)).content.decode()

    assert "Verified" in page
    assert re.search(r"<strong>Tampere University</strong>", page)
    assert "Test network" in page, "the register by name"
    for words in ("Ane Etxeberria", "Analyse flow series", "2.5 ECTS", "EQF 6", "1.7", "Grades 1.0 to 5.0"):
        assert words in page
    assert "Leak report" in page
    assert "Demonstration Quality Agency" in page


@pytest.mark.django_db
def test_pasted_text_is_verified_too(client: Client) -> None:
    award = cast.issued()
    token = bytes(award.credentials.get(format="jwt").content).decode()

    answer = client.post("/verify", {"text": f"\n{token}\n"})

    assert answer.status_code == 200
    assert "Verified" in answer.content.decode()


@pytest.mark.django_db
def test_a_changed_word_is_noticed(client: Client) -> None:
    award = cast.issued()
    changed = cast.badge(award).replace(b"1.7", b"1.0")

    page = upload(client, changed).content.decode()

    assert "Not verified" in page


@pytest.mark.django_db
def test_a_revoked_credential_says_when_and_the_category_of_the_reason(client: Client) -> None:
    award = cast.revoked()

    page = as_read(upload(client, cast.badge(award)).content)

    assert "Revoked" in page
    assert "Revoked on 23 November 2026 by Tampere University" in page
    assert "Academic misconduct was found." in page
    assert "learner&#x27;s own work" not in page


@pytest.mark.django_db
def test_an_unsealed_draft_is_called_a_draft_with_what_to_do_next(client: Client) -> None:
    page = upload(client, europass_upload(cast.issued())).content.decode()

    assert "A draft that is not sealed" in page
    assert "upload this file to Europass and seal it there" in page
    assert "At least one check failed. Do not rely" not in page


@pytest.mark.django_db
def test_a_badge_without_signature_is_said_to_be_signed_by_nobody(client: Client) -> None:
    badge = json.loads(cast.badge(cast.issued()))
    del badge["proof"]

    page = upload(client, json.dumps(badge).encode()).content.decode()

    assert "Not signed" in page
    assert "At least one check failed. Do not rely" not in page


@pytest.mark.django_db
def test_a_picture_whose_credential_says_nothing_asks_for_no_comparison(client: Client) -> None:
    nothing = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"]}

    page = upload(client, bake(png(), json.dumps(nothing).encode()), "badge.png").content.decode()

    assert "contains nothing to compare" in page
    assert "“—”" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["binary", "a token cut off", "a PDF cut off"])
def test_a_broken_file_is_to_be_asked_for_again(client: Client, name: str) -> None:
    page = as_read(upload(client, HOSTILE[name]).content)

    assert "Ask for the file again, as the issuer or the wallet provides it" in page


@pytest.mark.django_db
def test_the_number_on_a_certificate_opens_its_verification(client: Client) -> None:
    award = cast.issued()

    answer = client.get(f"/verify/{award.pk}")

    assert "Verified" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
def test_an_unknown_number_is_answered_politely(client: Client) -> None:
    unissued = cast.offered()

    for number in (uuid4(), unissued.pk):
        answer = client.get(f"/verify/{number}")

        assert answer.status_code == 404
        assert "This network has not issued a credential with the number" in answer.content.decode()


@pytest.mark.django_db
def test_an_expired_credential_is_called_expired(client: Client) -> None:
    award = cast.offered()
    Award.objects.update(
        valid_until=NOW.replace(year=2026, month=11, day=1), offered_at=NOW.replace(year=2025)
    )
    award.refresh_from_db()
    claimed = NOW.replace(month=2)
    claim(award, by=award.learner, at=claimed)
    issue(award.pk, at=claimed)

    page = upload(client, cast.badge(award)).content.decode()

    assert "Expired" in page


@pytest.mark.django_db
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_bad_files_get_a_polite_answer(client: Client, data: bytes) -> None:
    cast.key()

    page, answer = upload(client, data), ask(client, data)

    words = page.content.decode()
    assert page.status_code == answer.status_code == 200
    assert "Traceback" not in words
    assert SCRIPT not in words
    assert any(word in words for word in ("Not readable", "Not verified", "Not signed", "Not fully checked"))
    assert answer.json()["checks"][0]["message"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a file or paste the text"),
        ({"text": "   "}, "Choose a file or paste the text"),
        ({"file": SimpleUploadedFile("a.json", b"")}, "This file is empty. Choose another file."),
        ({"file": SimpleUploadedFile("a.json", b" " * (8 * 1024 * 1024 + 1))}, "larger than 8 MB"),
    ],
)
def test_empty_and_oversized_forms_say_what_is_needed(
    client: Client, sent: dict[str, object], words: str
) -> None:
    answer = client.post("/verify", sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.django_db
def test_ten_megabytes_of_text_are_refused(client: Client) -> None:
    answer = client.post("/verify", {"text": "x" * (10 * 1024 * 1024)})

    assert answer.status_code == 422
    assert "at most 8388608 characters" in answer.content.decode()


@pytest.mark.django_db
def test_script_in_a_credential_comes_out_as_text(client: Client) -> None:
    data = json.loads(spec("openbadges/ob30/simple.json").read_bytes())
    data["credentialSubject"]["achievement"]["name"] = SCRIPT
    data["issuer"] |= {"name": SCRIPT, "url": "javascript:alert(1)"}

    page = upload(client, json.dumps(data).encode()).content.decode()

    assert SCRIPT not in page
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page


@pytest.mark.django_db
def test_links_of_a_credential_are_never_clickable(client: Client) -> None:
    page = upload(client, spec("openbadges/ob30/complete.json").read_bytes()).content.decode()

    assert "1edtech.edu" in page
    assert not re.findall(r'href="https?://[^"]*1edtech', page)


@pytest.mark.django_db
def test_the_api_answers_the_same_as_the_page(client: Client) -> None:
    award = cast.revoked()

    answer = ask(client, cast.badge(award)).json()

    assert (answer["verdict"], answer["conclusion"], answer["kind"]) == ("revoked", "failed", "open-badge-3")
    assert answer["issuer"]["name"] == "Tampere University"
    assert answer["revocation"] == {"reason": "misconduct", "revoked_at": "2026-11-23T12:00:00Z"}
    assert EXPLANATION not in json.dumps(answer)
    assert "credentialSubject.achievement" in " ".join(answer["understood"])
    assert {"format", "schema", "terms", "proof", "key", "issuer", "status"} <= {
        check["code"] for check in answer["checks"]
    }


@pytest.mark.django_db
def test_the_api_verifies_by_number(client: Client) -> None:
    award = cast.issued()

    assert client.get(f"/api/credentials/verify/{award.pk}").json()["verdict"] == "verified"
    assert client.get(f"/api/credentials/verify/{uuid4()}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"", b" " * (8 * 1024 * 1024 + 1)])
def test_the_api_refuses_empty_and_oversized_files(client: Client, data: bytes) -> None:
    answer = ask(client, data)

    assert answer.status_code == 422
    assert "8 MB" in answer.json()["fields"]["file"]


@pytest.mark.django_db
def test_verifying_needs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    award = cast.issued()
    for slug in ("mu", "uoc", "dhbw", "fhj"):
        cast.key(slug)

    with django_assert_max_num_queries(16):
        upload(client, cast.badge(award))
