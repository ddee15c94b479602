"""What is measured: an Open Badge 3.0 of about 3 KB as a network of universities issues it, and its issuer."""

import copy
import hashlib
from datetime import UTC, date, datetime
from typing import Any

import orjson

from microcred import proofs, status_list
from microcred.did import DatedKey
from microcred.keys import generate
from microcred.record import Accreditation
from microcred.trust import KnownIssuer, Trust

ISSUER = "did:web:university.example"
METHOD = f"{ISSUER}#key"
LIST = "https://university.example/status/3"
SKILLS = (
    (
        "interpret current data",
        "http://data.europa.eu/esco/skill/3dd73ceb-b9ba-4a8b-8a2e-58ebbb11bc12",
        "S2.7.2",
    ),
    (
        "perform data analysis",
        "http://data.europa.eu/esco/skill/2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f",
        "S2.7.4",
    ),
)
PATHS: tuple[tuple[str | int, ...], ...] = (
    ("id",),
    ("credentialSubject", "identifier", 0, "identityHash"),
    ("credentialSubject", "result", 0, "value"),
    ("credentialStatus", "id"),
    ("credentialStatus", "statusListIndex"),
)
"""What differs from learner to learner."""

CREDENTIAL: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    ],
    "id": "urn:uuid:7c1a4c0e-9d2a-4a86-b0f1-0123456789ab",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Data Literacy for Public Administration",
    "description": "Micro-credential of 5 ECTS awarded jointly by the universities of an exchange network "
    "after a supervised assessment of all its learning outcomes.",
    "issuer": {
        "id": ISSUER,
        "type": ["Profile"],
        "name": "Example University of Applied Sciences",
        "url": "https://www.university.example",
        "email": "microcredentials@university.example",
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "DEQARINST0000", "identifierType": "identifier"}
        ],
    },
    "validFrom": "2026-11-20T09:30:00Z",
    "validUntil": "2031-11-20T09:30:00Z",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "identityType": "emailAddress",
                "salt": "c2FsdHNhbHQ",
            }
        ],
        "activityStartDate": "2026-09-01T00:00:00Z",
        "activityEndDate": "2026-11-15T00:00:00Z",
        "creditsEarned": 5.0,
        "achievement": {
            "id": "https://university.example/catalogue/dlpa-2026",
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "creditsAvailable": 5.0,
            "inLanguage": "en",
            "humanCode": "DLPA-26",
            "fieldOfStudy": "0613",
            "specialization": "EQF level 6",
            "name": "Data Literacy for Public Administration",
            "description": "Learners find, clean, analyse and communicate administrative data and judge its"
            " limits. Online, 125 hours of workload, led by a teacher, EQF level 6.",
            "criteria": {
                "narrative": "Pass the project report (60 %) and the supervised online examination (40 %) "
                "with at least 50 % in each part. Quality assured by the issuer; identity verified online."
            },
            "image": {
                "id": "https://university.example/catalogue/dlpa-2026/badge.png",
                "type": "Image",
                "caption": "Badge",
            },
            "tag": ["data literacy", "statistics", "public administration"],
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetType": "CFItem",
                    "targetCode": code,
                    "targetFramework": "ESCO",
                    "targetName": name,
                    "targetUrl": url,
                }
                for name, url, code in SKILLS
            ],
            "resultDescription": [
                {
                    "id": "urn:uuid:f6ab24cd-86e8-4eaf-b8c6-ded74e8fd41c",
                    "type": ["ResultDescription"],
                    "name": "Final grade",
                    "resultType": "LetterGrade",
                    "allowedValue": ["A", "B", "C", "D", "E", "F"],
                    "requiredValue": "E",
                }
            ],
        },
        "result": [
            {
                "type": ["Result"],
                "resultDescription": "urn:uuid:f6ab24cd-86e8-4eaf-b8c6-ded74e8fd41c",
                "value": "B",
            }
        ],
    },
    "credentialStatus": {
        "id": f"{LIST}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": LIST,
    },
    "credentialSchema": [
        {
            "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
            "type": "1EdTechJsonSchemaValidator2019",
        }
    ],
}


CREATED = datetime(2026, 11, 23, 10, tzinfo=UTC)
VERIFIED_AT = datetime(2026, 11, 24, tzinfo=UTC)
KEY = generate()
PUBLISHED = (DatedKey(METHOD, KEY.public),)
ACCREDITATION = Accreditation({"en": "Institutional accreditation"}, "institutional", "Example Agency")


def member(number: int) -> KnownIssuer:
    """A university in the register: the first is the issuer."""
    name, keys = (ISSUER, PUBLISHED) if number == 0 else (f"did:web:university-{number}.example", ())
    return KnownIssuer(
        name, "Example University", "Example Network", date(2024, 1, 1), None, (ACCREDITATION,), keys
    )


def revocations() -> bytes:
    """The issuer's signed status list, on which every hundredth credential of no learner is revoked."""
    bits = status_list.StatusList()
    for index in range(99, status_list.ENTRIES // 2, 100):
        bits[status_list.ENTRIES // 2 + index] = True
    unsigned = status_list.credential(bits, url=LIST, issuer=ISSUER, purpose="revocation", valid_from=CREATED)
    return orjson.dumps(proofs.sign(unsigned, KEY, method=METHOD, created=CREATED))


TRUST = Trust(tuple(member(number) for number in range(50)), documents={LIST: revocations()})
"""The register of a network of fifty universities, and the issuer's status list."""


def learner(number: int) -> tuple[str, ...]:
    """What differs for one learner, in the order of `PATHS`."""
    digest = hashlib.sha256(b"learner %d" % number).hexdigest()
    name = f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"
    index = str(number % 131_072)
    return f"urn:uuid:{name}", f"sha256${digest}", "ABCDE"[number % 5], f"{LIST}#{index}", index


def credential(number: int) -> dict[str, Any]:
    """The unsigned credential of one learner."""
    document = copy.deepcopy(CREDENTIAL)
    for path, value in zip(PATHS, learner(number), strict=True):
        holder: Any = document
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = value
    return document
