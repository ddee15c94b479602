"""What the catalogue has to list, drawn from editions and runs, for whoever writes or checks it."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from mcx.catalogue.models import Edition, Listing, Offering, TaughtSkill
from mcx.catalogue.rules import listed_under, run_json, taught_in

AT_ONCE = 500


def public_listings_due(keys: Collection[int]) -> list[Listing]:
    """What is to be listed of the micro-credentials with these keys, not stored (two queries)."""
    editions = Edition.objects.filter(micro_credential__in=keys).order_by("number")
    rows = editions.select_related("micro_credential__institution")
    newest = {each.micro_credential_id: each for each in rows.iterator()}
    runs: dict[int, list[Offering]] = {key: [] for key in newest}
    held = Offering.objects.filter(edition__micro_credential__in=keys, cancelled_at=None)
    for run in held.select_related("edition").defer("edition__specification").order_by("starts_on", "pk"):
        runs[run.edition.micro_credential_id].append(run)
    return [_listing(each, runs[key]) for key, each in newest.items()]


def _listing(edition: Edition, runs: list[Offering]) -> Listing:
    institution = edition.micro_credential.institution
    return Listing(
        micro_credential=edition.micro_credential,
        edition=edition,
        institution=institution,
        published_at=edition.published_at,
        joinable_until=max((run.enrolment_closes_on for run in runs), default=None),
        values=listed_under(
            institution=institution.slug,
            languages=edition.languages,
            eqf_level=edition.eqf_level,
            ects=Decimal(edition.ects),
            participation=edition.participation,
            isced_f=edition.isced_f,
            cost=edition.cost,
        ),
        runs=[[*run_json(run.run, is_full=run.is_full)] for run in runs],
        search_text=edition.search_text,
    )


def public_published_keys() -> Iterator[list[int]]:
    """The keys of all micro-credentials that have an edition, some at a time."""
    published = Edition.objects.filter(number=1).order_by("micro_credential")
    keys = published.values_list("micro_credential", flat=True)
    some = list(keys[:AT_ONCE])
    while some:
        yield some
        some = list(keys.filter(micro_credential__gt=some[-1])[:AT_ONCE])


def public_unlike(keys: Collection[int]) -> list[Listing]:
    """Of these micro-credentials, what is to be listed and is not, or is otherwise (three queries)."""
    listed = {row.pk: _values(row) for row in Listing.objects.filter(pk__in=keys)}
    return [row for row in public_listings_due(keys) if _values(row) != listed.get(row.pk)]


def _values(row: Listing) -> list[object]:
    return [getattr(row, each.attname) for each in Listing._meta.concrete_fields]


def public_unlike_skills() -> list[TaughtSkill]:
    """The skills that are counted otherwise than newest editions teach them, as they are to be counted."""
    due: dict[str, tuple[int, Decimal]] = {}
    newest = Edition.objects.filter(listing__isnull=False).values_list("specification", "ects")
    for specification, ects in newest.iterator():
        for uri in taught_in(specification):
            number, sum_of_ects = due.get(uri, (0, Decimal(0)))
            due[uri] = number + 1, sum_of_ects + ects
    counted = {row.uri: (row.micro_credentials, row.ects) for row in TaughtSkill.objects.all()}
    gone = {uri: (0, Decimal(0)) for uri, (number, _ects) in counted.items() if number and uri not in due}
    return [
        TaughtSkill(uri=uri, micro_credentials=number, ects=ects)
        for uri, (number, ects) in sorted({**due, **gone}.items())
        if counted.get(uri) != (number, ects)
    ]
