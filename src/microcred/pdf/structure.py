"""The objects of a PDF, each read when it is asked for (ISO 32000-2 §7.3.10, §7.5.7)."""

from typing import Any

from microcred.errors import Malformed, TooLarge, Unsupported
from microcred.guards import LIMITS
from microcred.pdf.crossreferences import read_places
from microcred.pdf.filters import unpack
from microcred.pdf.objects import Stream, read_object
from microcred.pdf.values import HEADER, Reference, Work, read_value
from microcred.saying import Said

MOST_HOPS = 20
MOST_OBJECTS = 8_388_607  # ISO 32000-1 annex C
LONGEST_CONTENTS = 500_000  # bytes with which an object stream may list what it contains


class Document:
    """The objects of one PDF."""

    def __init__(self, data: bytes, work: Work | None = None) -> None:
        """Read where they are, within what work is left.

        Raises Malformed, TooLarge, or Unsupported for an encrypted file.
        """
        if len(data) > LIMITS.bytes:
            raise TooLarge(
                "The PDF has {bytes} bytes. The limit is {limit}.", bytes=len(data), limit=LIMITS.bytes
            )
        begin = data[:1024].find(HEADER)
        if begin < 0:
            raise Malformed("This is not a PDF.")
        self.data = data[begin:]
        self._work = Work() if work is None else work
        self._unread = len(self.data)  # bytes: streams that lie over each other would come to more
        self._objects: dict[int, Any] = {}
        self._reading: set[int] = set()
        self._containers: dict[int, tuple[bytes, dict[int, int]]] = {}
        self._places, self.trailer = read_places(self.data, self._work)
        if "/Encrypt" in self.trailer:
            raise Unsupported("The PDF is encrypted. Save a copy without a password.")

    @property
    def free(self) -> int:
        """The first number that no object has and the file does not count; raises Malformed without count."""
        counted = self.trailer.get("/Size")
        number = max([-1, *self._places]) + 1
        if not isinstance(counted, int) or max(counted, number) > MOST_OBJECTS:
            raise Malformed("Nothing can be embedded in this PDF: it does not say how many objects it has.")
        return max(counted, number)

    def resolve(self, value: Any) -> Any:
        """The value itself, or the object it refers to; None where there is no such object."""
        for _ in range(MOST_HOPS):
            if not isinstance(value, Reference):
                return value
            value = self._object(value.number)
        raise Malformed("The PDF refers in a circle.")

    def part(self, entries: Any, name: str) -> Any:
        """What stands under a name of a dictionary, its reference followed; None for anything else."""
        return self.resolve(entries.get(name)) if isinstance(entries, dict) else None

    def unpack(self, stream: Stream) -> bytes:
        """The content of a stream; raises Unsupported for a packing other than deflate."""
        self._unread -= stream.end - stream.start
        if self._unread < 0:
            raise TooLarge("The streams of the PDF overlap.")
        filters, parameters = (self._list(stream.entries, name) for name in ("/Filter", "/DecodeParms"))
        known = [
            {name: self.resolve(value) for name, value in one.items()} if isinstance(one, dict) else None
            for one in parameters
        ]
        return unpack(self.data[stream.start : stream.end], filters, known, self._work)

    def _list(self, entries: dict[str, Any], name: str) -> list[Any]:
        value = self.part(entries, name)
        items = value if isinstance(value, list) else [] if value is None else [value]
        return [self.resolve(item) for item in items]

    def _object(self, number: int) -> Any:
        """The object with this number, read once; raises Malformed if reading it needs itself."""
        place = self._places.get(number)
        if place is None or number in self._objects:
            return self._objects.get(number)
        if number in self._reading or len(self._reading) > MOST_HOPS:
            raise Malformed("The PDF refers in a circle.", at=Said("object {number}", number=number))
        self._reading.add(number)
        if place.container < 0:
            found, value = read_object(self.data, place.offset, self._work, self.resolve)
        else:
            found, value = number, self._contained(place.container, number)
        self._reading.discard(number)
        if found != number:
            raise Malformed(
                "The PDF is damaged: an object is not where it should be.",
                at=Said("object {number}", number=number),
            )
        self._objects[number] = value
        return value

    def _contained(self, container: int, number: int) -> Any:
        """An object out of an object stream (§7.5.7)."""
        if container not in self._containers:
            self._containers[container] = self._read_container(container)
        data, offsets = self._containers[container]
        if number not in offsets:
            return None
        value, _ = read_value(data, offsets[number], self._work)
        return value

    def _read_container(self, number: int) -> tuple[bytes, dict[int, int]]:
        """The content of an object stream, and where in it the objects are."""
        stream = self._object(number)
        first = self.part(stream.entries, "/First") if isinstance(stream, Stream) else None
        if not isinstance(stream, Stream) or not isinstance(first, int) or first > LONGEST_CONTENTS:
            raise Malformed(
                "The PDF is damaged: an object stream cannot be read.",
                at=Said("object {number}", number=number),
            )
        data = self.unpack(stream)
        listed = [int(word) for word in data[: max(first, 0)].split() if word.isdigit() and len(word) < 11]
        return data, {one: first + offset for one, offset in zip(listed[::2], listed[1::2], strict=False)}
