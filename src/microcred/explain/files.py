"""The file itself: what it is, who shows or endorses, who signed it with what, and what is left untold."""

from collections.abc import Iterator, Mapping
from typing import Any

from microcred import openbadges
from microcred.documents import owner_of
from microcred.errors import MicrocredError, Unreadable
from microcred.explain.sections import Reader, Section, section
from microcred.explain.values import day, value_at
from microcred.instants import write_instant
from microcred.jades.certificates import name_of
from microcred.jades.envelope import Seal
from microcred.openbadges.texts import best
from microcred.reading import CARRIERS, LABELS, Kind, Reading, title_of
from microcred.report import _
from microcred.saying import Moment, Said, period

Facts = Iterator[tuple[str, str]]


def the_file(reading: Reading, reader: Reader) -> Section:
    """What kind of file it is."""
    size = reader.say(_("{count} bytes")).format(count=_grouped(len(reading.original)))
    facts = [
        (_("Type"), reader.say(LABELS[reading.kind])),
        (_("Carried by"), reader.say(CARRIERS[reading.carrier])),
        (_("Size"), size),
        (_("Reason it could not be read"), reader.say(reading.problem)),
    ]
    return section(_("The file"), facts)


def _grouped(number: int) -> str:
    """A number in groups that no language takes for decimals (ISO 80000-1, 7.3.1)."""
    return f"{number:,}".replace(",", "\u202f")


def holder(reading: Reading) -> Section:
    """Who shows the credentials of a presentation, and which they are."""
    shown = _holder(reading) if reading.kind is Kind.PRESENTATION else ()
    return section(_("Presented by"), shown)


def endorsements(reading: Reading) -> Section:
    """Who endorses what, each endorsement once; the file may be one itself."""
    own = [reading.document] if reading.kind is Kind.ENDORSEMENT else []
    found = own or openbadges.embedded_endorsements(reading.document)
    return section(_("Endorsed by"), dict.fromkeys(fact for one in found for fact in _endorsement(one)))


def technical(reading: Reading, reader: Reader) -> Iterator[Section]:
    """Signatures, status, and the parts of the file that no other section tells."""
    around = [*_around(reading, reader)]
    yield section(_("Signature"), around or [*_proofs(reading.document)])
    statuses = reading.record.status if reading.record else ()
    asked = ((_("Revocation is checked at"), f"{one.list_url} #{one.index}") for one in statuses)
    yield section(_("Status"), asked)
    left = (path for path in reading.losses if path.rpartition(".")[2] != "endorsement")
    rest = ((path, value_at(reading.document, path) or "…") for path in left)
    yield section(_("Other content of the file"), rest)


def _holder(reading: Reading) -> Facts:
    yield _("Holder"), owner_of(reading.document)
    for one in reading.inside:
        yield _("Credential"), title_of(one) if isinstance(one, Reading) else one.message


def _endorsement(document: Mapping[str, Any]) -> Facts:
    try:
        told = openbadges.read_endorsement(document)
    except MicrocredError:
        return
    said = Said(
        _("{words} ({about}, {period})"),
        words=told.comment or told.name,
        about=told.about,
        period=period(day(told.valid_from), day(told.valid_until)),
    )
    yield best(told.issuer.legal_name) or told.issuer.id, said


def _proofs(document: Mapping[str, Any]) -> Facts:
    """Signatures inside the document."""
    proofs = document.get("proof")
    for proof in proofs if isinstance(proofs, list) else [proofs]:
        if isinstance(proof, dict):
            yield _("Type of signature"), _word(proof, "cryptosuite") or _word(proof, "type")
            yield _("Signed on"), Moment(_word(proof, "created")[:10])
            yield _("With the key"), _word(proof, "verificationMethod")


def _around(reading: Reading, reader: Reader) -> Facts:
    """Signatures around the document: tokens and seals."""
    if reading.token is not None:
        yield from _header(reading.token.token.header, reader)
    if reading.wallet is not None:
        yield from _header(reading.wallet.issued.header, reader)
    if reading.sealed is not None:
        for seal in reading.sealed.seals:
            yield from _seal(seal)


def _header(header: Mapping[str, Any], reader: Reader) -> Facts:
    yield _("Type of signature"), f"{_word(header, 'typ') or 'JWT'}, {_word(header, 'alg')}"
    inside = reader.say(_("one inside the token")) if "jwk" in header else ""
    yield _("With the key"), _word(header, "kid") or inside


def _seal(seal: Seal) -> Facts:
    header = seal.header
    if isinstance(header, Unreadable):
        yield _("Reason it could not be read"), header.message
        return
    yield _("Type of signature"), f"JAdES, {header.algorithm}"
    yield _("Sealed at"), Moment(write_instant(header.claimed_at))
    yield _("With the certificate of"), name_of(header.certificates[0])
    yield _("Certified by"), header.certificates[0].issuer.rfc4514_string()


def _word(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
