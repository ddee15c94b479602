"""The field's code lists: our short codes, their labels, and the URIs by which Europe knows them.

Sources: Europass controlled lists of the European Learning Model 3.2 (`http://data.europa.eu/snb/…`),
the Dublin descriptors (QF-EHEA, Bologna Follow-up Group 2005), EQF Recommendation 2017/C 189/03, ESCO.
"""

from dataclasses import dataclass
from enum import StrEnum

from microcred.report import _

SNB = "http://data.europa.eu/snb/"


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a code list; `uri` is empty where Europe has published none."""

    code: str
    label: str
    uri: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list of terms in the order people read them."""

    name: str
    scheme: str
    terms: tuple[Term, ...]

    def __getitem__(self, code: str) -> Term:
        return self._by_code()[code]

    def __contains__(self, code: object) -> bool:
        return any(term.code == code for term in self.terms)

    def _by_code(self) -> dict[str, Term]:
        return {term.code: term for term in self.terms}

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(code, English label) pairs, as forms take them."""
        return [(term.code, term.label) for term in self.terms]

    def label(self, code: str) -> str:
        """The English label of a code; the code itself where it is not in the list."""
        return next((term.label for term in self.terms if term.code == code), code)

    def from_uri(self, uri: str) -> Term | None:
        """The term with this URI, if it is in the list."""
        return next((term for term in self.terms if term.uri and term.uri == uri), None)


def _list(name: str, list_id: str, *rows: tuple[str, str, str]) -> CodeList:
    base = f"{SNB}{list_id}/" if list_id else ""
    terms = tuple(Term(code, label, base + tail if tail else "") for code, label, tail in rows)
    return CodeList(name, f"{base}25831c2" if base else "", terms)


PARTICIPATION = _list(
    "participation",
    "learning-assessment",
    ("online", _("Online"), "920fbb3cbe"),
    ("blended", _("Blended"), "e92d221e4d"),
    ("presential", _("On site"), "9191af2ed9"),
    ("work-based", _("Work-based"), "729f3bed4b"),
    ("project-based", _("Project-based"), "7813801c77"),
    ("research-lab", _("Research or laboratory based"), "ed4c557045"),
)

ASSESSMENT = _list(
    "assessment",
    "assessment",
    ("written-exam", _("Written examination"), "6e6cb2cc78"),
    ("oral-exam", _("Oral examination"), "d30284d7df"),
    ("portfolio", _("Portfolio"), "4f03b91c0e"),
    ("project", _("Project work"), "795dac4096"),
    ("continuous", _("Continuous evaluation"), "3484bd7e51"),
    ("artefact", _("Artefact assessment"), "de4d165a6c"),
    ("practical", _("Practical assessment"), "6a4db9f11d"),
    ("quiz", _("Quiz"), "b1b68f6735"),
    ("assignment", _("Marked assignment"), "2939dae15f"),
    ("peer-assessment", _("Peer assessment"), "19a2e5e671"),
    ("peer-review", _("Peer review"), "812e3b0ae1"),
    ("problem-based", _("Problem-based learning"), "c4256a2726"),
    ("group", _("Group performance"), "56539a6507"),
    ("attendance", _("Level of attendance"), "7331eb4762"),
)

ACTIVITY = _list(
    "activity",
    "learning-activity",
    ("classroom", _("Classroom coursework"), "ff436ea7c9"),
    ("e-learning", _("E-learning coursework"), "bf2e3a7bae"),
    ("lab", _("Laboratory, simulation or practice coursework"), "3c8bd58d62"),
    ("workshop", _("Workshop, seminar or conference"), "efff75e10a"),
    ("self-study", _("Self-motivated study"), "b660f5dcea"),
    ("research", _("Research"), "a7e556215a"),
    ("internship", _("Internship"), "bf5588ff84"),
    ("job", _("Job experience"), "4357e0e681"),
    ("apprenticeship", _("Apprenticeship"), "d46a826a39"),
    ("volunteering", _("Volunteering"), "59eaf34fab"),
    ("programme", _("Educational programme"), "fd33e234ae"),
)

SUPERVISION = _list(
    "supervision",
    "",
    ("unsupervised", _("Unsupervised"), ""),
    ("supervised-online", _("Supervised online"), ""),
    ("supervised-onsite", _("Supervised on site"), ""),
)


class IdentityCheck(StrEnum):
    """How an assessment makes sure who is assessed; a record may hold other words of its maker."""

    NONE = "none"
    ACCOUNT = "account"
    DOCUMENT = "document"


IDENTITY_CHECK = _list(
    "identity-check",
    "",
    (IdentityCheck.NONE.value, _("No identity check"), ""),
    (IdentityCheck.ACCOUNT.value, _("Signed in with the institution's account"), ""),
    (IdentityCheck.DOCUMENT.value, _("Identity document shown"), ""),
)

EQF = _list("eqf", "eqf", *[(str(level), f"EQF {level}", str(level)) for level in range(1, 9)])

CYCLE = _list(
    "cycle",
    "",
    ("short", _("Short cycle"), ""),
    ("first", _("First cycle (bachelor)"), ""),
    ("second", _("Second cycle (master)"), ""),
    ("third", _("Third cycle (doctorate)"), ""),
)

# Cycles of the QF-EHEA and the EQF level each corresponds to (EQF Recommendation 2017, Annex II).
EQF_OF_CYCLE = {"short": 5, "first": 6, "second": 7, "third": 8}

DUBLIN = _list(
    "dublin",
    "",
    ("knowledge", _("Knowledge and understanding"), ""),
    ("application", _("Applying knowledge and understanding"), ""),
    ("judgement", _("Making judgements"), ""),
    ("communication", _("Communication"), ""),
    ("learning", _("Learning skills"), ""),
)

REUSE_LEVEL = _list(
    "reuse-level",
    "skill-reuse-level",
    ("transversal", _("Transversal"), "transversal"),
    ("cross-sector", _("Cross-sector"), "cross-sector"),
    ("sector-specific", _("Sector-specific"), "sector-specific"),
    ("occupation-specific", _("Occupation-specific"), "occupation-specific"),
)

SKILL_TYPE = _list(
    "skill-type",
    "skill-type",
    ("knowledge", _("Knowledge"), "knowledge"),
    ("skill", _("Skill"), "skill"),
)

ACCREDITATION = _list(
    "accreditation",
    "accreditation",
    ("institutional", _("Institutional quality assurance"), "bb4618238e"),
    ("programme", _("Programme quality assurance"), "820101cba6"),
    ("institutional-licence", _("Institutional licence"), "003293d2ce"),
    ("programme-licence", _("Programme licence"), "e57dddfcf3"),
)

STACKABILITY = _list(
    "stackability",
    "",
    ("stand-alone", _("Stand-alone"), ""),
    ("stackable", _("Stackable towards a larger credential"), ""),
)
