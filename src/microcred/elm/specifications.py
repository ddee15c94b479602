"""The specification of a micro-credential in the European Learning Model, written and read.

A micro-credential is a `Qualification`: in ELM 3.2 only that class has an EQF level. Paths of the Annex I
elements: `learningOutcome` (vi), `creditPoint` and `volumeOfLearning` (vii), `eqfLevel` (viii), `provenBy`
(ix), `mode` (x), `accreditation` (xi).
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial

from microcred.elm import fields
from microcred.elm.agents import read_accreditation, write_accreditation
from microcred.elm.assessments import read_activity, read_assessment, write_activity, write_assessment
from microcred.elm.languages import TAGS
from microcred.elm.nodes import (
    ESCO_SKILL,
    ESCO_SKILLS,
    NO_SCHEME,
    Node,
    Nodes,
    code_of,
    compact,
    is_iri,
    own_code,
    texts,
)
from microcred.elm.sources import Source
from microcred.elm.values import read_decimal, read_hours, write_decimal, write_hours
from microcred.record import Assessment, Concept, LearningOutcome, Specification, Text
from microcred.vocabulary import CYCLE, DUBLIN, EQF, PARTICIPATION, REUSE_LEVEL, SKILL_TYPE

ECTS = ("education-credit", "6fcec5c5af", "European Credit Transfer System")
SHORT_PROGRAMME = ("learning-opportunity", "74a4a268e8", "Short learning programme")
KINDS = {"micro-credential": "Micro-credential", "micro-degree": "Micro-degree"}
PROSPECTIVE = ("entitlement-status", "5b8d6b34fb", "prospective")
OPPORTUNITY = ("entitlement", "64aad92881", "learning opportunity")
EDITION, CODE = "Edition", "Code"
QDR = "http://data.europa.eu/snb/qdr"

_QDR_CODE = re.compile(r"c_[0-9a-f]{6,10}")


def write_specification(
    nodes: Nodes, specification: Specification, assessments: tuple[Assessment, ...]
) -> Node:
    """The Qualification; `assessments` are those of the specification, with the scales they are graded on."""
    outcomes = [outcome.id for outcome in specification.outcomes]
    provenance = (write_accreditation(nodes, one) for one in specification.accreditations)
    content = {
        **_description(nodes, specification),
        **_workload_and_level(nodes, specification),
        "mode": compact(nodes.term(PARTICIPATION, code) for code in specification.participation),
        "learningOutcome": compact(write_outcome(nodes, outcome) for outcome in specification.outcomes),
        "provenBy": compact(write_assessment(nodes, one, outcomes) for one in assessments),
        "influencedBy": compact(write_activity(nodes, one, outcomes) for one in specification.activities),
        "accreditation": compact(provenance),
        "entryRequirement": nodes.note(specification.prerequisites),
        "additionalNote": compact(_notes(nodes, specification)),
        **_stacking(nodes, specification),
    }
    return nodes.node("Qualification", "qualification", content, id=specification.id)


def _description(nodes: Nodes, specification: Specification) -> dict[str, object]:
    if specification.homepage and not is_iri(specification.homepage):
        nodes.lose("specification.homepage")
    label = KINDS.get(specification.kind, specification.kind)
    types = (nodes.snb(*SHORT_PROGRAMME), nodes.own("kind", specification.kind, label))
    return {
        "title": texts(specification.title),
        "description": texts(specification.description),
        "identifier": compact(
            nodes.identifier(value, name)
            for value, name in ((specification.version, EDITION), (specification.code, CODE))
            if value
        ),
        "homepage": nodes.link(specification.homepage),
        "language": _known(nodes, specification.languages, nodes.tongue, "specification.languages"),
        "thematicArea": _known(nodes, specification.isced_f, partial(_area, nodes), "specification.isced_f"),
        "dcType": compact(types),
    }


def _known(nodes: Nodes, codes: Iterable[str], find: Callable[[str], Node | None], path: str) -> object:
    """The concepts of these codes, each once; a code the list lacks is a loss."""
    found: dict[str, Node] = {}
    for code in codes:
        concept = find(code)
        if concept is None:
            nodes.lose(f"{path}: {code}")
        else:
            found[concept["id"]] = concept
    return compact(found.values())


def _area(nodes: Nodes, code: str) -> Node | None:
    if code not in fields.FIELDS:
        return None
    return nodes.snb("isced-f", code, fields.FIELDS[code])


def _workload_and_level(nodes: Nodes, specification: Specification) -> dict[str, object]:
    levels = (
        nodes.own("cycle", specification.cycle, CYCLE.label(specification.cycle))
        if specification.cycle
        else None,
        _national_level(nodes, specification.nqf_level),
    )
    in_framework = _QDR_CODE.fullmatch(specification.nqf_level)
    return {
        "creditPoint": write_credit(nodes, specification.ects) if specification.ects else None,
        "volumeOfLearning": write_hours(specification.hours) if specification.hours else None,
        "eqfLevel": nodes.term(EQF, str(specification.eqf_level)),
        "nqfLevel": nodes.concept(f"{QDR}/{in_framework[0]}", f"{QDR}/25831c2") if in_framework else None,
        "educationLevel": compact(levels),
    }


def _national_level(nodes: Nodes, level: str) -> Node | None:
    """A national level that is not a code of the European list of frameworks: named by a concept of ours."""
    return nodes.own("nqf", level, level) if level and not _QDR_CODE.fullmatch(level) else None


def write_credit(nodes: Nodes, points: Decimal) -> Node:
    """ECTS credits; the model wants the points as text."""
    content = {"framework": nodes.snb(*ECTS), "point": write_decimal(points)}
    return nodes.node("CreditPoint", "creditPoint", content)


def _notes(nodes: Nodes, specification: Specification) -> tuple[Node | None, ...]:
    stacking = nodes.own("note", "stackability", "Integration and stackability options")
    return (
        nodes.note(specification.stackability, stacking) if specification.stackability else None,
        nodes.note(specification.further_information),
    )


def _stacking(nodes: Nodes, specification: Specification) -> dict[str, object]:
    """Larger credentials this one counts towards: as wholes it is part of, and as what it entitles to."""
    return {
        "isPartialQualification": True if specification.part_of else None,
        "isPartOf": compact(_whole(nodes, one) for one in specification.part_of),
        "entitlesTo": compact(_entitlement(nodes, one) for one in specification.part_of),
    }


def _whole(nodes: Nodes, whole: Concept) -> Node:
    if whole.scheme:
        nodes.lose(f"specification.part_of {whole.uri}: scheme")
    code = nodes.identifier(whole.code, CODE) if whole.code else None
    return nodes.node(
        "Qualification", "qualification", {"title": texts(whole.label), "identifier": code}, id=whole.uri
    )


def _entitlement(nodes: Nodes, whole: Concept) -> Node:
    content = {
        "title": texts(whole.label),
        "dcType": nodes.snb(*OPPORTUNITY),
        "entitlementStatus": nodes.snb(*PROSPECTIVE),
        "supplementaryDocument": nodes.link(whole.uri) if whole.uri.startswith("http") else None,
    }
    return nodes.node("LearningEntitlementSpecification", "learningEntitlementSpec", content)


def write_outcome(nodes: Nodes, outcome: LearningOutcome) -> Node:
    """A learning outcome with its skills; the Dublin descriptor is a related skill of our own scheme."""
    esco = [one for one in outcome.skills if one.uri.startswith(ESCO_SKILL)]
    others = [_skill(nodes, one) for one in outcome.skills if one not in esco]
    dublin = nodes.own("dublin", outcome.dublin, DUBLIN.label(outcome.dublin)) if outcome.dublin else None
    content = {
        "title": texts(outcome.title),
        "dcType": nodes.term(SKILL_TYPE, outcome.kind),
        "reusabilityLevel": nodes.term(REUSE_LEVEL, outcome.reuse_level),
        "relatedESCOSkill": compact(nodes.concept(one.uri, ESCO_SKILLS, one.label, one.code) for one in esco),
        "relatedSkill": compact((*others, dublin)),
    }
    return nodes.node("LearningOutcome", "learningOutcome", content, id=outcome.id)


def _skill(nodes: Nodes, skill: Concept) -> Node | None:
    if not is_iri(skill.uri):
        nodes.lose(f"skill {skill.uri}")
        return None
    return nodes.concept(skill.uri, skill.scheme or NO_SCHEME, skill.label, skill.code)


def read_specification(source: Source) -> Specification:
    """The specification, as far as a Qualification or LearningAchievementSpecification says it."""
    outcomes = tuple(read_outcome(one) for one in source.all("learningOutcome"))
    ids = [outcome.id for outcome in outcomes]
    kind = next(
        (code for one in source.values("dcType") if (code := own_code(one, "kind"))), "micro-credential"
    )
    return Specification(
        id=source.id,
        version=_read_identifier(source, EDITION),
        title=source.text("title"),
        description=source.text("description"),
        outcomes=outcomes,
        ects=read_credits(source, "creditPoint") or Decimal(0),
        hours=read_hours(source.string("volumeOfLearning")) or Decimal(0),
        eqf_level=int(source.code("eqfLevel", EQF) or 0),
        participation=tuple(code for one in source.values("mode") if (code := code_of(one, PARTICIPATION))),
        assessments=tuple(read_assessment(one, ids) for one in source.all("provenBy")),
        languages=_read_languages(source),
        activities=tuple(read_activity(one, ids) for one in source.all("influencedBy")),
        nqf_level=_read_national_level(source),
        cycle=next((code for one in source.values("educationLevel") if (code := own_code(one, "cycle"))), ""),
        isced_f=tuple(one.id.rpartition("/")[2] for one in source.all("thematicArea")),
        prerequisites=source.one("entryRequirement").text("noteLiteral") or None,
        stackability=_read_note(source, "stackability"),
        part_of=tuple(_read_whole(one) for one in source.all("isPartOf")),
        accreditations=tuple(read_accreditation(one) for one in source.all("accreditation")),
        further_information=_read_note(source, ""),
        homepage=source.one("homepage").string("contentURL"),
        kind=kind,
        code=_read_identifier(source, CODE),
    )


def read_outcome(source: Source) -> LearningOutcome:
    """A learning outcome; ESCO skills first."""
    related = list(source.all("relatedSkill"))
    dublin = next((code for one in related if (code := own_code(one.node, "dublin"))), "")
    others = [one for one in related if not own_code(one.node, "dublin")]
    return LearningOutcome(
        id=source.id,
        title=source.text("title"),
        dublin=dublin,
        kind=source.code("dcType", SKILL_TYPE) or "skill",
        reuse_level=source.code("reusabilityLevel", REUSE_LEVEL),
        skills=tuple(read_concept(one) for one in (*source.all("relatedESCOSkill"), *others)),
    )


def read_concept(source: Source) -> Concept:
    """A concept with its scheme, label and code."""
    scheme = source.one("inScheme").id
    return Concept(
        source.id, source.text("prefLabel"), "" if scheme == NO_SCHEME else scheme, source.string("notation")
    )


def read_credits(source: Source, name: str) -> Decimal | None:
    """The ECTS credits of a property, if there are any."""
    for credit in source.all(name):
        if credit.one("framework").id.endswith(ECTS[1]):
            return read_decimal(credit.string("point"))
    return None


def _read_languages(source: Source) -> tuple[str, ...]:
    codes = (one.id.rpartition("/")[2] for one in source.all("language"))
    return tuple(TAGS[code] for code in codes if code in TAGS)


def _read_national_level(source: Source) -> str:
    named = [one.id.rpartition("/")[2] for one in source.all("nqfLevel")]
    named += [own_code(one, "nqf") for one in source.values("educationLevel")]
    return next((level for level in named if level), "")


def _read_note(source: Source, subject: str) -> Text | None:
    """The additional note about this subject, or with none the one without a subject."""
    for note in source.all("additionalNote"):
        about = note.one("subject")
        if (own_code(about.node, "note") == subject) if subject else not about:
            return note.text("noteLiteral")
    return None


def _read_whole(source: Source) -> Concept:
    return Concept(source.id, source.text("title"), "", _read_identifier(source, CODE))


def _read_identifier(source: Source, name: str) -> str:
    found = (one.string("notation") for one in source.all("identifier") if one.string("schemeName") == name)
    return next(found, "")
