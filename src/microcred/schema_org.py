"""An edition as a schema.org Course, for search engines and harvesters.

schema.org 29: https://schema.org/Course , https://schema.org/CourseInstance . The vocabulary knows no EQF
level and no ECTS; both are written as it allows (DefinedTerm, StructuredValue).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from microcred.record import Organisation, Specification, Text
from microcred.vocabulary import EQF

CONTEXT = "https://schema.org"
MODES = {"online": "online", "presential": "onsite", "blended": "blended"}


@dataclass(frozen=True, slots=True)
class CourseRun:
    """When and where the course is taught."""

    url: str
    language: str
    starts_on: date
    ends_on: date
    location: str = ""


def course(
    specification: Specification,
    provider: Organisation,
    *,
    language: str,
    runs: Iterable[CourseRun] = (),
    prices: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The Course that a page in this language is about; `prices` map an audience's name to EUR."""
    document = {
        "@context": CONTEXT,
        "@type": "Course",
        "@id": specification.id,
        "url": specification.id,
        "name": _said(specification.title, language),
        "description": _said(specification.description, language),
        "inLanguage": list(specification.languages),
        "provider": _provider(provider, language),
        "educationalLevel": _level(specification.eqf_level),
        "numberOfCredits": {
            "@type": "StructuredValue",
            "name": "ECTS",
            "value": f"{specification.ects.normalize():f}",
        },
        "timeRequired": f"PT{int(specification.hours)}H",
        "teaches": [_said(outcome.title, language) for outcome in specification.outcomes],
        "coursePrerequisites": _said(specification.prerequisites or {}, language),
        "educationalCredentialAwarded": {
            "@type": "EducationalOccupationalCredential",
            "name": _said(specification.title, language),
            "credentialCategory": specification.kind,
            "competencyRequired": _skills(specification, language),
        },
        "hasCourseInstance": [_instance(run, specification) for run in runs],
        "offers": [_offer(name, amount) for name, amount in (prices or {}).items()],
    }
    return {name: value for name, value in document.items() if value not in ("", [], None)}


def _said(text: Text, language: str) -> str:
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def _provider(provider: Organisation, language: str) -> dict[str, Any]:
    found = {
        "@type": "CollegeOrUniversity",
        "@id": provider.id,
        "name": _said(provider.legal_name, language),
        "url": provider.homepage,
    }
    address = {"@type": "PostalAddress", "addressCountry": provider.country}
    return {name: value for name, value in found.items() if value} | {"address": address}


def _level(level: int) -> dict[str, str]:
    term = EQF[str(level)]
    return {"@type": "DefinedTerm", "@id": term.uri, "name": term.label, "termCode": term.code}


def _skills(specification: Specification, language: str) -> list[dict[str, str]]:
    skills = {skill.uri: skill for outcome in specification.outcomes for skill in outcome.skills}
    return [
        {"@type": "DefinedTerm", "@id": skill.uri, "name": _said(skill.label, language)}
        for skill in skills.values()
    ]


def _instance(run: CourseRun, specification: Specification) -> dict[str, Any]:
    instance = {
        "@type": "CourseInstance",
        "url": run.url,
        "courseMode": [MODES[form] for form in specification.participation if form in MODES],
        "courseWorkload": f"PT{int(specification.hours)}H",
        "inLanguage": run.language,
        "startDate": run.starts_on.isoformat(),
        "endDate": run.ends_on.isoformat(),
        "location": run.location,
    }
    return {name: value for name, value in instance.items() if value}


def _offer(name: str, amount: str) -> dict[str, str]:
    category = "Free" if amount == "0" else "Paid"
    return {"@type": "Offer", "name": name, "price": amount, "priceCurrency": "EUR", "category": category}
