"""An achievement record as an Open Badges 3.0 credential on VC-DM 2.0, ready to be signed.

1EdTech Open Badges 3.0: https://www.imsglobal.org/spec/ob/v3p0 ; W3C Verifiable Credentials Data Model
2.0: https://www.w3.org/TR/vc-data-model-2.0/ . The bytes depend on nothing but the record and the salt.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from microcred.errors import NotWritable
from microcred.openbadges.context import CONTEXT_URL
from microcred.openbadges.profiles import translation, write_learner, write_profile
from microcred.openbadges.results import write_results
from microcred.openbadges.specifications import language_of, write_achievement
from microcred.openbadges.texts import best, instant, is_iri, number, without_empty
from microcred.record import AchievementRecord, Evidence, Grade, Organisation, Status
from microcred.report import _

VC2 = "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


BIRTH_DATE = _("The date of birth is left out because badges are shared publicly.")
EMAIL = _("The email address is left out because badges are shared publicly.")
PARTS = _("The credentials it combines are left out, because an Open Badge contains one achievement.")
SECOND_STATUS = _("Only the revocation list is named, because an Open Badge can have only one status.")
ASSESSMENTS = _("Grades of assessments that the micro-credential does not describe are left out.")
EVIDENCE = _("Evidence without a web address is described, not linked.")
NUMBERS = _("The badge gives the lowest and highest number of the grading scale, not its steps.")


def write(
    record: AchievementRecord, *, salt: str = "", endorsements: Sequence[Mapping[str, Any]] = ()
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The unsigned Open Badge and, in words, what it cannot carry.

    With `salt` (random, one per credential) the learner's e-mail is included as a salted hash, never in
    the clear. Endorsements are signed EndorsementCredentials. Raises NotWritable when an identifier that
    must be an IRI is none (VC-DM 2.0 §4.4) or title or learner is missing.
    """
    _check_writable(record)
    specification = record.specification
    tag = language_of(specification)
    credential = without_empty(
        [
            ("@context", [VC2, OB3, CONTEXT_URL]),
            ("id", record.id),
            ("type", ["VerifiableCredential", "OpenBadgeCredential"]),
            ("name", best(specification.title, tag)),
            ("issuer", write_profile(record.issuer)),
            ("awardingBody", _awarding_bodies(record)),
            ("validFrom", instant(record.valid_from or record.issued_at)),
            ("validUntil", instant(record.valid_until)),
            ("awardedDate", instant(record.awarded_at)),
            ("issued", instant(record.issued_at)),
            ("credentialSubject", _subject(record, salt)),
            ("evidence", [_evidence(one) for one in record.evidence]),
            ("endorsement", [dict(one) for one in endorsements]),
            ("replaces", record.replaces),
            ("credentialStatus", _status(record.status)),
        ]
    )
    return credential, tuple(_losses(record, salt))


def _check_writable(record: AchievementRecord) -> None:
    must_be_iris = [record.id, record.specification.id, record.issuer.id]
    must_be_iris += [body.id for body in record.awarding_bodies]
    must_be_iris += [one.url for one in record.evidence if one.url]
    must_be_iris += [record.replaces] if record.replaces else []
    for identifier in must_be_iris:
        if not is_iri(identifier):
            raise NotWritable(
                "An Open Badge needs a web address or another IRI, not “{identifier}”.", identifier=identifier
            )
    if not best(record.specification.title):
        raise NotWritable("An Open Badge needs a title.")
    if not (record.learner.name or record.learner.id or record.learner.identifiers):
        raise NotWritable("An Open Badge needs a learner.")


def _awarding_bodies(record: AchievementRecord) -> list[Any]:
    """The issuer is only named by its id: told twice, it would be two of everything it says of itself."""
    return [_body(body, record.issuer) for body in record.awarding_bodies]


def _body(body: Organisation, issuer: Organisation) -> Any:
    return body.id if body.id == issuer.id else write_profile(body)


def _subject(record: AchievementRecord, salt: str) -> dict[str, Any]:
    achievement = write_achievement(record.specification)
    results, described = write_results(record.grade, _graded(record), record.specification.id)
    own = achievement.pop("microCredential")
    if described:
        achievement["resultDescription"] = described
    return {
        **write_learner(record.learner, salt),
        **without_empty([("creditsEarned", number(record.ects_awarded) if record.ects_awarded else None)]),
        "achievement": {**achievement, "microCredential": own},
        **without_empty([("result", results)]),
    }


def _graded(record: AchievementRecord) -> list[Any]:
    described = {one.id for one in record.specification.assessments}
    return [one for one in record.assessments if one.id in described]


def _grades(record: AchievementRecord) -> list[Grade]:
    given = (record.grade, *(one.grade for one in _graded(record)))
    return [grade for grade in given if grade is not None]


def _evidence(evidence: Evidence) -> dict[str, Any]:
    digest = base64.b64encode(bytes.fromhex(evidence.sha256)).decode()
    return without_empty(
        [
            ("id", evidence.url),
            ("type", ["Evidence"]),
            ("name", evidence.name),
            ("description", best(evidence.description)),
            ("translation", translation(None, evidence.description)),
            ("digestSRI", f"sha256-{digest}" if digest else ""),
            ("mediaType", evidence.media_type),
        ]
    )


def _status(statuses: Sequence[Status]) -> dict[str, str] | None:
    if not statuses:
        return None
    status = next((one for one in statuses if one.purpose == "revocation"), statuses[0])
    return {
        "id": f"{status.list_url}#{status.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": status.purpose,
        "statusListIndex": str(status.index),
        "statusListCredential": status.list_url,
    }


def _losses(record: AchievementRecord, salt: str) -> list[str]:
    lost = [
        (BIRTH_DATE, record.learner.birth_date is not None),
        (EMAIL, bool(record.learner.email) and not salt),
        (PARTS, bool(record.parts)),
        (SECOND_STATUS, len(record.status) > 1),
        (ASSESSMENTS, len(_graded(record)) < len(record.assessments)),
        (EVIDENCE, any(not one.url for one in record.evidence)),
        (NUMBERS, any(one.scale.numbers is not None for one in _grades(record))),
    ]
    return [words for words, is_lost in lost if is_lost]
