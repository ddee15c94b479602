"""The API does what its OpenAPI document says: whatever is sent, the answer is described and never a fault.

Schemathesis invents the requests. They are made by somebody who holds every office at every member, and half
of the path parameters name things of the demonstration, so that requests get behind the first refusal.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mcx.accounts import services
from mcx.accounts.rules import GRANTED
from mcx.catalogue.models import MicroCredential, Offering
from mcx.credentials.models import Award
from mcx.keys.models import SigningKey
from mcx.learning.models import Application
from mcx.network.models import Affiliation, Appointment, Institution, Programme
from mcx.pathways.models import MicroDegree
from mcx.quality.models import Review
from mcx.recognition.models import Agreement, Case
from mcx.wallet.models import Item
from tests.api.offices import EMAIL, with_every_office
from tests.busy import somebody
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CONFIG = schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": False}}})
SCHEMA = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application(), config=CONFIG)


def _values(model: Any, field: str) -> Any:
    return model.objects.order_by(field).values_list(field, flat=True)


CODED = (MicroCredential, Offering, Agreement, MicroDegree)
# What the path parameters of each name can stand for.
KNOWN: dict[str, Callable[[], Iterable[Any]]] = {
    "appointment_id": lambda: _values(Appointment, "pk"),
    "award_id": lambda: _values(Award, "pk"),
    "code": lambda: (value for model in CODED for value in _values(model, "code")),
    "form": lambda: ("openbadge", "jwt", "pdf", "png", "svg", "original"),
    "item_id": lambda: Item.objects.filter(owner__email=EMAIL).order_by("pk").values_list("pk", flat=True),
    "key": lambda: (*_values(Application, "pk"), *_values(Case, "pk"), *_values(Affiliation, "pk")),
    "key_id": lambda: _values(SigningKey, "pk"),
    "number": lambda: (1,),
    "review_id": lambda: _values(Review, "pk"),
    "slug": lambda: (*_values(Institution, "slug"), *_values(Programme, "slug")),
    "version": lambda: (1,),
}


@SCHEMA.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Half of the invented names become names that exist, always the same for the same invention."""
    return path_parameters and {name: _named(name, value) for name, value in path_parameters.items()}


def _named(name: str, invented: Any) -> Any:
    known = [str(value) for value in KNOWN[name]()] if name in KNOWN else []
    place = crc32(repr(invented).encode()) % (2 * len(known) or 1)
    return known[place] if place < len(known) else invented


@pytest.fixture(autouse=True)
def _open_connection() -> Iterator[None]:
    """A server closes connections around requests; here the test's transaction is on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(demonstration: None) -> str:
    """A token of somebody who holds every office at every member."""
    person = somebody(with_every_office())
    return services.create_token(person, label="Schemathesis", scopes=GRANTED, days=30, by=person, at=NOW)[1]


@SCHEMA.parametrize()
@settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_each_answer_is_described_and_none_is_a_fault(case: Any, token: str) -> None:
    # Without a server between them, nothing would unpack what was compressed.
    answer = case.call(headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"})

    case.validate_response(answer, checks=CHECKS)
