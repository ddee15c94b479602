"""A valid body for every endpoint that takes one: what is refused to somebody is refused for who they are."""

from typing import Any

from tests.cast import TODAY
from tests.recognition.cast import REASONS, TERMS

SOON, LATER = TODAY.isoformat(), TODAY.replace(year=TODAY.year + 1).isoformat()
TITLE = {"en": "Title"}
SKILL = "http://data.europa.eu/esco/skill/0c77bcd5-b94a-475d-98e9-5a4327e4d726"

BODIES: dict[str, dict[str, Any]] = {
    "AccreditationEnd": {"ended_from": SOON, "reason": REASONS},
    "AccreditationIn": {"title": TITLE, "agency": "Agency", "valid_from": SOON},
    "AffiliationIn": {"institution": "mu", "programme": "mu-mechatronics", "since": SOON},
    "AgreementIn": {
        "home": "mu",
        "host": "tuni",
        "code": "new",
        "title": TITLE,
        "terms": TERMS,
        "valid_from": SOON,
        "valid_until": LATER,
    },
    "AppealDecisionIn": {"outcome": "dismissed", "reasons": REASONS},
    "AppealIn": {"grounds": REASONS},
    "ApplicationIn": {"home": "mu"},
    "AppointmentIn": {
        "email": "ane.etxeberria@learner.example",
        "role": "teacher",
        "institution": "mu",
        "valid_from": SOON,
    },
    "AskIn": {"item": None, "programme": "mu-mechatronics"},
    "ClaimRefusalIn": {"chosen": [1], "reason": REASONS},
    "ConfirmationIn": {"chosen": [1]},
    "CorrectionIn": {"given_name": "Lucía", "family_name": "Romero", "reason": REASONS},
    "CancelIn": {"reason": REASONS},
    "Correction": {"reason": REASONS},
    "DecisionIn": {"outcome": "refused", "ects": "0", "reasons": REASONS, "differences": ["level"]},
    "EndIn": {"last_day": SOON},
    "GradeIn": {"grade": "1.0"},
    "IdentifierIn": {"scheme": "schac", "value": "mu.edu", "valid_from": SOON},
    "KeyEnd": {"is_compromised": True},
    "MemberIn": {"slug": "new", "short_name": "NEW", "name": TITLE, "country": "FI", "valid_from": SOON},
    "MicroDegreeIn": {
        "awarded_by": "mu",
        "code": "new",
        "title": TITLE,
        "summary": TITLE,
        "ects": "15",
        "eqf_level": 6,
        "rule": {"blocks": [{"title": TITLE, "codes": ["uoc-green-computing"], "needs": "all"}]},
    },
    "SealEnd": {"is_compromised": True},
    "TokenIn": {"label": "New"},
    "NameIn": {"name": TITLE, "valid_from": SOON},
    "NamesIn": {"given_name": "Lucía", "family_name": "Romero"},
    "NeedIn": {
        "organisation": "iberotec",
        "skill": SKILL,
        "wave": TODAY.year,
        "importance": "4",
        "availability": "2",
        "respondents": 10,
    },
    "OfferingIn": {
        "code": "new",
        "language": "en",
        "places": 3,
        "starts_on": LATER,
        "ends_on": LATER,
        "enrolment_opens_on": SOON,
        "enrolment_closes_on": SOON,
    },
    "Overruling": {"later": 1},
    "PostingIn": {"organisation": "iberotec", "title": "Engineer", "text": "Work.", "skills": [SKILL]},
    "ProposalIn": {"terms": {}, "summary": "More.", "in_force_from": SOON},
    "Reasons": {"reasons": REASONS},
    "RefusalIn": {"reason": REASONS},
    "RevocationIn": {"reason": "error", "explanation": REASONS},
    "SaveIn": {"revision": 0, "draft": {"title": TITLE}},
    "ShareIn": {"items": [None], "audience": "Somebody", "days": 7},
    "StartIn": {"institution": "mu", "title": TITLE},
    "VoteIn": {"institution": "mu", "in_favour": False},
}
