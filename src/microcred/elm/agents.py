"""People, organisations and accreditations in the European Learning Model, written and read.

ELM 3.2 classes Person, Organisation, Group, Accreditation, Identifier, LegalIdentifier, Location. The seal
holder's identifier follows ETSI EN 319 412-1 §5.1.4 (`NTRAT-123456a`: kind, country, number).
"""

import re

from microcred.elm import countries
from microcred.elm.nodes import LOCAL_NAME, Node, Nodes, compact, is_iri, own_code, texts
from microcred.elm.sources import Source
from microcred.elm.values import read_day, write_day
from microcred.record import Accreditation, Identifier, Organisation, Person
from microcred.vocabulary import ACCREDITATION

# Our scheme codes and the names Europass shows beside the identifier.
SCHEMES = {
    "deqar": "DEQARINST ID",
    "erasmus": "Erasmus+ institution code",
    "schac": "SCHAC home organisation",
    "ror": "Research Organization Registry ID",
    "eter": "European Tertiary Education Register ID",
    "pic": "Participant Identification Code",
    "esi": "European Student Identifier",
    "orcid": "ORCID iD",
}
CODE_OF_SCHEME = {name: code for code, name in SCHEMES.items()}
# Identifiers that a state gives: our scheme code, the ELM property, and how many it may have.
LEGAL = {
    "eidas": "eIDASIdentifier",
    "registration": "registration",
    "vat": "vatIdentifier",
    "tax": "taxIdentifier",
}
SINGLE = frozenset({"eidas", "registration", "national"})
NUTS = "NUTS"
POSITIVE = ("accreditation-decision", "c_0ab66479", "positive")

_ATU = re.compile(r"[A-Z]{3}(_[A-Z0-9]+)+")
_EIDAS = re.compile(r"[A-Z]{3}([A-Z]{2})-.+")
_ATU_SCHEME = "http://publications.europa.eu/resource/authority/atu"


def write_person(nodes: Nodes, person: Person, claims: list[Node]) -> Node:
    """The learner with what they achieved."""
    given = {"national": "nationalID"}
    content = {
        "givenName": nodes.text(person.given_name),
        "familyName": nodes.text(person.family_name),
        "fullName": nodes.text(person.name),
        "dateOfBirth": write_day(person.birth_date) if person.birth_date else None,
        "contactPoint": _contact(nodes, person.email),
        **_identifiers(nodes, person.identifiers, given, country=""),
        "hasClaim": compact(claims),
    }
    return nodes.node("Person", "person", content, id=person.id)


def read_person(source: Source) -> Person:
    """The learner; a full name that only joins the two others is left out."""
    given, family, full = source.line("givenName"), source.line("familyName"), source.line("fullName")
    return Person(
        id=source.given_id,
        given_name=given,
        family_name=family,
        full_name="" if full == f"{given} {family}".strip() else full,
        birth_date=read_day(source.string("dateOfBirth")),
        email=_email(source),
        identifiers=_read_identifiers(source, {"nationalID": "national"}),
    )


def write_organisation(nodes: Nodes, organisation: Organisation) -> Node:
    """An organisation in full."""
    content = {
        "legalName": texts(organisation.legal_name),
        "location": _location(nodes, organisation),
        "homepage": nodes.link(organisation.homepage),
        "contactPoint": _contact(nodes, organisation.email),
        **_identifiers(nodes, organisation.identifiers, LEGAL, country=organisation.country),
        "accreditation": compact(write_accreditation(nodes, one) for one in organisation.accreditations),
        "groupMemberOf": compact(_group(nodes, group) for group in organisation.member_of),
    }
    if organisation.homepage and not content["homepage"]:
        nodes.lose(f"{organisation.id}: homepage")
    if organisation.region and not organisation.country:
        nodes.lose(f"{organisation.id}: region without country")
    return nodes.node("Organisation", "org", content, id=organisation.id)


def read_organisation(source: Source) -> Organisation:
    """An organisation or group as the record knows it."""
    country, region = _place(source)
    return Organisation(
        id=source.id,
        legal_name=source.text("legalName") or source.text("prefLabel"),
        country=country,
        region=region,
        homepage=source.one("homepage").string("contentURL"),
        email=_email(source),
        identifiers=_read_identifiers(source, {name: code for code, name in LEGAL.items()}),
        accreditations=tuple(read_accreditation(one) for one in source.all("accreditation")),
        member_of=tuple(read_organisation(group) for group in source.all("groupMemberOf")),
    )


def _group(nodes: Nodes, group: Organisation) -> Node:
    """A network: the model gives a group no homepage, identifiers or accreditations of its own."""
    for name in ("homepage", "identifiers", "accreditations", "member_of"):
        if getattr(group, name):
            nodes.lose(f"{group.id}: {name}")
    content = {
        "prefLabel": texts(group.legal_name),
        "location": _location(nodes, group),
        "contactPoint": _contact(nodes, group.email),
    }
    return nodes.node("Group", "group", content, id=group.id)


def write_accreditation(nodes: Nodes, accreditation: Accreditation) -> Node:
    """A quality-assurance decision; where the agency's country is not known, the table says so."""
    label = {"en": "Provisional data"}
    unknown = nodes.concept(f"{countries.SCHEME}/{countries.UNKNOWN}", countries.SCHEME, label)
    country = nodes.country(accreditation.agency_country) or unknown
    agent = {"legalName": nodes.text(accreditation.agency), "location": _at(nodes, country)}
    is_positive = accreditation.decision == "positive"
    decision = nodes.snb(*POSITIVE) if is_positive else _other_decision(nodes, accreditation.decision)
    content = {
        "title": texts(accreditation.title),
        "dcType": nodes.term(ACCREDITATION, accreditation.kind),
        "accreditingAgent": nodes.node("Organisation", "org", agent, id=accreditation.agency_id),
        "decision": decision,
        "dateIssued": write_day(accreditation.valid_from) if accreditation.valid_from else None,
        "expiryDate": write_day(accreditation.valid_until) if accreditation.valid_until else None,
        "report": nodes.link(accreditation.report_url),
    }
    if accreditation.report_url and not content["report"]:
        nodes.lose(f"accreditation {accreditation.id}: report_url")
    return nodes.node("Accreditation", "accreditation", content, id=accreditation.id)


def _other_decision(nodes: Nodes, decision: str) -> Node | None:
    return nodes.own("decision", decision, decision) if decision else None


def read_accreditation(source: Source) -> Accreditation:
    """A quality-assurance decision as the record knows it."""
    agent, decision = source.one("accreditingAgent"), source.one("decision")
    country = _place(agent)[0]
    is_positive = not decision or decision.id.endswith(POSITIVE[1])
    return Accreditation(
        title=source.text("title"),
        kind=source.code("dcType", ACCREDITATION),
        agency=agent.line("legalName"),
        id=source.given_id,
        agency_id=agent.given_id,
        agency_country=country,
        report_url=source.one("report").string("contentURL"),
        decision="positive"
        if is_positive
        else own_code(decision.node, "decision") or decision.line("prefLabel"),
        valid_from=read_day(source.string("dateIssued")),
        valid_until=read_day(source.string("expiryDate")),
    )


def _contact(nodes: Nodes, email: str) -> Node | None:
    address = f"mailto:{email}"
    if not email or not is_iri(address):
        return None
    return nodes.node("ContactPoint", "contactPoint", {"emailAddress": {"id": address, "type": "Mailbox"}})


def _email(source: Source) -> str:
    for contact in source.all("contactPoint"):
        for mailbox in contact.all("emailAddress"):
            return mailbox.id.removeprefix("mailto:")
    return ""


def _at(nodes: Nodes, country: Node | None, **rest: Node | None) -> Node | None:
    if country is None:
        return None
    address = nodes.node("Address", "address", {"countryCode": country})
    return nodes.node("Location", "location", {"address": address, **rest})


def _location(nodes: Nodes, organisation: Organisation) -> Node | None:
    region = organisation.region
    if _ATU.fullmatch(region):
        place = {"spatialCode": nodes.concept(f"{_ATU_SCHEME}/{region}", _ATU_SCHEME)}
    else:
        place = {"identifier": nodes.identifier(region, NUTS)} if region else {}
    return _at(nodes, nodes.country(organisation.country), **place)


def _place(source: Source) -> tuple[str, str]:
    """Country (ISO 3166-1 alpha-2) and region of the first location that has a country."""
    for location in source.all("location"):
        code = next(
            (one.id.rpartition("/")[2] for at in location.all("address") for one in at.all("countryCode")), ""
        )
        atu = location.one("spatialCode").id.rpartition("/")[2]
        nuts = next(
            (
                one.string("notation")
                for one in location.all("identifier")
                if one.string("schemeName") == NUTS
            ),
            "",
        )
        if code in countries.ALPHA_2:
            return countries.ALPHA_2[code], atu or nuts
    return "", ""


def _identifiers(
    nodes: Nodes, identifiers: tuple[Identifier, ...], legal: dict[str, str], *, country: str
) -> dict[str, object]:
    """Identifiers under the property of their kind; those of a state need its country."""
    found: dict[str, list[Node]] = {}
    for identifier in identifiers:
        name, state = legal.get(identifier.scheme, ""), _state(identifier, country)
        spatial = nodes.country(state) if name and state else None
        if spatial is None or (identifier.scheme in SINGLE and name in found):
            scheme = SCHEMES.get(identifier.scheme, identifier.scheme)
            found.setdefault("identifier", []).append(nodes.identifier(identifier.value, scheme))
        else:
            content = {"notation": identifier.value, "spatial": spatial}
            found.setdefault(name, []).append(nodes.node("LegalIdentifier", "legalIdentifier", content))
    return {name: compact(values) for name, values in found.items()}


def _state(identifier: Identifier, country: str) -> str:
    match = _EIDAS.fullmatch(identifier.value)
    return match[1] if match else country


def _read_identifiers(source: Source, legal: dict[str, str]) -> tuple[Identifier, ...]:
    found = [
        Identifier(code, value)
        for name, code in legal.items()
        for one in source.all(name)
        if (value := one.string("notation"))
    ]
    for one in source.all("identifier"):
        scheme, notation = one.string("schemeName") or one.line("schemeAgency"), one.string("notation")
        if notation and scheme != LOCAL_NAME:
            found.append(Identifier(CODE_OF_SCHEME.get(scheme, scheme), notation))
    return tuple(found)
