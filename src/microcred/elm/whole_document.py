"""Rules for a whole EDC document, which no single property shows: learner, dates, profile, pages, status."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from microcred.elm.credentials import EVIDENCE, PROFILES, SCHEMA
from microcred.elm.pages import BLANK_TEXT
from microcred.elm.sources import Source
from microcred.elm.values import read_instant
from microcred.report import Check, _, failed, warning

SOURCE = "ELM 3.2, application profile EDC-generic-full 1.2.0"
ANNEX = "Council Recommendation 2022/C 243/02, Annex I (i)"
MAX_BYTES = 15_000_000  # what the Europass issuer takes
OTHER_SCHEMAS = ("edc-generic-no-cv", "edc-converted", "edc-diploma-supplement")
_SCHEMAS = frozenset(
    SCHEMA + name for name in (*OTHER_SCHEMAS, *(schema for _code, _label, schema in PROFILES.values()))
)


def check_whole(document: Mapping[str, Any], added: frozenset[str]) -> Iterator[Check]:
    """What is wrong with the document as a whole, but for what somebody will add."""
    source = Source(document)
    if "issuer" not in added:
        yield from (*_issuer(source), *_issued(source))
    for rule in (_learner, _validity, _schemas, _evidence, _pages):
        yield from rule(source)
    for name in ("credentialStatus", "termsOfUse", "proof"):
        if name in document:
            text = _("The current Europass software may not be able to read a credential with {name}.")
            yield warning(
                "schema.status", text, SOURCE, _("Leave it out of the file for Europass."), name=name
            )
    if len(orjson.dumps(document)) > MAX_BYTES:
        text = _("The document has more than {bytes} bytes. Europass does not accept that.")
        yield failed("schema.size", text, SOURCE, _("Reduce the size of the page images."), bytes=MAX_BYTES)


def _learner(source: Source) -> Iterator[Check]:
    subject = source.one("credentialSubject")
    named = subject.line("fullName") or (subject.line("givenName") and subject.line("familyName"))
    if "Person" in subject.kinds and not named:
        text = _(
            "The learner's name is missing. The technical rules (SHACL) do not require it, but Annex I does."
        )
        yield failed("schema.learner", text, ANNEX, _("Add fullName, or givenName and familyName."))


def _issuer(source: Source) -> Iterator[Check]:
    if not source.one("issuer").one("eIDASIdentifier"):
        text = _("The issuer has no eIDAS identifier: it must be that of the seal's certificate.")
        fix = _("Add the identifier of the organisation as the certificate of its seal has it.")
        yield failed("schema.issuer", text, SOURCE, fix)


def _issued(source: Source) -> Iterator[Check]:
    issued, issuance = read_instant(source.string("issued")), read_instant(source.string("issuanceDate"))
    if issued != issuance:
        text = _("issuanceDate and issued must both be there and be the same.")
        yield failed("schema.dates", text, "VC Data Model 1.1 §4.5, ELM 3.2")


def _validity(source: Source) -> Iterator[Check]:
    start = read_instant(source.string("validFrom"))
    for name in ("validUntil", "expirationDate"):
        end = read_instant(source.string(name))
        if start and end and end < start:
            yield failed("schema.dates", _("{name} is before validFrom."), SOURCE, name=name)


def _schemas(source: Source) -> Iterator[Check]:
    found = {one.id for one in source.all("credentialSchema")}
    for unknown in sorted(found - _SCHEMAS):
        text = _("Europass does not support the schema {schema}.")
        yield failed("schema.profile", text, SOURCE, schema=unknown[:120])
    if not found & {SCHEMA + "edc-generic-full", SCHEMA + "edc-generic-no-cv"}:
        text = _("credentialSchema must name the generic profile, on which the others build.")
        yield failed("schema.profile", text, SOURCE)


def _evidence(source: Source) -> Iterator[Check]:
    """What the accredited and the mandated profile ask for beyond the generic one."""
    schemas = {one.id for one in source.all("credentialSchema")}
    profiles = {one.id.rpartition("/")[2] for one in source.all("credentialProfiles")}
    kinds = [(one, one.one("dcType").id.rpartition("/")[2]) for one in source.all("evidence")]
    for name, needed in (("accredited", "accreditation"), ("mandate", "evidenceStatement")):
        code, _label, schema = PROFILES[name]
        if SCHEMA + schema not in schemas:
            continue
        if code not in profiles:
            yield failed(
                "schema.profile",
                _("credentialProfiles must name the profile {schema}."),
                SOURCE,
                schema=schema,
            )
        if not kinds or not all(needed in one.node for one, _kind in kinds):
            text = _("The profile {schema} needs evidence, each with {property}.")
            yield failed("schema.profile", text, SOURCE, schema=schema, property=needed)
        if EVIDENCE[name][0] not in {kind for _one, kind in kinds}:
            text = _("The profile {schema} needs evidence of its own type.")
            yield failed("schema.profile", text, SOURCE, schema=schema)
    yield from _single_claim(source, schemas)


def _single_claim(source: Source, schemas: set[str]) -> Iterator[Check]:
    if SCHEMA + PROFILES["accredited"][2] not in schemas:
        return
    kinds = [one.kinds for one in source.one("credentialSubject").all("hasClaim")]
    if kinds != [["LearningAchievement"]]:
        text = _("An accredited credential makes one claim, which must be a learning achievement.")
        yield failed("schema.profile", text, "ELM 3.2, application profile EDC-accredited")


def _pages(source: Source) -> Iterator[Check]:
    display = source.one("displayParameter")
    languages = {one.id for one in display.all("language")}
    shown = {one.one("language").id for one in display.all("individualDisplay")}
    if languages != shown:
        text = _("The languages of displayParameter and those of its pages are not the same.")
        yield failed("schema.display", text, SOURCE, _("Name exactly the languages that have pages."))
    images = (
        detail.one("image").string("content")
        for one in display.all("individualDisplay")
        for detail in one.all("displayDetail")
    )
    if any(image == BLANK_TEXT for image in images):
        text = _("A page has no image.")
        yield warning("schema.display", text, SOURCE, _("Add the page images of the credential."))
