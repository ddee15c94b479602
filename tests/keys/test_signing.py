"""Private keys are opened in one room, at their own place only, and one that does not open stops no other."""

import ast
import gc
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from django.conf import settings as configured
from django.test import Client
from pytest_django.fixtures import Settings

from mcx.accounts.services import encrypt_secret
from mcx.core import encryption
from mcx.core.encryption import KeyEncryptionKeyMissing, WrongKeyEncryptionKey
from mcx.core.models import Deployment
from mcx.credentials.checks.issuer import self_check
from mcx.credentials.models import Award, StatusList
from mcx.credentials.services.awards import claim
from mcx.credentials.services.issuing import issue
from mcx.credentials.services.starting import start_signing
from mcx.governance.rules.readiness import check_readiness
from mcx.governance.selectors.readiness import public_readiness
from mcx.keys import signing
from mcx.keys.models import Seal, SigningKey
from mcx.keys.selectors import signing_key
from mcx.keys.services import rotate_key_encryption_key
from mcx.keys.signing import KeyUnusable
from microcred import jades, keys, read_trust
from microcred.jades import KeySeal
from microcred.report import Outcome
from tests.cast import NOW, TODAY
from tests.credentials import cast
from tests.credentials.cast import LATER
from tests.credentials.seals import PASSPHRASE, p12

ROOM = "keys/signing.py"
# Beside the room: who makes the keys of foreign universities that a demonstration only pretends to have.
STRANGERS = {"demo/load/foreign.py"}
SECRETS = {"unwrap", "rewrap", "wrap", "key_seal", "open_pkcs12", "issue_test_seal"}
# The process that the room has a file opened in, and what opens one, whatever it is imported as.
PROCESS = "keys/opening.py"
LOADERS = re.compile(r"load_(pkcs12|key_and_certificates|\w*private_key)|from_private_bytes|from_pem_private")
PRIVATE = (
    keys.SigningKey,
    KeySeal,
    ed25519.Ed25519PrivateKey,
    ec.EllipticCurvePrivateKey,
    rsa.RSAPrivateKey,
)
KEYS = ("microcred.keys", "microcred.jades")
TRUST = "/trust.json"


def _sources() -> Iterator[tuple[str, ast.Module]]:
    root = Path(configured.SOURCE_DIR)
    for path in sorted(root.rglob("*.py")):
        yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _uses(tree: ast.Module) -> set[str]:
    """What of `microcred.keys` and `microcred.jades` that opens a key the module names."""
    found = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(KEYS):
            found |= {one.name for one in node.names} & (SECRETS | {"SigningKey", "generate"})
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            is_ours = node.value.id in {"keys", "jades"}
            found |= {node.attr} & (SECRETS | {"SigningKey", "generate"}) if is_ours else set()
    return found


def test_one_module_opens_private_keys() -> None:
    found = {name: used for name, tree in _sources() if (used := _uses(tree))}

    assert found.pop(ROOM) >= SECRETS
    assert {name: used for name, used in found.items() if used & SECRETS} == {}
    assert set(found) == STRANGERS


def test_files_of_keys_are_opened_in_the_process_of_the_room_alone() -> None:
    named = {name: set(LOADERS.findall(ast.unparse(tree))) for name, tree in _sources()}
    called = {name for name, tree in _sources() if "opening" in _imported(tree)}

    assert {name: loaders for name, loaders in named.items() if loaders} == {PROCESS: {"pkcs12"}}
    assert called == {ROOM}


def _imported(tree: ast.Module) -> set[str]:
    """The modules of the domain of keys that the module imports, or imports from."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    own = {one.name for node in nodes if node.module == "mcx.keys" for one in node.names}
    return own | {str(node.module).removeprefix("mcx.keys.") for node in nodes}


def test_nobody_asks_for_what_a_private_key_is_made_of() -> None:
    asked = {
        name
        for name, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"native", "private_bytes", "pem"}
    }

    assert asked <= {ROOM}


def _reachable(thing: object, deep: int = 6) -> Iterator[object]:
    """What hangs on a thing, but for modules and classes, which everything hangs on."""
    seen, edge = {id(thing)}, [thing]
    for _step in range(deep):
        edge = [one for each in edge for one in gc.get_referents(each) if id(one) not in seen]
        edge = [one for one in edge if not isinstance(one, type) and not callable(one)]
        seen |= {id(one) for one in edge}
        yield from edge


@pytest.mark.django_db
def test_nothing_that_the_room_hands_out_holds_a_private_key() -> None:
    key, seal = cast.key(), cast.seal()
    handed: list[signing.KeySigner | signing.SealSigner] = [signing.signer(key), signing.sealer(seal)]
    new = signing.uploaded_seal(p12(), PASSPHRASE)
    made = signing.new_test_seal(jades.holder_of(signing.chain_of(seal)[0]), at=NOW)

    for one in handed:
        assert len(one.sign(b"data")) >= 64

    assert new is not None
    assert not [one for each in (*handed, new, made) for one in _reachable(each) if isinstance(one, PRIVATE)]
    assert [one for one in _reachable([cast.secret_of(key)]) if isinstance(one, PRIVATE)]


@pytest.mark.django_db
@pytest.mark.parametrize("moved", ["to another member", "to another method", "into a seal"])
def test_what_was_moved_to_another_row_does_not_open(moved: str) -> None:
    mine, other, seal = cast.key(), cast.key("fhj"), cast.seal()
    wrapped = bytes(mine.wrapped)
    if moved == "to another member":
        other.wrapped, other.public_multikey = wrapped, mine.public_multikey
    if moved == "to another method":
        mine.method += "x"
    places: dict[str, SigningKey | Seal] = {"to another member": other, "into a seal": seal}
    target = places.get(moved, mine)
    target.wrapped = wrapped

    assert not signing.can_sign(target)
    assert signing.can_sign(cast.key())


@pytest.mark.django_db
def test_a_key_that_is_not_the_published_one_signs_nothing() -> None:
    row = cast.key()
    row.public_multikey = cast.key("fhj").public_multikey

    with pytest.raises(KeyUnusable):
        signing.signer(row)


def _tampere(**values: Any) -> None:
    SigningKey.objects.filter(institution__slug="tuni").update(**values)


BREAKS: dict[str, Callable[[], object]] = {
    "a key that was altered": lambda: _tampere(wrapped=b"x"),
    "a key that is gone": lambda: _tampere(wrapped=b""),
    "a published key that is none": lambda: _tampere(public_multikey="z123"),
    "no key in use": lambda: _tampere(retired_at=NOW),
    "a seal whose certificate is damaged": lambda: Seal.objects.update(chain="-----BEGIN"),
    "a seal without a key": lambda: Seal.objects.update(wrapped=b""),
    "a list whose bits are damaged": lambda: StatusList.objects.filter(institution__slug="tuni").update(
        bits=b"xx"
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_member_breaks_nobody_else(client: Client, name: str) -> None:
    cast.seal()
    for slug in ("tuni", "fhj"):
        cast.key(slug)
    BREAKS[name]()

    register = client.get(TRUST)

    assert register.status_code == 200
    found = read_trust(register.content)
    assert [issuer.name for issuer in found.issuers] == ["FH JOANNEUM", "Tampere University"]
    assert "https://network.example/institutions/fhj/status/revocation/1" in found.documents
    assert len(found.documents) == (2 if "seal" in name else 1)
    assert found.issuers[0].keys
    assert client.get("/institutions/fhj/status/revocation/1").status_code == 200
    assert client.get("/institutions/tuni/did.json").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in BREAKS if "altered" in name or "without" in name])
def test_a_key_that_does_not_open_is_said_where_one_looks(name: str) -> None:
    row = cast.key()
    cast.seal()
    BREAKS[name]()

    check = check_readiness(public_readiness(on=TODAY)).check("ready.keys-open")
    report = self_check(row.institution, at=NOW)

    assert check is not None
    assert (check.outcome, "TUNI" in check.message) == (Outcome.FAILED, True)
    wrong = {each.code for each in report.only(Outcome.FAILED)}
    assert wrong & {"self.key", "self.seal"} == {"self.seal" if "seal" in name else "self.key"}


@pytest.mark.django_db
def test_a_member_whose_key_does_not_open_is_told_so_and_loses_nothing(client: Client) -> None:
    award = cast.offered()
    BREAKS["a key that was altered"]()

    answer = client.get("/institutions/tuni/status/revocation/1")
    with pytest.raises(KeyUnusable):
        claim(award, by=award.learner, at=NOW)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "cannot be opened" in answer.content.decode()
    award.refresh_from_db()
    assert award.status == Award.Status.OFFERED


@pytest.mark.django_db
def test_a_new_key_makes_a_broken_member_whole_again(client: Client) -> None:
    award = cast.offered()
    BREAKS["a key that was altered"]()

    start_signing(award.institution, by=cast.registrar(), at=LATER)
    claim(award, by=award.learner, at=LATER)

    assert issue(award.pk, at=LATER).status == Award.Status.ISSUED
    assert len(read_trust(client.get(TRUST).content).documents) == 1


@pytest.mark.django_db
def test_a_broken_seal_leaves_the_other_formats() -> None:
    cast.seal()
    BREAKS["a seal without a key"]()

    award = cast.issued()

    assert {one.format for one in award.credentials.all()} == {"openbadge", "jwt", "pdf"}


@pytest.mark.django_db
def test_no_key_is_made_under_a_wrong_key(settings: Settings) -> None:
    row = cast.key()
    settings.KEY_ENCRYPTION_KEY = "A" * 43

    with pytest.raises(WrongKeyEncryptionKey):
        start_signing(row.institution, by=cast.registrar(), at=NOW)
    with pytest.raises(WrongKeyEncryptionKey):
        cast.seal()

    assert SigningKey.objects.count() == 1


def _kept_under_the_key(what: str) -> None:
    """Something encrypted, and the sentinel lost."""
    if what == "key":
        cast.key()
    elif what == "seal":
        cast.seal()
    else:
        secret = encrypt_secret("JBSWY3DPEHPK3PXP")
        person = cast.registrar()
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": secret})
    Deployment.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["key", "seal", "second factor"])
def test_a_lost_sentinel_binds_nobody_to_a_wrong_key(settings: Settings, what: str) -> None:
    right = settings.KEY_ENCRYPTION_KEY
    _kept_under_the_key(what)
    settings.KEY_ENCRYPTION_KEY = "A" * 43

    for go_on in (encryption.require, encryption.begin, lambda: encrypt_secret("JBSWY3DP")):
        with pytest.raises(WrongKeyEncryptionKey):
            go_on()
    with pytest.raises(WrongKeyEncryptionKey):
        rotate_key_encryption_key(bytes(32), new=b"n" * 32, by=None, at=NOW)
    assert not Deployment.objects.exclude(sentinel=b"").exists()
    settings.KEY_ENCRYPTION_KEY = right
    assert encryption.require()
    assert encryption.begin().sentinel


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["key", "seal", "second factor"])
def test_a_lost_sentinel_makes_no_new_key(settings: Settings, tmp_path: Path, what: str) -> None:
    _kept_under_the_key(what)
    settings.DEMO, settings.DATA_DIR, settings.KEY_ENCRYPTION_KEY = True, tmp_path, ""

    for go_on in (encryption.require, encryption.begin):
        with pytest.raises(KeyEncryptionKeyMissing):
            go_on()

    assert not encryption.key_file().exists()


@pytest.mark.django_db
def test_the_newest_key_signs_and_says_whose_it_is() -> None:
    row = cast.key()
    signer = signing.signer(signing_key(row.institution))

    assert keys.PublicKey.from_multikey(row.public_multikey).verify(signer.sign(b"data"), b"data")
    assert (signer.kind, signer.algorithm) == ("Ed25519", "EdDSA")
