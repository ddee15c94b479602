"""Was this institution accredited on that day? The one rule that every register, page and check asks.

A decision of a quality agency holds from its first to its last day, both included. It stops before its time
where it is *ended* from a day, and where it is *overruled*: a later decision about the whole institution is
negative, or says otherwise and is of the same kind and agency, or the register names what took its place.
What was overruled does not come back to life when the later decision ends.

Decisions about the whole institution answer; those about single programmes do so only where the institution
as a whole was decided upon by nobody, or long ago. Whether decisions with conditions count is for those who
trust the register to agree (`ConditionalRule`); by default they count, with a warning that names the
conditions.

Kinds of decision: DEQAR's report model; Council Recommendation 2022/C 243/02, Annex I (xi).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from operator import attrgetter

from microcred.names import folded
from microcred.record import Accreditation
from microcred.report import Check, Outcome, _, failed, passed, unknown, warning
from microcred.saying import Listed, Name, Said

QUALITY = "Council Recommendation 2022/C 243/02, Annex I (xi)"
CODE = "accreditation"

WHOLE = ("institutional", "institutional-licence")

ASK_ISSUER = _("Ask the institution whether it issued this credential and who has accredited it.")
ASK_AGENCY = _("Ask the agency whether the conditions have been met since.")
LOOK_UP = _("Look the institution up in the European register of quality assurance results (DEQAR).")


class Ruling(StrEnum):
    """What an agency decided, from the mildest to the gravest (DEQAR's report model)."""

    POSITIVE = "positive"
    CONDITIONS = "conditions"
    NEGATIVE = "negative"


SEVERITY = tuple(Ruling)


@dataclass(frozen=True, slots=True)
class Decision(Accreditation):
    """A decision as a register keeps it: on which conditions, and what became of it.

    `ended_from` is the first day on which it no longer held; `overruled_by` names the decision that took its
    place from that day, empty where it was ended by itself.
    """

    conditions: str = ""
    ended_from: date | None = None
    overruled_by: str = ""


_RECORDED = attrgetter(*(each.name for each in fields(Accreditation)))  # a decision's own fields come after


@dataclass(frozen=True, slots=True)
class ConditionalRule:
    """Whether decisions with conditions count, `since` a day (None: always); `source` cites who agreed it."""

    counts: bool = True
    since: date | None = None
    source: str = QUALITY


class State(StrEnum):
    """How a decision stands on a day."""

    COMING = "coming"
    STANDING = "standing"
    EXPIRED = "expired"
    ENDED = "ended"
    OVERRULED = "overruled"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the register says: the check, remarks beside it, and the decisions that counted that day."""

    check: Check
    remarks: tuple[Check, ...] = ()
    rests_on: tuple[Decision, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the answer is yes, be it with a warning."""
        return self.check.outcome in (Outcome.PASSED, Outcome.WARNING)


def accredited(
    name: str,
    decisions: Iterable[Accreditation],
    day: date,
    *,
    registry: str,
    conditional: Sequence[ConditionalRule] = (),
) -> Answer:
    """Whether the institution called `name` was accredited that day, as the `registry` knows it."""
    known = [as_decision(one) for one in decisions]
    rule = rule_on(conditional, day)
    standing = [one for one in known if state_on(one, known, day) is State.STANDING]
    counted = tuple(one for one in standing if counts(one, rule))
    whole = tuple(one for one in counted if one.kind in WHOLE)
    basis = whole or (() if _is_denied(known, rule, day) else counted)
    if basis:
        against = [one for one in standing if one.decision == Ruling.NEGATIVE]
        return Answer(_granted(name, basis, day, rule), _remarks(name, against), counted)
    if not any(one.decision in SEVERITY for one in known):
        text = _("{registry} has no accreditation for {name}.")
        return Answer(unknown(CODE, text, QUALITY, LOOK_UP, registry=registry, name=name))
    return Answer(_denied(name, known, day, rule))


def as_decision(accreditation: Accreditation) -> Decision:
    """The decision as a register would keep it; what a credential says of one nobody has ended."""
    if isinstance(accreditation, Decision):
        return accreditation
    return Decision(*_RECORDED(accreditation))


def as_recorded(decision: Decision) -> Accreditation:
    """The decision as a credential names it: without what the register learnt of it later."""
    return Accreditation(*_RECORDED(decision))


def rule_on(rules: Sequence[ConditionalRule], day: date) -> ConditionalRule:
    """The rule about conditional decisions that holds that day; of two from one day the last one given."""
    begun = [one for one in rules if one.since is None or one.since <= day]
    return sorted(begun, key=lambda one: one.since or date.min)[-1] if begun else ConditionalRule()


def counts(decision: Accreditation, rule: ConditionalRule) -> bool:
    """Whether a decision of this sort speaks for the institution, its days aside."""
    return decision.decision == Ruling.POSITIVE or (decision.decision == Ruling.CONDITIONS and rule.counts)


def state_on(decision: Decision, known: Sequence[Decision], day: date) -> State:
    """How a decision stands on a day among all that the register knows of the institution."""
    if decision.valid_from is not None and day < decision.valid_from:
        return State.COMING
    if decision.ended_from is not None and decision.ended_from <= day:
        return State.OVERRULED if decision.overruled_by else State.ENDED
    if overruled_by(decision, known, day) is not None:
        return State.OVERRULED
    if decision.valid_until is not None and decision.valid_until < day:
        return State.EXPIRED
    return State.STANDING


def overruled_by(decision: Decision, known: Sequence[Decision], day: date) -> Decision | None:
    """The first decision that by itself says otherwise from its own first day on, if that day has come."""
    later = [one for one in known if _overrules(one, decision) and _begin(one) <= day]
    return min(later, key=_order, default=None)


def _overrules(later: Decision, earlier: Decision) -> bool:
    """Only among decisions about the whole institution, and only while the earlier one still runs."""
    if not {later.kind, earlier.kind} <= {*WHOLE} or later.decision == earlier.decision:
        return False
    if later.decision not in SEVERITY or _order(later) <= _order(earlier):
        return False
    has_run_out = earlier.valid_until is not None and earlier.valid_until < _begin(later)
    was_void = later.ended_from is not None and later.ended_from <= _begin(later)
    is_their_own = later.kind == earlier.kind and _agency(later) == _agency(earlier)
    return (later.decision == Ruling.NEGATIVE or is_their_own) and not has_run_out and not was_void


def _begin(decision: Decision) -> date:
    return decision.valid_from or date.min


def _order(decision: Decision) -> tuple[date, int]:
    """Later decisions come later; of two from one day the graver one does."""
    grave = SEVERITY.index(Ruling(decision.decision)) if decision.decision in SEVERITY else -1
    return _begin(decision), grave


def _agency(decision: Decision) -> str:
    return decision.agency_id or folded(decision.agency)


def _is_denied(known: Sequence[Decision], rule: ConditionalRule, day: date) -> bool:
    """Whether a decision about the whole institution, in its own time, speaks against it that day."""
    for one in known:
        is_running = _begin(one) <= day and (one.valid_until is None or day <= one.valid_until)
        if one.kind in WHOLE and one.decision in SEVERITY and is_running:
            state = state_on(one, known, day)
            was_taken_away = state in (State.ENDED, State.OVERRULED) and one.decision != Ruling.NEGATIVE
            is_against = state is State.STANDING and not counts(one, rule)
            if was_taken_away or is_against:
                return True
    return False


def _granted(name: str, basis: Sequence[Decision], day: date, rule: ConditionalRule) -> Check:
    plain = [one for one in basis if one.decision == Ruling.POSITIVE]
    if plain:
        text = _("{name} was accredited on {day}: {decisions}.")
        return passed(CODE, text, QUALITY, name=name, day=day, decisions=_named(plain))
    text = _("{name} was accredited on {day} with conditions: {decisions}.")
    return warning(CODE, text, rule.source, ASK_AGENCY, name=name, day=day, decisions=_named(basis))


def _named(decisions: Iterable[Decision]) -> str:
    """Each decision with its agency and its conditions, where it has any."""
    return Listed(dict.fromkeys(map(_named_one, decisions)), "; ")


def _named_one(decision: Decision) -> str:
    title, agency = _title(decision), decision.agency
    if not decision.conditions:
        return Said("“{title}”, {agency}", title=title, agency=agency)
    return Said("“{title}”, {agency} ({conditions})", title=title, agency=agency, conditions=_asked(decision))


def _asked(decision: Decision) -> str:
    """The conditions as they fit into a sentence."""
    return decision.conditions.strip().removesuffix(".") or "…"


def _title(decision: Accreditation) -> str:
    return Name(decision.title, decision.kind)


def _remarks(name: str, against: Iterable[Decision]) -> tuple[Check, ...]:
    """Negative decisions that stand beside the one that counts, such as one about a single programme."""
    text = _("{agency} decided negatively about {name}: “{title}”, from {since}. Another decision counts.")
    return tuple(
        warning(
            f"{CODE}.negative",
            text,
            QUALITY,
            _("Ask the institution whether that decision concerns what the credential is about."),
            name=name,
            agency=one.agency,
            title=_title(one),
            since=one.valid_from or "…",
        )
        for one in against
    )


def _denied(name: str, known: Sequence[Decision], day: date, rule: ConditionalRule) -> Check:
    """The check that says which decision is the reason: the most telling of those that do not count."""
    states = ((one, state_on(one, known, day)) for one in known if one.decision in SEVERITY)
    silent = [(one, state) for one, state in states if state is not State.STANDING or not counts(one, rule)]
    one, state = min(silent, key=lambda pair: _telling(pair[0], pair[1], day))
    values = {"name": name, "day": day, "title": _title(one), "agency": one.agency}
    if state is State.STANDING and one.decision == Ruling.CONDITIONS:
        text = _(
            "{name} was accredited on {day} only with conditions, which do not count here: "
            "“{title}”, {agency} ({conditions})."
        )
        return failed(CODE, text, rule.source, ASK_AGENCY, **values, conditions=_asked(one))
    text, more = _reason(one, state, known, day)
    return failed(CODE, text, QUALITY, ASK_ISSUER, **values, **more)


def _telling(decision: Decision, state: State, day: date) -> tuple[int, int]:
    """Where a decision stands among the possible reasons; of two alike the one nearest to the day."""
    is_negative = decision.decision == Ruling.NEGATIVE
    places = {State.STANDING: 0 if is_negative else 1, State.COMING: 4, State.EXPIRED: 3}
    turned = decision.ended_from or decision.valid_until or decision.valid_from or day
    return places.get(state, 3 if is_negative else 2), abs((day - turned).days)


def _reason(
    decision: Decision, state: State, known: Sequence[Decision], day: date
) -> tuple[str, dict[str, object]]:
    if state is State.ENDED:
        text = _("{name} was not accredited on {day}: “{title}” of {agency} was ended from {ended}.")
        return text, {"ended": decision.ended_from}
    if state is State.OVERRULED:
        later = overruled_by(decision, known, day)
        text = _(
            "{name} was not accredited on {day}: “{title}” of {agency} was overruled from {ended} "
            "by “{later}”."
        )
        if decision.ended_from is not None or later is None:
            return text, {"later": decision.overruled_by, "ended": decision.ended_from}
        return text, {"later": _title(later), "ended": later.valid_from or "…"}
    if state is State.COMING:
        text = _("{name} was not accredited on {day}: “{title}” of {agency} is valid only from {since}.")
        return text, {"since": decision.valid_from}
    if decision.decision == Ruling.NEGATIVE:
        text = _("{name} was not accredited on {day}: {agency} decided negatively, “{title}”, from {since}.")
        return text, {"since": decision.valid_from or "…"}
    text = _("{name} was not accredited on {day}: “{title}” of {agency} was valid until {until}.")
    return text, {"until": decision.valid_until}
