"""What this network vouches for: its members, their keys and accreditations, its own status lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings

from mcx.core import versions
from mcx.core.errors import NotFound
from mcx.core.periods import gaps
from mcx.credentials.documents.status_lists import (
    KeptLists,
    kept_or_signed,
    public_status_list_row,
    status_list_url,
)
from mcx.credentials.models import StatusList
from mcx.keys.rules import did_web
from mcx.keys.selectors import NoSigningKey, dated_keys, known_seals
from mcx.keys.signing import KeyUnusable
from mcx.network.models import Institution
from mcx.network.selectors.accreditations import decisions_of, public_conditional_rules
from mcx.network.selectors.institutions import public_network
from microcred.errors import MicrocredError
from microcred.saying import Name
from microcred.trust import KnownIssuer, Trust

log = structlog.get_logger("mcx.credentials")
# Asked at every verification: Django takes five times as long to write a query as the database to answer it.
_LIST = "SELECT * FROM credentials_statuslist WHERE institution_id = %s AND purpose = %s AND number = %s"
_STATUS = re.compile(r"/institutions/(?P<slug>[\w-]+)/status/(?P<purpose>[a-z]+)/(?P<number>\d{1,9})")


class OwnDocuments(Mapping[str, bytes]):
    """The network's own status lists by address as they are at an instant, each signed when first asked for.

    Nothing is fetched, and what was signed before is taken from what the register keeps. Walking through all
    lists takes one query. A list that its keeper cannot sign is not there, and stops no other.
    """

    def __init__(self, register: "Register", at: datetime) -> None:
        self._keepers, self._prefix, self._kept = register.rows, register.prefix, register.lists
        self._at = at
        self._rows, self._signed = dict[str, StatusList](), dict[str, bytes]()

    def __getitem__(self, url: str) -> bytes:
        if url not in self._signed:
            self._signed[url] = self._sign(url)
        return self._signed[url]

    def _sign(self, url: str) -> bytes:
        try:
            row = self._rows.get(url) or self._row(url)
            issuer = self._prefix + row.institution.slug
            return kept_or_signed(row, self._kept, issuer=issuer, at=self._at)
        except (NoSigningKey, KeyUnusable, MicrocredError) as error:
            log.warning("a status list cannot be signed and is left out", url=url, reason=str(error))
            raise KeyError(url) from error
        except NotFound as error:
            raise KeyError(url) from error

    def _row(self, url: str) -> StatusList:
        path = url.removeprefix(settings.PUBLIC_URL)
        found = _STATUS.fullmatch(path) if path != url else None
        if found is None:
            raise NotFound()
        number, keeper = int(found["number"]), self._keepers.get(found["slug"])
        if keeper is None:
            return public_status_list_row(found["slug"], found["purpose"], number)
        row = next(iter(StatusList.objects.raw(_LIST, [keeper.pk, found["purpose"], number])), None)
        if row is None:
            raise NotFound()
        row.institution = keeper
        return row

    def _with_keeper(self, row: StatusList) -> StatusList:
        """The row with its keeper as the register has it, keys and all."""
        row.institution = self._keepers.get(row.institution.slug, row.institution)
        return row

    def __iter__(self) -> Iterator[str]:
        rows = map(self._with_keeper, StatusList.objects.select_related("institution").order_by("pk"))
        self._rows = {status_list_url(row): row for row in rows}
        return (url for url in self._rows if url in self)

    def __len__(self) -> int:
        return sum(1 for _url in self)


@dataclass(frozen=True, slots=True)
class Register:
    """The network's members as rows with their keys, and what it vouches for of them.

    `lists` are the status lists that were signed before with the keys of these rows; they go with the
    register, and nobody else has them, so none outlives a key.
    """

    prefix: str
    rows: Mapping[str, Institution]
    trust: Trust
    lists: KeptLists


def trust(*, at: datetime) -> Trust:
    """The register of members with all their dates, keys, seals and accreditations, however many they are.

    Its status lists are those of that instant. A process makes it anew when something of it has changed (one
    query where nothing has, else about eight).
    """
    register = versions.kept(versions.REGISTER, _register)
    if register is None:
        return Trust(as_of=at.date())
    return register.trust.with_documents(OwnDocuments(register, at), as_of=at.date())


def own_prefix() -> str:
    """What the DIDs of this network begin with; empty before it is founded (one query, as `trust`)."""
    register = versions.kept(versions.REGISTER, _register)
    return register.prefix if register else ""


def _register() -> Register | None:
    ours = public_network()
    if ours is None:
        return None
    registry, prefix = Name(ours.name), did_web(ours.host, "")
    related = ("memberships", "accreditations__overruled_by", "signing_keys", "seals")
    members = Institution.objects.filter(memberships__isnull=False).distinct().prefetch_related(*related)
    rows = {row.slug: row for row in members.order_by("slug")}
    known = tuple(_known(row, prefix + slug, registry) for slug, row in rows.items())
    vouched = Trust(issuers=known, conditional=public_conditional_rules())
    return Register(prefix, rows, vouched, KeptLists())


def _known(institution: Institution, did: str, registry: str) -> KnownIssuer:
    periods = [(each.valid_from, each.valid_until) for each in institution.memberships.all()]
    ends = [last for _first, last in periods if last is not None]
    return KnownIssuer(
        id=did,
        name=Name(institution.name),
        registry=registry,
        member_from=min(first for first, _last in periods),
        member_until=max(ends) if len(ends) == len(periods) else None,
        away=gaps(periods),
        accreditations=decisions_of(institution.accreditations.all()),
        keys=dated_keys(institution),
        seals=known_seals(institution.seals.all()),
    )
