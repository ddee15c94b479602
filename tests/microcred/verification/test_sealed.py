"""Whose sealed credential it is: the register answers by the seal's certificate, never by what is claimed."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509

from microcred import elm, jades, read
from microcred.guards import b64url_encode
from microcred.jades import KeySeal
from microcred.record import AchievementRecord, Organisation
from microcred.report import Outcome, Report
from microcred.trust import KnownIssuer, KnownSeal, Trust
from microcred.verification import examine, verify
from tests.microcred.cast import record
from tests.microcred.elm.cast import SEAL_HOLDER
from tests.microcred.jades.pki import (
    NOON,
    UNIVERSITY_NAME,
    issue,
    name,
    seal_of,
    timestamp_authority,
    timestamper,
)

OWN = jades.issue_test_seal(SEAL_HOLDER, at=NOON, algorithm="ES256")
VICTIM = KnownIssuer("did:web:victim.example", "Victim University", "Network", date(2024, 1, 1))
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
STAMPS = timestamp_authority()
TRUSTED = (STAMPS.certificate,)


def member(seal: KeySeal = OWN, **more: Any) -> KnownIssuer:
    """The university as its register lists it, with this seal."""
    seals = (KnownSeal(seal.chain[0], more.pop("ended_at", None), more.pop("revoked_at", None)),)
    return KnownIssuer(SEAL_HOLDER.id, "Example University", "Network", date(2024, 1, 1), seals=seals, **more)


def sealed(seal: KeySeal = OWN, holder: Organisation | None = None, stamped: datetime | None = None) -> bytes:
    """Ada's credential, which says that it was sealed at noon; stamped at another time, if at all."""
    made: AchievementRecord = replace(record(status=()), issued_at=NOON, valid_from=NOON, valid_until=None)
    document, _losses = elm.write(made, holder=holder or jades.holder_of(seal.chain[0]))
    stamp = timestamper(STAMPS, stamped) if stamped else None
    return jades.seal(jades.serialise(document), seal, at=NOON, timestamper=stamp)


def verified(data: bytes, *issuers: KnownIssuer, certificates: tuple[x509.Certificate, ...] = ()) -> Report:
    """What is found an hour later with these in the register."""
    return verify(data, at=NOON + HOUR, trust=Trust(issuers, certificates))


def outcome(report: Report, code: str) -> Outcome | None:
    found = report.check(code)
    return found.outcome if found else None


def test_a_seal_that_the_register_lists_shows_whose_credential_it_is() -> None:
    data, known = sealed(), member()

    report = verified(data, known)

    doubts = {check.code for check in report if check.outcome is not Outcome.PASSED}
    assert doubts == {
        "schema.display",
        "seal.qualified",
        "seal.revocation",
        "timestamp",
        "status",
        "accreditation",
    }
    assert outcome(report, "issuer") is Outcome.PASSED
    assert examine(read(data), at=NOON + HOUR, trust=Trust((known,))).issuer == known


def test_a_seal_stands_for_what_was_sealed_before_the_register_ended_it() -> None:
    before, after = member(ended_at=NOON + timedelta(seconds=1)), member(ended_at=NOON)

    assert outcome(verified(sealed(), before), "issuer") is Outcome.PASSED
    assert outcome(verified(sealed(), after), "key") is Outcome.FAILED
    assert outcome(verified(sealed(), after), "issuer") is Outcome.UNKNOWN


def test_that_a_seal_is_older_than_its_end_passes_only_with_a_timestamp() -> None:
    ended = member(ended_at=NOON + 2 * MINUTE)

    claimed = verified(sealed(), ended).check("key")
    proven = verified(sealed(stamped=NOON + MINUTE), ended, certificates=TRUSTED).check("key")

    assert claimed
    assert (claimed.outcome, "Only the seal itself says" in claimed.message) == (Outcome.WARNING, True)
    assert proven
    assert (proven.outcome, "A timestamp proves" in proven.message) == (Outcome.PASSED, True)


@pytest.mark.parametrize(
    ("stamped", "certificates", "key", "issuer"),
    [
        (None, TRUSTED, Outcome.UNKNOWN, Outcome.UNKNOWN),
        (NOON + MINUTE, (), Outcome.UNKNOWN, Outcome.UNKNOWN),
        (NOON + MINUTE, TRUSTED, Outcome.PASSED, Outcome.PASSED),
        (NOON + 2 * MINUTE, TRUSTED, Outcome.FAILED, Outcome.UNKNOWN),
    ],
    ids=["only says so", "stamped by anybody", "proven", "proven to be younger"],
)
def test_a_stolen_seal_is_believed_only_for_what_is_proven_to_be_older(
    stamped: datetime | None, certificates: tuple[x509.Certificate, ...], key: Outcome, issuer: Outcome
) -> None:
    """A thief claims noon as the owner did: the one difference is what somebody else stamped."""
    stolen = member(revoked_at=NOON + 2 * MINUTE)

    report = verified(sealed(stamped=stamped), stolen, certificates=certificates)

    assert (outcome(report, "key"), outcome(report, "issuer")) == (key, issuer)


def test_a_seal_that_was_ended_and_then_turned_out_stolen_stands_until_its_first_end() -> None:
    for ended, revoked in ((2 * MINUTE, 9 * MINUTE), (9 * MINUTE, 2 * MINUTE)):
        stolen = member(ended_at=NOON + ended, revoked_at=NOON + revoked)

        before = verified(sealed(stamped=NOON + MINUTE), stolen, certificates=TRUSTED)
        between = verified(sealed(stamped=NOON + 3 * MINUTE), stolen, certificates=TRUSTED)

        assert (outcome(before, "key"), outcome(between, "key")) == (Outcome.PASSED, Outcome.FAILED)


def test_a_stolen_key_is_no_better_under_another_certificate() -> None:
    """The certificate was renewed over the same key; a trusted authority issued both."""
    root = issue(name("Root", organisation="Root"), authority=True)
    old, new = (issue(UNIVERSITY_NAME, root, key=OWN.key) for _time in range(2))
    known = replace(member(seal_of(old), revoked_at=NOON + MINUTE), also=("NTRAT-123456a",))
    certificates = (root.certificate, *TRUSTED)

    forged = verified(sealed(seal_of(new)), known, certificates=certificates)
    proven = verified(sealed(seal_of(new), stamped=NOON), known, certificates=certificates)
    control = verified(sealed(seal_of(issue(UNIVERSITY_NAME, root))), known, certificates=certificates)

    assert (outcome(forged, "key"), outcome(forged, "issuer")) == (Outcome.UNKNOWN, Outcome.UNKNOWN)
    assert (outcome(proven, "key"), outcome(proven, "issuer")) == (Outcome.PASSED, Outcome.PASSED)
    assert (outcome(control, "key"), outcome(control, "issuer")) == (Outcome.PASSED, Outcome.PASSED)


def test_a_certificate_that_only_bears_the_same_names_is_not_the_members() -> None:
    impostor = jades.issue_test_seal(SEAL_HOLDER, at=NOON, algorithm="ES256")

    report = verified(sealed(impostor), member())

    assert outcome(report, "seal.owner") is Outcome.PASSED
    assert outcome(report, "key") is Outcome.UNKNOWN
    assert outcome(report, "issuer") is Outcome.UNKNOWN


def test_the_id_a_sealed_credential_gives_its_issuer_proves_nothing() -> None:
    claimed = replace(jades.holder_of(OWN.chain[0]), id=VICTIM.id)

    report = verified(sealed(holder=claimed), VICTIM, member())

    found = report.check("issuer")
    assert found
    assert found.values["name"] == "Example University"


def test_an_identifier_that_a_trusted_authority_certified_is_looked_up() -> None:
    root = issue(name("Root", organisation="Root"), authority=True)
    seal = seal_of(issue(UNIVERSITY_NAME, root), root)
    known = replace(VICTIM, also=("NTRAT-123456a",))

    trust = Trust((known,), certificates=(root.certificate,))
    report = verify(sealed(seal), at=NOON + HOUR, trust=trust)

    assert outcome(report, "issuer") is Outcome.PASSED


def test_one_seal_that_holds_does_not_lend_its_trust_to_another() -> None:
    """An impostor's own seal beside one of a trusted authority, both whole."""
    root = issue(name("Root", organisation="Root"), authority=True)
    other = name("Other", organisation="Other", identifier="NTRAT-9")
    impostor, trusted = seal_of(issue(UNIVERSITY_NAME)), seal_of(issue(other, root), root)
    file = json.loads(sealed(impostor))
    protected: str = json.loads(sealed(trusted))["signatures"][0]["protected"]
    value = b64url_encode(trusted.sign(f"{protected}.{file['payload']}".encode()))
    file["signatures"].append({"protected": protected, "signature": value})

    known = replace(VICTIM, also=("NTRAT-123456a",))
    trust = Trust((known,), certificates=(root.certificate,))
    report = verify(json.dumps(file).encode(), at=NOON + HOUR, trust=trust)

    assert [check.outcome for check in report if check.code == "seal.signature"] == [Outcome.PASSED] * 2
    assert outcome(report, "issuer") is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "junk", [b"{}", b'{"payload": "{}", "signatures": [{"protected": "", "signature": ""}]}']
)
def test_a_broken_seal_names_nobody(junk: bytes) -> None:
    assert outcome(verified(junk, member()), "issuer") is not Outcome.PASSED
