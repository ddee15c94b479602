"""The European Digital Credential itself: from a record to its document, and back.

ELM 3.2, application profile EDC-generic-full 1.2.0 with its extensions for accredited credentials and for
those issued by mandate; a W3C Verifiable Credential of data model 1.1 in compacted JSON-LD.
"""

from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from microcred.elm.achievements import read_achievement, write_achievement
from microcred.elm.agents import (
    read_organisation,
    read_person,
    write_accreditation,
    write_organisation,
    write_person,
)
from microcred.elm.claims import ISSUED, end_of, first_instant
from microcred.elm.nodes import LOCAL_NAME, Node, Nodes, compact
from microcred.elm.pages import Pages, write_display
from microcred.elm.sources import Source
from microcred.elm.values import read_instant
from microcred.errors import Malformed, NotWritable
from microcred.instants import write_instant
from microcred.record import AchievementRecord, Organisation

CONTEXT = ("https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap")
TYPES = ("VerifiableCredential", "EuropeanDigitalCredential")
ELM_PROFILE = "edc-generic-full@1.2.0"
SCHEMA = "http://data.europa.eu/snb/model/ap/"
# Profile: the concept of the Europass list `credential` and the SHACL schema of each.
PROFILES = {
    "generic": ("e34929035b", "Generic", "edc-generic-full"),
    "accredited": ("6cf8e68c43", "Accredited", "edc-accredited"),
    "mandate": ("c_9a31f32a", "Issued by mandate", "edc-issued-by-mandate"),
}
EVIDENCE = {"accredited": ("c_991b06c6", "Accreditation"), "mandate": ("c_18016257", "Mandate")}
PREFIX = "urn:credential:"


def write(
    record: AchievementRecord,
    *,
    profile: str = "generic",
    pages: Pages | None = None,
    holder: Organisation | None = None,
) -> tuple[Node, tuple[str, ...]]:
    """The credential as an unsigned EDC document, and what of the record it cannot carry.

    `pages` are the page images by language (PNG or JPEG bytes); without them a blank page stands in. `holder`
    is the holder of the seal where that is not the record's issuer. Raises NotWritable where the profile
    needs what the record has not; everything else that is missing `lint` will find.
    """
    if profile not in PROFILES:
        raise NotWritable("There is no EDC profile called “{profile}”.", profile=profile)
    nodes = Nodes(_language(record, pages))
    _lose(nodes, record, holder)
    claim = write_achievement(nodes, record)
    document = {
        "@context": list(CONTEXT),
        **_identity(nodes, record),
        **_profiles(nodes, profile),
        "displayParameter": write_display(nodes, record.specification.title, pages or {}),
        "issuer": write_organisation(nodes, holder or record.issuer),
        **_dates(record),
        "evidence": _evidence(nodes, record, profile, holder or record.issuer),
        "credentialSubject": write_person(nodes, record.learner, [claim]),
    }
    return {name: value for name, value in document.items() if value is not None}, tuple(nodes.losses)


def _language(record: AchievementRecord, pages: Pages | None) -> str:
    """The language of texts that the record does not translate, such as names."""
    offered = [*(pages or {}), *record.specification.title]
    return next((tag.lower() for tag in offered), "en")


def _lose(nodes: Nodes, record: AchievementRecord, holder: Organisation | None) -> None:
    for name in ("status", "replaces"):
        if getattr(record, name):
            nodes.lose(name)
    if holder is not None and holder != record.issuer:
        nodes.lose("issuer")


def _identity(nodes: Nodes, record: AchievementRecord) -> Node:
    uri = _credential_uri(record.id)
    own = nodes.identifier(record.id, LOCAL_NAME) if record.id != uri else None
    return {"id": uri, "type": list(TYPES)} | ({"identifier": own} if own else {})


def _credential_uri(id: str) -> str:
    """`urn:credential:<uuid>`, the UUID being that of the id or made from it."""
    if id.startswith(PREFIX):
        return id
    try:
        return PREFIX + str(UUID(id.removeprefix("urn:uuid:")))
    except ValueError:
        return PREFIX + str(uuid5(NAMESPACE_URL, id))


def _profiles(nodes: Nodes, profile: str) -> Node:
    chosen = [PROFILES["generic"]] + ([PROFILES[profile]] if profile != "generic" else [])
    return {
        "credentialProfiles": compact(nodes.snb("credential", code, label) for code, label, _ in chosen),
        "credentialSchema": compact(
            {"id": SCHEMA + name, "type": "ShaclValidator2017"} for _, _, name in chosen
        ),
    }


def _dates(record: AchievementRecord) -> Node:
    issued, until = write_instant(record.issued_at), record.valid_until
    dates = {
        "issuanceDate": issued,
        "issued": issued,
        "validFrom": write_instant(record.valid_from or record.issued_at),
    }
    # Both names: the data model 1.1 knows expirationDate, the European profile validUntil too.
    return dates | (
        {"expirationDate": write_instant(until), "validUntil": write_instant(until)} if until else {}
    )


def _evidence(nodes: Nodes, record: AchievementRecord, profile: str, holder: Organisation) -> Node | None:
    if profile == "generic":
        return None
    code, label = EVIDENCE[profile]
    content: dict[str, Any] = {"dcType": nodes.snb("evidence-type", code, label)}
    if profile == "mandate":
        content["evidenceStatement"] = _mandate(record, holder)
    else:
        bodies = (one for body in record.awarding_bodies for one in body.accreditations)
        accreditation = next(iter((*record.specification.accreditations, *bodies)), None)
        if accreditation is None:
            raise NotWritable(
                "An accredited credential must name the accreditation it is based on.", at="accreditations"
            )
        content["accreditation"] = write_accreditation(nodes, accreditation)
    return nodes.node("Evidence", "evidence", content)


def _mandate(record: AchievementRecord, holder: Organisation) -> str:
    bodies = ", ".join(_name(body) for body in record.awarding_bodies)
    return (
        f"{bodies} made every claim in this credential and alone answers for it. "
        f"{_name(holder)} seals it on behalf of the awarding body and confirms that the claims came from it."
    )


def _name(organisation: Organisation) -> str:
    names = organisation.legal_name
    return names.get("en") or next(iter(names.values()), organisation.id)


def parse(document: Any) -> tuple[AchievementRecord, tuple[str, ...]]:
    """The record that a credential document speaks of, and the paths of the properties that were understood.

    Raises Malformed where there is no European Digital Credential with a learner and an achievement.
    """
    source = Source(document)
    if TYPES[1] not in source.kinds:
        raise Malformed("This is not a European Digital Credential.", at="type")
    subject = source.one("credentialSubject")
    claim = next((one for one in subject.all("hasClaim") if "LearningAchievement" in one.kinds), None)
    issued_at = first_instant(source, ISSUED)
    if claim is None or issued_at is None:
        raise Malformed("The credential has no achievement or no date of issuing.", at="credentialSubject")
    achieved = read_achievement(
        claim, read_person(subject), read_organisation(source.one("issuer")), issued_at
    )
    record = replace(
        achieved,
        id=source.id,
        valid_from=read_instant(source.string("validFrom")),
        valid_until=end_of(source),
    )
    return record, tuple(sorted(source.seen))
