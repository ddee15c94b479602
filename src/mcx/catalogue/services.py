"""What can be done to the catalogue: register, publish, offer, cancel."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from secrets import token_hex
from typing import Any, Unpack

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.catalogue import rules
from mcx.catalogue.models import Edition, Listing, ListingChange, MicroCredential, Offering, TaughtSkill
from mcx.catalogue.rules import Audience, PlannedRun, Proposal
from mcx.catalogue.selectors.listings import (
    public_listings_due,
    public_published_keys,
    public_unlike,
    public_unlike_skills,
)
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid
from mcx.core.reports import messages
from mcx.core.text import cleaned
from mcx.network.models import GradingScale, Institution
from mcx.network.selectors.rights import require
from mcx.skills.rules.fields import field_path
from microcred import annex
from microcred.record import Specification
from microcred.record_json import specification_to_json
from microcred.report import Outcome

LISTING = 0x4C697374  # the lock of PostgreSQL under which listings are written
AT_ONCE = 500
CHANGES_KEPT = 1_000
NONE_TAUGHT: dict[str, Any] = {"micro_credentials": 0, "ects": Decimal(0)}


class Incomplete(DomainError):
    """A specification lacks an element that no micro-credential may lack (Annex I)."""

    code = "incomplete-specification"
    message = _("This cannot be published: {reasons}")
    fix = _("Complete the draft in the design studio and submit it for review again.")


class OfferingOver(DomainError):
    """Somebody wants to cancel what has ended."""

    code = "offering-over"
    message = _("You cannot cancel {offering} because it ended on {ended_on}.")
    fix = _("You do not need to do anything. Learners keep their results.")


@transaction.atomic
def register(institution: Institution, *, code: str, by: Person, at: datetime) -> MicroCredential:
    """Give a micro-credential its lasting code, before its first edition.

    :raises Invalid: when the code is no code, or taken
    """
    require(by, Action.DESIGN, institution, on=at.date())
    _check_code(code, longest=60)
    try:
        with transaction.atomic():
            made = MicroCredential.objects.create(code=code, institution=institution, created_at=at)
    except IntegrityError as error:
        raise Invalid(code=_("This code is already used. Choose another.")) from error
    audit.record("catalogue.registered", made, by=by, at=at, institution_id=institution.pk)
    return made


def _check_code(code: str, *, longest: int) -> None:
    if not rules.is_code(code) or len(code) > longest:
        raise Invalid(code=_("Use only lower-case letters, numbers and hyphens."))


@transaction.atomic
def publish(micro_credential: MicroCredential, *, proposal: Proposal, by: Person, at: datetime) -> Edition:
    """Freeze the proposal as the next edition; earlier editions stay as they are.

    :raises Incomplete: when a mandatory element of Annex I is missing
    :raises Invalid: when scale, price or credits cannot be stored
    """
    institution = micro_credential.institution
    require(by, Action.REVIEW, institution, on=at.date())
    _check_complete(proposal.specification)
    scale = _scale(proposal.scale, institution)
    cost = _cost(proposal.cost)
    locked = MicroCredential.objects.select_for_update().get(pk=micro_credential.pk)
    number = (locked.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    specification = replace(
        proposal.specification,
        id=rules.identifier_of(locked.code, number, settings.PUBLIC_URL),
        version=str(number),
    )
    edition = Edition.objects.create(
        micro_credential=locked,
        number=number,
        scale=scale,
        cost=cost,
        published_at=at,
        criteria={key: cleaned(text) for key, text in proposal.criteria.items()},
        cover=proposal.cover[:20],
        valid_days=proposal.valid_days,
        search_text=rules.search_text(proposal, _names(locked, specification)),
        summary=rules.summary_of(proposal),
        **_columns(specification),
    )
    _list_anew(locked)
    audit.record("catalogue.published", edition, by=by, at=at, institution_id=institution.pk, number=number)
    return edition


@transaction.atomic
def readdress_editions(*, at: datetime) -> None:
    """Name every edition after the network's address as it is now, before credentials name any of them."""
    for edition in Edition.objects.select_related("micro_credential").order_by("pk").iterator():
        code, number = edition.micro_credential.code, edition.number
        edition.specification["id"] = rules.identifier_of(code, number, settings.PUBLIC_URL)
        edition.save(update_fields=["specification"])
        audit.record(
            "catalogue.readdressed",
            edition,
            by=None,
            at=at,
            institution_id=edition.micro_credential.institution_id,
        )


def _check_complete(specification: Specification) -> None:
    missing = annex.check_specification(specification).only(Outcome.FAILED)
    if missing:
        raise Incomplete(reasons=messages(missing))
    if specification.ects != round(specification.ects, 1) or specification.ects >= 1000:
        raise Invalid(ects=_("Enter credits with no more than one decimal place."))


def _names(micro_credential: MicroCredential, specification: Specification) -> list[str]:
    """What people also call it by: its code, its university, its field of study."""
    institution = micro_credential.institution
    fields = [label for code in specification.isced_f for _code, label in field_path(code)]
    return [micro_credential.code, institution.short_name, *institution.name.values(), *fields]


def _columns(specification: Specification) -> dict[str, object]:
    return {
        "specification": specification_to_json(specification),
        "title": cleaned(specification.title),
        "ects": specification.ects,
        "eqf_level": specification.eqf_level,
        "isced_f": next(iter(specification.isced_f), "")[:4],
        "languages": list(specification.languages),
        "participation": list(specification.participation),
    }


def _scale(slug: str, institution: Institution) -> GradingScale:
    scale = GradingScale.objects.select_for_update().filter(slug=slug, ended_at=None).first()
    if scale is None or scale.institution_id not in (None, institution.pk):
        raise Invalid(scale=_("Choose a grading scale of the university or of the network."))
    return scale


def _cost(cost: Mapping[str, str]) -> dict[str, str]:
    try:
        return {Audience(audience): rules.price(amount) for audience, amount in cost.items()}
    except ValueError as error:
        raise Invalid(
            cost=_("Enter the price in euros, for example 49.50. Enter 0 if it is free.")
        ) from error


@transaction.atomic
def open_offering(edition: Edition, *, by: Person, at: datetime, **plan: Unpack[PlannedRun]) -> Offering:
    """Offer a run of the edition; `windows` give an audience its own, narrower days of application.

    :raises Invalid: with a sentence for each field that does not fit
    """
    institution = edition.micro_credential.institution
    require(by, Action.OFFER, institution, on=at.date())
    if faults := rules.faults_of(plan, edition.languages):
        raise Invalid(**{name: _(sentence) for name, sentence in faults.items()})
    offering = _opened(edition, plan)
    _list_anew(edition.micro_credential)
    audit.record("catalogue.offering-opened", offering, by=by, at=at, institution_id=institution.pk)
    return offering


def _opened(edition: Edition, plan: PlannedRun) -> Offering:
    windows = {
        audience: [window.opens_on.isoformat(), window.closes_on.isoformat()]
        for audience, window in plan.get("windows", {}).items()
    }
    try:
        with transaction.atomic():
            return Offering.objects.create(edition=edition, **{**plan, "windows": windows})
    except IntegrityError as error:
        raise Invalid(code=_("This code is already used. Choose another.")) from error


@transaction.atomic
def cancel_offering(offering: Offering, *, by: Person, at: datetime) -> Offering:
    """Call the offering off before it has ended; cancelling it again changes nothing.

    Whoever waits for or holds a place is told by `learning.services.cancel`, which calls this.

    :raises OfferingOver: after its last day
    """
    institution = offering.edition.micro_credential.institution
    require(by, Action.OFFER, institution, on=at.date())
    locked = Offering.objects.select_for_update().get(pk=offering.pk)
    if locked.cancelled_at is None:
        if at.date() > locked.ends_on:
            raise OfferingOver(offering=offering, ended_on=locked.ends_on)
        locked.cancelled_at = at
        locked.save(update_fields=["cancelled_at"])
        _list_anew(offering.edition.micro_credential)
        audit.record("catalogue.offering-cancelled", locked, by=by, at=at, institution_id=institution.pk)
    return locked


def note_places(offering: Offering, *, is_full: bool) -> None:
    """Say whether all places of the offering are taken, in the transaction in which that changes.

    For the room that gives places; it locks the offering, and what gives or frees the place is in the log.
    """
    if offering.is_full != is_full:
        offering.is_full = is_full
        offering.save(update_fields=["is_full"])
        _list_anew(offering.edition.micro_credential)


def _list_anew(micro_credential: MicroCredential) -> None:
    """Show of the micro-credential what is true now, and let every process know."""
    _wait()
    earlier = Listing.objects.filter(pk=micro_credential.pk).select_related("edition").first()
    [row] = public_listings_due([micro_credential.pk])
    _write([row])
    if earlier is None or earlier.edition_id != row.edition_id:
        _count_skills(earlier.edition if earlier else None, row.edition)


def _wait() -> None:
    """Let whoever lists something finish first: what follows sees it, and changes come in force by number.

    SQLite has one writer at a time; PostgreSQL is told until the end of this transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LISTING])


def _write(rows: Sequence[Listing]) -> None:
    columns = [field.name for field in Listing._meta.fields if not field.primary_key]
    Listing.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["micro_credential"],
        update_fields=columns,
        batch_size=AT_ONCE,
    )
    last = ListingChange.objects.aggregate(last=Max("number"))["last"] or 0
    changes = [
        ListingChange(number=number, mark=token_hex(8), listing=row)
        for number, row in enumerate(rows[-CHANGES_KEPT:], last + 1)
    ]
    ListingChange.objects.bulk_create(changes, batch_size=AT_ONCE)


def _count_skills(earlier: Edition | None, newest: Edition) -> None:
    """Count the newest edition for the skills that it teaches, and no longer the one before."""
    taught: Counter[str] = Counter()
    credits: dict[str, Decimal] = defaultdict(Decimal)
    for edition, sign in ((earlier, -1), (newest, 1)):
        if edition:
            for uri in rules.taught_in(edition.specification):
                taught[uri] += sign
                credits[uri] += sign * edition.ects
    for uri in sorted(credits):
        row, _is_new = TaughtSkill.objects.get_or_create(uri=uri, defaults=NONE_TAUGHT)
        row.micro_credentials, row.ects = row.micro_credentials + taught[uri], row.ects + credits[uri]
        row.save()


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was listed otherwise than it is, until now."""

    listings: int
    skills: int


def check_listings(*, at: datetime) -> Corrected:
    """Compare what is listed with what it follows from, and write anew whatever differs.

    It looks first and locks only what it found. The log of changes is cut to the last ones: a process that
    saw none of these reads everything.
    """
    unlike = [[row.pk for row in public_unlike(keys)] for keys in public_published_keys()]
    listings = sum(_correct(keys, at=at) for keys in unlike if keys)
    skills = _correct_skills(at=at) if public_unlike_skills() else 0
    newest = ListingChange.objects.aggregate(last=Max("number"))["last"] or 0
    ListingChange.objects.filter(number__lte=newest - CHANGES_KEPT).delete()
    return Corrected(listings, skills)


@transaction.atomic
def _correct(keys: Collection[int], *, at: datetime) -> int:
    _wait()
    if rows := public_unlike(keys):
        _write(rows)
        audit.record("catalogue.listings-corrected", rows[0], by=None, at=at, number=len(rows))
    return len(rows)


@transaction.atomic
def _correct_skills(*, at: datetime) -> int:
    _wait()
    if rows := public_unlike_skills():
        TaughtSkill.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["uri"],
            update_fields=[*NONE_TAUGHT],
            batch_size=AT_ONCE,
        )
        audit.record("catalogue.skills-corrected", rows[0], by=None, at=at, number=len(rows))
    return len(rows)
