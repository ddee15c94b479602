"""Awards and their credentials, each through the eyes of somebody."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from secrets import compare_digest
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, scope_of
from mcx.accounts.selectors import require_proof, require_scope
from mcx.core import files
from mcx.core.errors import NotFound
from mcx.credentials.models import Award, IssuedCredential, Revocation, SignedStack
from mcx.credentials.rules import Standing
from mcx.keys.selectors import public_did_prefix
from mcx.network.selectors.rights import rows_where

BADGE = "openbadge"  # the format that verifiers ask for: its bytes are in pictures, certificates and records
_ISSUED, _REVOKED = Q(status=Award.Status.ISSUED), Q(revocation__isnull=False)
# Issued for a grade that has been corrected since: its registrar has to say what becomes of it.
_OVERTAKEN = _ISSUED & Q(result__replaced_by__isnull=False)
# Copies of which somebody else may have the key or seal that signed them.
COMPROMISED = Q(key__revoked_at__isnull=False) | Q(seal__revoked_at__isnull=False)
_LARGE = ("seal__chain", "seal__wrapped")


def in_standing(standing: Standing, *, at: datetime) -> Q:
    """The awards of which `rules.standing_of` says this: the same questions in the same order."""
    rest, expired = Q(), _ISSUED & _over(at)
    in_order = {Standing.REVOKED: _REVOKED, Standing.OVERTAKEN: _OVERTAKEN, Standing.EXPIRED: expired}
    for worst, so in in_order.items():
        if standing is worst:
            return rest & so
        rest &= ~so
    return rest & Q(status=standing.value)


def valid_at(at: datetime) -> Q:
    """The awards of which `rules.is_valid` says yes."""
    return _ISSUED & ~_REVOKED & ~_over(at)


def expired_at(at: datetime) -> Q:
    """The awards that were valid until their time was over."""
    return _ISSUED & ~_REVOKED & _over(at)


def _over(at: datetime) -> Q:
    """The rows for which `rules.is_expired` says yes."""
    return Q(valid_until__lt=at)


def _whole() -> QuerySet[Award]:
    related = (
        "learner",
        "institution",
        "edition__micro_credential",
        "result__scale",
        "result__replaced_by",
        "revocation",
    )
    return Award.objects.select_related(*related).defer("edition__specification", "record")


def awards_of(learner: Person) -> QuerySet[Award]:
    """The learner's own awards, newest first (one query)."""
    return _whole().filter(learner=learner).order_by("-offered_at", "-pk")


def award_for(learner: Person, award_id: UUID) -> Award:
    """The learner's own award.

    :raises NotFound: when it is somebody else's or nobody's
    """
    return _found(awards_of(learner).filter(pk=award_id).first())


def public_claimed() -> QuerySet[Award]:
    """The awards whose record is fixed: it names the address of the network."""
    return Award.objects.exclude(claimed_at=None)


def issued_to(learner: Person) -> frozenset[tuple[str, str]]:
    """What names the awards issued to this person here: each record's id with its issuer (two queries)."""
    prefix = public_did_prefix()
    rows = Award.objects.filter(learner=learner, status=Award.Status.ISSUED)
    pairs = rows.values_list("pk", "institution__slug")
    return frozenset((f"urn:uuid:{key}", f"{prefix}{slug}") for key, slug in pairs)


def awards_for_staff(
    person: Person,
    *,
    at: datetime,
    action: Action = Action.SEE_AWARDS,
    standing: Standing | None = None,
    words: str = "",
) -> QuerySet[Award]:
    """The awards of the institutions at which the person may do this, newest first (three queries).

    `standing` keeps those that stand so, `words` those of learners or courses whose name holds each word.
    """
    found = _for_staff(person, action, at.date())
    if standing is not None:
        found = found.filter(in_standing(standing, at=at))
    for word in words.split()[:8]:
        found = found.filter(
            Q(learner__given_name__icontains=word)
            | Q(learner__family_name__icontains=word)
            | Q(edition__micro_credential__code__icontains=word)
            | Q(edition__search_text__icontains=word)
        )
    return found.order_by("-offered_at", "-pk")


def award_for_staff(person: Person, award_id: UUID, *, on: date, action: Action = Action.SEE_AWARDS) -> Award:
    """An award of an institution at which the person may do this.

    :raises NotFound: when it is elsewhere or there is none
    """
    return _found(_for_staff(person, action, on).filter(pk=award_id).first())


def _for_staff(person: Person, action: Action, on: date) -> QuerySet[Award]:
    return _whole().filter(rows_where(person, action, on=on))


def award_to_seal(person: Person, award_id: UUID, *, on: date) -> Award:
    """An award whose learner's data the person may carry to Europass, to have it sealed there.

    Whoever takes others' data away does so only in person, or with a token that was made for seals.

    :raises NotFound: when it is elsewhere or there is none
    :raises OutOfScope, ProofNeeded, SecondFactorNeeded: see `accounts.require_access`
    """
    found = award_for_staff(person, award_id, on=on, action=Action.MANAGE_KEYS)
    require_scope(person, scope_of(Action.MANAGE_KEYS))
    require_proof(person, scope_of(Action.MANAGE_KEYS))
    return found


def _found(award: Award | None) -> Award:
    if award is None:
        raise NotFound()
    return award


def public_award(award_id: UUID) -> Award:
    """An issued award by the number printed on its certificate: whoever holds the paper may check it.

    :raises NotFound: when this network issued nothing of that number
    """
    return _found(_whole().filter(pk=award_id, status=Award.Status.ISSUED).first())


def is_on_certificate(award: Award, code: str) -> bool:
    """Whether the code is the one beside the award's number on its certificate."""
    return bool(award.check_code) and compare_digest(award.check_code.encode(), code.encode())


def replacement_of(award: Award) -> Award | None:
    """The award that was offered in this one's place, after a correction."""
    return Award.objects.filter(replaces=award).first()


def copies_of(award: Award) -> QuerySet[IssuedCredential]:
    """All copies of an award, those that were replaced last, without their bytes (one query)."""
    rows = award.credentials.select_related("seal", "replaced_by")
    rows = rows.defer("content", "replaced_by__content", *_LARGE)
    return rows.order_by(F("replaced_by__pk").asc(nulls_first=True), "pk")


def public_copies_that_stand() -> QuerySet[IssuedCredential]:
    """The copies that were not replaced, without their bytes (one query).

    They name nobody: whoever was shown an award sees with them as which files it is there.
    """
    rows = IssuedCredential.objects.filter(replaced_by=None).select_related("seal")
    return rows.defer("content", *_LARGE).order_by("pk")


def credential_of(award: Award, form: str) -> IssuedCredential:
    """The newest copy of one format with its exact bytes, once issued.

    :raises NotFound: before that, and for a format it was not issued in
    """
    found = award.credentials.filter(format=form).order_by("number").last()
    if found is None:
        raise NotFound()
    return found


def badge_of(award: Award) -> bytes:
    """The newest signed Open Badge: what is verified of an award, and what its pictures hold.

    :raises NotFound: before it is issued
    """
    return files.read(credential_of(award, BADGE))


def badges_of(awards: Collection[Award] | Collection[UUID]) -> QuerySet[IssuedCredential]:
    """The Open Badges of these awards that stand, in the order in which they were issued (one query)."""
    stand = IssuedCredential.objects.filter(format=BADGE, replaced_by=None, award__in=awards)
    return stand.order_by("issued_at", "pk")


def public_awards_named(record_ids: Iterable[str]) -> dict[str, Award]:
    """The issued awards of this network that credentials' own ids name, by these, each with why and when it
    was revoked (one query).
    """
    numbers = {record_id: _number(record_id) for record_id in record_ids}
    issued = Award.objects.select_related("institution", "revocation").filter(status=Award.Status.ISSUED)
    found = issued.defer("record").in_bulk({number for number in numbers.values() if number})
    return {record_id: found[number] for record_id, number in numbers.items() if number in found}


def public_digests(record_ids: Iterable[str], *, among: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Which of these digests are of copies of the awards that credentials' own ids name, each with the id
    (one query).
    """
    numbers = {number: one for one in record_ids if (number := _number(one))}
    rows = IssuedCredential.objects.filter(award__in=numbers, sha256__in=set(among))
    return frozenset((numbers[award], digest) for award, digest in rows.values_list("award_id", "sha256"))


def public_copies_signed(awards: Iterable[Award]) -> QuerySet[IssuedCredential]:
    """The copies that were signed with a key for these awards, with their bytes; certificates hold one."""
    rows = IssuedCredential.objects.filter(award__in=list(awards), key__isnull=False)
    return rows.exclude(format="pdf").order_by("pk")


def public_stacks_signed(signatures: Iterable[str]) -> frozenset[str]:
    """Which of these are signatures of stacks that were signed here (one query)."""
    rows = SignedStack.objects.filter(signature__in=set(signatures))
    return frozenset(rows.values_list("signature", flat=True))


def public_replaced_copies(awards: Iterable[Award]) -> QuerySet[IssuedCredential]:
    """The copies of these awards that were replaced, with their bytes; certificates hold the badge of one."""
    gone = (
        IssuedCredential.objects.exclude(replaced_by=None)
        .exclude(format="pdf")
        .filter(award__in=list(awards))
    )
    return gone.select_related("replaced_by").defer("replaced_by__content")


def _number(record_id: str) -> UUID | None:
    try:
        return UUID(record_id.removeprefix("urn:uuid:"))
    except ValueError:
        return None


def public_counts(on: date) -> dict[str, int]:
    """How many awards are at each step, for the network's overview (two queries)."""
    rows = Award.objects.values_list("status").annotate(number=Count("pk"))
    return {**dict(rows), "revoked": Revocation.objects.count()}
