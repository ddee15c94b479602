"""The registrar's pages and endpoints: what each shows and does, and to whom."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.accounts.models import Person
from mcx.core.models import AuditEntry
from mcx.credentials import selectors
from mcx.credentials.models import Award, Revocation
from mcx.credentials.rules import Standing
from mcx.credentials.services.awards import grade, withdraw_award
from mcx.keys.models import SigningKey
from tests.cast import NOW, person
from tests.credentials import cast
from tests.credentials.cast import EXPLANATION, LATER, signed_in
from tests.learning import cast as learning
from tests.said import as_read

SCRIPT = "<script>alert(1)</script>"
REASON = {"reason": "misconduct", "explanation": EXPLANATION}


def learner() -> Person:
    """Somebody who only learns."""
    return person("Mikel Zabala")


@pytest.mark.django_db
def test_the_registry_shows_every_award_of_ones_university() -> None:
    cast.offered()

    mine = signed_in(cast.registrar()).get("/credentials/").content.decode()
    theirs = signed_in(cast.stranger()).get("/credentials/").content.decode()

    assert "Ane Etxeberria" in mine
    assert "Waiting to be claimed" in mine
    assert "Ane Etxeberria" not in theirs


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("standing=issued", True),
        ("standing=revoked", False),
        ("standing=expired", False),
        ("standing=overtaken", False),
        ("standing=nonsense", True),
        ("words=etxeberria+water", True),
        ("words=etxeberria+robots", False),
    ],
)
def test_the_registry_can_be_narrowed(query: str, is_shown: bool) -> None:
    cast.issued()

    page = signed_in(cast.registrar()).get(f"/credentials/?{query}").content.decode()

    assert ("Ane Etxeberria" in page) is is_shown


@pytest.mark.django_db
def test_each_state_finds_its_awards() -> None:
    offered = cast.offered()
    issued = cast.issued(person("Mikel Zabala"))
    revoked = cast.revoked(person("Jon Agirre"))
    withdrawn = cast.offered(person("Leire Garai"))
    overtaken = cast.issued(person("Iker Otxoa"))
    withdraw_award(withdrawn, by=cast.registrar(), at=NOW)
    grade(overtaken.result.enrolment, value="5.0", remark="", by=learning.assessor(), at=LATER)

    def found(standing: Standing) -> list[Award]:
        return list(selectors.awards_for_staff(cast.registrar(), at=NOW, standing=standing))

    assert found(Standing.OFFERED) == [offered]
    assert found(Standing.REVOKED) == [revoked]
    assert found(Standing.WITHDRAWN) == [withdrawn]
    assert found(Standing.OVERTAKEN) == [overtaken]
    assert found(Standing.ISSUED) == [issued]
    assert found(Standing.CLAIMED) == found(Standing.EXPIRED) == []


@pytest.mark.django_db
def test_the_registry_asks_as_often_for_many_awards_as_for_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for name in ("Ane Etxeberria", "Mikel Zabala", "Jon Agirre", "Leire Garai"):
        cast.offered(person(name))
    client = signed_in(cast.registrar())

    with django_assert_max_num_queries(14):
        client.get("/credentials/")


@pytest.mark.django_db
def test_an_awards_page_tells_its_history_and_its_formats() -> None:
    award = cast.revoked(at=LATER)

    page = signed_in(cast.registrar()).get(f"/credentials/{award.pk}/").content.decode()

    for words in ("Awarded", "Claimed by the learner", "Signed and issued", "Revoked", "Open Badge 3.0"):
        assert words in page
    assert award.credentials.get(format="pdf").sha256 in page


@pytest.mark.django_db
def test_revoking_first_says_what_it_means() -> None:
    award = cast.issued()
    client, address = signed_in(cast.registrar()), f"/credentials/{award.pk}/revoke"

    asked = client.post(address, REASON).content.decode()
    unchanged = Revocation.objects.count()
    done = client.post(address, REASON | {"confirmed": "yes"}, follow=True).content.decode()

    assert "You cannot undo this" in asked
    assert unchanged == 0
    assert Revocation.objects.get().explanation == EXPLANATION
    assert "The credential has been revoked" in done


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"reason": "misconduct"},
        {"explanation": "x"},
        {"reason": "whim", "explanation": "x"},
        {"reason": "error", "explanation": "x" * 10_000_000},
    ],
    ids=["empty", "no explanation", "no reason", "unknown reason", "ten megabytes"],
)
def test_half_a_reason_is_sent_back(sent: dict[str, str]) -> None:
    award = cast.issued()

    answer = signed_in(cast.registrar()).post(f"/credentials/{award.pk}/revoke", sent | {"confirmed": "yes"})

    assert answer.status_code == 422
    assert not Revocation.objects.exists()


@pytest.mark.django_db
def test_script_in_an_explanation_comes_out_as_text() -> None:
    award = cast.issued()
    registrar = signed_in(cast.registrar())
    sent = {"reason": "error", "explanation": SCRIPT}

    pages = [
        registrar.post(f"/credentials/{award.pk}/revoke", sent).content.decode(),
        registrar.post(
            f"/credentials/{award.pk}/revoke", sent | {"confirmed": "yes"}, follow=True
        ).content.decode(),
    ]

    assert all("&lt;script&gt;" in page and SCRIPT not in page for page in pages)


@pytest.mark.django_db
def test_pressing_revoke_twice_revokes_once() -> None:
    award = cast.issued()
    client, sent = signed_in(cast.registrar()), REASON | {"confirmed": "yes", "once": "abc"}

    answers = [client.post(f"/credentials/{award.pk}/revoke", sent) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert AuditEntry.objects.filter(action="credentials.revoked").count() == 1


@pytest.mark.django_db
def test_an_unclaimed_award_is_withdrawn_from_its_page() -> None:
    award = cast.offered()

    signed_in(cast.registrar()).post(f"/credentials/{award.pk}/withdraw")

    award.refresh_from_db()
    assert award.status == Award.Status.WITHDRAWN


@pytest.mark.django_db
def test_withdrawing_a_claimed_award_is_refused_with_a_way_on() -> None:
    award = cast.issued()

    answer = signed_in(cast.registrar()).post(f"/credentials/{award.pk}/withdraw")

    assert answer.status_code == 409
    assert "You can revoke it, with a reason" in as_read(answer.content)


@pytest.mark.django_db
def test_keys_are_made_and_ended_on_their_page() -> None:
    old = cast.key()
    client = signed_in(cast.registrar())

    client.post("/credentials/keys/tuni/new")
    refused = client.post(f"/credentials/keys/{old.pk}/end", {"how": ""})
    client.post(f"/credentials/keys/{old.pk}/end", {"how": "compromised"})

    page = client.get("/credentials/keys/").content.decode()
    old.refresh_from_db()
    assert refused.status_code == 422
    assert old.revoked_at == NOW
    assert SigningKey.objects.filter(retired_at=None).count() == 1
    assert "Compromised" in page
    assert "did:web:network.example:institutions:tuni" in page


@pytest.mark.django_db
def test_the_last_key_stays_and_the_form_says_why() -> None:
    only = cast.key()

    answer = signed_in(cast.registrar()).post(f"/credentials/keys/{only.pk}/end", {"how": "retired"})

    assert answer.status_code == 422
    assert "Create a new key for badges first" in answer.content.decode()


@pytest.mark.django_db
def test_the_self_check_is_a_report() -> None:
    cast.key()

    page = signed_in(cast.registrar()).get("/credentials/keys/tuni/self-check").content.decode()

    assert "Ready to issue" in page
    assert "A test credential was signed and its signature was verified." in page


@pytest.mark.django_db
def test_home_says_what_waits_for_a_registrar() -> None:
    award = cast.issued()
    grade(award.result.enrolment, value="5.0", remark="", by=learning.assessor(), at=LATER)
    SigningKey.objects.update(retired_at=NOW)

    page = signed_in(cast.registrar()).get("/").content.decode()

    assert "Credentials whose grade was corrected" in page
    assert "Universities without a signing key" in page


PAGES = [
    ("get", "/credentials/"),
    ("get", "/credentials/{award}/"),
    ("get", "/credentials/{award}/revoke"),
    ("post", "/credentials/{award}/revoke"),
    ("post", "/credentials/{award}/withdraw"),
    ("get", "/credentials/keys/"),
    ("post", "/credentials/keys/tuni/new"),
    ("get", "/credentials/keys/tuni/self-check"),
    ("get", "/credentials/keys/{key}/end"),
    ("post", "/credentials/keys/{key}/end"),
    ("get", "/api/credentials/awards"),
    ("get", "/api/credentials/awards/{award}"),
    ("get", "/api/credentials/awards/{award}/formats"),
    ("post", "/api/credentials/awards/{award}/withdraw"),
    ("post", "/api/credentials/awards/{award}/revoke"),
    ("get", "/api/credentials/keys"),
    ("post", "/api/credentials/keys/tuni"),
    ("post", "/api/credentials/keys/{key}/end"),
    ("get", "/api/credentials/keys/tuni/self-check"),
]
OWN = {"/credentials/", "/credentials/keys/", "/api/credentials/awards", "/api/credentials/keys"}
BODY = REASON | {"is_compromised": True, "how": "compromised", "confirmed": "yes"}


def call(client: Client, method: str, address: str) -> int:
    """The status of a request to an award and a key of Tampere."""
    award, key = Award.objects.get(), SigningKey.objects.get()
    full = address.format(award=award.pk, key=key.pk)
    if method == "get":
        return client.get(full).status_code
    kind = {"content_type": "application/json"} if full.startswith("/api/") else {}
    return client.post(full, BODY, **kind).status_code  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address"), PAGES)
@pytest.mark.parametrize("who", [learner, lambda: cast.rector(cast.key().institution)])
def test_who_holds_no_such_office_is_refused_everywhere(
    method: str, address: str, who: Callable[[], Person]
) -> None:
    cast.issued()

    status = call(signed_in(who()), method, address)

    assert status in {403, 404}
    assert not Revocation.objects.exists()
    assert SigningKey.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address"), PAGES)
def test_another_universitys_registrar_sees_and_changes_nothing(method: str, address: str) -> None:
    cast.issued()

    status = call(signed_in(cast.stranger()), method, address)

    assert status == (200 if address in OWN else 404)
    assert not Revocation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address"), PAGES)
def test_who_has_not_signed_in_is_sent_to_do_so(client: Client, method: str, address: str) -> None:
    cast.issued()

    assert call(client, method, address) in {302, 401}


@pytest.mark.django_db
def test_the_api_does_what_the_pages_do() -> None:
    award, client = cast.issued(), signed_in(cast.registrar())
    key = SigningKey.objects.get()

    listed = client.get("/api/credentials/awards?standing=issued").json()
    formats = client.get(f"/api/credentials/awards/{award.pk}/formats").json()
    made = client.post("/api/credentials/keys/tuni")
    ended = client.post(
        f"/api/credentials/keys/{key.pk}/end", {"is_compromised": False}, content_type="application/json"
    )
    revoked = client.post(
        f"/api/credentials/awards/{award.pk}/revoke", REASON, content_type="application/json"
    )
    shown = client.get(f"/api/credentials/awards/{award.pk}").json()

    assert (listed["count"], listed["items"][0]["learner"]) == (1, "Ane Etxeberria")
    assert {each["format"] for each in formats} == {"openbadge", "jwt", "pdf"}
    assert (made.status_code, ended.status_code, revoked.status_code) == (201, 204, 200)
    assert shown["revocation"]["reason"] == "misconduct"
    assert client.get("/api/credentials/keys/tuni/self-check").json()["conclusion"] == "passed"


@pytest.mark.django_db
def test_the_api_refuses_half_a_reason() -> None:
    award, client = cast.issued(), signed_in(cast.registrar())

    for sent in ({}, {"reason": "whim", "explanation": "x"}, {"reason": "error", "explanation": ""}):
        answer = client.post(
            f"/api/credentials/awards/{award.pk}/revoke", sent, content_type="application/json"
        )

        assert answer.status_code == 422
    assert client.get(f"/api/credentials/awards/{uuid4()}").status_code == 404
