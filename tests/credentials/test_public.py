"""What the public learns: of a number no person, of a revocation no words; identifiers that join nothing."""

import pytest
from django.test import Client

from mcx.credentials import selectors
from mcx.credentials.checks.verification import examine
from mcx.credentials.models import Award
from mcx.credentials.services.awards import claim
from mcx.credentials.services.revocation import revoke
from tests.cast import NOW, person
from tests.credentials import cast
from tests.credentials.cast import EXPLANATION, OPEN_BADGE, signed_in
from tests.credentials.test_verify_page import ask, upload
from tests.said import as_read
from tests.wallet import cast as wallet

WORDS = "own work"
PERSONAL = ("Ane", "Etxeberria", "2001", "1.7")


def _page(client: Client, address: str) -> str:
    return as_read(client.get(address).content)


def _revoked_item() -> Award:
    """A revoked award that is in its learner's wallet and behind a link."""
    item = wallet.item()
    assert item.award is not None
    revoke(item.award, reason="misconduct", explanation=EXPLANATION, by=cast.registrar(), at=NOW)
    return item.award


@pytest.mark.django_db
def test_a_number_alone_tells_what_was_learnt_and_nothing_of_the_person(client: Client) -> None:
    award = cast.issued()

    page = _page(client, f"/verify/{award.pk}")

    assert "Verified" in page
    assert "Tampere University" in page
    assert "Water data for city engineers" in page
    assert "The name of the holder and the grade are not shown here." in page
    said = page.replace(str(award.pk), "")
    assert not [each for each in PERSONAL if each in said]


@pytest.mark.django_db
def test_the_code_on_the_certificate_shows_what_to_compare_it_with(client: Client) -> None:
    award = Award.objects.get(pk=cast.issued().pk)

    page = _page(client, f"/verify/{award.pk}/{award.check_code}")

    assert "Compare it with the certificate." in page
    assert "Ane Etxeberria" in page
    assert "1.7" in page


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["x", "abcdefghjk", "0", "-"])
def test_a_guessed_code_shows_no_more_than_the_number(client: Client, code: str) -> None:
    award = cast.issued()

    page = _page(client, f"/verify/{award.pk}/{code}")

    assert "The name of the holder and the grade are not shown here." in page
    assert "Etxeberria" not in page


@pytest.mark.django_db
def test_the_api_tells_what_the_page_tells_with_the_same_code(client: Client) -> None:
    award = Award.objects.get(pk=cast.issued().pk)
    address = f"/api/credentials/verify/{award.pk}"

    alone, guessed = client.get(address).json(), client.get(address, {"code": "abcdefghjk"}).json()
    held = client.get(address, {"code": award.check_code}).json()

    assert (alone["telling"]["how"], alone["certificate"]) == ("number", None)
    assert guessed == alone
    assert held["telling"]["how"] == "certificate"
    certificate = held["certificate"]
    assert (certificate["learner"], certificate["grade"]) == ("Ane Etxeberria", "1.7")
    for answer, page in ((alone, f"/verify/{award.pk}"), (held, f"/verify/{award.pk}/{award.check_code}")):
        assert answer["telling"]["title"] in _page(client, page)
        assert answer["telling"]["text"] in _page(client, page)


@pytest.mark.django_db
def test_an_award_without_a_code_has_none_to_guess() -> None:
    award = cast.issued()
    Award.objects.update(check_code="")
    award.refresh_from_db()

    assert not selectors.is_on_certificate(award, "")


@pytest.mark.django_db
def test_codes_are_the_certificates_own(client: Client) -> None:
    first, second = cast.issued(), cast.issued(person("Mikel Zabala"))

    codes = set(Award.objects.values_list("check_code", flat=True))

    assert len(codes) == 2
    assert "Mikel" not in _page(client, f"/verify/{second.pk}/{Award.objects.get(pk=first.pk).check_code}")


@pytest.mark.django_db
def test_of_a_revoked_one_nobody_is_named_whatever_the_visitor_has(client: Client) -> None:
    award = Award.objects.get(pk=cast.revoked().pk)

    answer = client.get(f"/api/credentials/verify/{award.pk}", {"code": award.check_code}).json()

    assert (answer["telling"]["how"], answer["certificate"]) == ("revoked", None)
    for address in (f"/verify/{award.pk}", f"/verify/{award.pk}/{award.check_code}"):
        page = _page(client, address)

        assert "Revoked on 23 November 2026 by Tampere University" in page
        assert "Academic misconduct was found." in page
        assert "nobody is named here" in page
        assert "Etxeberria" not in page
        assert WORDS not in page


@pytest.mark.django_db
def test_the_words_of_a_revocation_are_read_by_its_learner_and_its_office_alone(client: Client) -> None:
    award = _revoked_item()
    item = award.wallet_item
    _share, token = wallet.shared(award.learner, item)
    badge = cast.badge(award)

    public = [
        _page(client, f"/wallet/s/{token}/"),
        _page(client, f"/api/wallet/shared/{token}"),
        _page(client, f"/api/credentials/verify/{award.pk}"),
        upload(client, badge).content.decode(),
        ask(client, badge).content.decode(),
        _page(signed_in(cast.stranger()), f"/verify/{award.pk}"),
    ]
    theirs = [
        _page(signed_in(award.learner), f"/wallet/{item.pk}/"),
        _page(signed_in(award.learner), f"/api/wallet/items/{item.pk}"),
        _page(signed_in(cast.registrar()), f"/credentials/{award.pk}/"),
        _page(signed_in(cast.registrar()), f"/api/credentials/awards/{award.pk}"),
    ]

    assert not [page for page in public if WORDS in page or "misconduct" not in page.lower()]
    assert not [page for page in theirs if WORDS not in page]


@pytest.mark.django_db
def test_two_credentials_of_one_person_share_no_identifier() -> None:
    first = cast.offered()
    second = wallet.learning_elsewhere(first.learner)
    for award in (first, second):
        claim(award, by=award.learner, at=NOW)

    records = list(Award.objects.values_list("record", flat=True))

    ids = {record["learner"]["id"] for record in records if record}
    assert len(ids) == 2
    assert all(each.startswith("urn:uuid:") and each[9:].count("-") == 4 for each in ids)


@pytest.mark.django_db
def test_every_format_names_the_identifier_of_its_own_award() -> None:
    cast.seal()
    cast.wallet_key()
    award = Award.objects.get(pk=cast.issued().pk)
    assert award.record
    named = award.record["learner"]["id"].encode()

    files = {row.format: bytes(row.content) for row in award.credentials.all()}

    assert named in files[OPEN_BADGE]
    verdicts = {form: examine(data, at=NOW).verdict for form, data in files.items()}
    assert set(verdicts.values()) == {"verified"}, verdicts
