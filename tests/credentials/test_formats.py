"""The European credential, its draft for Europass, and the wallet credential: the same record, verified."""

import json
from datetime import timedelta
from typing import Any

import pytest

from mcx.core import versions
from mcx.core.errors import NotFound
from mcx.credentials import selectors
from mcx.credentials.checks.verification import examine
from mcx.credentials.documents.europass import europass_upload
from mcx.credentials.documents.trust import trust
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.rules import Verdict
from mcx.credentials.services.issuing import complete
from mcx.credentials.services.revocation import revoke
from mcx.credentials.services.starting import start_signing
from mcx.keys import signing
from mcx.keys.models import Seal
from mcx.keys.rules import KeyKind
from mcx.keys.selectors import did_of
from mcx.keys.services import end_seal, make_test_seal
from microcred import elm, jades, read, read_trust, sdjwt, verify, write_trust
from microcred.record_json import from_json
from microcred.report import Conclusion, Outcome
from tests.cast import NOW, person
from tests.credentials import cast
from tests.credentials.cast import LATER
from tests.microcred.elm import oracle

EUROPEAN, SD_JWT = "european", "sdjwt"
HOUR = timedelta(hours=1)


def content(award: Award, form: str) -> bytes:
    """The exact bytes of one format."""
    return bytes(selectors.credential_of(award, form).content)


@pytest.fixture
def award() -> Award:
    """An award of a university with a test seal and a wallet key."""
    cast.seal()
    cast.wallet_key()
    return cast.issued()


@pytest.mark.django_db
def test_the_sealed_credential_meets_the_european_profile_and_verifies(award: Award) -> None:
    sealed = content(award, EUROPEAN)

    found = examine(sealed, at=LATER)

    doubts = {check.code: check.outcome for check in found.report if check.outcome is not Outcome.PASSED}
    assert doubts == dict.fromkeys(("seal.qualified", "seal.revocation", "timestamp"), Outcome.WARNING)
    assert found.verdict is Verdict.VERIFIED
    assert found.issuer is not None
    assert found.issuer.id == did_of(award.institution)
    assert elm.lint(jades.document(sealed)).conclusion is Conclusion.PASSED


@pytest.mark.django_db
def test_the_sealed_credential_conforms_to_the_official_shapes(award: Award) -> None:
    assert oracle.violations(jades.document(content(award, EUROPEAN))) == ""


@pytest.mark.django_db
def test_it_says_what_the_frozen_record_says(award: Award) -> None:
    record, found = from_json(award.record), read(content(award, EUROPEAN)).record

    assert found is not None
    assert found.id == record.id
    assert (found.learner.name, found.learner.birth_date) == (record.learner.name, record.learner.birth_date)
    assert found.specification.title == record.specification.title
    assert [one.title for one in found.specification.outcomes] == [
        one.title for one in record.specification.outcomes
    ]
    assert (found.issued_at, found.awarded_at) == (record.issued_at, record.awarded_at)
    assert found.grade is not None
    assert record.grade is not None
    assert (found.grade.value, found.ects_awarded) == (record.grade.value, record.ects_awarded)
    assert found.awarding_bodies[0].legal_name == record.issuer.legal_name


@pytest.mark.django_db
def test_it_shows_the_certificate_as_a_page(award: Award) -> None:
    document = jades.document(content(award, EUROPEAN))

    shown = document["displayParameter"]["individualDisplay"]["displayDetail"]

    assert shown["page"] == 1
    assert len(shown["image"]["content"]) > 10_000


@pytest.mark.django_db
def test_one_changed_letter_breaks_the_seal(award: Award) -> None:
    forged = content(award, EUROPEAN).replace(b"Etxeberria", b"Etxeberrie")

    found = examine(forged, at=LATER)

    assert found.verdict is Verdict.FAILED
    assert found.issuer is None


@pytest.mark.django_db
def test_a_seal_of_the_same_name_that_the_register_does_not_list_proves_nothing(award: Award) -> None:
    sealed = content(award, EUROPEAN)
    IssuedCredential.objects.filter(format=EUROPEAN).delete()
    Seal.objects.all().delete()
    cast.seal()

    found = examine(sealed, at=LATER)

    assert found.verdict is Verdict.INCOMPLETE
    assert found.issuer is None


@pytest.mark.django_db
def test_what_was_sealed_before_the_seal_ended_stands_and_nothing_later(award: Award) -> None:
    sealed = content(award, EUROPEAN)
    row = Seal.objects.get()

    end_seal(row, by=cast.registrar(), at=NOW + HOUR)
    after = examine(sealed, at=LATER)
    Seal.objects.update(ended_at=NOW - HOUR)
    versions.note("keys.seal")
    before = examine(sealed, at=LATER)

    assert after.verdict is Verdict.VERIFIED
    assert before.verdict is Verdict.FAILED


@pytest.mark.django_db
def test_what_a_stolen_seal_dates_back_is_not_believed(award: Award) -> None:
    """The thief seals another grade and claims the hour before the university noticed."""
    genuine, row = content(award, EUROPEAN), Seal.objects.get()
    thief = jades.key_seal(cast.secret_of(row).native, signing.chain_of(row))
    better = jades.payload(genuine).replace("Ane", "Eve")
    forged = jades.seal(better, thief, at=NOW)
    believed = examine(forged, at=NOW + HOUR)

    end_seal(row, by=cast.registrar(), at=NOW + HOUR, is_compromised=True)
    found = examine(forged, at=LATER)

    assert believed.verdict is Verdict.VERIFIED
    assert found.verdict is Verdict.INCOMPLETE
    assert found.issuer is None
    key = found.report.check("key")
    assert key is not None
    assert key.outcome is Outcome.UNKNOWN


@pytest.mark.django_db
@pytest.mark.parametrize("form", [EUROPEAN, SD_JWT])
def test_a_revoked_credential_says_so_in_every_format(award: Award, form: str) -> None:
    valid = examine(content(award, form), at=NOW).report.check("status")
    revoke(award, reason="misconduct", explanation=cast.EXPLANATION, by=cast.registrar(), at=NOW)

    found = examine(content(award, form), at=LATER)

    status = found.report.check("status")
    assert valid is not None
    assert valid.outcome is Outcome.PASSED
    assert found.verdict is Verdict.REVOKED
    assert status is not None
    assert cast.EXPLANATION not in status.message


@pytest.mark.django_db
def test_a_wallet_credential_hides_grade_and_birth_date_when_its_holder_wants(award: Award) -> None:
    token = content(award, SD_JWT)

    shown = sdjwt.present(token, ["learner_identifiers"] if b"esi" in token else [])
    found = examine(shown, at=LATER)

    assert "birthdate" in sdjwt.read(token).claims
    assert {"birthdate", "grade"}.isdisjoint(sdjwt.read(shown).claims)
    assert found.verdict is Verdict.VERIFIED


@pytest.mark.django_db
def test_a_wallet_key_made_later_signs_what_was_issued_before_and_is_dated_by_it() -> None:
    award = cast.issued()

    start_signing(award.institution, kind=KeyKind.WALLETS, by=cast.registrar(), at=NOW + HOUR)

    claims = sdjwt.read(content(award, SD_JWT)).claims
    assert claims["iat"] == int((NOW + HOUR).timestamp())
    assert examine(content(award, SD_JWT), at=LATER).verdict is Verdict.VERIFIED


@pytest.mark.django_db
def test_a_seal_added_later_dates_the_credential_by_its_addition() -> None:
    award = cast.issued()

    make_test_seal(award.institution, by=None, at=NOW + HOUR)
    complete(award.pk, at=NOW + 2 * HOUR)

    found = read(content(award, EUROPEAN)).record
    assert found is not None
    assert found.issued_at == NOW + HOUR
    assert found.awarded_at == NOW


@pytest.mark.django_db
def test_without_a_seal_there_is_only_the_draft_for_europass() -> None:
    award = cast.issued()

    draft: dict[str, Any] = json.loads(europass_upload(award))

    assert draft.keys() == {"credential", "deliveryDetails"}
    assert draft["deliveryDetails"]["deliveryAddress"] == [award.learner.email]
    assert elm.lint(draft["credential"], for_upload=True).conclusion is Conclusion.PASSED
    assert not award.credentials.filter(format=EUROPEAN).exists()
    with pytest.raises(NotFound):
        europass_upload(cast.offered(person("Mikel Zabala")))


@pytest.mark.django_db
def test_whoever_takes_the_draft_for_a_credential_is_told_that_nobody_sealed_it(award: Award) -> None:
    report = verify(europass_upload(award), at=NOW, trust=trust(at=NOW))

    assert [check.code for check in report.only(Outcome.FAILED)] == ["seal"]


@pytest.mark.django_db
def test_the_published_register_verifies_every_format_elsewhere(award: Award) -> None:
    published = read_trust(write_trust(trust(at=NOW)))

    for row in award.credentials.all():
        report = verify(bytes(row.content), at=NOW, trust=published)
        assert report.conclusion is Conclusion.PASSED, (row.format, report.as_json())
