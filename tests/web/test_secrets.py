"""Nobody stores what a secret address shows, a page that shows a secret, or a file about somebody."""

import pytest
from django.test import Client

from tests.api.operations import operations
from tests.belongings import STATING
from tests.credentials import cast as awards
from tests.walk.answers import Answer
from tests.walk.recording import LEARNER, VISITOR, Recording
from tests.wallet import cast
from tests.web.addresses import PAGES

# Numbers and names of what has its own rules about who may see it, of public things, or of parts of them.
PLAIN = {
    *("slug", "purpose", "number", "field", "form", "section", "version", "code", "key", "pk"),
    *("token_id", "appointment_id", "award_id", "key_id", "seal_id", "item_id", "share_id"),
    *("case_id", "review_id", "project_id"),
}
# Whoever has one is let in by it: a link that shows credentials, a mail's key, what stands on a certificate.
SECRET = {"token", "uidb36"}
ALSO = {"account_confirm_email", "credentials:check-certificate"}
# Second factors: keys of an app and recovery codes stand on these pages.
FACTORS = "mfa_"


def _is_secret(name: str) -> bool:
    return bool(PAGES[name] & SECRET) or name in ALSO or name.startswith(FACTORS)


def _stored(answers: dict[str, Answer]) -> list[str]:
    return [
        f"{name}: {each.headers.get('Cache-Control')}"
        for name, each in answers.items()
        if "no-store" not in each.headers.get("Cache-Control", "")
        or "private" not in each.headers["Cache-Control"]
        or "ETag" in each.headers
    ]


def test_of_every_parameter_it_is_known_whether_it_is_a_secret() -> None:
    named = {each for parameters in PAGES.values() for each in parameters}

    assert named == PLAIN | SECRET


@pytest.mark.django_db
@pytest.mark.parametrize("walker", [VISITOR, STATING])
def test_no_page_at_a_secret_address_or_with_a_secret_is_stored(recording: Recording, walker: str) -> None:
    way = recording.of(walker)

    found = {name: answer for name, answer in way.pages.items() if _is_secret(name)}

    assert {"wallet:shared", "mfa_view_recovery_codes", "mfa_activate_totp"} <= found.keys()
    assert not _stored(found)


@pytest.mark.django_db
@pytest.mark.parametrize("walker", [VISITOR, LEARNER])
def test_no_answer_of_the_api_to_a_secret_address_is_stored(recording: Recording, walker: str) -> None:
    secret = {str(each) for each in operations() if "{token}" in each.path and each.method == "get"}

    found = {name: answer for name, answer in recording.of(walker).read.items() if name in secret}

    assert found.keys() == secret != set()
    assert not _stored(found)


@pytest.mark.django_db
def test_no_answer_of_the_api_to_the_code_of_a_certificate_is_stored(client: Client) -> None:
    award = awards.issued()
    address = f"/api/credentials/verify/{award.pk}"

    public, of_certificate = client.get(address), client.get(address, {"code": award.check_code})

    assert of_certificate.json()["certificate"]["learner"]
    assert of_certificate["Cache-Control"] == "private, no-store"
    assert "ETag" not in of_certificate
    assert public["Cache-Control"] == "no-cache"
    assert "ETag" in public


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["openbadge", "pdf", "svg"])
def test_a_file_of_the_api_is_handed_out_as_that_of_a_page(form: str) -> None:
    item = cast.item()
    owner = awards.signed_in(item.owner)

    by_page, by_api = (
        owner.get(f"{place}/{item.pk}/files/{form}") for place in ("/wallet", "/api/wallet/items")
    )

    assert by_api.status_code == 200
    for name in ("Cache-Control", "Content-Type", "Content-Disposition", "Content-Security-Policy", "ETag"):
        assert by_api.get(name) == by_page.get(name)
    assert by_api["Cache-Control"] == "private, no-store"
