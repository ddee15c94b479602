"""Whether an achievement counts at home, and why: every answer cites its clause.

A condition that fails under an agreement never refuses by itself: only the competent authority may refuse,
and it has to show a substantial difference (Lisbon Recognition Convention III.5, IV.1).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from mcx.network.rules.affiliations import Confirmation, EvidenceSource
from mcx.recognition.rules.terms import AgreementTerms, Place, Route
from microcred.accreditation import Answer
from microcred.grading import Numbers, place_of
from microcred.report import Check, Conclusion, Outcome, Report, _, failed, passed, unknown, warning

LRC = "Lisbon Recognition Convention III.5"
AFFILIATION = "recognition.affiliation"
CONFIRMED = {
    EvidenceSource.REGISTRAR: _(
        "The registrar of {university} confirmed on {day} that the learner studies in this programme."
    )
}
ASK_SINGLY = _(
    "A recognition officer can decide individually. It helps if the learner explains how it fits the "
    "programme."
)


@dataclass(frozen=True, slots=True)
class Achievement:
    """What is to be recognised; `grade` is empty before it is earned, credits are ECTS.

    `grades` is the host's scale from best to worst, or `numbers` its range. `proof` is what verifying
    the credential concluded, None before there is one. `accreditation` is what the register says of the
    awarding body on that day (`microcred.accreditation`), None where no register knows it.
    """

    code: str
    ects: Decimal
    eqf_level: int
    isced_f: str
    identity_percent: Decimal
    accreditation: Answer | None
    grade: str = ""
    grades: tuple[str, ...] = ()
    numbers: Numbers | None = None
    proof: Conclusion | None = None


@dataclass(frozen=True, slots=True)
class HomeProgramme:
    """Where it is to count: the room left in its pool of electives, by which codes it counts there already,
    and whose word it is that the learner studies there, None while it is the learner's alone.
    """

    slug: str
    eqf_level: int
    elective_ects_left: Decimal
    university: str = ""
    confirmation: Confirmation | None = None
    ects_under_agreement: Decimal = Decimal(0)
    recognised_codes: Collection[str] = ()


def no_agreement() -> Report:
    """The answer where the two universities have no agreement in force."""
    return Report.of(
        [
            unknown(
                "recognition.agreement",
                _("The home university has no agreement in force that covers this micro-credential."),
                LRC,
                _("A recognition officer can still decide, and must give reasons."),
            )
        ]
    )


def assess_own(achievement: Achievement, home: HomeProgramme) -> Report:
    """What a university asks of what it awarded itself: that it is genuine, new and has room."""
    source = _("Programme rules")
    own = passed("recognition.own", _("The home university awards it."), source)
    ours = affiliation(home.university, home.confirmation)
    proof = [_proof(achievement.proof)] if achievement.proof is not None else []
    rest = [_once(achievement, home, source), _room(AgreementTerms(), achievement, home, source)]
    return Report.of([own, ours, *proof, *rest])


def assess(name: str, terms: AgreementTerms, achievement: Achievement, home: HomeProgramme) -> Report:
    """Every condition of the agreement called `name`, asked one by one."""
    return Report.of(_conditions(name, terms, achievement, home))


def _conditions(
    name: str, terms: AgreementTerms, achievement: Achievement, home: HomeProgramme
) -> Iterator[Check]:
    def cite(subject: str) -> str:
        clause = terms.clause(subject)
        return f"{name} cl. {clause}" if clause else name

    yield _covered(terms, achievement, home, cite("scope"))
    yield affiliation(home.university, home.confirmation)
    yield _level(terms, achievement, home, cite("level"))
    if terms.isced_f:
        yield _field(terms, achievement, cite("field"))
    if terms.needs_accreditation:
        yield from _quality(achievement, cite("quality"))
    if terms.identity_percent:
        yield _identity(terms, achievement, cite("identity"))
    if terms.lowest_grade:
        yield _grade(terms, achievement, cite("grade"))
    if achievement.proof is not None:
        yield _proof(achievement.proof)
    yield _once(achievement, home, cite("scope"))
    yield _room(terms, achievement, home, cite("credits"))


def _covered(terms: AgreementTerms, achievement: Achievement, home: HomeProgramme, source: str) -> Check:
    code = "recognition.agreement"
    if terms.programmes and home.slug not in terms.programmes:
        return unknown(
            code,
            _("The agreement does not cover this degree programme."),
            source,
            _("A recognition officer can still decide."),
        )
    if terms.micro_credentials and achievement.code not in terms.micro_credentials:
        return unknown(
            code,
            _("The agreement does not list this micro-credential."),
            source,
            _("A recognition officer can still decide."),
        )
    return passed(code, _("An agreement between the two universities covers it."), source)


def affiliation(university: str, confirmation: Confirmation | None) -> Check:
    """Whether the university vouches for its learner, who there and when; a claim opens nothing and is no
    reason to refuse.
    """
    source, values = _("Programme rules"), {"university": university}
    if confirmation is not None:
        text = CONFIRMED[confirmation.source]
        return passed(AFFILIATION, text, source, **values, day=confirmation.day)
    return unknown(
        AFFILIATION,
        _("{university} has not yet confirmed that the learner studies in this programme."),
        source,
        _(
            "The registrar there can confirm it. Learners can see the state under “Where I study”, and then "
            "ask again."
        ),
        **values,
    )


def _level(terms: AgreementTerms, achievement: Achievement, home: HomeProgramme, source: str) -> Check:
    lowest = terms.eqf_min or home.eqf_level
    agreed = f"{lowest}–{terms.eqf_max}" if terms.eqf_max > lowest else str(lowest)
    if not achievement.eqf_level:
        text = _("The credential does not state its EQF level. EQF {agreed} is agreed.")
        return unknown("recognition.level", text, source, ASK_SINGLY, agreed=agreed)
    values = {"level": achievement.eqf_level, "agreed": agreed}
    if lowest <= achievement.eqf_level <= terms.eqf_max:
        return passed("recognition.level", _("Its level, EQF {level}, is as agreed."), source, **values)
    return failed(
        "recognition.level",
        _("Its level is EQF {level}. The agreement covers EQF {agreed}."),
        source,
        ASK_SINGLY,
        **values,
    )


def _field(terms: AgreementTerms, achievement: Achievement, source: str) -> Check:
    if achievement.isced_f.startswith(terms.isced_f):
        return passed("recognition.field", _("Its field of study is one of those agreed."), source)
    if not achievement.isced_f:
        text = _("The credential does not state its field of study.")
        return unknown("recognition.field", text, source, ASK_SINGLY)
    return failed(
        "recognition.field",
        _("Its field of study is not one of those agreed."),
        source,
        ASK_SINGLY,
    )


def _quality(achievement: Achievement, source: str) -> Iterator[Check]:
    """The register's own answer with its remarks, under the clause that asks for it."""
    code = "recognition.quality"
    if achievement.accreditation is None:
        yield unknown(code, _("It is not known whether the awarding institution is accredited."), source)
        return
    yield replace(achievement.accreditation.check, code=code, source=source)
    for remark in achievement.accreditation.remarks:
        yield replace(remark, code=f"{code}.negative", source=source)


def _identity(terms: AgreementTerms, achievement: Achievement, source: str) -> Check:
    values = {"share": achievement.identity_percent.normalize(), "needed": terms.identity_percent}
    if achievement.identity_percent >= terms.identity_percent:
        text = _("An identity document is checked for {share}% of the assessment.")
        return passed("recognition.identity", text, source, **values)
    return failed(
        "recognition.identity",
        _(
            "An identity document is checked for {share}% of the assessment. The agreement requires "
            "{needed}%."
        ),
        source,
        _("A recognition officer can decide individually."),
        **values,
    )


def _grade(terms: AgreementTerms, achievement: Achievement, source: str) -> Check:
    lowest, scale = terms.lowest_grade, (achievement.grades, achievement.numbers)
    if not achievement.grade and achievement.proof is not None:  # earned, but the credential keeps it back
        text = _("The credential does not show the grade. The agreement requires {lowest} or better.")
        fix = _("A copy of the credential that shows the grade settles this.")
        return unknown("recognition.grade", text, source, fix, lowest=lowest)
    if not achievement.grade:
        return warning(
            "recognition.grade", _("A grade of {lowest} or better is needed."), source, lowest=lowest
        )
    place, needed = place_of(achievement.grade, *scale), place_of(lowest, *scale)
    if place is None or needed is None:
        return unknown(
            "recognition.grade", _("The grade cannot be compared with {lowest}."), source, lowest=lowest
        )
    values = {"grade": achievement.grade, "lowest": lowest}
    if place <= needed:
        return passed("recognition.grade", _("The grade {grade} meets the agreement."), source, **values)
    return failed(
        "recognition.grade",
        _("The grade is {grade}. The agreement requires {lowest} or better."),
        source,
        _("A recognition officer can decide individually."),
        **values,
    )


def _proof(proof: Conclusion) -> Check:
    source = "VC-DM 2.0 §7.1"
    if proof is Conclusion.PASSED:
        return passed("recognition.proof", _("The credential was verified."), source)
    advice = _("The credential in the learner's wallet shows which check failed.")
    if proof is Conclusion.INCONCLUSIVE:
        text = _("The credential could not be verified completely.")
        return unknown("recognition.proof", text, source, advice)
    return failed("recognition.proof", _("The credential did not pass verification."), source, advice)


def counts_already(code: str, home: HomeProgramme) -> bool:
    """Whether what goes by this code counts in the programme; of what has no code that cannot be said."""
    return bool(code) and code in home.recognised_codes


def _once(achievement: Achievement, home: HomeProgramme, source: str) -> Check:
    if counts_already(achievement.code, home):
        return failed(
            "recognition.once",
            _("It already counts in this programme. Nothing can count twice."),
            source,
        )
    return passed("recognition.once", _("It does not count in this programme yet."), source)


def _room(terms: AgreementTerms, achievement: Achievement, home: HomeProgramme, source: str) -> Check:
    if not achievement.ects:
        text = _("The credential does not state how many ECTS credits it is worth.")
        return unknown("recognition.credits", text, source, ASK_SINGLY)
    counted = credits_to_count(terms, achievement, home)
    values: dict[str, Any] = {"counted": counted.normalize(), "ects": achievement.ects.normalize()}
    if counted == achievement.ects:
        return passed("recognition.credits", _("All {ects} ECTS count."), source, **values)
    if counted > 0:
        return warning(
            "recognition.credits",
            _("{counted} of its {ects} ECTS count. The maximum is then reached."),
            source,
            **values,
        )
    return failed(
        "recognition.credits",
        _(
            "The maximum number of credits that can count in this programme is reached, so its {ects} ECTS "
            "cannot."
        ),
        source,
        _("The student adviser knows which electives it could replace."),
        **values,
    )


def credits_to_count(terms: AgreementTerms, achievement: Achievement, home: HomeProgramme) -> Decimal:
    """The ECTS that count: no more than the electives have room for and the agreement allows."""
    room = [achievement.ects]
    if terms.place == Place.ELECTIVE:
        room.append(home.elective_ects_left)
    if terms.max_ects is not None:
        room.append(terms.max_ects - home.ects_under_agreement)
    return max(min(room), Decimal(0))


def is_automatic(terms: AgreementTerms, report: Report) -> bool:
    """Whether the agreement decides by itself: only ever in the learner's favour."""
    return terms.route == Route.AUTOMATIC and report.conclusion is Conclusion.PASSED


def route(at_once: Route, terms: AgreementTerms, report: Report) -> Route:
    """`at_once` where it is decided by itself, `unconfirmed` where only the university's word is missing that
    the learner studies there, else `individual`.
    """
    if is_automatic(terms, report):
        return at_once
    rest = Report.of([check for check in report if check.code != AFFILIATION])
    return Route.UNCONFIRMED if is_unconfirmed(report) and is_automatic(terms, rest) else Route.INDIVIDUAL


def with_affiliation(report: Report, check: Check) -> Report:
    """The report with what is known now of the learner's affiliation in the place of what was known then."""
    return Report.of([check if each.code == AFFILIATION else each for each in report])


def is_unconfirmed(report: Report) -> bool:
    """Whether it was open, when the report was made, that the learner studies there."""
    return any(check.code == AFFILIATION and check.outcome is Outcome.UNKNOWN for check in report)
