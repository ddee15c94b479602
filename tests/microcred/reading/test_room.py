"""One file asks for so much reading and no more, however it is packed: counted in what is opened."""

import base64
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from microcred import jose
from microcred.errors import Malformed, MicrocredError, TooLarge
from microcred.guards import parse_json
from microcred.jades.envelope import LIMITS
from microcred.keys import generate
from microcred.openbadges import write_clr
from microcred.reading import DEEPEST, MOST_INSIDE, TOO_DEEP, TOO_MANY, Kind, Reading, read
from microcred.reading.unwrapping import BROKEN_TOKEN, TOO_MUCH_IN_PDF
from microcred.report import Conclusion, Outcome
from microcred.verification import verify
from tests.microcred.baking.test_png import itxt, png
from tests.microcred.cast import RECORD
from tests.microcred.pdf.files import WHOLE, embed_with_pyhanko, packed, pdf, stream
from tests.microcred.reading.test_hostile import AT, BADGE, V2

PLAIN = {"@context": [V2], "type": ["VerifiableCredential"], "issuer": "did:web:x.example"}
Document = dict[str, Any]


def plain(number: int) -> Document:
    """A credential that says nothing."""
    return {**PLAIN, "id": f"urn:example:{number}", "credentialSubject": {"id": "urn:example:ada"}}


def showing(*shown: Document) -> Document:
    """A presentation of these."""
    return {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [*shown]}


def deep(document: Document, levels: int) -> Document:
    """A presentation of a presentation of … this."""
    for _level in range(levels):
        document = showing(document)
    return document


def wallet(document: Document) -> Document:
    """The same in an envelope, in a token of its own."""
    token = jose.sign_vc(document, generate(), kid="#1")
    address = f"data:application/vc+jwt,{token}"
    return {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": address}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of all documents that are taken apart from now on, of tokens too."""
    sizes: list[int] = []

    def counted(data: bytes, *limits: Any) -> Any:
        sizes.append(len(data))
        return parse_json(data, *limits)

    monkeypatch.setattr("microcred.reading.unwrapping.parse_json", counted)
    return sizes


def opened(reading: Reading) -> Iterator[Reading]:
    """Everything inside that was opened."""
    for one in reading.inside:
        if isinstance(one, Reading):
            yield one
            yield from opened(one)


def refusals(reading: Reading) -> list[str]:
    """What is said of what was not opened, wherever it stands."""
    found = [one.message for one in reading.inside if isinstance(one, MicrocredError)]
    return found + [word for one in reading.inside if isinstance(one, Reading) for word in refusals(one)]


def test_of_more_credentials_than_may_be_so_many_are_opened(parsed: list[int]) -> None:
    reading = read(json.dumps(showing(*map(plain, range(4_000)))).encode())

    assert len(parsed) == MOST_INSIDE + 1
    assert len(list(opened(reading))) == MOST_INSIDE
    assert refusals(reading) == [TOO_MANY]
    assert reading.problem == "It shows 4000 credentials, each with a record of its own."


def test_as_many_as_may_be_are_all_opened() -> None:
    reading = read(json.dumps(showing(*map(plain, range(MOST_INSIDE)))).encode())

    assert len(list(opened(reading))) == MOST_INSIDE
    assert refusals(reading) == []


def test_credentials_count_together_wherever_in_the_file_they_stand(parsed: list[int]) -> None:
    half = MOST_INSIDE // 2
    groups = [showing(*map(plain, range(start, start + half))) for start in (0, half, 2 * half)]

    reading = read(json.dumps(showing(*groups)).encode())

    assert len(list(opened(reading))) == MOST_INSIDE
    assert len(parsed) == MOST_INSIDE + 1
    assert set(refusals(reading)) == {TOO_MANY}


@pytest.mark.parametrize("levels", [DEEPEST + 2, 28])
def test_what_is_too_deep_is_not_opened(parsed: list[int], levels: int) -> None:
    data = json.dumps(deep(showing(*map(plain, range(400))), levels - 1)).encode()

    reading = read(data)

    assert len(parsed) == DEEPEST + 2
    assert sum(parsed) < (DEEPEST + 2) * (len(data) + 1)
    assert refusals(reading) == [TOO_DEEP]
    assert reading.record is None


def test_as_deep_as_may_be_the_credential_is_read() -> None:
    reading = read(json.dumps(deep(BADGE, DEEPEST + 1)).encode())

    assert reading.record == read(json.dumps(BADGE).encode()).record
    assert refusals(reading) == []


def test_learner_records_and_tokens_inside_one_another_are_as_deep_as_presentations() -> None:
    document: Document = BADGE
    for level in range(5):
        record = write_clr(RECORD, [document], identifier=f"urn:example:{level}")[0]
        document = wallet(record) if level % 2 else record

    reading = read(json.dumps(document).encode())

    kinds = [one.kind for one in opened(reading)]
    assert kinds == [Kind.LEARNER_RECORD] * (DEEPEST + 1)
    assert refusals(reading) == [TOO_DEEP]


def test_a_report_says_what_was_not_looked_into() -> None:
    deepest, many = deep(BADGE, DEEPEST + 2), showing(*map(plain, range(MOST_INSIDE + 2)))

    for document, words in ((deepest, TOO_DEEP), (many, TOO_MANY)):
        report = verify(json.dumps(document).encode(), at=AT)

        last = [one for one in report if one.code == "proof.inside"][-1]
        assert words in last.message
        assert last.outcome is Outcome.UNKNOWN
        assert report.conclusion is not Conclusion.PASSED


def test_an_envelope_holds_a_token_and_no_further_document(parsed: list[int]) -> None:
    """Else each of them could hold another one, and a credential that nobody signed."""
    document: Document = {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": ""}
    inner = json.dumps(BADGE).encode()
    for _level in range(4):
        address = f"data:application/vc+jwt;base64,{base64.b64encode(inner).decode()}"
        inner = json.dumps({**document, "id": address}).encode()

    with pytest.raises(Malformed, match=BROKEN_TOKEN[:30]):
        read(inner)

    assert len(parsed) == 1


def test_pages_inside_a_page_share_what_may_be_unpacked() -> None:
    page = pdf({**WHOLE, 4: packed(b'{"words": "%s"}' % (b"x" * 6_000_000))})
    files = [(f"{number}.pdf", page + b"%%%d" % number) for number in range(3)]

    with pytest.raises(MicrocredError, match="not a type of credential"):
        read(embed_with_pyhanko(files[:2], compressed=False))
    with pytest.raises(TooLarge, match="unpacks to more"):
        read(embed_with_pyhanko(files, compressed=False))


def test_pictures_inside_a_page_share_what_is_searched() -> None:
    pictures = [png(itxt(b'{"words": "%s%d"}' % (b"x" * 9_000_000, one), packed=True)) for one in range(3)]
    files = [(f"{number}.png", picture) for number, picture in enumerate(pictures)]

    with pytest.raises(MicrocredError, match="not a type of credential"):
        read(embed_with_pyhanko(files[:2], compressed=False))
    with pytest.raises(TooLarge, match=TOO_MUCH_IN_PDF[:40]):
        read(embed_with_pyhanko(files, compressed=False))


@pytest.mark.parametrize("more", [0, 1])
def test_so_much_of_a_page_is_searched_and_no_more(more: int) -> None:
    sizes = [LIMITS.bytes // 4] * 3 + [LIMITS.bytes // 4 + more]
    texts = [b'{"n": "%d%s"}' % (one, b"x" * (size - 10)) for one, size in enumerate(sizes)]
    files = [(f"{one}.png", png(itxt(text, packed=True))) for one, text in enumerate(texts)]
    assert sum(map(len, texts)) == LIMITS.bytes + more

    with pytest.raises(MicrocredError) as refused:
        read(embed_with_pyhanko(files, compressed=False))

    assert isinstance(refused.value, TooLarge) is bool(more)


def test_files_of_a_page_do_not_lie_over_each_other() -> None:
    """Each would be read as a whole: a hundred names for the same bytes are a hundred times the work."""
    words = b'{"words": "%s"}' % random.Random(0).randbytes(2_000).hex().encode()
    within = b"6 0 obj\n%s\nendobj\n" % stream(words)
    names = b"<</EmbeddedFiles<</Names[(a) 3 0 R(b) 5 0 R]>>>>"
    more = b"<</Type/Filespec/F(other.json)/EF<</F 6 0 R>>>>"
    apart = pdf({**WHOLE, 2: names, 4: stream(words), 5: more, 6: stream(words)})
    whole = pdf({**WHOLE, 2: names, 4: stream(within), 5: more})
    entry = b"6 1\n%010d 00000 n \n" % whole.index(within)
    overlapping = whole.replace(b"trailer\n", entry + b"trailer\n")

    with pytest.raises(MicrocredError, match="not a type of credential"):
        read(apart)
    with pytest.raises(TooLarge, match="overlap"):
        read(overlapping)
