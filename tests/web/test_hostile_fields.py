"""Every kind of field that a form asks with, given what no field asks for: refused in words or cleaned."""

import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

import mcx.urls  # noqa: F401 - it knows every page, so every form
from mcx.design.rules.draft import Draft
from mcx.network.models import Institution
from mcx.network.rules.course_fields import Section
from mcx.network.rules.terms import CharterTerms
from mcx.web.design.forms import Offered, SectionForm, StartForm
from mcx.web.governance.forms import ProposalForm
from tests.design.drafts import draft

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 }}{% now %}"
# The largest whole number of a column, and what no text that is kept has in it.
MOST, SURROGATES = 2**31, re.compile("[\ud800-\udfff]")
# As bytes, because a form arrives so: what is no UTF-8 cannot be sent as a text.
HOSTILE: dict[str, bytes] = {
    "too long": b"x" * 100_000,
    "NUL": b"a\x00b",
    "control characters": bytes(range(1, 32)) + b"\x7f\xc2\x85",
    "bidirectional controls": "a\u202eb\u2066c\u200f\u2069\ufeff".encode(),
    "a lone surrogate": b"a\xed\xa0\x80b",
    "no UTF-8": b"a\xff\xfeb",
    "a huge number": b"9" * 4_000,
    "more digits than are read": b"9" * 5_000,
    "a huge exponent": b"1e999999999",
    "a tiny exponent": b"-1E-999999999",
    "not a number": b"NaN",
    "a signalling not a number": b"sNaN",
    "no end": b"-Infinity",
    "other digits": "١٢٣²½".encode(),
    "markup": MARKUP.encode(),
    "what is nested too deep": b"[" * 100_000,
    "a day that is none": b"2026-02-30",
    "a day beyond the calendar": b"99999999999-12-31",
    "an address that is none": b"http://[::1/\xe2\x80\xae@\xc3\x9f.example:99999",
    "nothing": b"",
    "blanks": " \t\u00a0\u3000".encode(),
}


def typed(raw: bytes) -> str:
    """The text that Django reads from these bytes."""
    return QueryDict(f"x={quote_from_bytes(raw)}")["x"]


class Everywhere(QueryDict):
    """A form whose every field holds the same text, whatever the fields are called."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self.text = typed(raw)

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> str:
        return self.text

    def getlist(self, name: str, default: Any = None) -> list[str]:
        return [self.text]


class Files(dict[str, SimpleUploadedFile]):
    """The same as a file under every name."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self.raw = raw

    def get(self, name: str, default: Any = None) -> Any:
        return SimpleUploadedFile(typed(self.raw) or "file", self.raw)


def _forms(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for each in kind.__subclasses__():
        yield each
        yield from _forms(each)


def _declared() -> Iterator[forms.Field]:
    """The fields of every form of ours; those that are made as a form is shown are read from one that is."""
    for form in dict.fromkeys(_forms(forms.BaseForm)):
        if form.__module__.startswith("mcx."):
            yield from form.base_fields.values()  # type: ignore[attr-defined]
    levels = [(str(level), str(level)) for level in range(1, 9)]
    offered = Offered([("mu:ten", "Ten")], [("en", "English")], levels)
    made = [SectionForm(section, one, offered) for section in Section for one in (Draft(), draft())]
    for each in (*made, ProposalForm(CharterTerms(), []), StartForm([])):
        yield from each.fields.values()


def _apart(fields: Iterator[forms.Field]) -> dict[str, list[forms.Field]]:
    found: dict[str, list[forms.Field]] = {}
    for field in fields:
        found.setdefault(f"{type(field).__module__}.{type(field).__name__}", []).append(field)
    return found


FIELDS = _apart(_declared())
ROWS = ("ModelChoiceField", "SkillsField")
ASKING, ALONE = ({name for name in FIELDS if name.endswith(ROWS) is asks} for asks in (True, False))


def answered(field: forms.Field, raw: bytes) -> Any:
    """What becomes of it: the refusals, or the value that a service is given."""
    field = deepcopy(field)
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = Institution.objects.all()
    sent = field.widget.value_from_datadict(Everywhere(raw), Files(raw), "x")
    try:
        return field.clean(sent)
    except forms.ValidationError as refused:
        return refused


def shown(field: forms.Field, raw: bytes) -> str:
    """The form as it comes back, with what was typed."""
    form = type("Shown", (forms.Form,), {"x": deepcopy(field)})(Everywhere(raw), Files(raw))
    return str(form["x"])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for part in value.items() for text in _texts(part))
    elif isinstance(value, list | tuple):
        yield from (text for part in value for text in _texts(part))
    elif isinstance(value, str):
        yield value


def is_fit(value: Any) -> bool:
    """Whether it is a refusal in words, or something that a service can be given and a database keep."""
    if isinstance(value, forms.ValidationError):
        return all(map(str, value.messages)) and bool(value.messages)
    if isinstance(value, int | Decimal):
        return -MOST < value < MOST
    return all("\0" not in text and not SURROGATES.search(text) for text in _texts(value))


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", sorted(ALONE))
def test_what_no_field_asks_for_is_refused_in_words_or_cleaned(name: str, kind: str) -> None:
    for field in FIELDS[name]:
        found = answered(field, HOSTILE[kind])
        # What a passkey signed is read on before any of it is kept (`test_proof.py`).
        assert is_fit(found) or isinstance(field, forms.JSONField), field.label


@pytest.mark.django_db
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", sorted(ASKING))
def test_what_is_looked_up_is_refused_in_words_or_cleaned(name: str, kind: str) -> None:
    for field in FIELDS[name][:2]:
        assert is_fit(answered(field, HOSTILE[kind])), field.label


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", sorted(ALONE))
def test_what_comes_back_is_a_text_and_no_markup(name: str, kind: str) -> None:
    for field in FIELDS[name]:
        html = shown(field, HOSTILE[kind])

        assert "<script" not in html
        assert "<img" not in html


def test_a_field_gets_what_was_typed() -> None:
    texts, numbers = FIELDS["django.forms.fields.CharField"], FIELDS["django.forms.fields.IntegerField"]

    assert {answered(one, b"two") for one in texts} == {"two"}
    assert 2 in {answered(one, b"2") for one in numbers}


def test_every_kind_of_field_is_asked() -> None:
    ours = {name.rpartition(".")[2] for name in FIELDS}

    assert ours >= {"NumberField", "DayField", "LanguagesField", "SkillsField", "CreditsField"}
    assert ours >= {"CharField", "ChoiceField", "MultipleChoiceField", "IntegerField", "SlugField"}
    assert ours >= {"EmailField", "URLField", "BooleanField", "FileField", "ModelChoiceField"}


@pytest.mark.parametrize("value", [Decimal("Infinity"), 10**12, "a\0b", {"en": "a\0b"}, ["\ud800"]])
def test_what_is_not_fit_is_seen(value: Any) -> None:
    assert not is_fit(value)
