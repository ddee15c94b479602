"""PyLD with the official contexts: what our engine is compared with."""

import functools
import json
from typing import Any

from pyld import jsonld

from tests.spec import spec

OFFICIAL = {
    "https://www.w3.org/2018/credentials/v1": "contexts/credentials-v1.json",
    "https://www.w3.org/ns/credentials/v2": "contexts/credentials-v2.json",
    "https://www.w3.org/ns/credentials/examples/v2": "contexts/examples-v2.json",
    "https://w3id.org/security/data-integrity/v1": "contexts/data-integrity-v1.json",
    "https://w3id.org/security/data-integrity/v2": "contexts/data-integrity-v2.json",
    "https://w3id.org/security/suites/ed25519-2020/v1": "contexts/ed25519-2020.json",
    "https://w3id.org/security/multikey/v1": "contexts/multikey-v1.json",
    "https://www.w3.org/ns/did/v1": "contexts/did-v1.json",
    "https://www.w3.org/ns/credentials/status/v1": "contexts/bitstring-status-v1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json": "contexts/ob-3.0.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "contexts/ob-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "contexts/ob-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "contexts/ob-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "contexts/ob-extensions.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "contexts/clr-v2p0-2.0.1.json",
    "https://w3id.org/openbadges/v2": "contexts/ob-v2p0.json",
    "http://data.europa.eu/snb/model/context/edc-ap": "elm/edc-ap-context.jsonld",
}
SAMPLES = (
    "openbadges/ob20/basic-assertion.json",
    "openbadges/ob20/basic-assertion-expired.json",
    "openbadges/ob30/complete.json",
    "openbadges/ob30/endorsement-valid.json",
    "openbadges/ob30/simple.json",
    "openbadges/ob30/simple-eddsa-2022.json",
    "openbadges/ob30/simple-err-expired.json",
    "openbadges/ob30/simple-err-issued.json",
    "openbadges/ob30/simple-err-proof-method-unknown-did-method.json",
    "openbadges/ob30/simple-err-proof-value.json",
    "openbadges/ob30/simple-noproof.json",
    "openbadges/clr20/simple.json",
    "elm/our-example.jsonld",
    "elm/our-example-accredited.jsonld",
    "elm/samples/Sample-MC-Annex1-unsigned.jsonld",
    "elm/samples/Sample-MC-Annex1-unsigned-uploadable.json",
    "elm/samples/Sample-MC-Annex1-signed.jsonld",
    "vc-vectors/vc-di-eddsa/unsigned.json",
    "vc-vectors/vc-di-eddsa/Ed25519Signature2020/signedEdSig.json",
    "vc-vectors/vc-di-eddsa/Ed25519Signature2020/proofConfigEdSig.json",
    "vc-vectors/vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json",
    "vc-vectors/vc-di-eddsa/eddsa-rdfc-2022/proofConfigDataInt.json",
    "vc-vectors/vc-di-eddsa/eddsa-jcs-2022/signedJCS.json",
    "vc-vectors/vc-di-eddsa/eddsa-jcs-2022/proofConfigJCS.json",
    "vc-vectors/vc-di-eddsa/proof-set-chain/unsigned.json",
    "vc-vectors/vc-di-eddsa/proof-set-chain/proofChainTempDoc1.json",
    "vc-vectors/vc-di-eddsa/proof-set-chain/proofChainTempDoc2.json",
    "vc-vectors/vc-di-eddsa/proof-set-chain/signedProofSet1.json",
    "vc-vectors/vc-di-eddsa/proof-set-chain/signedProofSet2.json",
    "vc-vectors/vc-di-eddsa/proof-set-chain/signedProofChain1.json",
    "vc-vectors/vc-di-eddsa/proof-set-chain/signedProofChain2.json",
)


def sample(name: str) -> dict[str, Any]:
    """The credential in an official sample file."""
    document: dict[str, Any] = json.loads(spec(name).read_text("utf-8"))
    if "payload" in document:
        document = json.loads(document["payload"])
    if "credential" in document:
        document = document["credential"]
    return document


@functools.cache
def official(url: str) -> Any:
    """The official context file of that address."""
    return json.loads(spec(OFFICIAL[url]).read_text("utf-8"))


def canonical(document: dict[str, Any]) -> bytes:
    """The canonical N-Quads that PyLD makes with the official contexts."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    written: str = jsonld.normalize(document, options)
    return written.encode("utf-8")


def _load(url: str, _options: object = None) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": official(url),
    }
