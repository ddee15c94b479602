"""Whom to believe: the institutions of the registers one trusts, their keys and accreditations, with dates.

Nothing is believed that is not given here. A register is a snapshot: it answers who was a member and
accredited *on the day a credential was issued*, so former members and past decisions belong in it too.
"""

from collections.abc import Callable, Hashable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeVar

import orjson
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from microcred import did
from microcred.accreditation import QUALITY, ConditionalRule, Decision, as_decision
from microcred.did import DatedKey, keys_of
from microcred.errors import KeyProblem, Malformed, Unreadable
from microcred.guards import parse_json
from microcred.instants import parse_instant, write_instant
from microcred.record import Accreditation
from microcred.report import _

Loader = Callable[[str], bytes]
"""Fetches a web address; raises OSError or MicrocredError where nothing came. Its answer is not trusted."""

Answer = TypeVar("Answer")
NOT_YET: Any = object()
NO_DOCUMENTS: Mapping[str, bytes] = MappingProxyType({})
REMEMBERED = 64  # answers about documents at hand, such as status lists of at most 2 MB
REMEMBERED_DAYS = 1024  # answers about institutions, most of one on a day, a few sentences each


@dataclass(frozen=True, slots=True)
class KnownSeal:
    """The certificate of an institution's e-seal; the register vouches for seals made before it ended.

    One ended in good order has `ended_at`. Since one was `revoked_at` somebody else may have its key: then
    only a timestamp of somebody else proves that a seal is older.
    """

    certificate: x509.Certificate
    ended_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def until(self) -> datetime | None:
        """The first instant of which no seal is believed any more."""
        return min(filter(None, (self.ended_at, self.revoked_at)), default=None)


@dataclass(frozen=True, slots=True)
class KnownIssuer:
    """An institution as a register knew it: from when until when, accredited by whom, with which keys.

    `away` are the times in between in which it was no member, first and last day included. `also` are other
    identifiers it issues under, `seals` its own e-seals. The last day of membership still counts. What its
    `accreditations` amount to on a day is for `microcred.accreditation` to say.
    """

    id: str
    name: str
    registry: str
    member_from: date | None = None
    member_until: date | None = None
    accreditations: tuple[Accreditation, ...] = ()
    keys: tuple[DatedKey, ...] = ()
    also: tuple[str, ...] = ()
    seals: tuple[KnownSeal, ...] = ()
    away: tuple[tuple[date, date], ...] = ()

    def is_member_on(self, day: date) -> bool:
        """Whether the register listed it on that day: the one answer, gaps between memberships included."""
        return is_within(day, self.member_from, self.member_until) and self.absence_on(day) is None

    def absence_on(self, day: date) -> tuple[date, date] | None:
        """The time between two memberships in which the day lies."""
        return next((gap for gap in self.away if is_within(day, *gap)), None)


@dataclass(frozen=True, slots=True)
class Trust:
    """The registers, certificate authorities and documents a verification may rely on.

    `certificates` are anchors for seals and timestamps; `documents` are DID documents and status lists
    already at hand, by their address; `as_of` is the day of the registers' snapshot; `conditional` says since
    when accreditations with conditions count or not. Many credentials verified with one Trust share what was
    worked out about its documents, which must not change meanwhile.
    """

    issuers: tuple[KnownIssuer, ...] = ()
    certificates: tuple[x509.Certificate, ...] = ()
    as_of: date | None = None
    documents: Mapping[str, bytes] = field(default_factory=lambda: NO_DOCUMENTS)
    conditional: tuple[ConditionalRule, ...] = ()
    _by_name: dict[str, KnownIssuer] = field(default_factory=dict, init=False, repr=False, compare=False)
    _seals: dict[x509.Certificate, tuple[KnownIssuer, KnownSeal]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _answers: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _days: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for issuer in self.issuers:
            for name in (issuer.id, *issuer.also):
                self._by_name.setdefault(name, issuer)
            self._seals.update((seal.certificate, (issuer, seal)) for seal in issuer.seals)

    def known(self, identifier: str) -> KnownIssuer | None:
        """The institution that issues under this identifier, if any register has it."""
        return self._by_name.get(identifier)

    def remember(self, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """The answer given before to the same question about a document at hand, the oldest forgotten."""
        return _remembered(self._answers, REMEMBERED, question, work_out)

    def remember_issuer(self, known: KnownIssuer, day: date, work_out: Callable[[], Answer]) -> Answer:
        """The answer given before about one of the `issuers` on that day, which nothing else may change."""
        return self.remember_issuers((id(known), day), work_out)

    def remember_issuers(self, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """The answer given before to a question about the `issuers` alone."""
        return _remembered(self._days, REMEMBERED_DAYS, question, work_out)

    def with_documents(self, documents: Mapping[str, bytes], *, as_of: date | None) -> "Trust":
        """The same registers on another day with other documents at hand, at no cost for each issuer.

        What was worked out about issuers is shared, what was worked out about documents is not.
        """
        other = copy(self)
        for name, value in {"documents": documents, "as_of": as_of, "_answers": {}}.items():
            object.__setattr__(other, name, value)
        return other

    def seals(self) -> Mapping[x509.Certificate, tuple[KnownIssuer, KnownSeal]]:
        """The e-seals that registers list, each with the institution it is listed for."""
        return self._seals


def _remembered(
    answers: dict[Hashable, Any], most: int, question: Hashable, work_out: Callable[[], Answer]
) -> Answer:
    found: Answer = answers.get(question, NOT_YET)
    if found is NOT_YET:
        found = work_out()
        for oldest in tuple(islice(answers, max(0, len(answers) - most + 1))):
            answers.pop(oldest, None)
        answers[question] = found
    return found


def is_within(day: date, since: date | None, until: date | None) -> bool:
    """Whether the day lies in the period, both ends included; an open end is no limit."""
    return (since is None or since <= day) and (until is None or day <= until)


def read_trust(data: bytes) -> Trust:
    """The trust a file describes (`docs/standards/trust-file.md`); raises Malformed or TooLarge."""
    tree = _object(parse_json(data), _("the file"))
    try:
        return Trust(
            tuple(_issuer(_object(one, _("an issuer"))) for one in _array(tree, "issuers")),
            tuple(_certificate(one) for one in _array(tree, "certificates")),
            _day(tree, "as_of"),
            {url: _document(one) for url, one in _object(tree.get("documents", {}), "documents").items()},
            tuple(
                _conditional(_object(one, _("a rule"))) for one in _array(tree, "conditional_accreditation")
            ),
        )
    except (TypeError, ValueError, KeyError, KeyProblem, Unreadable) as error:
        raise Malformed("The trust file is wrong: {reason}", reason=error) from error


def write_trust(trust: Trust) -> bytes:
    """The same trust as a file that `read_trust` reads."""
    tree = {
        "as_of": trust.as_of,
        "issuers": [_written(one) for one in trust.issuers],
        "certificates": [_pem(one) for one in trust.certificates],
        "documents": {url: _shown(document) for url, document in trust.documents.items()},
        "conditional_accreditation": [
            {"counts": one.counts, "since": one.since, "source": one.source} for one in trust.conditional
        ],
    }
    return orjson.dumps(tree, option=orjson.OPT_INDENT_2)


def _issuer(data: Mapping[str, Any]) -> KnownIssuer:
    published = data.get("did_document")
    return KnownIssuer(
        id=_text(data, "id"),
        name=_text(data, "name"),
        registry=_text(data, "registry"),
        member_from=_day(data, "member_from"),
        member_until=_day(data, "member_until"),
        away=tuple(_absence(_object(one, _("an absence"))) for one in _array(data, "away")),
        accreditations=tuple(
            _accreditation(_object(one, _("an accreditation"))) for one in _array(data, "accreditations")
        ),
        keys=keys_of(_object(published, _("a DID document"))) if published is not None else (),
        also=tuple(str(one) for one in _array(data, "also")),
        seals=tuple(_seal(_object(one, _("a seal"))) for one in _array(data, "seals")),
    )


def _written(issuer: KnownIssuer) -> dict[str, Any]:
    return {
        "id": issuer.id,
        "name": issuer.name,
        "registry": issuer.registry,
        "also": list(issuer.also),
        "member_from": issuer.member_from,
        "member_until": issuer.member_until,
        "away": [{"from": first, "until": last} for first, last in issuer.away],
        "accreditations": [_written_accreditation(one) for one in issuer.accreditations],
        "seals": [_written_seal(one) for one in issuer.seals],
    } | ({"did_document": did.document(issuer.id, issuer.keys)} if issuer.keys else {})


def _absence(data: Mapping[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(_text(data, "from")), date.fromisoformat(_text(data, "until"))


def _accreditation(data: Mapping[str, Any]) -> Decision:
    days: dict[str, Any] = {name: _day(data, name) for name in DECISION_DAYS}
    texts: dict[str, Any] = {name: str(data.get(name) or "") for name in DECISION_TEXTS}
    return Decision(
        title={"en": _text(data, "title")},
        kind=_text(data, "kind"),
        agency=_text(data, "agency"),
        decision=str(data.get("decision", "positive")),
        **(texts | days),
    )


DECISION_TEXTS = ("id", "agency_id", "report_url", "conditions", "overruled_by")
DECISION_DAYS = ("valid_from", "valid_until", "ended_from")


def _written_accreditation(accreditation: Accreditation) -> dict[str, Any]:
    """The decision in the file; what is empty is left out, its days never."""
    one = as_decision(accreditation)
    title = one.title.get("en") or next(iter(one.title.values()), one.kind)
    texts = {name: getattr(one, name) for name in DECISION_TEXTS}
    days = {name: getattr(one, name) for name in DECISION_DAYS}
    named = {"title": title, "kind": one.kind, "agency": one.agency, "decision": one.decision}
    return named | {name: text for name, text in texts.items() if text} | days


def _conditional(data: Mapping[str, Any]) -> ConditionalRule:
    counts = data.get("counts")
    if not isinstance(counts, bool):
        raise Malformed("“counts” of a rule is neither true nor false.")
    return ConditionalRule(counts, _day(data, "since"), str(data.get("source") or QUALITY))


SEAL_INSTANTS = ("ended_at", "revoked_at")


def _seal(data: Mapping[str, Any]) -> KnownSeal:
    ended, revoked = (
        parse_instant(data[name]) if data.get(name) is not None else None for name in SEAL_INSTANTS
    )
    return KnownSeal(_certificate(_text(data, "certificate")), ended, revoked)


def _written_seal(seal: KnownSeal) -> dict[str, Any]:
    instants = {"ended_at": seal.ended_at, "revoked_at": seal.revoked_at}
    written = {name: write_instant(at) if at else None for name, at in instants.items()}
    return {"certificate": _pem(seal.certificate)} | written


def _certificate(pem: Any) -> x509.Certificate:
    return x509.load_pem_x509_certificate(str(pem).encode())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _document(value: Any) -> bytes:
    """A document at hand: JSON as it stands, or the text of a token."""
    return value.encode() if isinstance(value, str) else orjson.dumps(value)


def _shown(document: bytes) -> Any:
    try:
        return parse_json(document)
    except Unreadable:
        return document.decode()


def _object(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Malformed("The trust file is wrong: {what} is not an object.", what=what)
    return value


def _array(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name, [])
    if not isinstance(value, list):
        raise Malformed("“{name}” is not a list.", name=name)
    return value


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise Malformed("“{name}” is missing.", name=name)
    return value


def _day(data: Mapping[str, Any], name: str) -> date | None:
    value = data.get(name)
    return None if value is None else date.fromisoformat(str(value))
