"""Cryptographic suites of embedded proofs, and what exactly each of them signs.

VC Data Integrity EdDSA 1.0 §3.2 and §3.3, VC Data Integrity ECDSA 1.0 §3.2 and §3.3, and the older
Ed25519Signature2020: hash of the canonical proof options, then hash of the canonical document.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from microcred import jcs
from microcred.errors import MicrocredError
from microcred.jsonld import canonical_digest
from microcred.jsonld.literals import RDF, XSD

V2 = "https://www.w3.org/ns/credentials/v2"
DIGESTS: Mapping[str, str] = {"Ed25519": "sha256", "P-256": "sha256", "P-384": "sha384"}


@dataclass(frozen=True, slots=True)
class Suite:
    """A cryptosuite: the kinds of keys that it takes and its way to a canonical form."""

    name: str
    kinds: frozenset[str]
    is_rdf: bool
    source: str
    type: str = "DataIntegrityProof"


SUITES: Mapping[str, Suite] = {
    suite.name: suite
    for suite in (
        Suite("eddsa-rdfc-2022", frozenset({"Ed25519"}), True, "VC-DI-EdDSA 1.0 §3.2"),
        Suite("eddsa-jcs-2022", frozenset({"Ed25519"}), False, "VC-DI-EdDSA 1.0 §3.3"),
        Suite("ecdsa-rdfc-2019", frozenset({"P-256", "P-384"}), True, "VC-DI-ECDSA 1.0 §3.2"),
        Suite("ecdsa-jcs-2019", frozenset({"P-256", "P-384"}), False, "VC-DI-ECDSA 1.0 §3.3"),
        Suite(
            "Ed25519Signature2020",
            frozenset({"Ed25519"}),
            True,
            "VC-DI-EdDSA 1.0 §A.1 (Ed25519Signature2020)",
            "Ed25519Signature2020",
        ),
    )
}


def suite_of(proof: Mapping[str, Any]) -> Suite | None:
    """The suite that a proof names, if it is known and fits the proof's type."""
    kind, name = proof.get("type"), proof.get("cryptosuite")
    suite = SUITES.get(str(name if kind == "DataIntegrityProof" else kind))
    return suite if suite is not None and suite.type == kind else None


class Content:
    """A document to be signed or checked; each canonical form of it is made once."""

    __slots__ = ("_failures", "_hashes", "contexts", "document")

    def __init__(self, document: Mapping[str, Any], contexts: Mapping[str, Any] | None = None) -> None:
        self.document = document
        self.contexts = contexts
        self._hashes: dict[tuple[bool, str], bytes] = {}
        self._failures: dict[bool, MicrocredError] = {}

    def hash_data(self, suite: Suite, options: Mapping[str, Any], kind: str) -> bytes:
        """What the signature is made of; raises what `canonical_digest` and `jcs.canonicalise` raise."""
        digest = DIGESTS[kind]
        found = self._hashes.get((suite.is_rdf, digest))
        if found is None:
            found = self._hashes[suite.is_rdf, digest] = self._hash_once(suite, digest)
        return self._hash_options(suite, options, digest) + found

    def _hash_once(self, suite: Suite, digest: str) -> bytes:
        """The hash of the document; what could not be hashed is not tried again for another proof."""
        if suite.is_rdf in self._failures:
            raise self._failures[suite.is_rdf]
        try:
            return self._hash(suite, self.document, digest)
        except MicrocredError as error:
            self._failures[suite.is_rdf] = error
            raise

    def _hash(self, suite: Suite, document: Mapping[str, Any], digest: str) -> bytes:
        if suite.is_rdf:
            return canonical_digest(document, contexts=self.contexts, digest=digest)
        return hashlib.new(digest, jcs.canonicalise(document)).digest()

    def _hash_options(self, suite: Suite, options: Mapping[str, Any], digest: str) -> bytes:
        if not suite.is_rdf:
            return self._hash(suite, options, digest)
        context = self.document.get("@context")
        texts = [value for name in _USUAL if type(value := options.get(name)) is str]
        is_usual = len(texts) == len(options) == len(_USUAL) and sum(map(len, texts)) < LONG
        if is_usual and isinstance(context, list) and context[:1] == [V2]:
            found = _hash_of_usual(digest, *texts)
            if found is not None:
                return found
        return self._hash(suite, {**options, "@context": context}, digest)


LONG = 2_000  # characters of options that are not remembered
_USUAL = ("type", "cryptosuite", "created", "verificationMethod", "proofPurpose")
_PURPOSES = {"assertionMethod": "assertionMethod", "authentication": "authenticationMethod"}
_SEC = "https://w3id.org/security#"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*", re.ASCII).fullmatch
_DATE = re.compile(r"[0-9T:.Z+\-]+", re.ASCII).fullmatch


@lru_cache(256)  # the proofs of a batch differ in nothing but their value
def _hash_of_usual(digest: str, *texts: str) -> bytes | None:
    form = usual_options_form(*texts)
    return None if form is None else hashlib.new(digest, form).digest()


def usual_options_form(kind: str, suite: str, created: str, method: str, purpose: str) -> bytes | None:
    """The canonical N-Quads of the five usual proof options under the protected context of VC-DM 2.0.

    None where a value is not of the usual kind, so that the general way has to judge it.
    """
    if kind != "DataIntegrityProof" or suite not in SUITES or purpose not in _PURPOSES:
        return None
    if not _PLAIN(method) or not _DATE(created):
        return None
    return (
        f'_:c14n0 <http://purl.org/dc/terms/created> "{created}"^^<{XSD}dateTime> .\n'
        f"_:c14n0 <{RDF}type> <{_SEC}DataIntegrityProof> .\n"
        f'_:c14n0 <{_SEC}cryptosuite> "{suite}"^^<{_SEC}cryptosuiteString> .\n'
        f"_:c14n0 <{_SEC}proofPurpose> <{_SEC}{_PURPOSES[purpose]}> .\n"
        f"_:c14n0 <{_SEC}verificationMethod> <{method}> .\n"
    ).encode()
