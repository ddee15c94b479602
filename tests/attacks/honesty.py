"""The property that every file has to keep: who is shown as issuer owns the key that signed."""

import json

from microcred import proofs
from microcred.errors import MicrocredError
from microcred.reading import Kind, Reading, read
from tests.attacks.cast import KNOWN, SIGNED_AT, VICTIM, Party, judged
from tests.attacks.changes import GENUINE
from tests.attacks.dresses import Document, compact


def is_honest(data: bytes, signer: Party) -> bool:
    """Whether the file is nobody's, or shows the owner of the key that signed it and nobody else."""
    judgement = judged(data)
    if not judgement.is_accepted:
        return True
    owner = KNOWN.get(VICTIM.host if _only_shows(read(data)) else signer.host)
    return owner is not None and judgement.issuer == owner and judgement.shown[0] in {owner.id, *owner.also}


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
