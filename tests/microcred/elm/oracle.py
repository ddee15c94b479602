"""The official contexts and shapes, with PyLD and pyshacl, as judges of our documents."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pyshacl
import rdflib
from pyld import jsonld

from tests.spec import spec

CONTEXTS = {
    "https://www.w3.org/2018/credentials/v1": "contexts/credentials-v1.json",
    "http://data.europa.eu/snb/model/context/edc-ap": "elm/edc-ap-context.jsonld",
}
GENERIC = ("EDC-generic-full", "EDC-generic-no-cv")
PROFILES = {
    "generic": GENERIC,
    "accredited": ("EDC-accredited", *GENERIC),
    "mandate": ("EDC-issuedByMandate", *GENERIC),
}


def expand(document: Mapping[str, Any]) -> Any:
    """The document in JSON-LD expanded form, after the official contexts."""
    return jsonld.expand(document, {"documentLoader": _load})


def compact(document: Mapping[str, Any]) -> Any:
    """The document as JSON-LD compaction with the official contexts writes it."""
    return jsonld.compact(document, document["@context"], {"documentLoader": _load})


def violations(document: Mapping[str, Any], profile: str = "generic") -> str:
    """What SHACL says against the document, empty where it conforms."""
    quads = jsonld.to_rdf(document, {"documentLoader": _load, "format": "application/n-quads"})
    graph = rdflib.Graph().parse(data=quads, format="nt")
    conforms, _graph, text = pyshacl.validate(graph, shacl_graph=_shapes(profile), inference="none")
    return "" if conforms else str(text)


@cache
def _document(name: str) -> Any:
    return json.loads(spec(name).read_bytes())


def _load(url: str, options: object = None) -> dict[str, Any]:
    document = _document(CONTEXTS[url])
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": document,
        "contentType": "application/ld+json",
    }


@cache
def _shapes(profile: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in PROFILES[profile]:
        graph.parse(spec(f"elm/shapes/{name}.ttl"), format="turtle")
    graph.remove((None, rdflib.OWL.imports, None))
    return graph
