"""Our tables say what the official files say: shapes, contexts, code lists."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
import rdflib
from rdflib import RDF, SH

from microcred import vocabulary
from microcred.elm import countries, fields, languages
from microcred.elm.shapes import DATATYPES, Rule, shapes
from tests.spec import spec

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials#"
# Properties of the credential that the context of the data model 1.1 maps.
OF_V1 = (
    *("credentialSchema", "credentialStatus", "credentialSubject", "evidence", "expirationDate", "holder"),
    *("issuanceDate", "issued", "issuer", "termsOfUse", "validFrom", "validUntil"),
)
# Properties with no term in the contexts, or with a term of another type than the shapes demand.
UNWRITABLE = {"dateModified", "descriptionHtml"}
# Groups are agents: their own shape leaves the identifier out, that of agents has it.
OURS = {("Group", "identifier")}
# At least one: a bare claim must say its type (ClaimTypeNodeShape), every concept its scheme.
STRICTER = {("Claim", "dcType"), ("Concept", "inScheme")}
XSD_NAMES = {
    "dateTime": "date",
    "anyURI": "uri",
    "positiveInteger": "positive",
    **{name: name for name in ("duration", "string", "integer", "decimal", "boolean")},
}

Official = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(spec("elm/edc-ap-context.jsonld").read_bytes())["@context"]
    return found


@pytest.fixture(scope="module")
def official(context: Mapping[str, Any]) -> Official:
    """(class, term) to what the official shapes say of it."""
    graph = rdflib.Graph()
    for name in ("EDC-generic-no-cv", "EDC-generic-full"):
        graph.parse(spec(f"elm/shapes/{name}.ttl"), format="turtle")
    names = _names(context)
    table: Official = {}
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        for target in graph.objects(shape, SH.targetClass):
            if str(target) in names and graph.value(shape, SH.deactivated) is None:
                for rule in graph.objects(shape, SH.property):
                    term = names.get(str(graph.value(rule, SH.path)), "")
                    if term:
                        merged = table.setdefault((names[str(target)], term), {})
                        merged.update(_official_rule(graph, rule, names))
    return table


def _names(context: Mapping[str, Any]) -> dict[str, str]:
    """IRI to term, from the official context."""
    prefixes = {name: iri for name, iri in context.items() if isinstance(iri, str) and "://" in iri}

    def iri_of(entry: Any) -> str:
        short = str(entry["@id"] if isinstance(entry, dict) else entry)
        prefix, _, name = short.partition(":")
        return prefixes.get(prefix, f"{prefix}:") + name

    names = {iri_of(entry): term for term, entry in context.items() if term not in prefixes}
    return (
        names | {CREDENTIALS_V1 + term: term for term in OF_V1} | {"https://w3id.org/security#proof": "proof"}
    )


def _official_rule(graph: rdflib.Graph, rule: Any, names: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if (least := graph.value(rule, SH.minCount)) is not None:
        found["least"] = int(str(least))
    if (most := graph.value(rule, SH.maxCount)) is not None:
        found["most"] = int(str(most))
    if (datatype := graph.value(rule, SH.datatype)) is not None:
        found["datatype"] = str(datatype).rpartition("#")[2]
        found["unique"] = graph.value(rule, SH.uniqueLang) is not None
    if (kind := graph.value(rule, SH["class"])) is not None:
        found["classes"] = {names.get(str(kind), str(kind))}
    if (choice := graph.value(rule, SH["or"])) is not None:
        items = rdflib.collection.Collection(graph, choice)
        found["classes"] = {names[str(graph.value(item, SH["class"]))] for item in items}
    if (node := graph.value(rule, SH.node)) is not None:
        schemes = [graph.value(one, SH.hasValue) for one in graph.objects(node, SH.property)]
        found |= {"scheme": str(next(filter(None, schemes)))} if any(schemes) else {}
    return found


def test_every_official_property_is_in_our_table_and_no_other(official: Official) -> None:
    ours = {(kind, name) for kind, rules in shapes().items() for name in rules}
    credentials = {
        pair
        for pair in official
        if pair[0] not in ("EuropeanDigitalPresentation", "Specification", "VerificationCheck")
    }

    assert {pair for pair in credentials - ours if pair[1] not in UNWRITABLE} == set()
    assert ours - credentials == OURS | {("Phone", "areaDialingCode")}  # the shape has areaDialing, no term


def test_numbers_and_kinds_are_those_of_the_official_shapes(official: Official) -> None:
    for (kind, name), theirs in official.items():
        ours = shapes().get(kind, {}).get(name)
        if ours:
            least = 1 if (kind, name) in STRICTER else theirs.get("least", 0)
            assert (ours.least, ours.most) == (least, theirs.get("most", 0)), (kind, name)
            assert _same_kind(ours, theirs), (kind, name, ours, theirs)


def _same_kind(ours: Rule, theirs: Mapping[str, Any]) -> bool:
    if "scheme" in theirs:
        return bool(ours.scheme == theirs["scheme"])
    if "datatype" in theirs:
        text = "text" if theirs["unique"] else "texts"
        return ours.datatype == XSD_NAMES.get(theirs["datatype"], text)
    return not theirs.get("classes") or set(ours.classes) == theirs["classes"]


def test_every_name_of_our_table_is_a_term_of_the_contexts(context: Mapping[str, Any]) -> None:
    known = {*context, *OF_V1, "proof"}

    assert {name for rules in shapes().values() for name in rules} <= known
    assert set(shapes()) <= set(context)


def test_every_datatype_is_that_of_the_context(context: Mapping[str, Any]) -> None:
    for rules in shapes().values():
        for name, rule in rules.items():
            entry = context.get(name)
            if isinstance(entry, dict) and rule.datatype in DATATYPES - {"literal", "iri"}:
                spelled = entry.get("@type", entry.get("@container"))
                text = "texts" if rule.datatype == "texts" else "text"
                assert XSD_NAMES.get(str(spelled).removeprefix("xsd:"), text) == rule.datatype, name


@pytest.fixture(scope="module")
def lists() -> dict[str, dict[str, str]]:
    """Scheme URI to its concepts and their labels."""
    found = json.loads(spec("elm/vocabularies.json").read_bytes())
    return {
        name.partition("|")[0]: {uri: " ".join((label or "").split()) for uri, label in entries.items()}
        for name, entries in found.items()
    }


def test_countries_are_those_of_the_authority_table(lists: dict[str, dict[str, str]]) -> None:
    ours = {f"{countries.SCHEME}/{code}": name for code, name in countries.COUNTRIES.values()}

    assert ours | {f"{countries.SCHEME}/{countries.UNKNOWN}": "Provisional data"} == lists[countries.SCHEME]


def test_countries_have_their_usual_two_letters() -> None:
    pairs = {short: countries.COUNTRIES[short][0] for short in ("AT", "DE", "ES", "FI", "GB", "GR", "XK")}

    assert pairs == {
        "AT": "AUT",
        "DE": "DEU",
        "ES": "ESP",
        "FI": "FIN",
        "GB": "GBR",
        "GR": "GRC",
        "XK": "1A0",
    }


def test_fields_are_those_of_the_european_list(lists: dict[str, dict[str, str]]) -> None:
    base = "http://data.europa.eu/snb/isced-f"

    assert {f"{base}/{code}": label for code, label in fields.FIELDS.items()} == lists[fields.SCHEME]


@pytest.mark.parametrize(
    "codes",
    [
        vocabulary.PARTICIPATION,
        vocabulary.ASSESSMENT,
        vocabulary.ACTIVITY,
        vocabulary.EQF,
        vocabulary.REUSE_LEVEL,
        vocabulary.SKILL_TYPE,
        vocabulary.ACCREDITATION,
    ],
    ids=lambda codes: codes.name,
)
def test_closed_lists_have_every_european_concept(
    codes: vocabulary.CodeList, lists: dict[str, dict[str, str]]
) -> None:
    assert {term.uri for term in codes.terms} == set(lists[codes.scheme])


def test_the_24_official_languages_come_first() -> None:
    first = list(languages.LANGUAGES)[:24]

    assert first == sorted(first)
    assert {"en", "ga", "mt", "hr"} <= set(first)
