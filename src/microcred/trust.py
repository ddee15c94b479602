"""Whom to believe: the institutions of the registers one trusts, their keys and accreditations, with dates.

Nothing is believed that is not given here. A register is a snapshot: it answers who was a member and
accredited *on the day a credential was issued*, so former members and past decisions belong in it too.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeVar

from cryptography import x509

from microcred.did import DatedKey, keys_of
from microcred.errors import KeyProblem, Malformed
from microcred.guards import parse_json
from microcred.record import Accreditation

Loader = Callable[[str], bytes]
"""Fetches a web address; raises OSError or MicrocredError where nothing came. Its answer is not trusted."""

Answer = TypeVar("Answer")
NO_DOCUMENTS: Mapping[str, bytes] = MappingProxyType({})
REMEMBERED = 64  # answers about documents at hand, such as status lists of at most 2 MB


@dataclass(frozen=True, slots=True)
class KnownIssuer:
    """An institution as a register knew it: from when until when, accredited by whom, with which keys.

    `also` are other identifiers it issues under. The last day of membership still counts.
    """

    id: str
    name: str
    registry: str
    member_from: date | None = None
    member_until: date | None = None
    accreditations: tuple[Accreditation, ...] = ()
    keys: tuple[DatedKey, ...] = ()
    also: tuple[str, ...] = ()

    def is_member_on(self, day: date) -> bool:
        """Whether the register listed it on that day."""
        return is_within(day, self.member_from, self.member_until)


@dataclass(frozen=True, slots=True)
class Trust:
    """The registers, certificate authorities and documents a verification may rely on.

    `certificates` are anchors for seals and timestamps; `documents` are DID documents and status lists
    already at hand, by their address; `as_of` is the day of the registers' snapshot. Many credentials
    verified with one Trust share what was worked out about its documents, which must not change meanwhile.
    """

    issuers: tuple[KnownIssuer, ...] = ()
    certificates: tuple[x509.Certificate, ...] = ()
    as_of: date | None = None
    documents: Mapping[str, bytes] = field(default_factory=lambda: NO_DOCUMENTS)
    _by_name: dict[str, KnownIssuer] = field(default_factory=dict, init=False, repr=False, compare=False)
    _answers: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for issuer in self.issuers:
            for name in (issuer.id, *issuer.also):
                self._by_name.setdefault(name, issuer)

    def known(self, identifier: str) -> KnownIssuer | None:
        """The institution that issues under this identifier, if any register has it."""
        return self._by_name.get(identifier)

    def remember(self, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """The answer given before to the same question about a document at hand, the oldest forgotten."""
        if question not in self._answers:
            answer = work_out()
            for oldest in tuple(islice(self._answers, max(0, len(self._answers) - REMEMBERED + 1))):
                self._answers.pop(oldest, None)
            self._answers[question] = answer
        found: Answer = self._answers[question]
        return found


def is_within(day: date, since: date | None, until: date | None) -> bool:
    """Whether the day lies in the period, both ends included; an open end is no limit."""
    return (since is None or since <= day) and (until is None or day <= until)


def read_trust(data: bytes) -> Trust:
    """The trust a file describes (`docs/standards/trust-file.md`); raises Malformed or TooLarge.

    `{"as_of", "issuers": [{"id", "name", "registry", "also", "member_from", "member_until",
    "accreditations": [{"title", "kind", "agency", "valid_from", "valid_until", …}], "did_document"}],
    "certificates": [PEM, …]}`
    """
    tree = _object(parse_json(data), "the file")
    try:
        return Trust(
            tuple(_issuer(_object(one, "an issuer")) for one in _array(tree, "issuers")),
            tuple(_certificate(one) for one in _array(tree, "certificates")),
            _day(tree, "as_of"),
        )
    except (TypeError, ValueError, KeyError, KeyProblem) as error:
        raise Malformed(f"The trust file is wrong: {error}") from error


def _issuer(data: Mapping[str, Any]) -> KnownIssuer:
    published = data.get("did_document")
    return KnownIssuer(
        id=_text(data, "id"),
        name=_text(data, "name"),
        registry=_text(data, "registry"),
        member_from=_day(data, "member_from"),
        member_until=_day(data, "member_until"),
        accreditations=tuple(_accreditation(_object(one, "it")) for one in _array(data, "accreditations")),
        keys=keys_of(_object(published, "a DID document")) if published is not None else (),
        also=tuple(str(one) for one in _array(data, "also")),
    )


def _accreditation(data: Mapping[str, Any]) -> Accreditation:
    return Accreditation(
        title={"en": _text(data, "title")},
        kind=_text(data, "kind"),
        agency=_text(data, "agency"),
        id=str(data.get("id", "")),
        report_url=str(data.get("report_url", "")),
        decision=str(data.get("decision", "positive")),
        valid_from=_day(data, "valid_from"),
        valid_until=_day(data, "valid_until"),
    )


def _certificate(pem: Any) -> x509.Certificate:
    return x509.load_pem_x509_certificate(str(pem).encode())


def _object(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Malformed(f"The trust file is wrong: {what} is not an object.")
    return value


def _array(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name, [])
    if not isinstance(value, list):
        raise TypeError(f"“{name}” is not a list")
    return value


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise TypeError(f"“{name}” is missing")
    return value


def _day(data: Mapping[str, Any], name: str) -> date | None:
    value = data.get(name)
    return None if value is None else date.fromisoformat(str(value))
