"""A decision goes into the student record as ELMO: what was recognised, how many credits and why."""

from decimal import Decimal

import pytest
from django.test import Client

from mcx.accounts.models import Person
from mcx.accounts.rules import Access, Role, Scope
from mcx.accounts.selectors import OutOfScope, ProofNeeded
from mcx.recognition import selectors
from mcx.recognition.documents import NotFinal, transcript_of
from mcx.recognition.models import Case
from mcx.recognition.rules.decisions import Decided
from mcx.recognition.selectors import case_to_export
from mcx.recognition.services.appeals import appeal
from mcx.recognition.services.cases import decide
from microcred import elmo
from microcred.elmo import Recognition, Transcript
from tests.cast import NOW, person
from tests.credentials.cast import signed_in
from tests.microcred.elmo.oracle import violations
from tests.recognition import cast


def written(case: Case) -> Transcript:
    """The file of a case, read again as another system does, and valid by the official schema."""
    found = Case.objects.select_related("learner", "item__award", "programme__institution").get(pk=case.pk)
    data = transcript_of(found, at=NOW)
    assert violations(data) == ""
    transcript, _understood = elmo.parse(data)
    return transcript


def decision(case: Case) -> Recognition:
    """The one decision in the file."""
    (found,) = written(case).recognitions
    return found


@pytest.mark.django_db
def test_a_recognised_credential_comes_with_its_credits_grade_and_basis() -> None:
    cast.distributions()
    cast.agreement()
    case = cast.case()

    transcript, found = written(case), decision(case)

    (component,), (basis,) = found.result, found.basis
    taken = selectors.standing_decision(case)
    assert taken is not None
    assert (transcript.learner.name, transcript.sections[0].issuer.legal_name["en"]) == (
        "Ane Etxeberria",
        "Mondragon Unibertsitatea",
    )
    assert (found.status, found.decided_on) == ("positive", NOW.date())
    assert (component.ects, component.title) == (Decimal("2.5"), case.item.title)
    assert component.grade is not None
    assert component.grade.value == taken.grade
    assert basis.awarding_bodies[0].legal_name["en"] == "Tampere University"
    assert found.mapping[0].origins == (basis.specification.id,)
    assert found.mapping[0].targets == (component.id,)


@pytest.mark.django_db
def test_a_refusal_gives_nothing_and_says_why() -> None:
    case = cast.refused().case

    found = decision(case)

    assert (found.status, found.result, found.mapping) == ("negative", (), ())
    assert found.description is not None
    assert list(found.description.values()) == [cast.REASONS]


@pytest.mark.django_db
def test_a_part_is_a_part() -> None:
    case = cast.case()
    decide(
        case,
        outcome=Decided.PARTLY,
        ects=Decimal(1),
        reasons=cast.REASONS,
        differences=["outcomes"],
        by=cast.officer(),
        at=NOW,
    )

    found = decision(case)

    assert (found.status, found.result[0].ects) == ("partial", Decimal(1))


@pytest.mark.django_db
def test_nothing_is_sent_before_the_case_and_its_appeal_are_decided() -> None:
    case = cast.case()
    with pytest.raises(NotFinal):
        transcript_of(case, at=NOW)

    refusal = cast.refused(case)
    appeal(refusal, grounds="The outcomes are there.", by=case.learner, at=NOW)
    case.refresh_from_db()

    with pytest.raises(NotFinal):
        transcript_of(case, at=NOW)


@pytest.mark.django_db
def test_learner_and_officer_download_it_from_the_case_and_by_the_api() -> None:
    case = cast.refused().case

    for who in (case.learner, cast.officer()):
        client = signed_in(who)
        page = client.get(f"/recognition/cases/{case.pk}").content.decode()
        file = client.get(f"/recognition/cases/{case.pk}/elmo")
        same = client.get(f"/api/recognition/cases/{case.pk}/elmo")
        assert same["Cache-Control"] == file["Cache-Control"] == "private, no-store"

        assert "Student record file" in page
        assert file["Content-Disposition"] == f'attachment; filename="recognition-{case.pk}.elmo.xml"'
        assert file.content == same.content
        assert file.content.startswith(b"<?xml")


ADDRESSES = ["/recognition/cases/{}/elmo", "/api/recognition/cases/{}/elmo"]


def came_in(who: Person, *scopes: Scope, is_proven: bool = True) -> Person:
    """Somebody who came in with these scopes, or with all that a session has, to read."""
    who.access = Access(frozenset(scopes or Scope), is_proven=is_proven, is_reading=True)
    return who


@pytest.mark.django_db
def test_the_officer_takes_it_away_only_proven_and_within_the_scope_made_for_it() -> None:
    case, on = cast.refused().case, NOW.date()
    officer, learner = cast.officer(), case.learner

    assert case_to_export(came_in(officer), case.pk, on=on) == case
    assert case_to_export(came_in(officer, Scope.READ, Scope.EXPORT), case.pk, on=on) == case
    with pytest.raises(ProofNeeded):
        case_to_export(came_in(officer, is_proven=False), case.pk, on=on)
    with pytest.raises(OutOfScope):
        case_to_export(came_in(officer, *(set(Scope) - {Scope.EXPORT})), case.pk, on=on)
    # What is one's own is no secret.
    assert case_to_export(came_in(learner, Scope.READ, is_proven=False), case.pk, on=on) == case


@pytest.mark.django_db
def test_who_decides_on_appeals_reads_the_case_and_takes_nothing_away() -> None:
    case = cast.refused().case
    Case.objects.update(status=Case.Status.CLOSED)
    champion = signed_in(person("Rut Rector", (Role.CHAMPION, case.programme.institution)))

    page = champion.get(f"/recognition/cases/{case.pk}")

    assert page.status_code == 200
    assert "Student record file" not in page.content.decode()
    for address in ADDRESSES:
        assert champion.get(address.format(case.pk)).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_else_sees_it_and_an_open_case_says_when_to_come_back(client: Client, address: str) -> None:
    case = cast.case()
    full = address.format(case.pk)

    assert client.get(full).status_code in (302, 401)
    assert signed_in(person("Mikel Zabala")).get(full).status_code == 404
    assert signed_in(cast.officer("fhj")).get(full).status_code == 404
    waiting = signed_in(case.learner).get(full)
    assert waiting.status_code == 409
    assert "no final decision yet" in waiting.content.decode()
