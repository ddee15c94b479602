"""The record of a micro-degree: what somebody holds of it, signed, and never an award of it."""

import json
from typing import Any

import pytest
from django.test import Client

from mcx.core.models import AuditEntry
from mcx.credentials.checks.verification import examine
from mcx.credentials.models import Award
from mcx.credentials.rules import Verdict
from mcx.credentials.services.revocation import revoke
from mcx.keys.selectors import NoSigningKey, did_of
from mcx.pathways import services
from mcx.pathways.models import MicroDegree
from mcx.pathways.services import NothingEarned
from microcred import Conclusion, read_trust, verify
from tests.cast import NOW, person
from tests.credentials import cast as awards
from tests.credentials.cast import signed_in
from tests.pathways import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def degree() -> MicroDegree:
    """A micro-degree of Tampere with three parts."""
    cast.courses()
    return cast.micro_degree()


def signed(made: MicroDegree, award: Award) -> dict[str, Any]:
    """The record of the award's learner, as a document."""
    document: dict[str, Any] = json.loads(services.sign_record(made, by=award.learner, at=NOW))
    return document


def test_the_record_holds_the_credentials_and_says_how_far_one_is(degree: MicroDegree) -> None:
    award = awards.issued()

    document = signed(degree, award)

    subject = document["credentialSubject"]
    assert document["name"] == "Water engineer: record of 2.5 of 15 ECTS"
    assert document["issuer"]["id"] == did_of(award.institution)
    assert subject["verifiableCredential"] == [json.loads(awards.badge(award))]
    assert [one["associationType"] for one in subject["association"]] == ["isPartOf"]
    assert "achievement" not in subject, "the micro-degree itself is not awarded by it"
    assert AuditEntry.objects.get(action="pathways.record-signed").person_id == award.learner_id


def test_it_verifies_here_and_with_the_published_register(degree: MicroDegree, client: Client) -> None:
    data = json.dumps(signed(degree, awards.issued())).encode()

    here = examine(data, at=NOW)
    elsewhere = verify(data, at=NOW, trust=read_trust(client.get("/trust.json").content))

    inside = here.report.check("proof.inside")
    assert here.verdict is Verdict.VERIFIED
    assert elsewhere.conclusion is Conclusion.PASSED
    assert here.report.check("annex") is None, "a folder needs no learning outcomes of its own"
    assert inside is not None
    assert "genuine and valid" in inside.message


def test_a_part_that_is_revoked_later_shows_inside_the_record(degree: MicroDegree) -> None:
    award = awards.issued()
    data = json.dumps(signed(degree, award)).encode()

    revoke(award, reason="misconduct", explanation=awards.EXPLANATION, by=awards.registrar(), at=NOW)

    assert examine(data, at=NOW).verdict is Verdict.FAILED
    with pytest.raises(NothingEarned):
        signed(degree, award)


def test_nobody_gets_a_record_of_nothing_or_of_what_others_earned(degree: MicroDegree) -> None:
    awards.issued()

    with pytest.raises(NothingEarned) as refused:
        services.sign_record(degree, by=person("Mikel Zabala"), at=NOW)

    assert str(refused.value.fix)


def test_a_university_that_cannot_sign_says_so() -> None:
    cast.courses()
    made = cast.micro_degree(at="mu")
    award = awards.issued()

    with pytest.raises(NoSigningKey):
        signed(made, award)

    assert not AuditEntry.objects.filter(action="pathways.record-signed").exists()


def test_the_page_offers_it_to_those_who_hold_something(degree: MicroDegree, client: Client) -> None:
    award, made = awards.issued(), degree
    learner, other = signed_in(award.learner), signed_in(person("Mikel Zabala"))

    file = learner.post(f"/pathways/{made.code}/record")
    same = learner.post(f"/api/pathways/micro-degrees/{made.code}/record")

    assert "Download my record" in learner.get(f"/pathways/{made.code}").content.decode()
    assert "Download my record" not in other.get(f"/pathways/{made.code}").content.decode()
    assert "Download my record" not in client.get(f"/pathways/{made.code}").content.decode()
    assert file["Content-Disposition"] == 'attachment; filename="water-engineer-record.json"'
    assert json.loads(file.content)["name"] == same.json()["name"]
    assert other.post(f"/pathways/{made.code}/record").status_code == 409
    assert other.post(f"/api/pathways/micro-degrees/{made.code}/record").json()["title"] == "nothing-earned"
    assert client.post(f"/api/pathways/micro-degrees/{made.code}/record").status_code == 401
