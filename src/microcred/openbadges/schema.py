"""What 1EdTech's JSON Schemas ask of Open Badges 3.0 and CLR 2.0 credentials, without a schema engine.

The facts of `ob_v3p0_achievementcredential_schema.json`, `ob_v3p0_endorsementcredential_schema.json` and
`clr_v2p0_clrcredential_schema.json` (the variants for JSON-LD payloads); tests compare every verdict with
the official files. Badges on VC-DM 1.1 are held to the same with `issuanceDate` for `validFrom`.
"""

from collections.abc import Mapping
from typing import Any, Final

from microcred.openbadges import schema_words as words
from microcred.openbadges.schema_kinds import (
    Kind,
    Problem,
    Problems,
    boolean,
    closed,
    contexts,
    day,
    either,
    extensible,
    instant,
    later,
    many,
    number,
    once,
    pattern,
    text,
    thing,
    types,
    word,
)

_V1 = r"https://www\.w3\.org/2018/credentials/v1"
_V2 = r"https://www\.w3\.org/ns/credentials/v2"
_OB = r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json"
_CLR = r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)*\.json"

_LANGUAGE = pattern(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_IDENTIFIER = extensible(*words.IDENTIFIER_TYPES)

_KINDS: dict[str, Kind] = {}


def _ref(name: str) -> Kind:
    return later(_KINDS, name)


def _define(name: str, required: str, texts: str, own_type: Kind | None = None, /, **others: Kind) -> None:
    """A class: what it must have, which of its properties are texts, and the kinds of the others."""
    properties = {"type": own_type or types((name,)), **dict.fromkeys(texts.split(), text), **others}
    _KINDS[name] = thing(properties, tuple(required.split()))


def _define_closed(name: str, required: str, texts: str, /, **others: Kind) -> None:
    properties = {"type": word(name), **dict.fromkeys(texts.split(), text), **others}
    _KINDS[name] = thing(properties, tuple(required.split()), open_ended=False)


def _define_credential(name: str, context: Kind, required: str, own_type: Kind, /, **others: Kind) -> None:
    """A credential: the properties all of them share (VC-DM 2.0 §4), and its own."""
    shared: Mapping[str, Kind] = {
        "@context": once(context),
        "issuer": either(_ref("Profile"), text),
        "issuanceDate" if name.endswith("1") else "validFrom": instant,
        "expirationDate" if name.endswith("1") else "validUntil": instant,
        "proof": many(_ref("Proof")),
        "credentialSchema": many(_ref("CredentialSchema")),
        "credentialStatus": _ref("CredentialStatus"),
        "refreshService": _ref("RefreshService"),
        "termsOfUse": many(_ref("TermsOfUse")),
        "evidence": many(_ref("Evidence")),
    }
    date = "issuanceDate" if name.endswith("1") else "validFrom"
    _define(name, f"{required} {date}", "id", once(own_type), **shared, **others)


_BADGE_CONTEXT = contexts(_V2, _OB, at_least=2)
_ENDORSED: Mapping[str, Kind] = {
    "endorsement": many(_ref("EndorsementCredential")),
    "endorsementJwt": many(pattern(r"[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+")),
}

_NAMED: Mapping[str, Kind] = {"name": text, "description": text, "awardedDate": instant}

for _version, _context in (("", _BADGE_CONTEXT), ("1", contexts(_V1, _OB, at_least=2))):
    _define_credential(
        f"AchievementCredential{_version}",
        _context,
        "@context id type credentialSubject issuer",
        types(("VerifiableCredential",), ("AchievementCredential", "OpenBadgeCredential")),
        credentialSubject=_ref("AchievementSubject"),
        image=_ref("Image"),
        **_NAMED,
        **_ENDORSED,
    )
    _define_credential(
        f"EndorsementCredential{_version}",
        _context,
        "@context type id name credentialSubject issuer",
        types(("VerifiableCredential",), ("EndorsementCredential",)),
        credentialSubject=_ref("EndorsementSubject"),
        **_NAMED,
    )
_define_credential(
    "ClrCredential",
    contexts(_V2, _CLR, _OB, at_least=3),
    "@context type id name credentialSubject issuer",
    types(("VerifiableCredential",), ("ClrCredential",)),
    credentialSubject=_ref("ClrSubject"),
    image=_ref("Image"),
    partial=boolean,
    **_NAMED,
    **_ENDORSED,
)
_define_credential(
    "VerifiableCredential",
    contexts(_V2, at_least=1),
    "@context type issuer credentialSubject",
    types(("VerifiableCredential",)),
    credentialSubject=thing({"id": text}, ()),
)

_define(
    "AchievementSubject",
    "type achievement",
    "id licenseNumber narrative role term",
    activityEndDate=instant,
    activityStartDate=instant,
    creditsEarned=number,
    achievement=_ref("Achievement"),
    identifier=many(_ref("IdentityObject")),
    image=_ref("Image"),
    result=many(_ref("Result")),
    source=_ref("Profile"),
)
_define("EndorsementSubject", "id type", "id endorsementComment")
_define(
    "ClrSubject",
    "type verifiableCredential",
    "id",
    identifier=many(_ref("IdentityObject")),
    achievement=many(_ref("Achievement")),
    verifiableCredential=many(_ref("VerifiableCredential"), at_least=1),
    association=many(_ref("Association")),
)
_define(
    "Achievement",
    "id type criteria description name",
    "id description fieldOfStudy humanCode name specialization version",
    alignment=many(_ref("Alignment")),
    achievementType=extensible(*words.ACHIEVEMENT_TYPES),
    creator=_ref("Profile"),
    creditsAvailable=number,
    criteria=thing({"id": text, "narrative": text}, ()),
    image=_ref("Image"),
    inLanguage=_LANGUAGE,
    otherIdentifier=many(_ref("IdentifierEntry")),
    related=many(_ref("Related")),
    resultDescription=many(_ref("ResultDescription")),
    tag=many(text),
    **_ENDORSED,
)
_define(
    "Alignment",
    "type targetName targetUrl",
    "targetCode targetDescription targetName targetFramework targetUrl",
    targetType=extensible(*words.TARGET_TYPES),
)
_define("Related", "id type", "id version", inLanguage=_LANGUAGE)
_define("Evidence", "type", "id narrative name description genre audience")
_define(
    "Result",
    "type",
    "achievedLevel resultDescription value",
    alignment=many(_ref("Alignment")),
    status=closed(*words.RESULT_STATUSES),
)
_define(
    "ResultDescription",
    "id type name resultType",
    "id name requiredLevel requiredValue valueMax valueMin",
    alignment=many(_ref("Alignment")),
    allowedValue=many(text),
    resultType=extensible(*words.RESULT_TYPES),
    rubricCriterionLevel=many(_ref("RubricCriterionLevel")),
)
_define(
    "RubricCriterionLevel",
    "id type name",
    "id description level name points",
    alignment=many(_ref("Alignment")),
)
_define(
    "Profile",
    "id type",
    "id name url phone description email official familyName givenName additionalName patronymicName"
    " honorificPrefix honorificSuffix familyNamePrefix",
    image=_ref("Image"),
    address=_ref("Address"),
    otherIdentifier=many(_ref("IdentifierEntry")),
    parentOrg=_ref("Profile"),
    dateOfBirth=day,
    **_ENDORSED,
)
_define(
    "Address",
    "type",
    "addressCountry addressCountryCode addressRegion addressLocality streetAddress postOfficeBoxNumber"
    " postalCode",
    geo=_ref("GeoCoordinates"),
)
_define(
    "GeoCoordinates", "type latitude longitude", "", word("GeoCoordinates"), latitude=number, longitude=number
)
_define("CredentialSchema", "id type", "id", text)
_define("CredentialStatus", "type", "id", text)
_define("RefreshService", "id type", "id", text)
_define("TermsOfUse", "type", "id", text)
_define(
    "Proof",
    "type",
    "cryptosuite challenge domain nonce proofPurpose proofValue verificationMethod",
    text,
    created=instant,
)
_define_closed(
    "IdentityObject",
    "type hashed identityHash identityType",
    "identityHash salt",
    hashed=boolean,
    identityType=_IDENTIFIER,
)
_define_closed("IdentifierEntry", "type identifier identifierType", "identifier", identifierType=_IDENTIFIER)
_define_closed("Image", "id type", "id caption")
_define_closed(
    "Association",
    "type associationType sourceId targetId",
    "sourceId targetId",
    associationType=closed(*words.ASSOCIATION_TYPES),
)

for _shared in ("Achievement", "Profile"):
    _KINDS[_shared] = once(_KINDS[_shared])

SCHEMA_OF_TYPE: Final = {
    "ClrCredential": "ClrCredential",
    "EndorsementCredential": "EndorsementCredential",
    "AchievementCredential": "AchievementCredential",
    "OpenBadgeCredential": "AchievementCredential",
}


def schema_of(document: Mapping[str, Any]) -> str:
    """The name of the schema that this credential must follow; empty for a credential of no kind of ours."""
    given = document.get("type")
    for name in given if isinstance(given, list) else [given]:
        if isinstance(name, str) and name in SCHEMA_OF_TYPE:
            schema = SCHEMA_OF_TYPE[name]
            return f"{schema}1" if _is_version_1(document) and f"{schema}1" in _KINDS else schema
    return ""


def _is_version_1(document: Mapping[str, Any]) -> bool:
    context = document.get("@context")
    return isinstance(context, list) and "https://www.w3.org/2018/credentials/v1" in context


def problems(document: Any, schema: str) -> Problems:
    """Everything in which the document departs from the schema of that name, in the document's order."""
    return _KINDS[schema](document)


__all__ = ["SCHEMA_OF_TYPE", "Problem", "problems", "schema_of"]
