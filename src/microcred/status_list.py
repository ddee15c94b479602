"""Bitstring status lists: which credentials were revoked or suspended.

W3C Bitstring Status List 1.0. One bit per credential in a list of at least 131,072, so that asking about
one does not tell about whom; compressed with gzip, multibase `u`. Bit 0 is the leftmost of the first byte.
"""

import gzip
import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from microcred import multibase
from microcred.errors import Malformed, NotWritable
from microcred.guards import GZIP, inflate
from microcred.instants import write_instant

V2 = "https://www.w3.org/ns/credentials/v2"
ENTRIES = 131_072  # §6.1: 16 KB uncompressed, for the privacy of the group
LARGEST = 16_777_216  # bits we are willing to unpack: 2 MB
MILLISECOND = timedelta(milliseconds=1)
LONGEST_LIFE = 10**13  # milliseconds: three centuries
PURPOSES = ("revocation", "suspension")
TYPE, SUBJECT, ENTRY = "BitstringStatusListCredential", "BitstringStatusList", "BitstringStatusListEntry"


class StatusList:
    """A list of status bits; a set bit means that the purpose applies."""

    __slots__ = ("_bits",)

    def __init__(self, bits: bytes | int = ENTRIES) -> None:
        """An empty list of that many entries, or the list with these uncompressed bits."""
        self._bits = bytearray(bits // 8 if isinstance(bits, int) else bits)
        if not ENTRIES <= len(self) <= LARGEST:
            raise Malformed(
                "A status list has between {least} and {most} entries, not {count}.",
                least=ENTRIES,
                most=LARGEST,
                count=len(self),
            )

    def __len__(self) -> int:
        return len(self._bits) * 8

    def __getitem__(self, index: int) -> bool:
        byte, mask = self._place(index)
        return bool(self._bits[byte] & mask)

    def __setitem__(self, index: int, value: bool) -> None:
        byte, mask = self._place(index)
        self._bits[byte] = self._bits[byte] | mask if value else self._bits[byte] & ~mask

    def __bytes__(self) -> bytes:
        """The uncompressed bits."""
        return bytes(self._bits)

    def _place(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self):
            raise Malformed(
                "The status list of {count} entries has no entry {index} (§3.2, RANGE_ERROR).",
                count=len(self),
                index=index,
            )
        return index // 8, 0x80 >> index % 8

    def encode(self) -> str:
        """The `encodedList`, the same for the same bits."""
        return multibase.encode(gzip.compress(self._bits, mtime=0), "u")

    @classmethod
    def decode(cls, text: object) -> "StatusList":
        """The list of an `encodedList`.

        Raises TooLarge if it unpacks to more than `LARGEST` entries, Malformed if it is damaged or too short.
        """
        if not isinstance(text, str):
            raise Malformed("The status list does not contain an encoded list.")
        data = multibase.decode(text if text[:1] == "u" else "u" + text, bases="u")
        return cls(inflate(data, limit=LARGEST // 8, wbits=GZIP))


def credential(
    statuses: StatusList,
    *,
    url: str,
    issuer: str,
    purpose: str,
    valid_from: datetime,
    valid_until: datetime | None = None,
) -> dict[str, Any]:
    """The unsigned credential that publishes a list at its address (§2.2).

    With `valid_until` the list also says in milliseconds how long a copy of it may be kept (`ttl`).
    """
    document: dict[str, Any] = {
        "@context": [V2],
        "id": url,
        "type": ["VerifiableCredential", TYPE],
        "issuer": issuer,
        "validFrom": write_instant(valid_from),
    }
    if valid_until is not None:
        document["validUntil"] = write_instant(valid_until)
    document["credentialSubject"] = {
        "id": f"{url}#list",
        "type": SUBJECT,
        "statusPurpose": purpose,
        "encodedList": statuses.encode(),
    }
    if valid_until is not None:
        document["credentialSubject"]["ttl"] = (valid_until - valid_from) // MILLISECOND
    return document


def time_to_live(listing: Mapping[str, Any]) -> timedelta | None:
    """For how long a copy of the list may be kept, None where it does not say (§2.2, `ttl`).

    Raises Malformed for what is no number of milliseconds.
    """
    subject = listing.get("credentialSubject")
    lives = subject.get("ttl") if isinstance(subject, Mapping) else None
    if lives is None:
        return None
    if isinstance(lives, bool) or not isinstance(lives, int | float) or not 0 <= lives <= LONGEST_LIFE:
        raise Malformed("The status list does not say in milliseconds how long it may be kept.")
    return lives * MILLISECOND


def entry(*, url: str, index: int, purpose: str) -> dict[str, str]:
    """The `credentialStatus` that points at one entry of a list (§2.1)."""
    return {
        "id": f"{url}#{index}",
        "type": ENTRY,
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": url,
    }


def is_set(
    status: Mapping[str, Any],
    listing: Mapping[str, Any],
    decode: Callable[[object], StatusList] = StatusList.decode,
) -> bool:
    """What a list, already verified, says about the credential with this `credentialStatus` (§3.2).

    `decode` may know the bits already. Raises Malformed if the list is another one than the status names,
    for another purpose, or has no such entry. Whether the list is signed by the right issuer, and still
    valid, is the caller's question.
    """
    subject = listing.get("credentialSubject")
    if not isinstance(subject, Mapping) or subject.get("type") != SUBJECT:
        raise Malformed("The status does not point to a status list.")
    if status.get("statusListCredential") != listing.get("id", status.get("statusListCredential")):
        raise Malformed("The status list is published under another address.")
    purposes = subject.get("statusPurpose")
    if status.get("statusPurpose") not in (purposes if isinstance(purposes, list) else [purposes]):
        raise Malformed("The status list serves another purpose.")
    return decode(subject.get("encodedList"))[index_of(status)]


def index_of(status: Mapping[str, Any]) -> int:
    """The `statusListIndex`, a text of digits (§2.1); raises Malformed for anything else."""
    text = status.get("statusListIndex")
    if (
        isinstance(text, str)
        and text.isascii()
        and text.isdigit()
        and len(text) < 10
        and status.get("statusSize", 1) == 1
    ):
        return int(text)
    raise Malformed("The status does not name an entry of its list, or names one of more than one bit.")


def free_index(
    taken: Collection[int],
    below: Callable[[int], int] = secrets.randbelow,
    *,
    entries: int = ENTRIES,
) -> int:
    """A random index that is not taken, so that indexes tell nothing about when or to whom (§6.2).

    `below(n)` gives a random number under n. Raises NotWritable for a list that is as good as full.
    """
    if len(taken) > entries * 9 // 10:
        raise NotWritable("The status list is full. Start another.")
    while (index := below(entries)) in taken:
        pass
    return index
