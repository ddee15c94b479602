"""What is fuzzed: each reader with a few seeds of its own; anything but a named error is a defect."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from microcred import (
    baking,
    did,
    elm,
    elmo,
    guards,
    jades,
    jose,
    jsonld,
    keys,
    openbadges,
    openbadges2,
    pdf,
    proofs,
    sdjwt,
    status_list,
    trust,
)
from microcred.errors import MicrocredError
from microcred.explain import explain
from microcred.jsonld.fast.editions import RUN
from microcred.jsonld.fast.shapes import SEEN_BEFORE
from microcred.reading import read
from microcred.verification import verify
from tests.attacks import honesty
from tests.attacks.cast import STRANGERS, nothing
from tests.attacks.changes import CONTROL, GENUINE, SHOWING
from tests.attacks.dresses import SIGNED_AS
from tests.attacks.dresses import badge as dressed_badge
from tests.fuzz.engine import Target
from tests.microcred.baking.test_png import itxt, png
from tests.microcred.cast import RECORD
from tests.microcred.openbadges2.badges import ASSERTION, EMBEDDED, SIGNED, server, sign
from tests.microcred.pdf.files import typeset
from tests.microcred.sdjwt.tokens import PAYLOAD, REQUEST, SHOWN, resigned
from tests.microcred.sdjwt.tokens import keys as issuer_keys
from tests.spec import spec

KEY = keys.generate()
PLAIN = jsonld.Memory(is_fast=False)
ENTRY = status_list.entry(url="https://u.example/1", index=1, purpose="revocation")
AT = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """A reader and what to begin with."""

    target: Target
    seeds: Callable[[], Sequence[bytes]]


def guarded(call: Callable[[bytes], object]) -> Target:
    """A reader, with its named errors expected; whatever checks has an answer to all, and is not guarded."""

    def target(data: bytes) -> None:
        with suppress(MicrocredError):
            call(data)

    return target


def of_json(call: Callable[[dict[str, object]], object]) -> Target:
    """The call, which answers, on whatever object the bytes are JSON of."""

    def target(data: bytes) -> None:
        document = None
        with suppress(MicrocredError):
            document = guards.parse_json(data)
        if isinstance(document, dict):
            call(document)

    return target


def refusing(call: Callable[[dict[str, object]], object]) -> Target:
    """The same of a reader, with its named errors expected."""

    def tolerant(document: dict[str, object]) -> None:
        with suppress(MicrocredError):
            call(document)

    return of_json(tolerant)


@cache
def badge() -> bytes:
    """Our own badge."""
    return json.dumps(openbadges.write(RECORD)[0]).encode()


@cache
def european() -> bytes:
    """Our own European credential, without its pictures."""
    document = elm.write(RECORD)[0]
    document.pop("displayParameter", None)
    return json.dumps(document).encode()


def samples(*names: str) -> Callable[[], list[bytes]]:
    """Official samples as seeds."""
    return lambda: [spec(name).read_bytes() for name in names]


def certificate() -> list[bytes]:
    """A PDF with a credential inside."""
    return [typeset({"credential.json": b"{}"})]


def proven() -> bytes:
    """Our own badge with a proof."""
    name = did.did_key(KEY.public)
    method = f"{name}#{name.removeprefix('did:key:')}"
    return json.dumps(proofs.sign(json.loads(badge()), KEY, method=method, created=AT)).encode()


def presented() -> list[bytes]:
    """Our badge shown by a holder, and a token in its envelope beside it."""
    token = jose.sign_vc(json.loads(badge()), KEY, kid="#1")
    v2 = "https://www.w3.org/ns/credentials/v2"
    envelope = {
        "@context": v2,
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token}",
    }
    shown = {"@context": [v2], "type": ["VerifiablePresentation"], "holder": "did:web:u.example"}
    credentials = ([json.loads(proven())], [json.loads(proven()), envelope])
    return [json.dumps({**shown, "verifiableCredential": one}).encode() for one in credentials]


def listing() -> list[bytes]:
    """A status list, unsigned."""
    bits = status_list.StatusList()
    document = status_list.credential(
        bits, url="https://u.example/1", issuer="did:web:u.example", purpose="revocation", valid_from=AT
    )
    return [json.dumps(document).encode()]


def transcript() -> list[bytes]:
    """Our record for universities."""
    section = elmo.Section(RECORD.issuer, RECORD.issued_at, (RECORD,))
    return [elmo.write(elmo.Transcript(RECORD.learner, RECORD.issued_at, (section,)))[0]]


def controller() -> list[bytes]:
    """A DID document with a key."""
    key = did.DatedKey("did:web:u.example#1", keys.generate().public, retired_at=AT)
    return [json.dumps(did.document("did:web:u.example", [key])).encode()]


def wallet(data: bytes) -> None:
    """Read a wallet's token and check it for a verifier: whatever can be read is answered."""
    try:
        token = sdjwt.read(data)
    except MicrocredError:
        return
    sdjwt.check(data, at=AT, keys=issuer_keys(), request=REQUEST)
    verify(data, at=AT)
    with suppress(MicrocredError):
        sdjwt.parse(token.claims)


def hosted(document: dict[str, object]) -> None:
    """Fetch the parts of an old badge, read it and check it with its issuer's server."""
    openbadges2.check(document, at=AT, load=server())
    with suppress(MicrocredError):
        openbadges2.parse(openbadges2.gather(document, server()))


def signed(data: bytes) -> None:
    """Check a signed old badge with its issuer's server."""
    try:
        assertion = openbadges2.payload(data)
    except MicrocredError:
        assertion = SIGNED
    openbadges2.check(assertion, at=AT, load=server(), jws=data)


def rebaked(data: bytes) -> None:
    """Take the credential out of a picture and bake it in again."""
    baking.bake(data, baking.unbake(data))


@cache
def practised() -> jsonld.Memory:
    """A memory with plans for the shape and the edition of our own badge."""
    memory = jsonld.Memory()
    for number in range(RUN + 10):
        jsonld.canonise(json.loads(badge()) | {"id": f"urn:uuid:{number}"}, memory=memory)
    return memory


def canonical(document: dict[str, object], memory: jsonld.Memory) -> bytes | type[MicrocredError]:
    """The canonical form, or how it is refused."""
    try:
        return jsonld.canonise(document, memory=memory)
    except MicrocredError as error:
        return type(error)


def both_ways(document: dict[str, object]) -> None:
    """Put a document in canonical form until its shape is known: it stays that of the general way."""
    expected = canonical(document, PLAIN)
    if {canonical(document, practised()) for _ in range(SEEN_BEFORE + 2)} != {expected}:
        raise AssertionError(f"the fast way has another result: {json.dumps(document)[:2000]}")


def everything(data: bytes) -> None:
    """Verify, then read and explain: whatever can be read is explained."""
    verify(data, at=AT)
    try:
        reading = read(data)
    except MicrocredError:
        return
    explain(reading)


def forged(document: dict[str, object]) -> None:
    """Sign anything with a stranger's key: if it is accepted, its issuer must be the owner of a key in it."""
    stranger = STRANGERS["did:key"]
    made = [(data, nothing) for data in honesty.signed_by(stranger, document, {})]
    for data, load in (*made, *honesty.carried_by(stranger, document)):
        if not honesty.is_honest(data, stranger, load):
            raise AssertionError(f"a stranger's credential is taken for somebody else's: {data[:2000]!r}")


def disguises() -> list[bytes]:
    """Badges of the victim, and what forgers put around them."""
    mine = {"iss": "did:key:z", "issuer": "did:key:z"}
    own, shown = GENUINE[0], SHOWING
    bare = {name: value for name, value in own.items() if name != "proof"}
    found = (own, bare, {**mine, "vc": bare}, {**mine, "vp": shown}, {**mine, "vc": "x", "vp": bare}, shown)
    claims = read(SIGNED_AS["SD-JWT"][0](CONTROL, dressed_badge)).document
    sealed = read(SIGNED_AS["seal"][0](CONTROL, dressed_badge)).document
    return [json.dumps(one).encode() for one in (*found, claims, sealed)]


BADGES = ("openbadges/ob30/simple.json", "openbadges/ob30/simple.jwt", "openbadges/clr20/simple.json")
SEALED = "elm/samples/Sample-MC-Annex1-signed.jsonld"
TRUST = b'{"issuers": [{"id": "a:b", "name": "U", "registry": "R"}], "certificates": [""]}'

TARGETS: Mapping[str, Fuzzed] = {
    "anything": Fuzzed(everything, lambda: [*samples(*BADGES, SEALED)(), SHOWN]),
    "forgery": Fuzzed(of_json(forged), disguises),
    "badge": Fuzzed(refusing(openbadges.parse), lambda: [badge()]),
    "presentation": Fuzzed(everything, presented),
    "schema": Fuzzed(
        of_json(lambda document: openbadges.problems(document, "AchievementCredential")), lambda: [badge()]
    ),
    "old-badge": Fuzzed(everything, samples("openbadges/ob20/basic-assertion.json")),
    "european": Fuzzed(refusing(elm.parse), lambda: [european()]),
    "european-lint": Fuzzed(of_json(elm.lint), lambda: [european()]),
    "seal": Fuzzed(lambda data: jades.check(data, at=AT), samples(SEALED)),
    "old-badge-hosted": Fuzzed(
        of_json(hosted), lambda: [json.dumps(one).encode() for one in (ASSERTION, EMBEDDED)]
    ),
    "old-badge-signed": Fuzzed(signed, lambda: [sign(SIGNED)]),
    "wallet": Fuzzed(wallet, lambda: [SHOWN, resigned({}, PAYLOAD | {"iss": "did:key:zzz"})]),
    "png": Fuzzed(
        guarded(rebaked),
        lambda: [png(itxt(b"{}", packed=True))],
    ),
    "picture": Fuzzed(
        guarded(rebaked),
        samples("openbadges/ob30/simple-jwt.svg"),
    ),
    "pdf": Fuzzed(guarded(pdf.embedded), certificate),
    "json-ld": Fuzzed(refusing(jsonld.canonise), lambda: [badge()]),
    "json-ld, both ways": Fuzzed(of_json(both_ways), lambda: [badge()]),
    "proof": Fuzzed(of_json(proofs.check), lambda: [proven()]),
    "token": Fuzzed(jose.check, lambda: [jose.sign_badge(json.loads(badge()), KEY).encode()]),
    "status-list": Fuzzed(refusing(lambda document: status_list.is_set(ENTRY, document)), listing),
    "transcript": Fuzzed(guarded(elmo.parse), transcript),
    "trust-file": Fuzzed(guarded(trust.read_trust), lambda: [TRUST]),
    "did": Fuzzed(refusing(did.keys_of), controller),
    "key": Fuzzed(
        guarded(lambda data: keys.PublicKey.from_multikey(data.decode("latin-1"))),
        lambda: [keys.generate().public.multikey().encode()],
    ),
}
