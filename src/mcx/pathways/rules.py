"""When a micro-degree is complete, on plain values. Its credits never add up to a degree.

A micro-degree is made of blocks; a micro-credential stands in one block only, so nothing counts twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypedDict

from mcx.core.text import Text
from mcx.network.rules.terms import DEGREES, CharterTerms, smallest_degree
from microcred.guards import decimal
from microcred.report import Check, Report, _, failed, passed, warning
from microcred.saying import Name

MOST_ECTS = 360
EXPIRY = "VC-DM 2.0 §4.9 (validUntil)"
NEVER_A_DEGREE = f"MICROBOL 2021; MicroCredX framework, domain 2; {DEGREES}"


class ComponentState(StrEnum):
    """How far a learner is with one micro-credential of a micro-degree."""

    MISSING = "missing"
    EXPIRED = "expired"
    ENROLLED = "enrolled"
    EARNED = "earned"
    COUNTED = "counted"


class Needs(StrEnum):
    """How much of a block one needs: all of it, so many micro-credentials, or so many ECTS."""

    ALL = "all"
    NUMBER = "number"
    ECTS = "ects"


class MicroDegreeOffer(TypedDict):
    """What somebody fills in to offer a micro-degree; `rule` holds its blocks as `blocks_of` reads them."""

    code: str
    title: Text
    summary: Text
    ects: Decimal
    eqf_level: int
    rule: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """Some micro-credentials of which all, a number, or so many ECTS are needed."""

    title: Mapping[str, str]
    codes: tuple[str, ...]
    needs: Needs = Needs.ALL
    amount: Decimal = Decimal(0)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Block":
        """The block of a stored rule; raises ValueError where it cannot be met by what it lists."""
        title, codes = data.get("title"), data.get("codes")
        if not isinstance(title, Mapping) or not all(isinstance(text, str) for text in title.values()):
            raise ValueError(_("a block needs a title by language"))
        if not isinstance(codes, list | tuple) or not all(isinstance(code, str) for code in codes):
            raise ValueError(_("a block needs a list of codes"))
        needs = next((each for each in Needs if each == data.get("needs", Needs.ALL)), None)
        if needs is None:
            raise ValueError(_("for each block, set needs to all, number or ects"))
        block = cls(title, tuple(codes), needs, _amount(data.get("amount", 0)))
        if not block.codes or (block.needs != Needs.ALL and block.amount <= 0):
            raise ValueError(_("a block lists micro-credentials and says how many of them it needs"))
        if block.needs == Needs.NUMBER and block.amount > len(block.codes):
            raise ValueError(_("a block cannot ask for more than it lists"))
        return block


def _amount(value: object) -> Decimal:
    amount = decimal(str(value))
    if amount is None or not 0 <= amount <= MOST_ECTS:
        raise ValueError(_("an amount is a number of micro-credentials or ECTS"))
    return amount


@dataclass(frozen=True, slots=True)
class Component:
    """A learner's micro-credential: its credits (ECTS), how far it is, and what it is called by language."""

    code: str
    ects: Decimal
    state: ComponentState
    title: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BlockProgress:
    """A block with what the learner has of it; `done` of `needed` are numbers or ECTS as the block says."""

    block: Block
    components: tuple[Component, ...]
    done: Decimal
    needed: Decimal

    @property
    def is_complete(self) -> bool:
        """Whether the block's need is met."""
        return self.done >= self.needed


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner is: ECTS counted so far, ECTS needed, block by block, and why."""

    counted: Decimal
    needed: Decimal
    blocks: tuple[BlockProgress, ...]
    report: Report

    @property
    def is_complete(self) -> bool:
        """Whether the micro-degree can be awarded."""
        return self.counted >= self.needed and all(block.is_complete for block in self.blocks)

    @property
    def has_earned(self) -> bool:
        """Whether the learner holds any of it, counted or not."""
        earned = (ComponentState.EARNED, ComponentState.COUNTED)
        return any(one.state in earned for block in self.blocks for one in block.components)

    @property
    def percent(self) -> int:
        """The share of the credits that is counted, at most 100."""
        return min(100, int(self.counted * 100 / self.needed)) if self.needed else 0


def blocks_of(rule: Mapping[str, Any]) -> tuple[Block, ...]:
    """The blocks of a stored rule; raises ValueError when a micro-credential stands in two of them."""
    rows = rule.get("blocks")
    if not isinstance(rows, list | tuple) or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise ValueError(_("a micro-degree is made of blocks"))
    blocks = tuple(Block.from_json(row) for row in rows)
    codes = [code for block in blocks for code in block.codes]
    if len(codes) != len(set(codes)):
        raise ValueError(_("list each micro-credential in one block only, so that nothing counts twice"))
    return blocks


def shortfall(total: Decimal, blocks: Iterable[Block], ects: Mapping[str, Decimal]) -> Decimal:
    """The ECTS that a total or a block asks for beyond what the listed micro-credentials carry; 0 if none."""
    asked = [(total, sum(ects.values(), start=Decimal(0)))]
    for block in blocks:
        if block.needs == Needs.ECTS:
            asked.append((block.amount, sum((ects[code] for code in block.codes), start=Decimal(0))))
    return max(Decimal(0), *(needed - listed for needed, listed in asked))


def check_micro_degree(ects: Decimal, eqf_level: int, terms: CharterTerms) -> Report:
    """Whether the partners may offer a micro-degree of this size (ECTS) at this level of EQF.

    The Charter says how large it may be; that it stays below a degree of its level no Charter can change.
    """
    size = {"ects": ects.normalize(), "span": terms.micro_degree_ects}
    source, smallest = terms.clause("micro_degree_ects"), smallest_degree([eqf_level])
    in_range = (
        passed("pathway.credits", _("Its {ects} ECTS is within the agreed range of {span}."), source, **size)
        if ects in terms.micro_degree_ects
        else failed(
            "pathway.credits",
            _("This micro-degree has {ects} ECTS. It must have {span} ECTS."),
            source,
            _("Add or remove micro-credentials until it fits."),
            **size,
        )
    )
    never = (
        passed("pathway.no-degree", _("It leads to a micro-degree, not to a degree."), NEVER_A_DEGREE)
        if ects < smallest
        else failed(
            "pathway.no-degree",
            _("{ects} ECTS is a degree at EQF level {level}. Credits never add up to a degree."),
            NEVER_A_DEGREE,
            _(
                "Offer less than {degree} ECTS. Credits can still count towards a degree programme by "
                "recognition."
            ),
            ects=size["ects"],
            level=eqf_level,
            degree=smallest,
        )
    )
    return Report.of([in_range, never])


def progress(ects: Decimal, blocks: tuple[Block, ...], earned: Mapping[str, Component]) -> Progress:
    """How far a learner with these micro-credentials is; only counted ones add credits."""
    parts = tuple(_block_progress(block, earned) for block in blocks)
    counted = sum(
        (c.ects for part in parts for c in part.components if c.state is ComponentState.COUNTED),
        start=Decimal(0),
    )
    checks = [
        _total(counted, ects),
        *(_block_check(part, place) for place, part in enumerate(parts, start=1)),
        *(_expired(c) for part in parts for c in part.components if c.state is ComponentState.EXPIRED),
    ]
    return Progress(counted, ects, parts, Report.of(checks))


def _block_progress(block: Block, earned: Mapping[str, Component]) -> BlockProgress:
    components = tuple(
        earned.get(code, Component(code, Decimal(0), ComponentState.MISSING)) for code in block.codes
    )
    counted = [c for c in components if c.state is ComponentState.COUNTED]
    if block.needs == Needs.ECTS:
        return BlockProgress(
            block, components, sum((c.ects for c in counted), start=Decimal(0)), block.amount
        )
    needed = Decimal(len(block.codes)) if block.needs == Needs.ALL else block.amount
    return BlockProgress(block, components, Decimal(len(counted)), needed)


def _total(counted: Decimal, needed: Decimal) -> Check:
    values: dict[str, Any] = {"counted": counted.normalize(), "needed": needed.normalize()}
    source = _("The micro-degree's own rule")
    if counted >= needed:
        return passed("pathway.total", _("{counted} of {needed} ECTS are counted."), source, **values)
    return warning(
        "pathway.total",
        _("{counted} of {needed} ECTS are counted."),
        source,
        _("Earn the rest with other micro-credentials in this micro-degree."),
        **values,
    )


def _expired(component: Component) -> Check:
    """Neither the Charter nor the framework says that what is no longer valid counts, so it does not."""
    return warning(
        "pathway.expired",
        _("The credential “{name}” has expired, so it does not count."),
        EXPIRY,
        _("Ask its university whether it renews the credential, or earn it again."),
        name=Name(component.title, otherwise=component.code),
    )


def _block_check(part: BlockProgress, place: int) -> Check:
    title = Name(part.block.title)
    values: dict[str, Any] = {
        "title": title,
        "done": part.done.normalize(),
        "needed": part.needed.normalize(),
    }
    code, source = f"pathway.block-{place}", _("The micro-degree's own rule")
    if part.is_complete:
        return passed(code, _("“{title}” is complete."), source, **values)
    return warning(code, _("“{title}”: {done} of {needed} so far."), source, **values)
