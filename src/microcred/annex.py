"""The eleven mandatory elements of a European micro-credential.

Council Recommendation of 16 June 2022 on a European approach to micro-credentials for lifelong learning
and employability (2022/C 243/02), Annex I: https://eur-lex.europa.eu/eli/C/2022/243/02 . The numbers
(i)–(xi) count the elements in the order of that Annex.
"""

from collections.abc import Callable, Collection, Sequence

from microcred.accreditation import Ruling
from microcred.record import AchievementRecord, Organisation, Specification, Text
from microcred.report import Check, Report, _, failed, passed, unknown, warning
from microcred.saying import Country, Language, Listed
from microcred.vocabulary import ASSESSMENT, CYCLE, EQF_OF_CYCLE, PARTICIPATION, CodeList

ELEMENTS = {
    "annex.learner": "i",
    "annex.title": "ii",
    "annex.country": "iii",
    "annex.awarding-body": "iv",
    "annex.issued": "v",
    "annex.outcomes": "vi",
    "annex.workload": "vii",
    "annex.level": "viii",
    "annex.assessment": "ix",
    "annex.participation": "x",
    "annex.quality": "xi",
}


_SOURCES = {
    code: f"Council Recommendation 2022/C 243/02, Annex I ({number})" for code, number in ELEMENTS.items()
}


def source(code: str) -> str:
    """The clause that asks for this element."""
    return _SOURCES[code]


def check_annex(record: AchievementRecord) -> Report:
    """A credential says all eleven mandatory elements of Annex I, in the order of the Annex."""
    edition = check_edition(record.specification, record.issuer, *record.awarding_bodies)
    title, country, body, *others = edition
    learner, issued = check_award(record)
    return Report.of((learner, title, country, body, issued, *others))


def check_award(record: AchievementRecord) -> tuple[Check, Check]:
    """What differs from learner to learner: who it is (i), and the date (v)."""
    return _learner(record), _issued(record)


def check_edition(
    specification: Specification, issuer: Organisation, *bodies: Organisation
) -> tuple[Check, ...]:
    """What is the same for everybody who holds it: all other elements."""
    about = _title(specification, ()), _country((issuer, *bodies)), _awarding_body(bodies)
    return *about, *_of_specification(specification, (), (issuer, *bodies))


def check_specification(
    specification: Specification,
    *,
    languages: Collection[str] = (),
    awarding_bodies: Sequence[Organisation] | None = None,
) -> Report:
    """A draft or an edition says what Annex I asks of it, whoever will earn it.

    `languages` are those in which title and outcomes must be readable. Without `awarding_bodies` the
    country and the awarding body are not asked, and quality assurance may stay unknown.
    """
    checks = [_title(specification, languages)]
    if awarding_bodies is not None:
        checks += [_country(awarding_bodies), _awarding_body(awarding_bodies)]
    checks += _of_specification(specification, languages, awarding_bodies)
    return Report.of(checks)


def _of_specification(
    specification: Specification, languages: Collection[str], bodies: Sequence[Organisation] | None
) -> list[Check]:
    rules: tuple[Callable[[Specification], Check], ...] = (_workload, _level, _assessment, _participation)
    checks = [rule(specification) for rule in rules]
    return [_outcomes(specification, languages), *checks, _quality(specification, bodies)]


def _says(text: Text | None) -> bool:
    return text is not None and any(value.strip() for value in text.values())


def _missing_languages(texts: Sequence[Text], languages: Collection[str]) -> str:
    lacking = [tag for tag in languages if not all(text.get(tag, "").strip() for text in texts)]
    return Listed(map(Language, lacking))


def _learner(record: AchievementRecord) -> Check:
    code, learner = "annex.learner", record.learner
    if learner.name:
        return passed(code, _("The learner is named: {name}."), source(code), name=learner.name)
    if learner.id or learner.email or learner.identifiers:
        text = _("The learner is identified, but not named.")
        fix = _(
            "Add the learner's name, so that people and not only machines can tell whose credential it is."
        )
        return warning(code, text, source(code), fix)
    text = _("The learner is missing.")
    return failed(code, text, source(code), _("Add the learner's name or identifier."))


def _title(specification: Specification, languages: Collection[str]) -> Check:
    code, title = "annex.title", specification.title
    if not _says(title):
        fix = _("Enter a title that tells an employer what the micro-credential is about.")
        return failed(code, _("There is no title."), source(code), fix)
    if lacking := _missing_languages([title], languages):
        text = _("The title is missing in these languages: {languages}.")
        return warning(code, text, source(code), _("Translate the title."), languages=lacking)
    return passed(code, _("There is a title."), source(code))


def _country(organisations: Sequence[Organisation]) -> Check:
    code = "annex.country"
    countries = dict.fromkeys(
        where for it in organisations for where in (Country(it.country) or it.region,) if where
    )
    if countries:
        text = _("The country or region of the issuer is given: {countries}.")
        return passed(code, text, source(code), countries=Listed(countries))
    fix = _("Add the country to the institution's address.")
    return failed(code, _("The country or region of the issuer is missing."), source(code), fix)


def _awarding_body(bodies: Sequence[Organisation]) -> Check:
    code = "annex.awarding-body"
    names = [next(iter(body.legal_name.values())) for body in bodies if _says(body.legal_name)]
    if names:
        return passed(code, _("Awarded by {names}."), source(code), names=", ".join(names))
    fix = _("Name every institution that awards the micro-credential.")
    return failed(code, _("The awarding institution is missing."), source(code), fix)


def _issued(record: AchievementRecord) -> Check:
    code = "annex.issued"
    if record.issued_at < record.awarded_at:
        text = _("The date of issuing ({issued}) is before the award ({awarded}).")
        fix = _("Correct the date of the award or issue the credential again.")
        dates = {"issued": record.issued_at.date(), "awarded": record.awarded_at.date()}
        return warning(code, text, source(code), fix, **dates)
    return passed(code, _("Issued on {issued}."), source(code), issued=record.issued_at.date())


def _outcomes(specification: Specification, languages: Collection[str]) -> Check:
    code, outcomes = "annex.outcomes", specification.outcomes
    if not outcomes or not all(_says(outcome.title) for outcome in outcomes):
        text = _("The learning outcomes are missing or empty.")
        fix = _("Enter what the learner knows, understands or can do at the end, each outcome separately.")
        return failed(code, text, source(code), fix)
    if lacking := _missing_languages([outcome.title for outcome in outcomes], languages):
        text = _("Some learning outcomes are missing in these languages: {languages}.")
        return warning(code, text, source(code), _("Translate every outcome."), languages=lacking)
    text = _("Learning outcomes given: {count}.")
    return passed(code, text, source(code), count=len(outcomes))


def _workload(specification: Specification) -> Check:
    code = "annex.workload"
    if specification.ects > 0:
        text = _("The notional workload is {ects} ECTS credits.")
        return passed(code, text, source(code), ects=specification.ects)
    if specification.hours > 0:
        text = _("The workload is given in hours ({hours}), without ECTS credits.")
        fix = _("Enter the ECTS credits too. One credit means 25 to 30 hours of work.")
        return warning(code, text, source(code), fix, hours=specification.hours)
    fix = _("Enter the ECTS credits. One credit means 25 to 30 hours of work.")
    return failed(code, _("The workload is missing."), source(code), fix)


def _level(specification: Specification) -> Check:
    code, level, cycle = "annex.level", specification.eqf_level, specification.cycle
    if not 1 <= level <= 8:
        fix = _("Choose the level of the European Qualifications Framework, 1 to 8.")
        if specification.nqf_level or cycle:
            text = _("A national level or a cycle is given, but no EQF level.")
            return warning(code, text, source(code), fix)
        return failed(code, _("The level is missing."), source(code), fix)
    if cycle and EQF_OF_CYCLE.get(cycle, level) != level:
        text = _("EQF level {level} does not belong to the cycle “{cycle}”.")
        fix = _("Short cycle is EQF 5, first cycle 6, second cycle 7, third cycle 8: change one of the two.")
        return warning(code, text, source(code), fix, level=level, cycle=CYCLE.label(cycle))
    return passed(code, _("The level is EQF {level}."), source(code), level=level)


def _assessment(specification: Specification) -> Check:
    code = "annex.assessment"
    kinds = _labels(ASSESSMENT, [assessment.kind for assessment in specification.assessments])
    if kinds:
        return passed(code, _("Assessed by: {kinds}."), source(code), kinds=kinds)
    fix = _("Add at least one assessment and its type, such as project work or an oral examination.")
    return failed(code, _("The type of assessment is missing."), source(code), fix)


def _participation(specification: Specification) -> Check:
    code = "annex.participation"
    forms = _labels(PARTICIPATION, specification.participation)
    if forms:
        return passed(code, _("Form of participation: {forms}."), source(code), forms=forms)
    fix = _("Choose how learners take part, for example online, on site or blended.")
    return failed(code, _("The form of participation is missing."), source(code), fix)


def _labels(codes: CodeList, given: Sequence[str]) -> str:
    return Listed(dict.fromkeys(codes.label(code) for code in given if code))


def _quality(specification: Specification, bodies: Sequence[Organisation] | None) -> Check:
    code = "annex.quality"
    told = [*specification.accreditations, *(one for body in bodies or () for one in body.accreditations)]
    found = [one for one in told if one.decision != Ruling.NEGATIVE]
    names = ", ".join(dict.fromkeys(one.agency or next(iter(one.title.values()), one.kind) for one in found))
    if names:
        return passed(code, _("Quality assured by {names}."), source(code), names=names)
    fix = _("Add the quality assurance: the institution's accreditation or that of the programme.")
    if bodies is None:
        text = _(
            "The micro-credential itself does not name its quality assurance. Its institution may do so."
        )
        return unknown(code, text, source(code), fix)
    return failed(code, _("The quality assurance is missing."), source(code), fix)
