"""What an award costs is counted, never timed: compilers, codes drawn, queries, bytes kept."""

import hashlib
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
import segno
import typst
from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from mcx.credentials.documents import certificate, pictures, typesetting
from mcx.credentials.documents.typesetting import typeset
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.services.awards import claim
from mcx.credentials.services.issuing import issue
from microcred import jades
from microcred.record_json import from_json
from tests.cast import NOW, person
from tests.credentials import cast

DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
LEARNERS = ("Ane Etxeberria", "Mikel Zabala", "Jon Agirre")
PICTURE = 20_000  # bytes that a university's picture on the certificate may have
MOST = 100_000


@pytest.fixture
def claimed(settings: Settings) -> list[Award]:
    """Awards of a university with every means that wait to be signed."""
    settings.TASKS = DUMMY
    cast.seal()
    cast.wallet_key()
    awards = [cast.offered(person(name)) for name in LEARNERS]
    return [claim(award, by=award.learner, at=NOW) for award in awards]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of what is costly to make, each time that it is made."""
    found: list[str] = []
    compiler, code = typst.Compiler, segno.make

    def compilers(**how: Any) -> typst.Compiler:
        found.append("compiler")
        return compiler(**how)

    def codes(*given: Any, **how: Any) -> segno.QRCode:
        found.append("code")
        return code(*given, **how)

    typesetting._compiler.cache_clear()
    monkeypatch.setattr(typst, "Compiler", compilers)
    monkeypatch.setattr(segno, "make", codes)
    yield found
    typesetting._compiler.cache_clear()


@pytest.mark.django_db
def test_one_compiler_serves_all_awards_and_each_code_is_drawn_once(
    claimed: list[Award], made: list[str]
) -> None:
    for award in claimed:
        issue(award.pk, at=NOW)

    assert made.count("compiler") == 1
    assert made.count("code") == len(claimed)


@pytest.mark.django_db
def test_each_award_takes_as_many_queries_as_the_first(claimed: list[Award]) -> None:
    numbers = []
    for award in claimed:
        with CaptureQueriesContext(connection) as asked:
            issue(award.pk, at=NOW)
        numbers.append(len(asked))

    assert numbers == [numbers[0]] * len(claimed)
    assert numbers[0] <= 16


@pytest.mark.django_db
def test_an_award_leaves_room_for_a_picture_in_what_is_kept(claimed: list[Award]) -> None:
    award = issue(claimed[0].pk, at=NOW)

    kept = IssuedCredential.objects.filter(award=award).aggregate(bytes=Sum(Length("content")))["bytes"]

    assert award.credentials.count() == 5
    assert set(from_json(award.record).specification.title) == {"en", "fi"}
    assert kept + PICTURE <= MOST


@pytest.mark.django_db
def test_what_is_kept_packed_comes_out_byte_for_byte(claimed: list[Award]) -> None:
    award = issue(claimed[0].pk, at=NOW)

    for row in IssuedCredential.objects.filter(award=award):
        assert hashlib.sha256(row.content).hexdigest() == row.sha256


@pytest.mark.django_db
def test_no_transaction_is_open_while_an_award_is_signed(claimed: list[Award]) -> None:
    """Whoever writes meanwhile waits for what is kept, never for what is drawn and signed."""
    with CaptureQueriesContext(connection) as asked:
        issue(claimed[0].pk, at=NOW)

    said = [query["sql"].split()[0] for query in asked.captured_queries]
    begun = said.index("SAVEPOINT")
    assert not {"INSERT", "UPDATE", "DELETE"} & set(said[:begun])
    assert said.count("SAVEPOINT") == 1
    assert said[begun + 1 :].count("SELECT") <= 2


@pytest.mark.django_db
def test_the_kept_compiler_makes_the_bytes_that_a_new_one_makes(claimed: list[Award]) -> None:
    record = from_json(claimed[0].record)
    words = pictures.words(record, "en")
    typeset("badge.typ", pictures.words(record, "fi"), format="png", ppi=40)

    again = typeset("badge.typ", words, format="png", ppi=40)

    typesetting._compiler.cache_clear()
    assert again == typeset("badge.typ", words, format="png", ppi=40)


def test_threads_that_typeset_at_once_never_meet_each_others_words() -> None:
    texts = {
        str(number): {"title": f"Course {number}", "institution": "U", "facts": "", "language": "en"}
        for number in range(8)
    }
    alone = {name: typeset("badge.typ", words, format="svg") for name, words in texts.items()}
    found: dict[str, list[list[bytes]]] = {name: [] for name in texts}

    def draw(name: str) -> None:
        for _again in range(5):
            found[name].append(typeset("badge.typ", texts[name], format="svg"))

    threads = [Thread(target=draw, args=(name,)) for name in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert found == {name: [alone[name]] * 5 for name in texts}
    assert len({pages[0] for pages in alone.values()}) == len(texts)


@pytest.mark.parametrize("name", ["Ane Etxeberria", "Владимир", "Ἀλέξανδρος", "Nguyễn Thị – “€”"])
def test_names_in_the_scripts_of_europe_need_no_font_of_the_machine(name: str, made: list[str]) -> None:
    said = {"title": name, "institution": "U", "facts": "", "language": "en"}

    typeset("badge.typ", said, format="svg")

    assert made == ["compiler"]
    assert typesetting._compiler.cache_info().currsize == 1


def test_another_script_is_looked_for_among_the_fonts_of_the_machine(made: list[str]) -> None:
    for name in ("Ane", "李明", "Jon", "محمد"):
        typeset("badge.typ", {"title": name, "institution": "U", "facts": "", "language": "en"}, format="svg")

    assert made == ["compiler", "compiler"], "one with the machine's fonts, kept as the other is"


@pytest.mark.django_db
def test_the_picture_in_a_european_credential_is_small_and_says_whose_it_is(claimed: list[Award]) -> None:
    award = issue(claimed[0].pk, at=NOW)
    sealed = bytes(award.credentials.get(format="european").content)

    shown = jades.document(sealed)["displayParameter"]["individualDisplay"]["displayDetail"]["image"][
        "content"
    ]

    assert 5_000 < len(shown) < 40_000
    other = certificate.pages(award, from_json(award.record), is_fictional=True)
    assert other != certificate.pages(claimed[1], from_json(claimed[1].record), is_fictional=True)
