"""Signing: a document with one more embedded proof.

VC Data Integrity 1.0 §4.1 Add Proof, §4.2 Add Proof Set/Chain, §2.4.1 contexts.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from microcred import multibase
from microcred.errors import KeyProblem, Malformed
from microcred.instants import write_instant
from microcred.keys import Signer
from microcred.proofs.suites import SUITES, V2, Content, Suite

DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
NOTHING: Mapping[str, Any] = {}
_DEFINES_PROOFS = frozenset({V2, DATA_INTEGRITY, "https://w3id.org/security/data-integrity/v1"})


def sign(
    document: Mapping[str, Any],
    key: Signer,
    *,
    method: str,
    created: datetime,
    suite: str = "eddsa-rdfc-2022",
    purpose: str = "assertionMethod",
    more: Mapping[str, Any] = NOTHING,
) -> dict[str, Any]:
    """A copy of the document with a proof made by the key, beside the proofs it has (VC-DI §4.1, §4.2).

    `method` is the key's identifier, `more` are further proof options: `id`, `expires`, `domain`,
    `challenge`, `nonce`, `previousProof` (the ids of proofs that this one countersigns). Raises KeyProblem
    if the key does not fit the suite, and UnmappedTerm for a document that would not be covered whole.
    """
    known = _signing_suite(suite, key)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    unsecured["@context"] = with_proof_context(document.get("@context"))
    proofs = listed(document.get("proof"))
    options = {**proof_options(known, method=method, created=created, purpose=purpose), **more}
    if not known.is_rdf:
        options["@context"] = unsecured["@context"]
    content = Content(countersigned(unsecured, proofs, options.get("previousProof")))
    signature = key.sign(content.hash_data(known, options, key.kind))
    proof = options | {"proofValue": multibase.encode(signature)}
    return unsecured | {"proof": [*proofs, proof] if proofs else proof}


def proof_options(
    suite: Suite, *, method: str, created: datetime, purpose: str = "assertionMethod"
) -> dict[str, Any]:
    """The usual members of a proof, but for its value (VC-DI §2.1)."""
    return {
        "type": suite.type,
        "cryptosuite": suite.name,
        "created": write_instant(created),
        "verificationMethod": method,
        "proofPurpose": purpose,
    }


def _signing_suite(name: str, key: Signer) -> Suite:
    suite = SUITES.get(name)
    if suite is None or suite.type != "DataIntegrityProof" or key.kind not in suite.kinds:
        raise KeyProblem("A key of type {kind} cannot sign with {name}.", kind=key.kind, name=name)
    return suite


def with_proof_context(context: Any) -> list[Any]:
    """The contexts with one that defines proofs: credentials of VC-DM 1.1 lack it (VC-DI §4.7)."""
    contexts = listed(context)
    if any(isinstance(one, str) and one in _DEFINES_PROOFS for one in contexts):
        return contexts
    return [*contexts, DATA_INTEGRITY]


def countersigned(unsecured: Mapping[str, Any], proofs: Sequence[Any], previous: Any) -> Mapping[str, Any]:
    """What a proof signs: the document, with the earlier proofs that it builds upon (§4.2, §4.5).

    Raises Malformed if one of these is not there, or is there twice.
    """
    names = listed(previous)
    if not names:
        return unsecured
    matching = [proof for proof in proofs if isinstance(proof, Mapping) and proof.get("id") in names]
    if sorted(str(proof["id"]) for proof in matching) != sorted(str(name) for name in names):
        raise Malformed("The earlier proof that this proof builds on is missing, or appears twice.")
    return {**unsecured, "proof": matching}


def listed(value: Any) -> list[Any]:
    """One value or several as a list; none if there is none."""
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]
