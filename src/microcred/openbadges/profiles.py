"""Institutions and learners as Open Badges 3.0 profiles and subjects, both ways.

Open Badges 3.0, Profile, IdentityObject, IdentifierEntry; accreditations and
given names are our own terms (`microcred.openbadges.context`).
"""

import hashlib
from typing import Any

from microcred.openbadges.node import Node, once
from microcred.openbadges.texts import best, is_iri, values, without_empty
from microcred.record import Accreditation, Identifier, Organisation, Person, Text

HASH_PREFIX = "sha256$"


def write_profile(organisation: Organisation, *types: str) -> dict[str, Any]:
    """The institution as a Profile with everything we know about it."""
    return without_empty(
        [
            ("id", organisation.id),
            ("type", ["Profile", *types]),
            ("name", best(organisation.legal_name)),
            ("translation", translation(organisation.legal_name)),
            ("url", organisation.homepage),
            ("email", organisation.email),
            ("address", _write_address(organisation)),
            ("otherIdentifier", [_write_identifier(one) for one in organisation.identifiers]),
            ("accreditation", [write_accreditation(one) for one in organisation.accreditations]),
            ("memberOf", [write_profile(one) for one in organisation.member_of]),
        ]
    )


@once
def read_profile(node: Node) -> Organisation:
    """The institution that a Profile, or the mere id of one, describes."""
    address = node.node("address")
    return Organisation(
        id=node.string("id"),
        legal_name=read_name(node),
        country=address.string("addressCountryCode") or address.string("addressCountry"),
        region=address.string("addressRegion"),
        homepage=node.string("url"),
        email=node.string("email"),
        identifiers=tuple(_read_identifier(one) for one in node.nodes("otherIdentifier")),
        accreditations=tuple(read_accreditation(one) for one in node.nodes("accreditation")),
        member_of=tuple(
            Organisation(one.string("id"), read_name(one))
            for one in node.nodes("memberOf") + node.nodes("parentOrg")
        ),
    )


def translation(text: Text | None, about: Text | None = None) -> dict[str, Any] | None:
    """What plain `name` and `description` cannot say: other languages, and which language is which."""
    names, descriptions = _beyond_english(text), _beyond_english(about)
    if not names and not descriptions:
        return None
    return without_empty([("type", "Translation"), ("name", names), ("description", descriptions)])


def _beyond_english(text: Text | None) -> Any:
    return None if text is None or set(text) == {"en"} else values(text)


def read_name(node: Node) -> dict[str, str]:
    """The name in all its languages where we wrote them, else as it stands."""
    plain = node.text("name")
    return node.node("translation").text("name") or plain


def _write_address(organisation: Organisation) -> dict[str, Any] | None:
    parts = without_empty(
        [("addressCountryCode", organisation.country), ("addressRegion", organisation.region)]
    )
    return {"type": ["Address"], **parts} if parts else None


def _write_identifier(identifier: Identifier) -> dict[str, str]:
    kind = "identifier" if identifier.scheme in ("", "identifier") else f"ext:{identifier.scheme}"
    return {"type": "IdentifierEntry", "identifier": identifier.value, "identifierType": kind}


def _read_identifier(node: Node) -> Identifier:
    return Identifier(node.string("identifierType").removeprefix("ext:"), node.string("identifier"))


def write_accreditation(accreditation: Accreditation) -> dict[str, Any]:
    """A quality-assurance decision in our own terms."""
    return without_empty(
        [
            ("type", "Accreditation"),
            ("name", values(accreditation.title)),
            ("accreditationId", accreditation.id),
            ("accreditationKind", accreditation.kind),
            ("agency", accreditation.agency),
            ("agencyId", accreditation.agency_id),
            ("decision", accreditation.decision),
            ("reportUrl", accreditation.report_url),
            ("accreditedFrom", accreditation.valid_from and accreditation.valid_from.isoformat()),
            ("accreditedUntil", accreditation.valid_until and accreditation.valid_until.isoformat()),
        ]
    )


def read_accreditation(node: Node) -> Accreditation:
    """The quality-assurance decision that `write_accreditation` wrote."""
    return Accreditation(
        title=node.text("name"),
        kind=node.string("accreditationKind"),
        agency=node.string("agency"),
        id=node.string("accreditationId"),
        agency_id=node.string("agencyId"),
        report_url=node.string("reportUrl"),
        decision=node.string("decision"),
        valid_from=node.day("accreditedFrom"),
        valid_until=node.day("accreditedUntil"),
    )


def write_learner(learner: Person, salt: str) -> dict[str, Any]:
    """Who the subject is: an id only when it is an IRI, the e-mail only as a salted hash."""
    identities = [_identity("name", learner.name)] if learner.name else []
    identities += [_identity(f"ext:{one.scheme}", one.value) for one in learner.identifiers]
    if learner.email and salt:
        identities.append(_hashed_email(learner.email, salt))
    names = without_empty(
        [
            ("learnerGivenName", learner.given_name),
            ("learnerFamilyName", learner.family_name),
            ("learnerFullName", learner.full_name),
        ]
    )
    return without_empty(
        [
            ("id", learner.id if is_iri(learner.id) else ""),
            ("type", ["AchievementSubject"]),
            ("identifier", identities),
            ("learner", {"type": "Learner", **names} if names else None),
        ]
    )


def _identity(kind: str, value: str) -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}


def _hashed_email(email: str, salt: str) -> dict[str, Any]:
    digest = hashlib.sha256((email.lower() + salt).encode()).hexdigest()
    return {**_identity("emailAddress", HASH_PREFIX + digest), "hashed": True, "salt": salt}


def read_learner(subject: Node) -> Person:
    """The person the subject names."""
    names = subject.node("learner")
    given, family = names.string("learnerGivenName"), names.string("learnerFamilyName")
    known = [_read_identity(one) for one in subject.nodes("identifier")]
    said = {one.scheme: one.value for one in sorted(known, key=lambda one: one.value, reverse=True)}
    return Person(
        subject.string("id"),
        given,
        family,
        names.string("learnerFullName") or ("" if given or family else said.get("name", "")),
        email=said.get("emailAddress", ""),
        identifiers=tuple(one for one in known if one.value and one.scheme not in ("name", "emailAddress")),
    )


def _read_identity(node: Node) -> Identifier:
    """The identity in the clear; a hash tells nobody anything unless they already know whom to expect."""
    if node.flag("hashed"):
        node.skip("identityType", "identityHash", "hashed", "salt")
        return Identifier("", "")
    node.skip("hashed")
    return Identifier(node.string("identityType").removeprefix("ext:"), node.string("identityHash"))
