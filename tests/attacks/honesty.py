"""The property that every file has to keep: who is shown as issuer owns the key that signed."""

import json
from collections.abc import Callable

from microcred import proofs
from microcred.errors import MicrocredError
from microcred.reading import Carrier, Kind, Reading, read
from tests.attacks.cast import KNOWN, SIGNED_AT, VICTIM, Judgement, Party, judged
from tests.attacks.changes import GENUINE
from tests.attacks.dresses import OTHERS, Document, Dress, badge, compact, server

Load = Callable[[str], bytes]
UNSIGNED = {"hosted", "address"}  # where a server answers, and nobody signs


def is_honest(data: bytes, signer: Party, load: Load | None = None) -> bool:
    """Whether the file is nobody's, or shows the owner of the key that signed it and nobody else."""
    judgement = judged(data, load)
    if not judgement.is_accepted:
        return True
    reading = read(data)
    owner = KNOWN.get(VICTIM.host if _only_shows(reading) else signer.host)
    return owner is not None and judgement.issuer == owner and _shows(judgement, reading)


def _shows(judgement: Judgement, reading: Reading) -> bool:
    """Whether the issuer shown is the one accepted; a seal may prove it by another of its identifiers."""
    names = {one.id: {one.id, *one.also} for one in KNOWN.values()}
    own = names.pop(judgement.issuer.id) if judgement.issuer else set[str]()
    if reading.form is not Carrier.SEALED:
        return judgement.shown[0] in own
    return not own.isdisjoint(judgement.shown) and judgement.shown[0] not in set().union(*names.values())


def _only_shows(reading: Reading) -> bool:
    """Whether the file is a presentation of the victim's own credential, which the victim's key signed."""
    shown = [one.document for one in reading.inside if isinstance(one, Reading)]
    return reading.kind is Kind.PRESENTATION and len(shown) == 1 and shown[0] in GENUINE


def signed_by(signer: Party, document: Document, header: Document) -> list[bytes]:
    """The document as a token, and with a proof in it where it can have one, of this party alone."""
    key, method = signer.keys["Ed25519"]
    made = [compact({"typ": "JWT", "kid": method, **header}, json.dumps(document).encode(), key)]
    bare = {name: value for name, value in document.items() if name != "proof"}
    try:
        proven = proofs.sign(bare, key, method=method, created=SIGNED_AT, suite="eddsa-jcs-2022")
    except MicrocredError:
        return made
    return [*made, json.dumps(proven).encode()]


def carried_by(signer: Party, document: Document) -> list[tuple[bytes, Load]]:
    """The document in every other signed form of the registry: for wallets, sealed, as an older badge.

    With each file what the servers of whoever is named or signs answer.
    """
    dress = Dress(signer=signer, document=lambda _own: document, payload=lambda _own: document)
    made = list[tuple[bytes, Load]]()
    for form in (one for name, one in OTHERS.items() if name not in UNSIGNED):
        try:
            made.append((form(dress, badge), server(dress)))
        except MicrocredError:
            continue
    return made
