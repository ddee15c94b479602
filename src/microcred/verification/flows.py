"""Which checks each kind of credential is put through, and what their outcomes mean for each other."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from microcred import elm, jades, openbadges, openbadges2, sdjwt
from microcred.binding import OwnKey, Signed
from microcred.errors import MicrocredError
from microcred.presentations import PURPOSE, Request
from microcred.proofs import Expected
from microcred.reading import LABELS, TOO_MANY, Carrier, Kind, Reading, title_of
from microcred.record import Organisation
from microcred.report import Check, Outcome, Report, _, failed, passed, unknown, warning
from microcred.trust import KnownIssuer, Loader, Trust
from microcred.verification.dates import check_dates
from microcred.verification.effort import Effort
from microcred.verification.elements import check_elements
from microcred.verification.holders import check_holder
from microcred.verification.issuers import issuer_name
from microcred.verification.resources import check_resources
from microcred.verification.signatures import check_endorsements, check_signature
from microcred.verification.signers import in_time, origin_of, sealed_by, unproven
from microcred.verification.sources import Sources
from microcred.verification.statuses import (
    NO_STATUS,
    check_status,
    entries_of,
    told_of,
    undisclosed,
    unvouched,
)
from microcred.verification.structure import (
    check_content,
    check_format,
    check_presentation,
    check_schema,
    unread,
)
from microcred.verification.unasked import completed

SEAL = "ETSI TS 119 182-1, ELM 3.2"
# What nobody may overlook inside a record.
DECISIVE = frozenset({"terms", "proof", "key", "issuer", "status", "seal"})
ELMO = "ELMO 2.1.1"
SD_JWT = "draft-ietf-oauth-sd-jwt-vc-19"
KIND = _("Type of credential: {kind}.")
HOSTED = "Open Badges 2.0, Hosted Verification"


@dataclass(slots=True)
class Proven:
    """Who is proven to have issued what was asked about, as a register knows them; filled on the way.

    `is_own` says whether the issuer shown is proven at all, also where no register knows them, and `keys` are
    those that signed, each with its owner.
    """

    issuer: KnownIssuer | None = None
    is_own: bool = False
    keys: tuple[OwnKey, ...] = ()


Insider = Callable[[Reading, tuple[Check, ...], Proven], tuple[Check, ...]]
"""Whoever knows more of a credential than its file shows, such as the register of those who issued it.

It is given each credential, wherever in a file it stands, with its checks and who is proven to have issued
it; its answers take the place of all checks with the same code.
"""


def nobody_inside(_reading: Reading, _found: tuple[Check, ...], _proven: Proven) -> tuple[()]:
    """Nobody knows more."""
    return ()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is verified, as of when, and whom to ask."""

    reading: Reading
    at: datetime
    sources: Sources
    request: Request | None = None
    insider: Insider = nobody_inside
    origin: Proven = field(default_factory=Proven)
    effort: Effort = field(default_factory=Effort)

    @property
    def trust(self) -> Trust:
        """The registers and certificates relied on."""
        return self.sources.trust


def checks_of(inquiry: Inquiry) -> Iterable[Check]:
    """The checks for the kind of credential that was read, in no particular order.

    A presentation is what it shows: the questions that may not be skipped are asked of that.
    """
    found = tuple(_FLOWS[inquiry.reading.kind](inquiry))
    if inquiry.reading.kind is Kind.PRESENTATION:
        return found
    found = completed(found if inquiry.origin.is_own else unvouched(found))
    better = inquiry.insider(inquiry.reading, found, inquiry.origin)
    answered = {one.code for one in better}
    return (*(one for one in found if one.code not in answered), *better)


def _credential(inquiry: Inquiry) -> Iterator[Check]:
    """A W3C credential or badge: its form, its signature, its status, then what the record says."""
    reading = inquiry.reading
    yield from check_format(reading)
    yield from check_schema(reading)
    yield from check_resources(reading.document, inquiry.trust.documents)
    signed = check_signature(reading, inquiry.sources, inquiry.at)
    yield from signed.checks
    yield from check_endorsements(reading, inquiry.sources, inquiry.at, told_of, inquiry.effort)
    yield from check_status(reading.document, inquiry.sources, inquiry.at)
    yield from _about_record(inquiry, signed)


def _learner_record(inquiry: Inquiry) -> Iterator[Check]:
    """A learner record: as any credential, and each credential inside on its own."""
    record = inquiry.reading.record
    is_whole_inside = record is not None and record.id != inquiry.reading.document.get("id")
    for check in _credential(inquiry):
        if is_whole_inside or not check.code.startswith("annex"):  # a folder needs no learning outcomes
            yield check
    for inner in inquiry.reading.inside:
        yield from _inside(inner, inquiry)


def _presentation(inquiry: Inquiry) -> Iterator[Check]:
    """What a holder shows: one credential with all its checks, of several each with its own one."""
    reading = inquiry.reading
    yield from check_presentation(reading.document)
    about = [one.document for one in reading.inside if isinstance(one, Reading)]
    expected = Expected(inquiry.at, PURPOSE, inquiry.request)
    yield from check_holder(reading, inquiry.sources, expected, about)
    match reading.inside:
        case [Reading() as alone]:
            yield from _checks_inside(alone, inquiry, inquiry.origin)
        case several:
            for one in several:
                yield from _inside(one, inquiry, strictly=True)


def _checks_inside(reading: Reading, inquiry: Inquiry, origin: Proven) -> Iterable[Check]:
    """All checks of a credential that stands inside another document; how deep, reading has limited."""
    effort = inquiry.effort
    if not effort.may_begin(reading.document):
        return (unknown("proof.inside", TOO_MANY),)
    sources = inquiry.sources.for_document(reading.document)
    inner = Inquiry(reading, inquiry.at, sources, insider=inquiry.insider, origin=origin, effort=effort)
    found = tuple(checks_of(inner))
    effort.judge(found)
    return found


def _inside(
    reading: Reading | MicrocredError, inquiry: Inquiry, *, strictly: bool = False
) -> Iterator[Check]:
    """What became of one credential inside another document, in one check with its first reason.

    It is what would be said of it alone, but for one thing: a record stands for itself, so only what nobody
    may overlook fails it; a presentation is what it shows. That a good one names no list of revoked
    credentials is said beside any other remark.
    """
    if isinstance(reading, MicrocredError):
        text = _("Something inside cannot be read: {reason}")
        yield unknown("proof.inside", text, reason=reading.message)
        return
    title, report = title_of(reading), Report.of(_checks_inside(reading, inquiry, Proven()))
    wrong, remarks = report.only(Outcome.FAILED), report.only(Outcome.WARNING)
    decisive = wrong if strictly else [one for one in wrong if one.code.partition(".")[0] in DECISIVE]
    unlisted = [one for one in remarks if one.text == NO_STATUS]
    told = (
        (failed, decisive[:1]),
        (unknown, report.only(Outcome.UNKNOWN)[:1]),
        (warning, [*[*wrong, *(one for one in remarks if one not in unlisted)][:1], *unlisted]),
    )
    text = _("The credential “{title}” in it: {reason}")
    for answer, reasons in told:
        yield from (answer("proof.inside", text, title=title, reason=one.message) for one in reasons)
        if reasons:
            return
    yield passed("proof.inside", _("The credential “{title}” in it is genuine and valid."), title=title)


def _endorsement(inquiry: Inquiry) -> Iterator[Check]:
    """An endorsement: signed as any credential, but nobody's achievement."""
    reading = inquiry.reading
    yield from check_format(reading)
    yield from check_schema(reading)
    signed = check_signature(reading, inquiry.sources, inquiry.at)
    yield from signed.checks
    yield from check_status(reading.document, inquiry.sources, inquiry.at)
    try:
        endorsement = openbadges.read_endorsement(reading.document)
    except MicrocredError as error:
        yield unread(str(error))
        return
    yield from _about_issuer(inquiry, endorsement.issuer, endorsement.valid_from, signed)
    yield check_dates(endorsement.valid_from, endorsement.valid_until, inquiry.at)


def _european(inquiry: Inquiry) -> Iterator[Check]:
    """A European Digital Credential: the seal, the European profile, then what the record says."""
    reading = inquiry.reading
    if reading.sealed is None:
        yield from _draft(reading)
        return
    yield from check_format(reading)
    yield from elm.lint(reading.document)
    listed = inquiry.trust.seals()
    ended = {certificate: one.until for certificate, (_who, one) in listed.items() if one.until}
    seal = jades.examine(
        reading.sealed,
        at=inquiry.at,
        anchors=inquiry.trust.certificates,
        listed=listed.keys(),
        ended=ended,
        lost={certificate: at for certificate, at in ended.items() if listed[certificate][1].revoked_at},
    )
    yield from seal
    about = tuple(_about_record(inquiry, sealed_by(reading.sealed, seal, inquiry.trust)))
    issuer = inquiry.origin.issuer  # whom the seal proves: the credential's own word for it does not count
    yield from check_status({**reading.document, "issuer": ""}, inquiry.sources, inquiry.at, issuer)
    yield from about


def _for_wallets(inquiry: Inquiry) -> Iterator[Check]:
    """An SD-JWT: what its holder chose to show of what the issuer signed; nothing where nobody opened it."""
    reading, token = inquiry.reading, inquiry.reading.wallet
    if token is None:
        return
    yield passed("format", KIND, SD_JWT, kind=LABELS[reading.kind])
    anchors = inquiry.trust.certificates
    found = sdjwt.examine(
        token, at=inquiry.at, keys=inquiry.sources, anchors=anchors, request=inquiry.request
    )
    signed = in_time(found, reading.heading.issued_at, inquiry.trust)
    yield from signed.checks
    if "status" in reading.document:
        yield unknown("status", _("Revocation was not checked."), SD_JWT)
    else:
        named = entries_of(reading.record) if reading.record is not None else {}
        status = check_status(named, inquiry.sources, inquiry.at)
        yield from undisclosed(status) if token.withholds else status
    dates = sdjwt.check_dates(token.claims, inquiry.at)
    is_open = reading.record is not None and dates.outcome is Outcome.PASSED
    if not is_open:
        yield dates
    about = _about_record(inquiry, signed)
    yield from (one for one in about if one.code != "dates" or is_open)


def _transcript(inquiry: Inquiry) -> Iterator[Check]:
    """An ELMO transcript: universities send it to each other; the file itself proves nothing."""
    reading = inquiry.reading
    if reading.record is None:
        yield unread(reading.problem)
        return
    yield passed("format", KIND, ELMO, kind=LABELS[reading.kind])
    text = _("Nothing in the file that we could check shows who made it.")
    fix = _("Rely on it only if the university sent it to you directly.")
    yield unknown("proof", text, ELMO, fix)
    yield unproven(issuer_name(reading.record.issuer))
    yield check_dates(reading.record.issued_at, reading.record.valid_until, inquiry.at)
    if not reading.record.parts:
        yield from check_elements(reading.record)


def _draft(reading: Reading) -> Iterator[Check]:
    """What Europass would seal: nobody stands for it yet."""
    text = _("This is the draft of a European Digital Credential.")
    yield passed("format", text, SEAL)
    yield from elm.lint(reading.document, for_upload=True)
    text = _("It is not sealed: anyone could have written or changed it.")
    fix = _("Ask its holder for the sealed file, as it was downloaded from Europass.")
    yield failed("seal", text, SEAL, fix)


def _hosted(inquiry: Inquiry) -> Iterator[Check]:
    """An Open Badge 2.0 or older: what the issuer's server says of it."""
    reading, load = inquiry.reading, inquiry.sources.load
    yield passed("format", KIND, HOSTED, kind=LABELS[reading.kind])
    if load is not None:
        try:
            reading = _gathered(reading, load)
        except MicrocredError as error:
            text = _("The badge could not be fetched from its issuer: {reason}")
            yield unknown("proof", text, HOSTED, reason=error)
            yield unproven("")
            return
    given = reading if reading.form is Carrier.ADDRESS else inquiry.reading
    jws = given.token.token if given.token else b""
    found = openbadges2.examine(given.document, at=inquiry.at, load=load, jws=jws)
    signed = in_time(found, reading.heading.issued_at, inquiry.trust)
    yield from signed.checks
    if all(check.code != "key" for check in signed.checks):
        yield _keyless(signed)
    about = _about_record(replace(inquiry, reading=reading), signed)
    yield from (check for check in about if check.code != "dates")


def _keyless(signed: Signed) -> Check:
    """A hosted badge is true because its issuer's own server says so."""
    if signed.owners:
        return passed("key", _("It does not need a key. The issuer's server confirms it."), HOSTED)
    return unknown("key", _("It has no key. Only the issuer's server could confirm it."), HOSTED)


def _gathered(reading: Reading, load: Loader) -> Reading:
    """The badge with the parts it only links to, so that what it says can be read."""
    address = reading.document["id"] if reading.form is Carrier.ADDRESS else reading.document
    document = openbadges2.gather(address, load)
    record, understood = openbadges2.parse(document)
    return replace(reading, document=document, record=record, understood=understood)


def _about_record(inquiry: Inquiry, signed: Signed) -> Iterator[Check]:
    """Issuer and dates of any credential, elements of what was achieved."""
    reading, heading = inquiry.reading, inquiry.reading.heading
    if reading.record is None:
        yield check_content(reading)
    yield from _about_issuer(inquiry, heading.issuer, heading.issued_at, signed)
    since = heading.valid_from or heading.issued_at
    yield check_dates(since, heading.valid_until, inquiry.at, heading.issued_at)
    if reading.record is not None:
        yield from check_elements(reading.record)


def _about_issuer(
    inquiry: Inquiry, issuer: Organisation, issued_at: datetime | None, signed: Signed
) -> Iterable[Check]:
    """What the registers say of the issuer shown, who is noted where they know whose key signed."""
    found = origin_of(inquiry.reading, issuer, issued_at, signed, inquiry.trust)
    proven = inquiry.origin
    proven.issuer, proven.is_own, proven.keys = found.issuer, found.is_own, signed.keys
    return found.checks


_FLOWS: Mapping[Kind, Callable[[Inquiry], Iterable[Check]]] = {
    Kind.OPEN_BADGE_3: _credential,
    Kind.LEARNER_RECORD: _learner_record,
    Kind.CREDENTIAL: _credential,
    Kind.ENDORSEMENT: _endorsement,
    Kind.EUROPEAN: _european,
    Kind.SD_JWT: _for_wallets,
    Kind.ELMO: _transcript,
    Kind.OPEN_BADGE_2: _hosted,
    Kind.PRESENTATION: _presentation,
}
