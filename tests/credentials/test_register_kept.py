"""The register that processes keep is the present one after every deed that changes it."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mcx.core import versions
from mcx.credentials.checks.verification import examine
from mcx.credentials.documents import status_lists
from mcx.credentials.documents.status_lists import public_status_list, status_list_url
from mcx.credentials.documents.trust import _register, trust
from mcx.credentials.models import StatusList
from mcx.credentials.rules import LIST_IS_GOOD_FOR, Verdict
from mcx.credentials.services.revocation import revoke
from mcx.credentials.services.starting import equip
from mcx.governance.services.charter import vote
from mcx.keys.models import Seal, SigningKey
from mcx.keys.selectors import signing_key
from mcx.keys.services import end_seal, make_test_seal, retire_key
from mcx.network.models import Accreditation
from mcx.network.rules.profiles import Profile
from mcx.network.services import accreditations, members
from microcred import proofs
from microcred.accreditation import Decision
from microcred.instants import write_instant
from tests.cast import NOW, TODAY, person, university
from tests.credentials import cast
from tests.network.cast import champion, coordinator, proposed

pytestmark = pytest.mark.django_db
DECISION = Decision(
    title={"en": "Audit"},
    kind="institutional",
    agency="Agency",
    decision="positive",
    valid_from=TODAY - timedelta(days=100),
    valid_until=TODAY + timedelta(days=100),
)
BY: dict[str, Any] = {"at": NOW}


def _first() -> Accreditation:
    return Accreditation.objects.filter(institution=university("tuni")).order_by("pk")[0]


def _add() -> Accreditation:
    return accreditations.add_accreditation(university("tuni"), decision=DECISION, by=coordinator(), at=NOW)


def _admit() -> None:
    profile = Profile(slug="new", short_name="NEW", name={"en": "New University"}, country="FI")
    members.admit_member(profile, valid_from=TODAY, by=coordinator(), at=NOW)


def _adopt() -> None:
    charter = proposed()
    for slug in ("mu", "tuni"):
        vote(charter, institution=university(slug), in_favour=True, by=champion(slug), at=NOW)
    charter.refresh_from_db()
    assert charter.in_force_from


DEEDS: dict[str, Callable[[], object]] = {
    "a member is admitted": _admit,
    "a member leaves": lambda: members.end_membership(
        university("tuni"), last_day=TODAY, by=coordinator(), at=NOW
    ),
    "a member is renamed": lambda: members.rename(
        university("tuni"), name={"en": "Other Name"}, valid_from=TODAY, by=coordinator(), at=NOW
    ),
    "a decision is recorded": _add,
    "a decision ends": lambda: accreditations.end_accreditation(
        _first(), ended_from=TODAY, reason="It was withdrawn by the agency.", by=coordinator(), at=NOW
    ),
    "a decision is overruled": lambda: accreditations.overrule_accreditation(
        _first(), later=_add(), by=coordinator(), at=NOW
    ),
    "a decision is corrected": lambda: accreditations.correct_accreditation(
        _first(), right=None, reason="This decision was never made.", by=coordinator(), at=NOW
    ),
    "a key is made": lambda: equip(university("tuni"), by=coordinator(), at=NOW),
    "a key ends": lambda: retire_key(SigningKey.objects.all()[0], by=cast.registrar(), at=NOW),
    "a key is stolen": lambda: retire_key(
        SigningKey.objects.all()[0], by=cast.registrar(), at=NOW, is_compromised=True
    ),
    "a seal is made": lambda: make_test_seal(university("tuni"), by=coordinator(), at=NOW),
    "a seal ends": lambda: end_seal(Seal.objects.all()[0], by=cast.registrar(), at=NOW),
    "a charter is adopted": _adopt,
}


@pytest.mark.parametrize("deed", DEEDS)
def test_what_is_kept_is_what_is(deed: str) -> None:
    equip(cast.key().institution, by=None, at=NOW)  # one key can end only beside another
    cast.seal()
    coordinator()
    before = trust(at=NOW)

    DEEDS[deed]()
    after, anew = trust(at=NOW), _register()

    assert anew is not None
    assert (after.issuers, after.conditional) == (anew.trust.issuers, anew.trust.conditional)
    assert (after.issuers, after.conditional) != (before.issuers, before.conditional)


def test_whatever_the_register_is_made_from_changes_its_version() -> None:
    cast.key()
    cast.seal()

    with CaptureQueriesContext(connection) as asked:
        _register()
    tables = {table for each in asked for table in re.findall(r'"((?:network|keys)_\w+?)"', each["sql"])}

    noted = {label.replace(".", "_") for label in versions.MADE_FROM[versions.REGISTER]}
    assert tables & set(connection.introspection.table_names()) <= noted


def test_it_is_asked_for_with_one_query_while_nothing_changes() -> None:
    cast.key()
    trust(at=NOW)

    with CaptureQueriesContext(connection) as asked:
        trust(at=NOW)

    assert len(asked) == 1


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of status lists, each time that one is signed for a verification."""
    found: list[str] = []
    sign = status_lists.signed_status_list

    def signing(row: StatusList, *, issuer: str, at: datetime) -> bytes:
        found.append(status_list_url(row))
        return sign(row, issuer=issuer, at=at)

    monkeypatch.setattr(status_lists, "signed_status_list", signing)
    return found


def test_a_status_list_is_signed_once_for_all_verifications(signed: list[str]) -> None:
    badge = cast.badge(cast.issued())

    verdicts = {examine(badge, at=NOW + timedelta(minutes=minute)).verdict for minute in range(3)}

    assert verdicts == {Verdict.VERIFIED}
    assert len(signed) == 1


def test_a_revocation_counts_at_once_also_at_the_instant_of_another(signed: list[str]) -> None:
    """Only the bits tell such lists apart, not the time of their last change."""
    first, second = cast.issued(), cast.issued(person("Mikel Zabala"))
    badges = [cast.badge(award) for award in (first, second)]
    found = []
    for award in (first, second):
        revoke(award, reason="error", explanation="Why.", by=cast.registrar(), at=NOW)
        found.append([examine(badge, at=NOW).verdict for badge in badges])

    assert found == [[Verdict.REVOKED, Verdict.VERIFIED], [Verdict.REVOKED, Verdict.REVOKED]]
    assert len(signed) == 2


def test_a_kept_list_is_signed_anew_before_its_time_is_over(signed: list[str]) -> None:
    badge = cast.badge(cast.issued())

    verdicts = [examine(badge, at=NOW + part * LIST_IS_GOOD_FOR / 4).verdict for part in range(9)]

    assert verdicts == [Verdict.VERIFIED] * 9
    assert len(signed) == 5, "each half of its time"


def test_a_kept_list_does_not_outlive_the_key_that_signed_it(signed: list[str]) -> None:
    badge, old = cast.badge(cast.issued()), cast.key()
    examine(badge, at=NOW)

    equip(old.institution, by=None, at=NOW + timedelta(hours=1))
    retire_key(old, by=cast.registrar(), at=NOW + timedelta(hours=2))
    found = examine(badge, at=NOW + timedelta(hours=3))

    assert found.verdict is Verdict.VERIFIED
    assert len(signed) == 2


def test_a_verification_asks_as_little_as_before_whatever_was_issued_since() -> None:
    badge = cast.badge(cast.issued())
    examine(badge, at=NOW)
    cast.issued(person("Mikel Zabala"))

    with CaptureQueriesContext(connection) as asked:
        examine(badge, at=NOW)

    assert len(asked) == 3, "the version of the register, the status list, and whether it was issued here"


@pytest.mark.parametrize("when", range(1, 13))
def test_a_list_of_a_register_made_before_a_key_was_lost_is_published_by_nobody(when: int) -> None:
    """Another process ends the key just before the register asks its next question, whichever that is."""
    badge, old = cast.badge(cast.issued()), cast.key()
    equip(old.institution, by=None, at=NOW)
    in_use = signing_key(old.institution)
    by, later = cast.registrar(), NOW + timedelta(hours=1)
    versions.note("keys.signingkey")
    asked = 0

    def meanwhile(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked == when:
            retire_key(in_use, by=by, at=later, is_compromised=True)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        dict(trust(at=later).documents)
    if asked < when:
        retire_key(in_use, by=by, at=later, is_compromised=True)

    row = StatusList.objects.get(institution=old.institution)
    published = public_status_list(old.institution.slug, row.purpose, row.number, at=later)
    assert json.loads(published)["proof"]["verificationMethod"] == old.method
    assert examine(badge, at=later).verdict is Verdict.VERIFIED


@pytest.mark.parametrize("days", [0, 30])
def test_what_is_said_of_a_day_is_the_same_whoever_asked_of_it_before(days: int) -> None:
    """Nobody's clock but one that is late makes the register a copy from before the day of issue."""
    made_at = NOW + timedelta(days=1)
    award, key = cast.issued(), cast.key()
    document = {name: value for name, value in json.loads(cast.badge(award)).items() if name != "proof"}
    document |= dict.fromkeys(("issued", "validFrom", "awardedDate"), write_instant(made_at))
    signed = proofs.sign(document, cast.secret_of(key), method=key.method, created=NOW)
    badge = cast.registered(json.dumps(signed).encode())

    early, later = examine(badge, at=NOW), examine(badge, at=made_at + timedelta(days=days))

    assert early.report.check("issuer.snapshot")
    assert later.report.check("issuer.snapshot") is None
    assert later.verdict is Verdict.VERIFIED
