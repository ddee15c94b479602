"""Forms as a browser knows them: somebody sees one on a page, fills it and sends it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve
from lxml import html

from mcx.accounts.models import Person
from tests.cast import sign_in

Values = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the pages: who sees it and where, and what makes it whole beside what stands in it.

    `mark` tells it from others that the page sends to the same address.
    """

    who: str
    page: str | Callable[[], str]
    more: Mapping[str, Any] = field(default_factory=dict)
    mark: str = ""


class Shown:
    """A form that is shown to its person: as it stands on the page, its address, its values, its fields."""

    def __init__(self, name: str, form: Form) -> None:
        self.client = Client(raise_request_exception=False)
        if form.who:
            sign_in(self.client, Person.objects.get(email=form.who))
        self.page = form.page() if callable(form.page) else form.page
        self.form = found = self._found(name.partition(" ")[0], form.mark)
        self.action = found.get("action") or self.page
        self.values: Values = {}
        for field_name, value in found.form_values():
            if field_name != "csrfmiddlewaretoken":
                self.values.setdefault(field_name, []).append(value)
        self.inputs = [
            each
            for each in found.inputs
            if each.name and each.get("type") not in {"hidden", "submit"} and each.get("disabled") is None
        ]
        self.whole = self.values | {key: _listed(value) for key, value in form.more.items()}

    def _found(self, name: str, mark: str) -> Any:
        answer = self.client.get(self.page)
        assert answer.status_code == 200, f"{self.page}: {answer.status_code}"
        page: Any = html.fromstring(answer.content.decode())
        for form in page.forms:
            action = (form.get("action") or self.page).partition("?")[0]
            is_sent_there = form.method == "POST" and resolve(action).view_name == name
            if is_sent_there and mark in html.tostring(form, encoding="unicode"):
                return form
        raise AssertionError(f"{self.page} shows no form for {name}")

    @property
    def names(self) -> list[str]:
        """The fields that somebody fills."""
        return sorted({each.name for each in self.inputs})

    @property
    def texts(self) -> list[str]:
        """The fields whose words are kept."""
        words = {"text", "email", "url"}
        return [each.name for each in self.inputs if each.tag == "textarea" or each.get("type", "") in words]

    @property
    def requires(self) -> bool:
        """Whether something has to be filled."""
        return any("required" in each.attrib for each in self.inputs)

    def send(self, values: Mapping[str, Any]) -> Any:
        """The answer to the form with these values."""
        return self.client.post(self.action, sent(values))


def sent(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a browser sends them."""
    return {name: _sent(value) for name, value in values.items()}


def _sent(value: Any) -> Any:
    """What a browser sends: of a file its content."""
    if isinstance(value, list):
        return [_sent(each) for each in value]
    return SimpleUploadedFile("file", value) if isinstance(value, bytes) else value


def _listed(value: Any) -> list[Any]:
    """Several values or one; what is only known once the network is there is asked then."""
    known = value() if callable(value) else value
    return known if isinstance(known, list) else [known]
