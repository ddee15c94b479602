"""A credential about something else than an achievement: who it is about, what it says, from whom, when."""

from collections.abc import Iterator

from microcred.explain.records import hours_of, organisation
from microcred.explain.sections import Reader, Section, section
from microcred.explain.values import day
from microcred.heading import CLAIMED, Claim, Heading
from microcred.report import _


def tell(heading: Heading, reader: Reader) -> Iterator[Section]:
    """The sections about the head of a credential and what it claims, empty ones too."""
    title = "" if heading.claims else reader.text(heading.title)
    yield section(_("What it is about"), [(_("Title"), title), (_("Holder"), heading.holder)])
    for claim in heading.claims:
        yield _claim(claim, reader)
    yield organisation(_("Who issued it"), heading.issuer, reader)
    dates = [
        (_("Issued"), day(heading.issued_at)),
        (_("Valid from"), day(heading.valid_from)),
        (_("Valid until"), day(heading.valid_until)),
    ]
    yield section(_("Dates"), dates)


def _claim(claim: Claim, reader: Reader) -> Section:
    bodies = ", ".join(reader.text(body.legal_name) or body.id for body in claim.awarded_by)
    facts = [
        (_("Title"), reader.text(claim.title)),
        (_("Description"), reader.text(claim.description)),
        (_("Who awarded it"), bodies),
        (_("Workload"), hours_of(claim.hours)),
        (_("Since"), day(claim.since)),
        (_("Valid until"), day(claim.until)),
    ]
    return section(CLAIMED[claim.kind], facts)
