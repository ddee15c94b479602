"""How a credential is signed: each form with who signs, whom it names, and the one thing a forger changes."""

import hashlib
import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from microcred import elm, jades, jose, multibase, openbadges, proofs, status_list
from microcred.guards import b64url_decode, b64url_encode
from microcred.instants import write_instant
from microcred.keys import Kind, SigningKey
from microcred.proofs.signing import listed, proof_options, with_proof_context
from microcred.proofs.suites import SUITES, Content
from microcred.record import AchievementRecord, Organisation
from microcred.sdjwt import claims as wallet_claims
from tests.attacks.cast import AGELESS, CLOCK, SIGNED_AT, STRANGERS, VICTIM, Age, Party, chain, nothing
from tests.microcred.cast import record
from tests.microcred.jades.pki import component, timestamper
from tests.microcred.openbadges2.badges import ASSERTION, BADGE, ISSUER

V2 = "https://www.w3.org/ns/credentials/v2"
Document = dict[str, Any]
Change = Callable[[Document], Document]


def same(document: Document) -> Document:
    """No change."""
    return document


@dataclass(frozen=True)
class Dress:
    """One way to make a credential; a forgery differs from its control in exactly one field.

    `document` changes the credential before it is signed, `payload` and `header` the token around it, `text`
    the JSON that is signed, `after` the JSON that was signed. It says that it was `signed_at` this instant,
    None nothing of it, by a signer whose keys have this `age`.
    """

    named: Party = VICTIM
    signer: Party = VICTIM
    document: Change = same
    payload: Change = same
    header: Change = same
    text: Callable[[bytes], bytes] = bytes
    after: Change = same
    signed_at: datetime | None = SIGNED_AT
    age: Age = AGELESS

    @property
    def organisation(self) -> Organisation:
        """The issuer that the credential names."""
        return self.named.organisation

    def achievement(self, **changes: Any) -> AchievementRecord:
        """Ada's achievement as this issuer's."""
        own = self.organisation
        return record(**{"status": (self.named.listed,), "issuer": own, "awarding_bodies": (own,), **changes})


Make = Callable[[Dress], Document]
Form = Callable[[Dress, Make], bytes]


def badge(dress: Dress) -> Document:
    """An Open Badge."""
    return dress.document(openbadges.write(dress.achievement())[0])


def plain(dress: Dress) -> Document:
    """A credential of W3C that is no badge."""
    own = dress.organisation
    return dress.document(
        {
            "@context": [V2],
            "id": "urn:uuid:0d1b1c0e-43f6-4b4a-8a0c-6b2a3a0c1d99",
            "type": ["VerifiableCredential"],
            "issuer": {"id": own.id, "name": own.legal_name["en"]},
            "validFrom": "2026-07-01T09:30:00Z",
            "credentialSubject": {"id": "urn:uuid:0d1b1c0e-43f6-4b4a-8a0c-6b2a3a0c1d98"},
            "credentialStatus": _entry(dress.named),
        }
    )


def _entry(party: Party) -> Document:
    listed = party.listed
    return status_list.entry(url=listed.list_url, index=listed.index, purpose=listed.purpose)


def endorsement(dress: Dress) -> Document:
    """An endorsement that stands alone."""
    praise = openbadges.Endorsement(
        id="urn:uuid:2b9f3a5e-7d3a-4a30-8d1c-9a1e3d5b7f55",
        issuer=dress.organisation,
        about="https://uni.example/editions/maintenance/1",
        name="Endorsed",
        comment="Meets our charter.",
        valid_from=SIGNED_AT,
    )
    written = openbadges.write_endorsement(praise)
    return dress.document({**written, "credentialStatus": _entry(dress.named)})


def learner_record(dress: Dress) -> Document:
    """A learner record around a badge of its issuer."""
    inside = json.loads(with_proof("eddsa-rdfc-2022")(replace(dress, document=same), badge))
    identifier = "urn:uuid:b1f5c1de-5b0c-4b6f-8e61-1b7c3a9d1f44"
    return dress.document(openbadges.write_clr(dress.achievement(), [inside], identifier=identifier)[0])


def with_proof(suite: str, kind: Kind = "Ed25519") -> Form:
    """A proof inside the document."""

    def form(dress: Dress, make: Make) -> bytes:
        return json.dumps(_own_proof(make(dress), dress, kind, suite)).encode()

    return form


def _proven_by_another(document: Document, **more: str) -> Document:
    key, method = STRANGERS["did:key"].keys["Ed25519"]
    return proofs.sign(document, key, method=method, created=SIGNED_AT, more=more)


def _own_proof(
    document: Document, dress: Dress, kind: Kind = "Ed25519", suite: str = "eddsa-rdfc-2022", **more: str
) -> Document:
    """The document with the signer's proof, which says when it was made, or, as by no tool, does not."""
    key, method = dress.signer.keys[kind]
    at = dress.signed_at
    if at is not None:
        return proofs.sign(document, key, method=method, created=at, suite=suite, more=more)
    content = {name: value for name, value in document.items() if name != "proof"}
    content["@context"] = with_proof_context(content["@context"])
    options = {**proof_options(SUITES[suite], method=method, created=SIGNED_AT), **more}
    del options["created"]
    if not SUITES[suite].is_rdf:
        options["@context"] = content["@context"]
    signature = key.sign(Content(content).hash_data(SUITES[suite], options, kind))
    proof = options | {"proofValue": multibase.encode(signature)}
    return content | {"proof": [*listed(document.get("proof")), proof]}


def proof_set(dress: Dress, make: Make) -> bytes:
    """The signer's proof beside that of somebody else."""
    return json.dumps(_own_proof(_proven_by_another(make(dress)), dress)).encode()


def proof_chain(dress: Dress, make: Make) -> bytes:
    """The signer's proof, countersigned by somebody else."""
    first = "urn:uuid:0d1b1c0e-43f6-4b4a-8a0c-6b2a3a0c1d97"
    own = _own_proof(make(dress), dress, id=first)
    return json.dumps(_proven_by_another(own, previousProof=first)).encode()


def compact(header: Document, text: bytes, key: SigningKey) -> bytes:
    """A compact JWS over exactly these bytes."""
    full = {"alg": key.algorithm, **header}
    signed = f"{b64url_encode(json.dumps(full).encode())}.{b64url_encode(text)}"
    return f"{signed}.{b64url_encode(key.sign(signed.encode()))}".encode()


def token(kind: str, payload_of: Change, key: Kind = "Ed25519") -> Form:
    """A compact token of that kind."""

    def form(dress: Dress, make: Make) -> bytes:
        signing, method = dress.signer.keys[key]
        payload = dress.payload(_dated(payload_of(make(dress)), dress))
        header = dress.header({"typ": kind, "kid": method})
        return compact(header, dress.text(json.dumps(payload).encode()), signing)

    return form


def _dated(payload: Document, dress: Dress) -> Document:
    """The payload of a token that says when it was signed, `iat` where it is not from when it is valid."""
    if dress.signed_at == SIGNED_AT:
        return payload
    if dress.signed_at is not None:
        return payload | {"iat": int(dress.signed_at.timestamp())}
    inner = {"vc": _dated(payload["vc"], dress)} if "vc" in payload else {}
    return {name: value for name, value in payload.items() if name not in ("nbf", "iat", "validFrom")} | inner


def with_claims(document: Document) -> Document:
    """The credential with the registered claims beside it (Open Badges 3.0 §8.2), unless it has its own."""
    return {**jose.claims_of(document), **document}


def in_claim(document: Document) -> Document:
    """The credential in the claim `vc` (VC-DM 1.1 §6.3.1)."""
    return {"vc": document, **jose.claims_of(document)}


def _selective(dress: Dress, key: SigningKey, header: Document, **changes: Any) -> bytes:
    """An SD-JWT that hides nothing: its claims are the document and, dated, the payload."""
    said = dress.document(wallet_claims.write(dress.achievement(**changes)))
    text = dress.text(json.dumps(dress.payload(_dated(said, dress))).encode())
    return compact(dress.header({"typ": "dc+sd-jwt", **header}), text, key) + b"~"


def wallet_token(dress: Dress, _make: Make) -> bytes:
    """An SD-JWT whose key its issuer publishes."""
    key, method = dress.signer.keys["P-256"]
    return _selective(dress, key, {"kid": method})


def certified_token(dress: Dress, _make: Make) -> bytes:
    """An SD-JWT whose key a certificate names, for an address."""
    own = replace(dress.organisation, id=dress.named.address)
    key = SigningKey(dress.signer.certificate.key)
    header = {"x5c": chain(dress.signer, dress.age)}
    return _selective(dress, key, header, issuer=own, awarding_bodies=(own,))


def sealed(dress: Dress, _make: Make) -> bytes:
    """A European Digital Credential; a forger asks no tool whether the seal will hold."""
    return json.dumps(_sealed(dress, dress.signed_at)).encode()


def stamped(dress: Dress, _make: Make) -> bytes:
    """The same with a timestamp of when it was made, whatever the seal says of itself."""
    envelope = _sealed(dress, dress.signed_at and SIGNED_AT)
    [seal] = envelope["signatures"]
    stamp = timestamper(CLOCK, dress.signed_at or SIGNED_AT)
    token = stamp(hashlib.sha256(seal["signature"].encode()).digest())
    seal["header"] = {"etsiU": [component(token)]}
    return json.dumps(envelope).encode()


def _sealed(dress: Dress, claimed_at: datetime | None) -> Document:
    text = jades.serialise(dress.document(_european(dress, dress.named)))
    protected = _protected(dress.signer, claimed_at)
    value = b64url_encode(dress.signer.seal.sign(f"{protected}.{text}".encode()))
    return {"payload": text, "signatures": [{"protected": protected, "signature": value}]}


@cache
def _protected(party: Party, at: datetime | None) -> str:
    """The header that the party's seal has on what is its own, which says when it was made, or does not."""
    own = _european(Dress(named=party, signer=party), party)
    whole = json.loads(jades.seal(jades.serialise(own), party.seal, at=SIGNED_AT))
    header = json.loads(b64url_decode(whole["signatures"][0]["protected"]))
    if at is None:
        header = {name: value for name, value in header.items() if name != "sigT"} | {"crit": ["b64"]}
    else:
        header["sigT"] = write_instant(at)
    return b64url_encode(json.dumps(header).encode())


def _european(dress: Dress, party: Party) -> Document:
    holder = jades.holder_of(party.seal.chain[0])
    made = dress.achievement(issued_at=SIGNED_AT, valid_from=SIGNED_AT, valid_until=None, issuer=holder)
    return elm.write(made, holder=holder)[0]


def site(party: Party, *, badges_of: Party) -> dict[str, Document]:
    """What the server of a party answers about older badges, which are of a badge class of somebody."""
    ours, theirs = party.address, badges_of.address
    issuer = {**ISSUER, "id": f"{theirs}/issuer", "name": badges_of.organisation.legal_name["en"]}
    issuer |= {"publicKey": f"{theirs}/key", "url": theirs}
    key = {"type": "CryptographicKey", "id": f"{ours}/key", "owner": f"{ours}/issuer"}
    key["publicKeyPem"] = party.keys["RSA"][0].public.pem().decode()
    badge_class = {**BADGE, "id": f"{theirs}/badge", "issuer": f"{theirs}/issuer"}
    assertion = {**ASSERTION, "id": f"{ours}/assertion/1", "badge": f"{theirs}/badge"}
    return {one["id"]: one for one in (issuer, key, badge_class, assertion)}


def server(dress: Dress) -> Callable[[str], bytes]:
    """The servers of those who are named and of those who sign."""
    answers = site(dress.named, badges_of=dress.named) | site(dress.signer, badges_of=dress.named)
    changed = f"{dress.signer.address}/assertion/1"

    def load(url: str) -> bytes:
        if url not in answers:
            return nothing(url)
        return json.dumps(dress.document(answers[url]) if url == changed else answers[url]).encode()

    return load


def hosted(dress: Dress, _make: Make) -> bytes:
    """An Open Badge 2.0 that its issuer's server confirms."""
    answers = site(dress.signer, badges_of=dress.named)
    return json.dumps(dress.document(answers[f"{dress.signer.address}/assertion/1"])).encode()


def address(dress: Dress, make: Make) -> bytes:
    """Only the address of one; what is there is the server's."""
    named: str = json.loads(hosted(dress, make))["id"]
    return named.encode()


def signed_old(dress: Dress, _make: Make) -> bytes:
    """An Open Badge 2.0 in a token."""
    assertion = {
        **ASSERTION,
        "id": "urn:uuid:1f2d5c1e-6d6c-4d3a-9f5e-0f6a1b2c3d4e",
        "badge": f"{dress.named.address}/badge",
        "verification": {"type": "SignedBadge", "creator": f"{dress.signer.address}/key"},
    }
    del assertion["issuedOn"]
    if dress.signed_at is not None:
        assertion["issuedOn"] = write_instant(dress.signed_at)
    text = dress.text(json.dumps(dress.payload(dress.document(assertion))).encode())
    return compact(dress.header({}), text, dress.signer.keys["RSA"][0])


W3C: Mapping[str, Form] = {
    "eddsa-rdfc-2022": with_proof("eddsa-rdfc-2022"),
    "eddsa-jcs-2022": with_proof("eddsa-jcs-2022"),
    "ecdsa-rdfc-2019": with_proof("ecdsa-rdfc-2019", "P-256"),
    "ecdsa-jcs-2019": with_proof("ecdsa-jcs-2019", "P-256"),
    "proof set": proof_set,
    "proof chain": proof_chain,
    "vc+jwt": token("vc+jwt", same),
    "vc+jwt of P-256": token("vc+jwt", same, "P-256"),
    "badge token": token("JWT", with_claims),
    "token with vc": token("JWT", in_claim),
}
OTHERS: Mapping[str, Form] = {
    "SD-JWT": wallet_token,
    "SD-JWT with certificate": certified_token,
    "seal": sealed,
    "seal with timestamp": stamped,
    "hosted": hosted,
    "address": address,
    "signed 2.0": signed_old,
}
MAKES: Mapping[str, Make] = {
    "badge": badge,
    "credential": plain,
    "endorsement": endorsement,
    "learner record": learner_record,
}
TOKENS = ("vc+jwt", "badge token", "token with vc")
SIGNED_AS = {
    **{f"{made} as {form}": (W3C[form], MAKES[made]) for made, form in itertools.product(MAKES, W3C)},
    **{form: (OTHERS[form], badge) for form in OTHERS},
}
