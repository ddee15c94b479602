"""A key that a register knows is as old as it says there, also where the file brings it from elsewhere."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from microcred import sdjwt
from microcred.binding import CID_METHODS, Signed
from microcred.did import DatedKey
from microcred.keys import PublicKey, SigningKey, generate
from microcred.report import Outcome, Report, passed
from microcred.sdjwt.tokens import sign_jwt
from microcred.trust import KnownIssuer, KnownSeal, Trust
from microcred.verification import verify
from microcred.verification.signers import in_time
from tests.microcred.cast import UNIVERSITY, record
from tests.microcred.jades.pki import issue, name
from tests.microcred.lines import line
from tests.microcred.openbadges2 import badges
from tests.microcred.sdjwt.tokens import salts

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN
AT, TICK = datetime(2026, 7, 1, 9, 30, tzinfo=UTC), timedelta(seconds=1)
KEY, OTHER = generate("P-256").public, generate("P-256").public
OWNER, METHOD = UNIVERSITY.id, f"{UNIVERSITY.id}#old"
CHECKS = tuple(passed(code, "Good.", "A source") for code in ("proof", "key", "status"))
SIGNED = Signed(CHECKS, (OWNER,), ((OWNER, KEY),))
RETIRED = {"key": METHOD, "signed": "2026-07-01T09:30:00Z", "end": "2026-07-01T09:30:00Z"}


def register(*keys: DatedKey, **more: Any) -> Trust:
    """One that knows these keys of the owner."""
    return Trust((KnownIssuer(OWNER, "Example University", "Network", keys=keys, **more),))


def old(**dates: Any) -> DatedKey:
    """The key, as the register dates it."""
    return DatedKey(METHOD, KEY, **dates)


@pytest.mark.parametrize(
    "trust",
    [
        Trust(),
        register(),
        register(DatedKey(METHOD, OTHER, revoked_at=AT)),
        register(old()),
        register(old(valid_from=AT, retired_at=AT + TICK)),
        Trust((*register(old()).issuers, KnownIssuer("did:web:x", "X", "N", keys=(old(revoked_at=AT),)))),
        register(also=("did:web:other",), seals=(KnownSeal(issue(name("Another")).certificate, AT, AT),)),
    ],
    ids=["no register", "no keys", "another key", "no dates", "in time", "another member", "another seal"],
)
def test_nothing_is_said_of_a_key_that_is_in_time_or_that_its_owners_register_does_not_know(
    trust: Trust,
) -> None:
    assert in_time(SIGNED, AT, trust) is SIGNED


@pytest.mark.parametrize(
    ("key", "at", "outcome", "values", "is_told_what_to_do"),
    [
        (old(retired_at=AT), AT, FAILED, RETIRED, False),
        (old(retired_at=AT), None, UNKNOWN, {"key": METHOD}, False),
        (
            old(valid_from=AT),
            AT - TICK,
            FAILED,
            {"key": METHOD, "signed": "2026-07-01T09:29:59Z", "start": "2026-07-01T09:30:00Z"},
            False,
        ),
        (old(revoked_at=AT), AT, FAILED, {"key": METHOD, "revoked": "2026-07-01T09:30:00Z"}, True),
        (
            old(revoked_at=AT),
            AT - TICK,
            Outcome.WARNING,
            {"key": METHOD, "revoked": "2026-07-01T09:30:00Z"},
            True,
        ),
        (
            old(purposes=("authentication",)),
            AT,
            FAILED,
            {"key": METHOD, "purpose": "assertionMethod"},
            False,
        ),
    ],
)
def test_what_the_register_says_of_the_key_takes_the_place_of_what_the_file_does(
    key: DatedKey, at: datetime | None, outcome: Outcome, values: dict[str, str], is_told_what_to_do: bool
) -> None:
    found = in_time(SIGNED, at, register(old(), key, key))

    assert found.checks[:2] == (CHECKS[0], CHECKS[2])
    assert [line(one) for one in found.checks[2:]] == [
        ("key", outcome, CID_METHODS, values, is_told_what_to_do)
    ]
    assert (found.owners, found.keys) == ((), ())


CERTIFIED = issue(
    name("uni.example"),
    root := issue(name("Root"), authority=True),
    extensions=(
        (x509.SubjectAlternativeName([x509.UniformResourceIdentifier("https://uni.example")]), False),
    ),
)
SIGNER = SigningKey(CERTIFIED.key)
ISSUED = replace(record(status=()), issuer=replace(UNIVERSITY, id="https://uni.example"))


def certified() -> bytes:
    """Ada's wallet token, whose key a certificate brings along."""
    claims = sdjwt.read(sdjwt.issue(ISSUED, SIGNER, salt=salts(), selective=())).claims
    chain = [b64encode(CERTIFIED.certificate.public_bytes(Encoding.DER)).decode()]
    return sign_jwt({"typ": "dc+sd-jwt", "x5c": chain}, dict(claims), SIGNER) + b"~"


def old_badge() -> bytes:
    """Ada's badge of the older kind, whose key lies on its issuer's server."""
    return badges.sign(badges.SIGNED)


MOMENTS = {"wallet token": AT, "old badge": datetime(2026, 6, 30, 10, tzinfo=UTC)}
FILES = {"wallet token": certified(), "old badge": old_badge()}
KEYS = {"wallet token": PublicKey(CERTIFIED.key.public_key()), "old badge": badges.KEY.public}


def asked(what: str, **dates: Any) -> Report:
    """What is found out about the file where the register dates its key."""
    also = ("https://uni.example", f"{badges.HOME}/issuer")
    trust = replace(
        register(DatedKey(METHOD, KEYS[what], **dates), also=also), certificates=(root.certificate,)
    )
    return verify(FILES[what], at=badges.NOW, trust=trust, load=badges.server())


def outcomes(report: Report) -> list[Outcome]:
    """What became of the questions whose key and from whom."""
    return [one.outcome for one in report if one.code in ("key", "issuer")]


@pytest.mark.parametrize("what", FILES)
def test_a_key_that_comes_with_the_file_is_as_old_as_its_owners_register_says(what: str) -> None:
    moment = MOMENTS[what]

    assert outcomes(asked(what)) == [PASSED, PASSED]
    assert outcomes(asked(what, valid_from=moment, retired_at=moment + TICK)) == [PASSED, PASSED]
    assert outcomes(asked(what, retired_at=moment)) == [FAILED, UNKNOWN]
    assert outcomes(asked(what, revoked_at=moment)) == [FAILED, UNKNOWN]
    assert outcomes(asked(what, revoked_at=moment + TICK)) == [Outcome.WARNING, UNKNOWN]


@pytest.mark.parametrize(
    ("ends", "outcome"),
    [
        ({}, PASSED),
        ({"ended_at": AT + TICK}, PASSED),
        ({"ended_at": AT}, FAILED),
        ({"revoked_at": AT + TICK}, Outcome.WARNING),
        ({"revoked_at": AT}, FAILED),
    ],
)
def test_the_key_of_a_seal_that_was_given_up_or_lost_signs_no_token_either(
    ends: dict[str, Any], outcome: Outcome
) -> None:
    seals = (KnownSeal(CERTIFIED.certificate, **ends),)
    trust = replace(register(also=("https://uni.example",), seals=seals), certificates=(root.certificate,))

    report = verify(FILES["wallet token"], at=badges.NOW, trust=trust)

    assert outcomes(report) == [outcome, PASSED if outcome is PASSED else UNKNOWN]
    if outcome is not PASSED:
        assert [one.values["key"] for one in report if one.code == "key"] == ["uni.example"]
