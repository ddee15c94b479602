"""What the Charter says about volume, workload, level and language, and what learners must know besides."""

from collections.abc import Iterator
from decimal import Decimal

from mcx.catalogue.rules import Audience, Proposal, price
from mcx.design.rules.checks.house import House
from mcx.design.rules.checks.required import FRAMEWORK, left_out, missing
from mcx.network.rules.course_fields import Section
from mcx.network.rules.terms import CharterTerms
from mcx.skills.rules.fields import FIELDS, field_label
from microcred.record import Specification
from microcred.report import Check, _, failed, passed, warning
from microcred.saying import Language, Listed


def check(proposal: Proposal, terms: CharterTerms, house: House | None) -> Iterator[Check]:
    """Volume, hours, level and languages keep to the Charter; field, scale, cost and the rest are named."""
    spec = proposal.specification
    yield _volume(spec, terms)
    yield _hours(spec, terms)
    yield _level(spec, terms)
    yield from _languages(spec, terms, house)
    yield _field(spec, terms)
    yield _scale(proposal, house)
    yield _cost(proposal, terms)
    yield from _rest(proposal, terms)


def _volume(spec: Specification, terms: CharterTerms) -> Check:
    code, source = "frame.ects", terms.clause("micro_credential_ects")
    values = {"ects": spec.ects, "range": terms.micro_credential_ects}
    if spec.ects in terms.micro_credential_ects:
        text = _("{ects} ECTS is within the network's range of {range}.")
        return passed(code, text, source, **values)
    if not spec.ects:
        fix = _("Enter how many ECTS credits it is worth. The network offers {range}.")
        return failed(
            code, _("No credits have been entered yet."), source, fix, range=terms.micro_credential_ects
        )
    text = _("{ects} ECTS is outside the network's range of {range}.")
    fix = _("Change the number of credits, or split the micro-credential.")
    return failed(code, text, source, fix, **values)


def _hours(spec: Specification, terms: CharterTerms) -> Check:
    code, source, span = "frame.hours", terms.clause("hours_per_ects"), terms.hours_per_ects
    low, high = span.low * spec.ects, span.high * spec.ects
    values = {"hours": spec.hours, "ects": spec.ects, "low": low, "high": high}
    if spec.ects and low <= spec.hours <= high:
        text = _("{hours} hours of activities match {ects} ECTS.")
        return passed(code, text, source, **values)
    if not spec.ects:
        text = _("Whether the hours fit is not known until the credits are entered.")
        return failed(code, text, source, _("Enter the credits and the hours of each activity."))
    if not spec.hours:
        fix = _("Enter the hours of each activity. {ects} ECTS credits mean {low} to {high} hours.")
        return failed(
            code, _("No hours have been entered yet."), source, fix, ects=spec.ects, low=low, high=high
        )
    text = _("The hours of all activities add up to {hours}. {ects} ECTS credits mean {low} to {high} hours.")
    fix = _("Change the hours of the activities, or the credits.")
    return failed(code, text, source, fix, **values)


def _level(spec: Specification, terms: CharterTerms) -> Check:
    code, level = "frame.level", spec.eqf_level
    if level in terms.eqf_levels:
        text = _("The network offers EQF level {level}.")
        return passed(code, text, terms.clause("eqf_levels"), level=level)
    if level in terms.planned_eqf_levels:
        text = _(
            "The network does not offer EQF level {level} yet. Until members vote to add it, this is a pilot."
        )
        fix = _("Recognition is decided case by case, never automatically.")
        return warning(code, text, terms.clause("planned_eqf_levels"), fix, level=level)
    fix = _("Choose one of the levels that the Charter names: {levels}.")
    levels = ", ".join(str(each) for each in terms.eqf_levels)
    if not level:
        text = _("No EQF level has been entered yet.")
        return failed(code, text, terms.clause("eqf_levels"), fix, levels=levels)
    text = _("The network does not offer EQF level {level}.")
    return failed(code, text, terms.clause("eqf_levels"), fix, level=level, levels=levels)


def _languages(spec: Specification, terms: CharterTerms, house: House | None) -> Iterator[Check]:
    code, source = "frame.languages", terms.clause("language_clusters")
    if not spec.languages:
        text = _("The language of instruction is missing.")
        yield missing(code, "languages", terms, text, _("Choose the languages of instruction."))
    elif house and terms.language_clusters:
        lacking = [tag for tag in spec.languages if not terms.exchanges(tag, house.slug)]
        names = Listed(map(Language, lacking))
        fix = _(
            "Teach it in a language that member universities exchange courses in, or propose a change to "
            "the Charter's language clusters."
        )
        if len(lacking) == len(spec.languages):
            text = _("Your university does not exchange micro-credentials taught in {languages}.")
            yield failed(code, text, source, fix, languages=names)
        elif lacking:
            text = _("No member university exchanges courses taught in {languages}.")
            yield warning(code, text, source, fix, languages=names)
        else:
            yield passed(
                code, _("At least one teaching language is exchanged between member universities."), source
            )


def _field(spec: Specification, terms: CharterTerms) -> Check:
    code, known = "frame.field", [each for each in spec.isced_f if each in FIELDS]
    if known:
        text = _("The field of study is {field}.")
        return passed(code, text, "ISCED-F 2013", field=Listed([known[0], field_label(known[0])], " "))
    text = _("The field of study is missing.")
    fix = _("Choose the field (ISCED-F) under which learners and agreements find it.")
    return missing(code, "isced-f", terms, text, fix)


def _scale(proposal: Proposal, house: House | None) -> Check:
    code, source = "frame.scale", "MicroCredX framework, domain 7 (grades and their scale)"
    if proposal.scale and (house is None or proposal.scale in house.scales):
        return passed(code, _("The grading scale is given."), source)
    fix = _("Choose the grading scale. A grade means nothing without its scale.")
    return failed(code, _("The grading scale is missing."), source, fix)


def _cost(proposal: Proposal, terms: CharterTerms) -> Check:
    code = "frame.cost"
    wrong = [amount for amount in proposal.cost.values() if not _is_price(amount)]
    if wrong:
        text, fix = (
            _("“{amount}” is not a price in euros."),
            _("Enter prices in euros, for example 49.50. Enter 0 if it is free."),
        )
        return failed(code, text, FRAMEWORK, fix, amount=wrong[0])
    if all(audience in proposal.cost for audience in Audience):
        return passed(
            code,
            _("The cost is given for learners from member universities and for everyone else."),
            FRAMEWORK,
        )
    fix = _(
        "Enter the cost for learners from member universities and for everyone else. Enter 0 if it is free."
    )
    return missing(code, "cost", terms, _("The cost is missing."), fix)


def _is_price(amount: str) -> bool:
    try:
        return bool(price(amount))
    except ValueError:
        return False


def _rest(proposal: Proposal, terms: CharterTerms) -> Iterator[Check]:
    spec = proposal.specification
    if not all(outcome.skills for outcome in spec.outcomes):
        text = _("Some outcomes have no ESCO skill.")
        fix = _("Look up the ESCO skill that matches the outcome.")
        yield missing("outcomes.skills", "skills", terms, text, fix)
    yield from left_out(Section.FRAME, "frame", proposal, terms)
    if spec.ects != round(spec.ects, 1) or spec.ects >= Decimal(1000):
        fix = _("Enter the credits with no more than one decimal place.")
        yield failed(
            "frame.ects.form", _("Enter credits with no more than one decimal place."), FRAMEWORK, fix
        )
