"""A member leaves: on which days it can, what its coordinator is shown before, and what stays afterwards."""

from datetime import date, timedelta

import pytest
from django.test import Client

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core.errors import Invalid, NotAllowed
from mcx.core.models import AuditEntry
from mcx.credentials.checks.verification import examine
from mcx.credentials.rules import Verdict
from mcx.governance.checks import leaving
from mcx.governance.services.charter import propose_charter
from mcx.network.models import Institution, Membership
from mcx.network.rules.terms import CharterTerms
from mcx.network.selectors.institutions import NotAMember, public_members_on
from mcx.network.services.members import LastMember, end_membership
from microcred.report import Outcome
from tests import cast
from tests.cast import FOUNDED, NOW, TODAY
from tests.credentials import cast as awards
from tests.recognition import cast as recognition

DAY = timedelta(days=1)


def coordinator() -> Person:
    """Whoever coordinates the network of these tests, at a member that stays."""
    cast.network()
    return cast.person("Kata Coordinator", (Role.COORDINATOR, cast.university("mu")))


def tampere() -> Institution:
    """The member that leaves."""
    return cast.university("tuni")


@pytest.mark.django_db
def test_the_last_day_still_counts_and_the_log_says_which_it_is() -> None:
    tuni = tampere()

    made = end_membership(tuni, last_day=TODAY + DAY, by=coordinator(), at=NOW)

    assert (made.institution, made.valid_until) == (tuni, TODAY + DAY)
    assert tuni in public_members_on(TODAY + DAY)
    assert tuni not in public_members_on(TODAY + 2 * DAY)
    entry = AuditEntry.objects.get(action="network.membership-ended")
    assert (entry.institution_id, entry.details) == (tuni.pk, {"last_day": (TODAY + DAY).isoformat()})


@pytest.mark.django_db
def test_until_it_is_over_another_last_day_can_be_set() -> None:
    tuni, by = tampere(), coordinator()

    for day in (TODAY + 5 * DAY, TODAY + 9 * DAY, TODAY + 9 * DAY, TODAY + DAY):
        end_membership(tuni, last_day=day, by=by, at=NOW)

    assert Membership.objects.get(institution=tuni).valid_until == TODAY + DAY
    assert AuditEntry.objects.filter(action="network.membership-ended").count() == 3
    with pytest.raises(NotAMember):
        end_membership(tuni, last_day=TODAY + 9 * DAY, by=by, at=NOW + 2 * DAY)


@pytest.mark.django_db
def test_no_day_that_is_over_is_a_last_day() -> None:
    tuni = tampere()

    with pytest.raises(Invalid) as refused:
        end_membership(tuni, last_day=TODAY - DAY, by=coordinator(), at=NOW)

    assert set(refused.value.details) == {"last_day"}
    assert tuni in public_members_on(TODAY)


@pytest.mark.django_db
def test_the_last_university_stays() -> None:
    mu, by = cast.university("mu"), coordinator()

    with pytest.raises(LastMember):
        end_membership(mu, last_day=TODAY, by=by, at=NOW)
    [check] = leaving(mu, last_day=TODAY, on=TODAY)

    assert (check.code, check.outcome) == ("leaving.last", Outcome.FAILED)
    assert mu in public_members_on(TODAY + DAY)


@pytest.mark.django_db
def test_of_two_universities_that_leave_one_stays() -> None:
    by, tuni = coordinator(), tampere()
    end_membership(tuni, last_day=TODAY + 9 * DAY, by=by, at=NOW)

    end_membership(cast.university("mu"), last_day=TODAY + 5 * DAY, by=by, at=NOW)
    with pytest.raises(LastMember):
        end_membership(cast.university("mu"), last_day=TODAY + 9 * DAY, by=by, at=NOW)


@pytest.mark.django_db
def test_an_industry_partner_leaves_though_one_university_is_left() -> None:
    by = coordinator()
    partner = Institution.objects.create(slug="ib", short_name="IB", name={"en": "Iberotec"}, kind="industry")
    Membership.objects.create(institution=partner, valid_from=FOUNDED)

    end_membership(partner, last_day=TODAY, by=by, at=NOW)

    assert partner not in public_members_on(TODAY + DAY)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.COORDINATOR, Role.LEARNER}])
def test_nobody_but_a_coordinator_ends_a_membership(role: Role) -> None:
    tuni = tampere()
    cast.university("mu")

    with pytest.raises(NotAllowed):
        end_membership(tuni, last_day=TODAY, by=cast.person("Some Officer", (role, tuni)), at=NOW)


@pytest.mark.django_db
def test_the_preview_says_what_stays_and_what_to_settle() -> None:
    by = coordinator()
    recognition.agreement()
    recognition.item()
    awards.offered(cast.person("Mikel Zabala"))
    tuni = tampere()
    propose_charter(CharterTerms().as_json(), summary="Next", in_force_from=TODAY, by=by, at=NOW)

    report = leaving(tuni, last_day=TODAY, on=TODAY)
    late = leaving(tuni, last_day=date(2027, 12, 31), on=TODAY)

    said = {check.code: (check.outcome, check.values) for check in report}
    assert said["leaving.credentials"] == (Outcome.PASSED, {"number": "1"})
    assert said["leaving.awards"] == (Outcome.WARNING, {"number": "1"})
    assert said["leaving.agreements"] == (Outcome.WARNING, {"number": "1"})
    assert said["leaving.vote"][0] is Outcome.WARNING
    assert int(said["leaving.roles"][1]["number"]) > 0
    agreements = late.check("leaving.agreements")
    assert agreements is not None
    assert agreements.outcome is Outcome.PASSED


@pytest.mark.django_db
def test_what_it_issued_before_stays_valid_and_what_it_issues_later_is_nobodys() -> None:
    by = coordinator()
    before = awards.issued(cast.person("Mikel Zabala"))
    end_membership(tampere(), last_day=TODAY, by=by, at=NOW)

    after = awards.issued(cast.person("Jon Agirre"), at=NOW + 2 * DAY)

    assert examine(awards.badge(before), at=NOW + 3 * DAY).verdict is Verdict.VERIFIED
    assert examine(awards.badge(after), at=NOW + 3 * DAY).verdict is Verdict.FAILED


def _page(client: Client, **sent: str) -> str:
    answer = (
        client.post("/network/members/tuni/end", sent) if sent else client.get("/network/members/tuni/end")
    )
    return answer.content.decode()


@pytest.mark.django_db
def test_a_coordinator_reads_what_it_means_before_it_is_done(client: Client) -> None:
    cast.sign_in(client, coordinator())
    awards.issued(cast.person("Mikel Zabala"))
    day = {"last_day": TODAY.isoformat()}

    form = _page(client)
    shown = _page(client, **day)
    unchanged = Membership.objects.get(institution=tampere()).valid_until
    done = client.post("/network/members/tuni/end", day | {"confirmed": "yes"}, follow=True).content.decode()

    assert "End the membership" in client.get("/network/members/tuni/").content.decode()
    assert "Choose the last day." in form
    for words in ("End this membership?", "What stays", "To settle before then", "issued: 1"):
        assert words in shown
    assert unchanged is None
    assert Membership.objects.get(institution=tampere()).valid_until == TODAY
    assert "The last day of Tampere University as a member is" in done


@pytest.mark.django_db
@pytest.mark.parametrize("confirmed", ["", "yes"])
def test_a_day_that_cannot_be_is_refused_before_anything_is_shown(client: Client, confirmed: str) -> None:
    tampere()
    cast.sign_in(client, coordinator())

    page = _page(client, last_day=(TODAY - DAY).isoformat(), confirmed=confirmed)

    assert "Choose today or a later date." in page
    assert "End this membership?" not in page


@pytest.mark.django_db
def test_the_last_university_is_shown_no_button(client: Client) -> None:
    cast.sign_in(client, coordinator())

    page = client.post("/network/members/mu/end", {"last_day": TODAY.isoformat()}).content.decode()

    assert "It is the last university in the network." in page
    assert 'name="confirmed"' not in page


@pytest.mark.django_db
def test_a_lead_sees_no_way_to_end_a_membership(client: Client) -> None:
    tuni = tampere()
    cast.sign_in(client, cast.person("Lea Lead", (Role.LEAD, tuni)))

    assert "End the membership" not in client.get("/network/members/tuni/").content.decode()
    assert client.get("/network/members/tuni/end").status_code == 403


@pytest.mark.django_db
def test_who_came_in_long_ago_proves_first_that_it_is_they(client: Client) -> None:
    tampere()
    client.force_login(coordinator())

    asked = client.get("/network/members/tuni/end")
    sent = client.post("/network/members/tuni/end", {"last_day": TODAY.isoformat(), "confirmed": "yes"})

    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert (sent.status_code, "Confirm that it is you" in sent.content.decode()) == (422, True)
    assert Membership.objects.get(institution=tampere()).valid_until is None


@pytest.mark.django_db
def test_a_program_previews_and_ends_a_membership(client: Client) -> None:
    tampere()
    cast.sign_in(client, coordinator())

    shown = client.get("/api/network/members/tuni/leaving").json()
    ended = client.post(
        "/api/network/members/tuni/end", {"last_day": TODAY.isoformat()}, content_type="application/json"
    )

    assert shown["conclusion"] == "passed"
    assert shown["checks"][0]["code"] == "leaving.credentials"
    assert ended.status_code == 200
    assert ended.json() == {
        "institution": "tuni",
        "valid_from": FOUNDED.isoformat(),
        "valid_until": TODAY.isoformat(),
    }
