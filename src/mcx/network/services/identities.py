"""Who people are: their own word at first; what was confirmed or used only a registrar changes."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.accounts.selectors import require_own
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid, OwnCase
from mcx.core.text import as_kept
from mcx.network.models import Affiliation, Evidence, Identity, Institution
from mcx.network.rules.affiliations import IDENTITY, LONGEST_REASON, is_student_identifier
from mcx.network.selectors.identities import asked_about, corrects_for, fixed_fields, identity_of
from mcx.network.selectors.rights import require

EARLIEST_BIRTH = date(1900, 1, 1)
# What a statement says, with the day that gives it its place among those that wait.
STATED = (
    *("person", "institution", "programme", "kind", "student_number"),
    *("claimed_at", "valid_from", "valid_until"),
)


class IdentityFixed(DomainError):
    """What a university confirmed, or what stands on a credential, is not changed by oneself."""

    code = "identity-fixed"
    message = _("You can no longer change your name, or what was confirmed with it, yourself.")
    fix: str | Promise = _("Ask the registrar of {institution} to correct it. Nothing else was saved.")

    def __init__(self, institution: Institution) -> None:
        super().__init__(institution=institution)
        self.fix = str(self.fix).format(institution=institution)


class IdentityWaits(DomainError):
    """What a registrar is looking at does not change meanwhile."""

    code = "identity-waits"
    message = _(
        "You cannot change your name and date of birth now, because a university has been asked to confirm "
        "who you are."
    )
    fix = _("Withdraw the statement under “Where I study”, correct the name, and make the statement again.")


class IdentifierTaken(DomainError):
    """A European Student Identifier belongs to one person."""

    code = "identifier-taken"
    message = _("Another account is confirmed with this European Student Identifier.")
    fix = _("Find out whose it is. That account's university can correct it.")


@dataclass(frozen=True, slots=True)
class Names:
    """What somebody is called, when they were born, and their European Student Identifier."""

    given_name: str
    family_name: str
    birth_date: date | None = None
    student_identifier: str = ""


def held(person: Person) -> Person:
    """The person as they are now, held until the end of the transaction."""
    return Person.objects.select_for_update().get(pk=person.pk)


@transaction.atomic
def state_identity(names: Names, *, by: Person, at: datetime) -> Person:
    """Say who one is; what is blank can be filled in, what was confirmed or used stays.

    Filling something in while a registrar is asked withdraws what waits and states it once more,
    with its day: nobody confirms what they have not seen. The same again changes nothing.

    :raises IdentityFixed: when something would change that was confirmed or stands on a credential
    :raises IdentityWaits: when something would change that a registrar is asked to confirm
    :raises Invalid: when a day or an identifier cannot be
    """
    require_own(by, Action.STATE_ONESELF)
    # Held before the person is, in the order in which registrars hold them.
    waiting = list(asked_about(by, on=at.date()).select_for_update(of=("self",)))
    person, wanted = held(by), _checked(names, at.date())
    changed = {name for name, value in wanted.items() if getattr(person, name) != value}
    if not changed:
        return person
    fixed = identity_of(person)
    if fixed and changed & fixed_fields(fixed):
        raise IdentityFixed(fixed.institution)
    if waiting and changed & fixed_fields(person):
        raise IdentityWaits()
    _write(person, wanted)
    for affiliation in waiting:
        _state_anew(affiliation, by=by, at=at)
    for name, value in wanted.items():
        setattr(by, name, value)
    audit.record("network.identity-stated", person, by=by, at=at)
    return person


def _state_anew(waiting: Affiliation, *, by: Person, at: datetime) -> None:
    """Withdraw the held statement and make it again: an answer to the earlier one is refused."""
    said = {name: getattr(waiting, name) for name in STATED}
    waiting.status = Affiliation.Status.WITHDRAWN
    waiting.save(update_fields=["status"])
    anew = Affiliation.objects.create(**said)
    source = Evidence.Source.CLAIM
    Evidence.objects.create(affiliation=anew, source=source, is_strong=False, by=by, at=at)
    told: dict[str, Any] = {"by": by, "at": at, "institution_id": waiting.institution_id}
    audit.record("network.affiliation-withdrawn", waiting, **told)
    audit.record("network.affiliation-claimed", anew, **told)


def _checked(names: Names, today: date) -> dict[str, Any]:
    """The values as they are kept."""
    texts = {name: as_kept(v) for name, v in asdict(names).items() if isinstance(v, str)}
    if any(len(texts[name]) > 120 for name in ("given_name", "family_name")):
        raise Invalid(given_name=_("Use 120 characters or fewer for each name."))
    identifier = texts["student_identifier"]
    if identifier and (len(identifier) > 255 or not is_student_identifier(identifier)):
        raise Invalid(student_identifier=_("It begins with urn:schac:personalUniqueCode:int:esi:"))
    if names.birth_date and names.birth_date >= today:
        raise Invalid(birth_date=_("The date of birth must be in the past. Check the year."))
    if names.birth_date and names.birth_date < EARLIEST_BIRTH:
        raise Invalid(birth_date=_("This year of birth is too early. Check the year."))
    return {**texts, "birth_date": names.birth_date}


def _write(person: Person, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))


def confirm_identity(person: Person, *, institution: Institution, by: Person, at: datetime) -> Identity:
    """Fix who the held person is as confirmed by the institution; the same again changes nothing.

    :raises IdentifierTaken: when another account is confirmed with the same identifier
    """
    found = identity_of(person)
    is_same = found and all(getattr(found, name) == getattr(person, name) for name in IDENTITY)
    if found and is_same and found.confirmed_by_id:
        return found
    _refuse_taken(person, person.student_identifier)
    row = _replace(person, institution, by=by, at=at)
    audit.record("network.identity-confirmed", row, by=by, at=at, institution_id=institution.pk)
    return row


def _refuse_taken(person: Person, identifier: str) -> None:
    others = Identity.objects.filter(
        ended_at=None, confirmed_by__isnull=False, student_identifier=identifier
    ).exclude(person=person)
    if identifier and others.exists():
        raise IdentifierTaken()


def _replace(
    person: Person, institution: Institution, *, by: Person | None, at: datetime, **more: Any
) -> Identity:
    """Let what was fixed end, and fix what the person's account says now."""
    Identity.objects.filter(person=person, ended_at=None).update(ended_at=at)
    values = {name: getattr(person, name) for name in IDENTITY} | more
    row = Identity(person=person, institution=institution, confirmed_by=by, fixed_at=at, **values)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as late:  # the person is held: only the identifier can be another's by now
        raise IdentifierTaken() from late
    return row


@transaction.atomic
def use_identity(person: Person, *, institution: Institution, at: datetime) -> None:
    """Fix the names that a credential of the institution now carries, unless they are fixed already."""
    person = held(person)
    if identity_of(person) is None:
        unknown = {"birth_date": None, "student_identifier": ""}
        row = _replace(person, institution, by=None, at=at, **unknown)
        audit.record("network.identity-used", row, by=None, at=at, institution_id=institution.pk)


def unconfirm_identity(person: Person, *, institution: Institution, reason: str, at: datetime) -> None:
    """Take back what the institution confirmed of the held person; the names stay fixed."""
    found = identity_of(person)
    if found and found.confirmed_by_id and found.institution_id == institution.pk:
        _replace(person, institution, by=None, at=at, reason=reason)


@transaction.atomic
def correct_identity(person: Person, *, names: Names, reason: str, by: Person, at: datetime) -> Identity:
    """Correct and confirm, for one's university, who somebody is; what was true before is kept with its days.

    Credentials that are issued already keep what they say. The same again changes nothing.

    :raises NotFound: when the person does not concern one's university
    :raises OutOfScope, SecondFactorNeeded: see `accounts.require_access`
    :raises OwnCase: when it is oneself
    :raises IdentifierTaken: when another account is confirmed with the same identifier
    :raises Invalid: without a name or a reason, or when a day or an identifier cannot be
    """
    institution = corrects_for(by, person, on=at.date())
    require(by, Action.CONFIRM_AFFILIATION, institution, on=at.date())
    if person.pk == by.pk:
        raise OwnCase()
    wanted, words = _checked(names, at.date()), as_kept(reason)
    if not words or len(words) > LONGEST_REASON:
        raise Invalid(
            reason=_("Give a reason of 4,000 characters or fewer. The person affected will read it.")
        )
    if not (wanted["given_name"] or wanted["family_name"]):
        raise Invalid(given_name=_("Enter at least one name."))
    person, known = held(person), identity_of(person)
    if known and known.confirmed_by_id and all(getattr(known, name) == v for name, v in wanted.items()):
        return known
    _refuse_taken(person, wanted["student_identifier"])
    if known is None:
        _replace(person, institution, by=None, at=at)
    _write(person, wanted)
    row = _replace(person, institution, by=by, at=at, reason=words)
    audit.record("network.identity-corrected", row, by=by, at=at, institution_id=institution.pk)
    return row
