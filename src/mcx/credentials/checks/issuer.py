"""An issuer's own test: would a stranger who verifies what it signs today be satisfied?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.db.models import prefetch_related_objects

from mcx.credentials import rules
from mcx.credentials.checks.seals import check_own_seal
from mcx.credentials.documents.samples import sample_record
from mcx.credentials.documents.status_lists import status_list_url
from mcx.credentials.documents.trust import trust
from mcx.credentials.models import StatusList
from mcx.keys.documents import did_document
from mcx.keys.models import SigningKey
from mcx.keys.rules import did_web, host_of
from mcx.keys.selectors import NoSigningKey, public_did_prefix, signing_key
from mcx.keys.signing import KeyUnusable, signer
from mcx.network.models import Institution
from microcred import did, openbadges, proofs, verify
from microcred import record as r
from microcred.keys import Signer
from microcred.report import Check, Outcome, Report, _, failed, passed, warning
from microcred.status_list import ENTRIES
from microcred.trust import Trust

DID_WEB, LISTS, PROOF = "did:web §3.2", "Bitstring Status List v1.0 §2.1", "VC Data Integrity 1.0 §4.2"
NEW_KEY = _("Create a new key, then run this check again.")


def self_check(institution: Institution, *, at: datetime) -> Report:
    """Key, DID document, status list, a sample credential and the seal, each as a verifier would meet it."""
    prefetch_related_objects([institution], "signing_keys")
    register, sample = trust(at=at), sample_record(institution, (), at=at)
    sealed = list(check_own_seal(institution, sample, register, at=at))
    try:
        row = signing_key(institution)
        key = signer(row)
    except KeyUnusable:
        text = _("The key of {institution} cannot be opened, so nothing can be issued.")
        lacking = failed("self.key", text, PROOF, NEW_KEY, institution=institution.short_name)
        return Report.of([lacking, _address(institution), *sealed])
    except NoSigningKey:
        text = _("{institution} has no key in use, so nothing can be issued.")
        lacking = failed("self.key", text, PROOF, NEW_KEY, institution=institution.short_name)
        return Report.of([lacking, _address(institution), *sealed])
    since = row.created_at.date()
    usable = passed("self.key", _("A key has been in use since {since}."), PROOF, since=since)
    return Report.of(
        [
            *(usable, _address(institution), _published(institution, row)),
            *_sample(row, key, sample, register, at),
            *sealed,
        ]
    )


def _address(institution: Institution) -> Check:
    """DIDs are addresses: they must name the one at which this network is reached."""
    address, ours = urlsplit(settings.PUBLIC_URL), public_did_prefix()
    if ours != did_web(host_of(settings.PUBLIC_URL), ""):
        text = _("Credentials name {did}, but the address of this network is {address}.")
        fix = _(
            "Set MCX_PUBLIC_URL and the port back to the address that the credentials name. A demonstration "
            "can instead be started over: make demo-reset."
        )
        return failed(
            "self.address", text, DID_WEB, fix, did=ours + institution.slug, address=settings.PUBLIC_URL
        )
    if address.scheme != "https":
        text = _("{address} does not use https, so outside verifiers cannot fetch the keys.")
        fix = _(
            "This is fine for a demonstration. Before issuing real credentials, set MCX_PUBLIC_URL to an "
            "https address."
        )
        return warning("self.address", text, DID_WEB, fix, address=settings.PUBLIC_URL)
    return passed("self.address", _("Keys are published at {address}."), DID_WEB, address=settings.PUBLIC_URL)


def _published(institution: Institution, row: SigningKey) -> Check:
    known = {key.id: key for key in did.keys_of(did_document(institution))}
    found = known.get(row.method)
    if found and found.public.multikey() == row.public_multikey and not found.retired_at:
        text = _("The DID document publishes the key. Keys in the document: {number}.")
        return passed("self.did", text, DID_WEB, number=len(known))
    text = _("The DID document does not publish the key in use.")
    return failed("self.did", text, DID_WEB, NEW_KEY)


def _sample(
    row: SigningKey, key: Signer, sample: r.AchievementRecord, register: Trust, at: datetime
) -> Iterator[Check]:
    """A credential that says nothing about anybody, signed now and verified as anybody would."""
    listed = StatusList.objects.select_related("institution").filter(institution=row.institution_id).last()
    if listed is None:
        text = _("There is no status list, so nobody could see which credentials are revoked.")
        yield failed("self.status-list", text, LISTS, NEW_KEY)
        return
    status = r.Status(status_list_url(listed), ENTRIES - 1, listed.purpose)
    document, _losses = openbadges.write(replace(sample, status=(status,)))
    signed = orjson.dumps(proofs.sign(document, key, method=row.method, created=at))
    found = verify(signed, at=at, trust=register)
    answers = found.check("status")
    if answers and answers.outcome is not Outcome.UNKNOWN:
        text = _(
            "The status list can be reached and its signature is valid. Copies of it can be used for "
            "{hours} hours."
        )
        yield passed("self.status-list", text, LISTS, hours=rules.LIST_IS_GOOD_FOR // timedelta(hours=1))
    else:
        yield failed("self.status-list", _("The status list cannot be reached."), LISTS, NEW_KEY)
    yield from _about_sample(found)


def _about_sample(found: Report) -> Iterator[Check]:
    for code, good, bad in (
        (
            "proof",
            _("A test credential was signed and its signature was verified."),
            _("A test credential was signed, but it cannot be verified: {why}"),
        ),
        (
            "issuer",
            _("The register confirms the issuer."),
            _("The register does not confirm the issuer: {why}"),
        ),
        (
            "accreditation",
            _("The register contains a valid accreditation."),
            _("No valid accreditation: {why}"),
        ),
    ):
        check = found.check(code)
        if check and check.outcome is Outcome.PASSED:
            yield passed(f"self.{code}", good, check.source)
        elif check and check.outcome is Outcome.WARNING:
            yield replace(check, code=f"self.{code}")
        else:
            fix, values = (check.fix, check.values) if check else ("", {})
            yield failed(f"self.{code}", bad, PROOF, fix, **values, why=check.message if check else "—")
