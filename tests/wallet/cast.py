"""Wallets of the tests, and credentials from elsewhere."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from mcx.accounts.models import Person
from mcx.credentials.models import Award
from mcx.wallet import services
from mcx.wallet.models import Item, Share
from microcred import proofs
from microcred import record as r
from microcred.did import did_key
from microcred.keys import generate
from microcred.openbadges import write
from tests.cast import NOW
from tests.catalogue import cast as catalogue
from tests.credentials import cast as credentials
from tests.learning import cast as learning
from tests.microcred.cast import RECORD


def item(who: Person | None = None, at: datetime = NOW) -> Item:
    """A credential issued here, in its learner's wallet."""
    award = credentials.offered(who)
    return Item.objects.get(pk=services.claim(award, by=award.learner, at=at).pk)


def foreign(name: str = "Ane Etxeberria", **more: Any) -> bytes:
    """A badge that somebody elsewhere signed with a key of their own; `more` changes its record."""
    key = generate("Ed25519")
    issuer = r.Organisation(id=did_key(key.public), legal_name={"en": "Badge Works"}, country="FR")
    bare = replace(RECORD, issuer=issuer, awarding_bodies=(issuer,), learner=r.Person(full_name=name))
    document, _losses = write(replace(bare, status=(), **more))
    method = f"{issuer.id}#{issuer.id.removeprefix('did:key:')}"
    return json.dumps(proofs.sign(document, key, method=method, created=NOW)).encode()


def imported(owner: Person, data: bytes | None = None) -> Item:
    """A credential from elsewhere, in somebody's wallet."""
    return services.import_credential(data or foreign(owner.name), by=owner, at=NOW)


def shared(
    owner: Person, *items: Item, days: int = 30, files: Collection[str] = (), at: datetime = NOW
) -> tuple[Share, str]:
    """A link to these credentials, for an employer."""
    return services.share(items, audience="Urola Precision", days=days, files=files, by=owner, at=at)


def learning_elsewhere(who: Person) -> Award:
    """Another award of the same learner, which waits to be claimed."""
    edition = catalogue.edition("tuni-robots")
    offering = catalogue.offering(edition, "tuni-robots-1")
    return credentials.awarded(learning.enrolment(offering, who))
