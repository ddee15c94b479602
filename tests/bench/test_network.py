"""What grows in bulk is as the services would have made it.

The demonstration, which they made, is the measure: no column is empty or full, and no two rows agree or
differ, in a way that it does not know; and what may not be twice is there once.
"""

from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Count, F, Model, QuerySet

from bench.network.growing import grow
from bench.network.sizes import SIZES, Size
from mcx.catalogue.models import Edition, Offering
from mcx.core.models import AuditEntry
from mcx.credentials.models import Award, IssuedCredential, StatusEntry, StatusList
from mcx.industry.models import Posting, SkillNeed
from mcx.learning.models import Application, Enrolment, Result
from mcx.network.models import (
    Accreditation,
    Affiliation,
    Appointment,
    Evidence,
    InstitutionName,
    Membership,
)
from mcx.recognition.models import Appeal, Case, Decision
from mcx.wallet.models import Item
from microcred.status_list import StatusList as Bits
from tests.cast import NOW

pytestmark = pytest.mark.django_db
LITTLE = Size(
    universities=8,
    employers=6,
    editions=90,
    learners=60,
    places=160,
    cases=40,
    agreements=30,
    micro_degrees=5,
    own=4,
)
# Tables of what happened, in the order of the stories, with the columns whose value is a state.
STATES: dict[type[Model], tuple[str, ...]] = {
    Membership: (),
    InstitutionName: (),
    Accreditation: ("decision",),
    Appointment: ("role",),
    SkillNeed: (),
    Posting: (),
    Affiliation: ("kind", "status"),
    Evidence: ("source", "is_strong"),
    Application: ("status",),
    Enrolment: ("status",),
    Result: ("has_passed",),
    Award: ("status",),
    IssuedCredential: ("format", "number", "media_type"),
    Item: ("kind",),
    Case: ("status",),
    Decision: ("outcome",),
    Appeal: ("outcome",),
}
# What names the same thing over two ways.
SAME: dict[type[Model], tuple[tuple[str, str], ...]] = {
    Application: (),
    Enrolment: (
        ("learner_id", "application__learner_id"),
        ("offering_id", "application__offering_id"),
    ),
    Result: (("scale_id", "enrolment__offering__edition__scale_id"),),
    Award: (
        ("learner_id", "result__enrolment__learner_id"),
        ("edition_id", "result__enrolment__offering__edition_id"),
        ("institution_id", "edition__micro_credential__institution_id"),
    ),
    IssuedCredential: (
        ("award__institution_id", "key__institution_id"),
        ("award__institution_id", "seal__institution_id"),
    ),
    StatusEntry: (("credential__award__institution_id", "list__institution_id"),),
    Item: (("owner_id", "award__learner_id"),),
    Case: (("learner_id", "item__owner_id"),),
    Decision: (
        ("agreement__home_id", "case__programme__institution_id"),
        ("agreement__host_id", "case__item__award__institution_id"),
        ("scale_id", "case__programme__scale_id"),
    ),
    Affiliation: (("institution_id", "programme__institution_id"),),
    SkillNeed: (("organisation_id", "reported_by__appointments__institution_id"),),
}


def _grown() -> None:
    grow(LITTLE, at=NOW)


def _patterns(model: type[Model], rows: QuerySet[Any]) -> set[tuple[Any, ...]]:
    """Which columns are empty beside which states."""
    optional = [each.attname for each in model._meta.concrete_fields if each.null]
    found = rows.values_list(*STATES[model], *optional)
    states = len(STATES[model])
    return {(*row[:states], *(value is None for value in row[states:])) for row in found}


def test_a_tenth_is_a_tenth() -> None:
    assert SIZES["TENTH"].times(10) == SIZES["M"]


@pytest.mark.usefixtures("demonstration")
def test_no_row_has_more_or_less_than_the_services_give_it() -> None:
    known = {model: _patterns(model, model._default_manager.all()) for model in STATES}
    before = {model: model._default_manager.count() for model in STATES}

    _grown()

    for model, patterns in known.items():
        assert _patterns(model, model._default_manager.all()) <= patterns, model.__name__
        assert model._default_manager.count() > before[model], model.__name__


def _differing(model: type[Model], here: str, there: str) -> QuerySet[Any]:
    both = {f"{here}__isnull": False, f"{there}__isnull": False}
    return model._default_manager.filter(**both).exclude(**{here: F(there)})


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("is_grown", [False, True])
def test_what_is_named_twice_is_the_same(is_grown: bool) -> None:
    if is_grown:
        _grown()

    wrong = [
        f"{model.__name__}: {here} is not {there}"
        for model, pairs in SAME.items()
        for here, there in pairs
        if _differing(model, here, there).exists()
    ]

    assert not wrong


def _log() -> dict[str, set[tuple[str, ...]]]:
    """What the log may say of one subject, by its table: the deeds in their order."""
    deeds: dict[tuple[str, str], list[str]] = {}
    for entry in AuditEntry.objects.order_by("at", "pk"):
        deeds.setdefault((entry.subject_type, entry.subject_id), []).append(entry.action)
    found: dict[str, set[tuple[str, ...]]] = {}
    for (table, _key), actions in deeds.items():
        found.setdefault(table, set()).add(tuple(actions))
    return found


@pytest.mark.usefixtures("demonstration")
def test_the_log_tells_of_every_row_what_it_tells_of_its_model() -> None:
    tables = {model._meta.label_lower for model in STATES} & _log().keys()
    known = {table: _log()[table] for table in tables}

    _grown()

    told = _log()
    for table, ways in known.items():
        assert told[table] <= ways, table
        model = apps.get_model(table)
        subjects = AuditEntry.objects.filter(subject_type=table).values_list("subject_id", flat=True)
        keys = {str(key) for key in model._default_manager.values_list("pk", flat=True)}
        assert set(subjects) <= keys


@pytest.mark.usefixtures("demonstration")
def test_days_come_one_after_the_other_and_none_is_to_come() -> None:
    _grown()

    assert not Application.objects.filter(decided_at__lt=F("submitted_at")).exists()
    assert not Enrolment.objects.filter(enrolled_at__lt=F("application__submitted_at")).exists()
    assert not Result.objects.filter(recorded_at__lt=F("enrolment__enrolled_at")).exists()
    assert not Award.objects.filter(claimed_at__lt=F("offered_at")).exists()
    assert not Decision.objects.filter(decided_at__lt=F("case__submitted_at")).exists()
    assert not Appeal.objects.filter(submitted_at__lt=F("decision__decided_at")).exists()
    assert not AuditEntry.objects.filter(at__gt=NOW).exists()


@pytest.mark.usefixtures("demonstration")
def test_nobody_is_twice_in_a_run_and_no_run_is_too_full() -> None:
    _grown()

    full = Offering.objects.annotate(taken=Count("enrolments")).filter(taken__gt=F("places"))
    twice = Enrolment.objects.values("learner", "offering").annotate(times=Count("pk")).filter(times__gt=1)
    assert not full.exists()
    assert not twice.exists()


@pytest.mark.usefixtures("demonstration")
def test_exactly_what_is_revoked_is_marked_in_its_list() -> None:
    _grown()

    for row in StatusList.objects.all():
        bits = Bits(bytes(row.bits))
        for entry in row.entries.select_related("credential__award__revocation"):
            is_revoked = hasattr(entry.credential.award, "revocation")
            assert bits[entry.index] is is_revoked


@pytest.mark.usefixtures("demonstration")
def test_files_have_their_digest_and_documents_name_who_they_are_about() -> None:
    _grown()

    for copy in IssuedCredential.objects.filter(format="openbadge").select_related("award__learner"):
        content = bytes(copy.content)
        assert copy.sha256 == sha256(content).hexdigest()
        assert str(copy.award_id).encode() in content
    for award in Award.objects.exclude(record=None).select_related("learner", "edition"):
        record = award.record or {}
        assert record["id"] == f"urn:uuid:{award.pk}"
        assert record["specification"]["id"] == award.edition.specification["id"]
        assert record["learner"]["full_name"] == award.learner.name
    for edition in Edition.objects.select_related("micro_credential"):
        assert edition.specification["id"].endswith(f"/{edition.micro_credential.code}/{edition.number}")


@pytest.mark.usefixtures("demonstration")
def test_there_is_as_much_as_was_asked_for() -> None:
    grown = grow(LITTLE, at=NOW)

    assert len(grown.universities) == LITTLE.universities
    assert Edition.objects.count() == LITTLE.editions
    assert Enrolment.objects.count() >= LITTLE.places
