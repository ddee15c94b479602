"""A number of a few signs that stands for gigabytes, or is longer than any column: nobody writes it out."""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated, Any, get_args

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import URLResolver, get_resolver
from pydantic import BaseModel, TypeAdapter
from pydantic import ValidationError as Unfit
from pydantic.fields import FieldInfo

from mcx.accounts.rules import Role
from mcx.api import api
from mcx.catalogue.rules import filters_of, price
from mcx.design.rules.proposal import number, whole
from mcx.pathways.rules import Block
from mcx.recognition.rules.terms import AgreementTerms
from mcx.web import urls
from microcred.errors import Malformed
from microcred.explain import explain
from microcred.reading import read
from microcred.record_json import from_json, to_json
from microcred.verification import verify
from tests.attacks.cast import AT, TRUST
from tests.cast import person, sign_in, university
from tests.microcred.cast import record
from tests.microcred.verification.test_signed import signed

HUGE = ["1e-300000000", "1e999999999999", "0e-999999999", "sNaN", 1e300]


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize("name", ["creditsAvailable", "ects"])
def test_a_badge_with_an_endless_number_is_read_without_it(name: str, number: object) -> None:
    badge = json.loads(signed())
    badge["credentialSubject"]["achievement"][name] = number
    data = json.dumps(badge).encode()

    report, told = verify(data, at=AT, trust=TRUST), explain(read(data))

    assert report
    assert len(repr(told)) < 100_000


@pytest.mark.parametrize("number", ["1e-300000000", "1e999999999999", "sNaN"])
def test_a_kept_record_with_an_endless_number_is_refused(number: str) -> None:
    kept = to_json(record())
    kept["specification"]["ects"] = number

    with pytest.raises(Malformed):
        from_json(kept)


ENDLESS = [
    "1e-999999999",
    "1e999999999",
    "0e-999999999",
    "0e999999999",
    "NaN",
    "sNaN",
    "Infinity",
    "9" * 10_000,
]
BEYOND = [10**30, -(10**30), str(10**30), *ENDLESS]
NUMBERS = (int, float, Decimal)
MODELS = [
    model
    for router in api._get_bound_routers()
    for view in router.path_operations.values()
    for operation in view.operations
    for model in operation.models
    if model.__name__ != "PathParams"
]


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The fields of a schema and of the schemas in it, each with its place."""
    for name, field in model.model_fields.items():
        yield f"{model.__name__}.{name}", field
        for part in _parts(field.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _fields(part)


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


TAKEN = {
    place: field
    for model in MODELS
    for place, field in _fields(model)
    if any(part in NUMBERS for part in _parts(field.annotation))
}


@pytest.mark.parametrize("place", TAKEN)
def test_no_number_that_a_program_sends_is_endless_or_without_bounds(place: str) -> None:
    field = TAKEN[place]
    annotated: Any = Annotated[field.annotation, field]
    adapter: TypeAdapter[Any] = TypeAdapter(annotated)

    for value in BEYOND:
        for given in (value, [value]):
            with pytest.raises(Unfit):
                adapter.validate_python(given)


def test_all_kinds_of_numbers_that_programs_send_are_tried() -> None:
    assert len(TAKEN) > 10
    assert {"Asked.ects_from", "DecisionIn.ects", "MicroDegreeIn.ects", "NeedIn.wave"} <= TAKEN.keys()


assert urls.urlpatterns  # what they lead to has every form


def _forms(kind: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("mcx."):
            yield one
        yield from _forms(one)


TYPED = {
    f"{one.__qualname__}.{name}": field
    for one in _forms()
    for name, field in getattr(one, "base_fields", {}).items()
    if isinstance(field, forms.IntegerField)  # of which those for decimals are kinds
}


@pytest.mark.parametrize("place", TYPED)
def test_no_number_that_people_type_is_endless(place: str) -> None:
    for value in ENDLESS:
        if value == "0e999999999":  # is nought, and written so
            continue
        with pytest.raises(ValidationError):
            TYPED[place].clean(value)
    assert len(f"{Decimal('0e999999999'):f}") == 1


def test_forms_with_numbers_are_found() -> None:
    assert len(TYPED) > 5


def _block(value: Any) -> Any:
    return Block.from_json({"title": {"en": "All"}, "codes": ["a"], "needs": "ects", "amount": value})


def _terms(value: Any) -> Any:
    return AgreementTerms.from_json({"max_ects": value})


@pytest.mark.parametrize("value", ENDLESS)
@pytest.mark.parametrize("read", [price, _block, _terms])
def test_no_rule_takes_an_endless_number(read: Callable[[Any], Any], value: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each says it in its own words
        read(value)


@pytest.mark.parametrize("value", ENDLESS)
def test_an_endless_number_in_a_draft_or_an_address_is_none(value: str) -> None:
    assert (number(value), whole(value)) == (None, None)
    assert filters_of({"ects_from": [value], "ects_to": [value], "eqf": [value]}) == filters_of({})


def _addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address with a number in it, that number being larger than any row's."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _addresses(one, route)
        elif "<int:" in route:
            yield re.sub(r"<(\w+):\w+>", lambda found: VALUES.get(found[1], "any"), route)


VALUES = {"int": str(10**30), "uuid": "00000000-0000-4000-8000-000000000000"}


@pytest.mark.django_db
def test_a_row_beyond_all_numbers_is_not_there() -> None:
    client, own = Client(), university()
    sign_in(client, person("Rea", *((role, own) for role in Role)))
    addresses = list(_addresses(get_resolver()))

    assert len(addresses) > 20
    for address in addresses:
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in (302, 401, 403, 404, 405, 422), address
