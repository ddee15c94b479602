"""What this network vouches for: its members, their keys and accreditations, its own status lists."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from django.conf import settings

from mcx.core.errors import NotFound
from mcx.core.text import in_language
from mcx.credentials.models import StatusList
from mcx.credentials.selectors.keys import NoSigningKey, did_prefix, key_as_published
from mcx.credentials.selectors.records import accreditations
from mcx.credentials.selectors.seals import known_seals
from mcx.credentials.selectors.status import signed_status_list, status_list_for, status_list_url
from mcx.network.models import Institution
from mcx.network.selectors import network
from microcred.trust import KnownIssuer, Trust

_STATUS = re.compile(r"/institutions/(?P<slug>[\w-]+)/status/(?P<purpose>[a-z]+)/(?P<number>\d{1,9})")


class OwnDocuments(Mapping[str, bytes]):
    """The network's own status lists by address, each signed when first asked for; nothing is fetched."""

    def __init__(self) -> None:
        self._signed: dict[str, bytes] = {}

    def __getitem__(self, url: str) -> bytes:
        if url not in self._signed:
            self._signed[url] = self._sign(url)
        return self._signed[url]

    @staticmethod
    def _sign(url: str) -> bytes:
        path = url.removeprefix(settings.PUBLIC_URL)
        found = _STATUS.fullmatch(path) if path != url else None
        if found is None:
            raise KeyError(url)
        try:
            return signed_status_list(status_list_for(found["slug"], found["purpose"], int(found["number"])))
        except (NotFound, NoSigningKey) as error:
            raise KeyError(url) from error

    def __iter__(self) -> Iterator[str]:
        return (status_list_url(row) for row in StatusList.objects.select_related("institution"))

    def __len__(self) -> int:
        return StatusList.objects.count()


def trust(*, on: date) -> Trust:
    """The register of members with all their dates, keys, seals and accreditations (about six queries)."""
    ours, prefix = network(), did_prefix()
    if ours is None:
        return Trust(as_of=on)
    registry = in_language(ours.name, "en")
    related = ("memberships", "accreditations", "signing_keys", "seals")
    rows = Institution.objects.filter(memberships__isnull=False).distinct().prefetch_related(*related)
    known = tuple(_known(row, prefix + row.slug, registry) for row in rows.order_by("slug"))
    return Trust(issuers=known, as_of=on, documents=OwnDocuments())


def _known(institution: Institution, did: str, registry: str) -> KnownIssuer:
    periods = sorted(institution.memberships.all(), key=lambda membership: membership.valid_from)
    keys = sorted(institution.signing_keys.all(), key=lambda key: (key.created_at, key.pk))
    return KnownIssuer(
        id=did,
        name=in_language(institution.name, "en"),
        registry=registry,
        member_from=periods[0].valid_from,
        member_until=periods[-1].valid_until,
        accreditations=accreditations(institution.accreditations.all()),
        keys=tuple(key_as_published(key) for key in keys),
        seals=known_seals(institution.seals.all()),
    )
