"""What is told when a network is founded, and what is wrong with it: the same for page, API and command."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mcx.network.rules.identifiers import EXAMPLES, fault_of_identifier
from mcx.network.rules.profiles import (
    About,
    Profile,
    fault_of_line,
    fault_of_mail,
    faults_of_about,
    faults_of_profile,
)
from microcred.report import _

# How the facts of the university are called beside those of the network and of its founder.
OF_UNIVERSITY = {
    "slug": "slug",
    "short_name": "short_name",
    "name": "institution",
    "country": "country",
    "city": "city",
    "homepage": "homepage",
    "email": "institution_email",
    "language_cluster": "language_cluster",
}


@dataclass(frozen=True, slots=True)
class Founder:
    """Whoever founds the network and coordinates it then; `language` is the one that she reads in."""

    email: str
    given_name: str
    family_name: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Founding:
    """Everything that a network begins with; `identifiers` maps schemes to the first university's own."""

    about: About
    first: Profile
    founder: Founder
    identifiers: Mapping[str, str] = field(default_factory=dict)


def faults_of_founding(founding: Founding) -> dict[str, tuple[str, Mapping[str, str]]]:
    """What is wrong, by field: the sentence and its values; empty when the network can be founded."""
    university = faults_of_profile(founding.first)
    plain = {
        **faults_of_about(founding.about),
        **{OF_UNIVERSITY[name]: text for name, text in university.items()},
        **_faults_of_founder(founding.founder),
    }
    found: dict[str, tuple[str, Mapping[str, str]]] = {name: (text, {}) for name, text in plain.items()}
    for scheme, value in founding.identifiers.items():
        if scheme not in EXAMPLES:
            found["identifiers"] = (_("Use only these types of identifier: {schemes}"), SCHEMES)
        elif value and (text := fault_of_identifier(scheme, value)):
            found[f"identifier_{scheme}"] = text, {"example": EXAMPLES[scheme]}
    return found


SCHEMES = {"schemes": ", ".join(EXAMPLES)}


def _faults_of_founder(founder: Founder) -> dict[str, str]:
    found = {
        "email": fault_of_mail(founder.email),
        "given_name": fault_of_line(founder.given_name, longest=120),
        "family_name": fault_of_line(founder.family_name, longest=120),
    }
    return {name: text for name, text in found.items() if text}
