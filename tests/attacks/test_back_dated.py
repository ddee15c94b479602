"""Back-dated: whoever kept a copy of a key that was retired signs with it as of a day on which it was in use.

The signature holds, and so does its date, as far as bytes can tell. But whatever a member's key signed here
is in the register of this network, which alone ever had the key: what is not there was made elsewhere.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mcx.credentials.checks.verification import Examination, examine
from mcx.credentials.documents.formats import FOR_WALLETS, TOKEN
from mcx.credentials.documents.pictures import picture
from mcx.credentials.models import Award
from mcx.credentials.rules import Verdict
from mcx.credentials.selectors import BADGE
from mcx.credentials.services.stacks import sign_stack
from mcx.keys.models import SigningKey
from mcx.keys.services import make_key, retire_key
from microcred import jose, proofs, sdjwt
from microcred.keys import SigningKey as SecretKey
from microcred.keys import generate
from microcred.record_json import from_json
from microcred.report import Outcome
from tests.cast import NOW
from tests.credentials import cast
from tests.microcred.sdjwt.tokens import salts
from tests.wallet import presenting as app

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=30)
NUMBER = "urn:uuid:0c9a1a0e-6c5e-4f6e-9b1c-2d7f4f1f4f10"
Forge = Callable[[dict[str, Any]], dict[str, Any]]


def _with_another_number(badge: dict[str, Any]) -> dict[str, Any]:
    return badge | {"id": NUMBER}


def _with_another_holder(badge: dict[str, Any]) -> dict[str, Any]:
    return badge | {"credentialSubject": badge["credentialSubject"] | {"id": "did:key:z6MkThief"}}


def _with_another_end(badge: dict[str, Any]) -> dict[str, Any]:
    return badge | {"validUntil": "2060-01-01T00:00:00Z"}


FORGERIES = [_with_another_number, _with_another_holder, _with_another_end]


@pytest.fixture
def award(db: None) -> Award:
    """An award with all copies that a key signs, by keys that were retired since in good order."""
    cast.wallet_key()
    return cast.issued()


def _key(award: Award, algorithm: str = "EdDSA") -> SigningKey:
    return award.institution.signing_keys.get(algorithm=algorithm, retired_at__lte=LATER)


def _retired(award: Award) -> dict[str, SecretKey]:
    """The copies of the keys that an insider kept, whose keys were retired and erased since."""
    kept = {row.algorithm: (row, cast.secret_of(row)) for row in award.institution.signing_keys.all()}
    make_key(award.institution, by=None, at=NOW + timedelta(days=1))
    for row, _secret in kept.values():
        retire_key(row, by=cast.registrar(), at=NOW + timedelta(days=2))
    return {algorithm: secret for algorithm, (_row, secret) in kept.items()}


def _content(award: Award, form: str = BADGE) -> bytes:
    return bytes(award.credentials.get(format=form).content)


def _document(award: Award) -> dict[str, Any]:
    return {name: value for name, value in json.loads(_content(award)).items() if name != "proof"}


def _signed(document: dict[str, Any], secret: SecretKey, award: Award) -> bytes:
    return json.dumps(proofs.sign(document, secret, method=_key(award).method, created=NOW)).encode()


def _as_token(document: dict[str, Any], secret: SecretKey, award: Award) -> bytes:
    claims = {**document, "iat": int(NOW.timestamp())}
    return jose.sign_vc(claims, secret, kid=_key(award).method).encode()


def _is_believed(found: Examination) -> bool:
    return found.verdict is Verdict.VERIFIED or found.issuer is not None


def test_the_control_what_was_issued_before_the_key_was_retired_stands_in_every_form(award: Award) -> None:
    _retired(award)
    token = _content(award, FOR_WALLETS)
    shown = [_content(award, form) for form in (BADGE, TOKEN, FOR_WALLETS, "pdf")]
    written = json.dumps(json.loads(_content(award)), indent=2, sort_keys=True).encode()

    for data in (*shown, written, sdjwt.present(token, []), picture(award, "png"), picture(award, "svg")):
        found = examine(data, at=LATER)
        assert found.verdict is Verdict.VERIFIED, found.report.as_json()
        assert found.issuer is not None


@pytest.mark.parametrize("sign", [_signed, _as_token], ids=["badge", "token"])
@pytest.mark.parametrize("forge", FORGERIES)
def test_what_a_kept_copy_of_a_retired_key_signs_is_not_believed(
    award: Award, forge: Forge, sign: Callable[..., bytes]
) -> None:
    secret = _retired(award)["EdDSA"]

    found = examine(sign(forge(_document(award)), secret, award), at=LATER)

    check = found.report.check("key")
    assert not _is_believed(found)
    assert check is not None
    assert check.outcome is Outcome.UNKNOWN
    assert "register" in check.message
    assert check.fix


def test_nor_a_wallet_credential(award: Award) -> None:
    secret = _retired(award)["ES256"]
    record = replace(from_json(award.record), id=NUMBER, status=())
    forged = sdjwt.issue(record, secret, salt=salts(), kid=_key(award, "ES256").method)

    assert not _is_believed(examine(forged, at=LATER))


@pytest.mark.parametrize("forge", FORGERIES)
def test_nor_what_stands_in_a_presentation_or_a_learner_record(award: Award, forge: Forge) -> None:
    secret = _retired(award)["EdDSA"]
    forged = _signed(forge(_document(award)), secret, award)
    stack = json.loads(_stack(award))
    stack["credentialSubject"]["verifiableCredential"] = [json.loads(forged)]
    del stack["proof"]
    shown = [app.answer("n" * 43, each, holder=None) for each in (forged, _content(award))]

    assert not _is_believed(examine(shown[0], at=LATER))
    assert examine(_signed(stack, secret, award), at=LATER).verdict is not Verdict.VERIFIED
    assert examine(shown[1], at=LATER).issuer is not None


def test_a_key_in_use_of_which_somebody_has_a_copy_is_told_by_the_register_as_well(award: Award) -> None:
    row = award.institution.signing_keys.get(algorithm="EdDSA")
    document = _with_another_end(_document(award))
    forged = proofs.sign(document, cast.secret_of(row), method=row.method, created=NOW)

    assert not _is_believed(examine(json.dumps(forged).encode(), at=LATER))


def test_a_proof_of_somebody_else_beside_the_issuers_leaves_it_what_was_issued(award: Award) -> None:
    key = generate("Ed25519")
    method = f"{app.did_of_key(key)}#{key.public.multikey()}"
    other = proofs.sign(_document(award), key, method=method, created=NOW)["proof"]
    badge = json.loads(_content(award))

    found = examine(json.dumps(badge | {"proof": [badge["proof"], other]}).encode(), at=LATER)

    assert found.issuer is not None
    check = found.report.check("key")
    assert check is not None
    assert check.outcome is Outcome.PASSED


def test_a_stack_is_signed_for_whoever_asks_and_the_register_knows_it_again(award: Award) -> None:
    stack = json.loads(_stack(award))
    written = json.dumps(stack, indent=2, sort_keys=True).encode()

    for data in (_stack(award), written):
        found = examine(data, at=LATER)
        assert found.verdict is Verdict.VERIFIED, found.report.as_json()
        assert found.issuer is not None


@pytest.mark.parametrize("sign", [_signed, _as_token], ids=["badge", "token"])
def test_a_stack_that_says_more_is_not_believed_whatever_stands_in_it(
    award: Award, sign: Callable[..., bytes]
) -> None:
    secret, stack = _retired(award)["EdDSA"], json.loads(_stack(award))
    proof = stack.pop("proof")

    forged = sign(stack | {"name": "Master of Surgery"}, secret, award)

    assert not _is_believed(examine(forged, at=LATER))
    if forged.startswith(b"{"):
        beside = json.loads(forged)
        for other in (proof, proof | {"cryptosuite": "ecdsa-sd-2023"}):
            both = beside | {"proof": [beside["proof"], other]}
            assert not _is_believed(examine(json.dumps(both).encode(), at=LATER))


def test_nor_is_a_badge_that_also_calls_itself_a_stack(award: Award) -> None:
    secret, badge = _retired(award)["EdDSA"], _with_another_number(_document(award))

    forged = _as_token(badge | {"type": [*badge["type"], "ClrCredential"]}, secret, award)

    assert not _is_believed(examine(forged, at=LATER))


def _stack(award: Award) -> bytes:
    whole = from_json(award.record).specification
    return sign_stack(award.institution, name={"en": "All"}, whole=whole, awards=[award], at=NOW)
