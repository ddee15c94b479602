"""An Idempotency-Key does a deed once, belongs to one person and one request, and keeps no secret."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from mcx.accounts import services as accounts
from mcx.accounts.models import ApiToken, Person
from mcx.accounts.rules import GRANTED, Scope
from mcx.core import submissions
from mcx.core.environment import ROOT
from mcx.core.models import Submission
from mcx.design.models import Project
from mcx.wallet.models import Item, Share
from tests.api.operations import DOCUMENT
from tests.cast import NOW, network, sign_in
from tests.connections import Connect, connect, through, url
from tests.design.cast import teacher
from tests.wallet import cast as wallets

__all__ = ["connect"]  # a fixture

DRAFTS, SHARES, ITEMS = "/api/design/projects", "/api/wallet/shares", "/api/wallet/items"
TOKENS = "/api/accounts/tokens"
BODY = {"institution": "mu", "title": {"en": "Clean code"}}
KEY = "5f0c7a52-9d5e-4c55-a1f4-0e0f5b1d2c3a"


def _token(person: Person) -> str:
    return accounts.create_token(person, label="A program", scopes=GRANTED, days=30, by=person, at=NOW)[1]


def _post(token: str, body: Any, key: str | None = KEY, at: str = DRAFTS) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {} if key is None else {"Idempotency-Key": key}
    client = Client(raise_request_exception=False)
    return client.post(at, body, content_type="application/json", headers=headers)


def _problem(answer: Any) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["fix"]
    return answer.status_code, answer.json()["title"]


@pytest.fixture
def ane(db: None) -> str:
    """The token of a teacher."""
    network()
    return _token(teacher())


@pytest.fixture
def leire(db: None) -> str:
    """The token of another teacher."""
    network()
    return _token(teacher("Leire Zabaleta"))


def test_a_repeated_request_is_done_once_and_answered_alike(ane: str) -> None:
    first, again = _post(ane, BODY), _post(ane, BODY)

    assert first.status_code == again.status_code == 201
    assert again.json() == first.json()
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Project.objects.count() == 1


def test_an_answer_that_is_kept_is_read_by_nobody_who_copies_the_table(ane: str, settings: Settings) -> None:
    _post(ane, BODY)

    assert b"Clean code" not in bytes(Submission.objects.get().body)
    settings.SECRET_KEY = "another" * 10
    assert _problem(_post(ane, BODY)) == (409, "answer-lost")
    assert Project.objects.count() == 1


def test_two_people_with_one_key_each_do_their_own_deed(ane: str, leire: str) -> None:
    hers, other = _post(ane, BODY), _post(leire, BODY)

    assert (hers.json()["owner"], other.json()["owner"]) == ("Ane Etxeberria", "Leire Zabaleta")
    assert hers.json()["id"] != other.json()["id"]
    assert _post(ane, BODY).json() == hers.json()
    assert _post(leire, BODY).json() == other.json()


def test_a_token_and_the_session_of_one_person_are_one_caller(ane: str) -> None:
    client = Client()
    client.force_login(Person.objects.get())

    first = _post(ane, BODY)
    again = client.post(DRAFTS, BODY, content_type="application/json", headers={"Idempotency-Key": KEY})

    assert again.json() == first.json()


def test_nobody_in_particular_neither_occupies_a_key_nor_gets_an_answer(ane: str) -> None:
    before, kept = _post("", BODY), Submission.objects.count()
    done = _post(ane, BODY)
    after = _post("", BODY)

    assert _problem(before) == _problem(after) == (401, "sign-in-needed")
    assert before.headers["WWW-Authenticate"] == "Bearer"
    assert kept == 0
    assert done.status_code == 201


def test_a_token_that_only_reads_is_refused_with_a_key_as_without_one(ane: str) -> None:
    person = Person.objects.get()
    _token, reads = accounts.create_token(person, label="B", scopes=[], days=30, by=person, at=NOW)

    with_key, without = _post(reads, BODY), _post(reads, BODY, key=None)

    assert _problem(with_key) == _problem(without) == (403, "out-of-scope")
    assert with_key.json()["detail"] == "This token does not allow you to: writing."
    assert not Submission.objects.exists()


def test_a_token_for_less_gets_no_answer_to_what_it_could_not_do(ane: str) -> None:
    person = Person.objects.get()
    _token, less = accounts.create_token(
        person, label="B", scopes=[Scope.LEARNER], days=30, by=person, at=NOW
    )
    _token, enough = accounts.create_token(
        person, label="C", scopes=[Scope.OFFICE], days=30, by=person, at=NOW
    )
    done = _post(ane, BODY)

    again, without, other = _post(less, BODY), _post(less, BODY, key=None), _post(enough, BODY)

    assert done.status_code == 201
    assert _problem(again) == _problem(without) == (403, "out-of-scope")
    assert again.json()["detail"] == without.json()["detail"]
    assert other.json() == done.json()
    assert Project.objects.count() == 1


def test_what_asks_for_proof_is_not_answered_again_without_it(ane: str) -> None:
    person, proven, unproven = Person.objects.get(), Client(), Client()
    sign_in(proven, person)
    unproven.force_login(person)

    done, again = (
        client.post(
            TOKENS,
            {"label": "Program", "scopes": [], "days": 30},
            content_type="application/json",
            headers={"Idempotency-Key": KEY},
        )
        for client in (proven, unproven)
    )

    assert done.status_code == 201
    assert _problem(again) == (403, "proof-needed")


def test_nobody_in_particular_is_not_offered_a_key_where_everybody_may_ask(db: None) -> None:
    answer = Client().post(
        "/api/credentials/verify", {"file": BytesIO(b"{}")}, headers={"Idempotency-Key": KEY}
    )

    assert _problem(answer) == (401, "sign-in-needed")
    assert not Submission.objects.exists()


def test_a_wrong_token_gets_nothing_of_whoever_has_the_key(ane: str) -> None:
    _post(ane, BODY)

    assert _problem(_post("a-wrong-token", BODY, at=DRAFTS)) == (401, "sign-in-needed")


@pytest.mark.parametrize(
    ("at", "body"),
    [(DRAFTS, BODY | {"title": {"en": "Clean tests"}}), (f"{DRAFTS}?another=1", BODY), (SHARES, BODY)],
    ids=["body", "query", "address"],
)
def test_another_request_under_the_same_key_is_refused(ane: str, at: str, body: Any) -> None:
    _post(ane, BODY)

    assert _problem(_post(ane, body, at=at)) == (422, "key-reused")
    assert Project.objects.count() == 1


def test_another_method_under_the_same_key_is_refused(ane: str) -> None:
    made = _post(ane, BODY)
    headers = {"Authorization": f"Bearer {ane}", "Idempotency-Key": KEY}

    answer = Client().put(f"{DRAFTS}/{made.json()['id']}", {}, "application/json", headers=headers)

    assert _problem(answer) == (422, "key-reused")


@pytest.mark.parametrize("key", ["", "x" * 81, "a\tb"], ids=["empty", "long", "tab"])
def test_a_strange_key_is_refused_not_cut(ane: str, key: str) -> None:
    assert _problem(_post(ane, BODY, key)) == (422, "key-unreadable")
    assert not Project.objects.exists()


def test_long_keys_that_begin_alike_are_two(ane: str) -> None:
    _post(ane, BODY, "x" * 79 + "1")
    _post(ane, BODY, "x" * 79 + "2")

    assert Project.objects.count() == 2


def test_what_was_refused_can_be_sent_again_corrected(ane: str) -> None:
    refused = _post(ane, BODY | {"institution": "nowhere"})
    unreadable = _post(ane, "{")
    done = _post(ane, BODY)

    assert (refused.status_code, unreadable.status_code, done.status_code) == (404, 422, 201)


def test_a_request_that_is_still_at_work_says_when_to_come_back(ane: str) -> None:
    person = Person.objects.get()
    _claimed(person)

    answer = _post(ane, BODY)

    assert _problem(answer) == (409, "still-running")
    assert int(answer.headers["Retry-After"]) > 0
    assert not Project.objects.exists()


def _claimed(person: Person) -> Submission:
    """What a sending that has not ended has written: the same request, claimed by the person."""
    request = _asked(BODY)
    claimed = submissions.begin(submissions.key_of("api", person.pk, KEY), request, at=NOW)
    assert claimed
    return claimed


def _asked(body: Any) -> str:
    """The digest of a request, as the door makes it."""
    return submissions.asked_by(RequestFactory().post(DRAFTS, body, content_type="application/json"))


def test_an_unfinished_key_is_given_up_after_two_minutes(ane: str, settings: Settings) -> None:
    _claimed(Person.objects.get())

    settings.FIXED_NOW = NOW + timedelta(minutes=2) - timedelta(seconds=1)
    early = _post(ane, BODY)
    settings.FIXED_NOW = NOW + timedelta(minutes=2)
    late = _post(ane, BODY)

    assert (early.status_code, late.status_code) == (409, 201)


def test_an_answer_is_forgotten_after_a_day_and_others_old_ones_with_it(
    ane: str, leire: str, settings: Settings
) -> None:
    _post(ane, BODY)
    _post(ane, BODY, "another key")
    settings.FIXED_NOW = NOW + timedelta(hours=24)

    _post(leire, BODY)

    assert Submission.objects.count() == 1
    assert _post(ane, BODY).headers.get("Idempotency-Replayed") is None


def test_whoever_was_overtaken_does_nothing(ane: str) -> None:
    """The first sending took so long that a second one took its key over: only one of them counts."""
    first = _claimed(Person.objects.get())
    Submission.objects.filter(pk=first.pk).delete()

    def deed() -> Any:
        wallets.imported(Person.objects.get())
        return _post("", BODY, None)

    with pytest.raises(submissions.StillRunning):
        submissions.carry_out(first, deed, lambda _answer: True)

    assert not Item.objects.exists()


def test_a_secret_is_not_kept_and_a_repetition_says_so(db: None) -> None:
    item = wallets.item()
    token, body = _token(item.owner), {"items": [str(item.pk)], "audience": "Urola", "days": 7}

    first, again = _post(token, body, at=SHARES), _post(token, body, at=SHARES)

    assert first.status_code == 201
    assert _problem(again) == (409, "answer-not-kept")
    assert Share.objects.count() == 1
    secret = first.json()["url"].rstrip("/").rpartition("/")[2]
    assert secret not in str(list(Submission.objects.values()))
    assert bytes(Submission.objects.get().body) == b""


SECRETS = {"url", "token", "secret", "link", "private_key", "password", "codes"}


def test_whatever_answers_a_secret_is_known() -> None:
    """What a write answers in a field named like a secret: each such endpoint has its test here."""
    schemas = DOCUMENT["components"]["schemas"]
    answered = {
        answer["content"][kind]["schema"].get("$ref", "").rpartition("/")[2]
        for methods in DOCUMENT["paths"].values()
        for method, operation in methods.items()
        if method != "get"
        for answer in operation["responses"].values()
        for kind in answer.get("content", {})
    }

    assert {name for name in answered if SECRETS & set(schemas.get(name, {}).get("properties", {}))} == {
        "NewShare",
        "NewToken",
    }


@pytest.mark.django_db
def test_the_text_of_a_new_token_is_not_kept_either(client: Client) -> None:
    network()
    sign_in(client, teacher())
    headers = {"Idempotency-Key": KEY, "Content-Type": "application/json"}
    sent = {"label": "Program", "scopes": [], "days": 30}

    first, again = (
        client.post("/api/accounts/tokens", sent, content_type="application/json", headers=headers)
        for _time in range(2)
    )

    assert first.status_code == 201
    assert _problem(again) == (409, "answer-not-kept")
    assert ApiToken.objects.count() == 1
    assert first.json()["text"] not in str(list(Submission.objects.values()))


def test_a_file_that_is_sent_again_is_the_same_request(db: None) -> None:
    """A program that tries again draws a new boundary between the parts of its form."""
    owner = wallets.item().owner
    headers = {"Authorization": f"Bearer {_token(owner)}", "Idempotency-Key": KEY}
    badge, answers = wallets.foreign(owner.name), []
    for boundary in ("first", "second"):
        parts = (f"--{boundary}", 'Content-Disposition: form-data; name="file"; filename="b.json"', "", "")
        body = "\r\n".join(parts).encode() + badge + f"\r\n--{boundary}--\r\n".encode()
        kind = f"multipart/form-data; boundary={boundary}"
        answers.append(Client().generic("POST", ITEMS, body, kind, headers=headers))

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Item.objects.count() == 2


@pytest.mark.django_db
def test_forms_of_two_people_never_meet(client: Client) -> None:
    form, other = {"label": "Program", "days": "30", "once": KEY}, Client()
    for browser, name in ((client, "Ane Etxeberria"), (other, "Leire Zabaleta")):
        sign_in(browser, teacher(name))

    answers = [browser.post("/account/tokens", form) for browser in (client, other, client)]

    assert [answer.status_code for answer in answers] == [201, 201, 302]
    assert answers[0].context["text"] not in answers[1].content.decode()
    assert ApiToken.objects.count() == 2


@pytest.mark.django_db
def test_a_form_belongs_to_the_session_it_was_shown_in() -> None:
    form, browsers = {"label": "Program", "days": "30", "once": KEY}, (Client(), Client())
    for browser in browsers:
        sign_in(browser, teacher())
        browser.post("/account/tokens", form)

    assert ApiToken.objects.count() == 2


@pytest.mark.django_db
def test_a_form_that_was_changed_is_sent_anew(client: Client) -> None:
    sign_in(client, teacher())

    for label in ("Program", "Another", "Program"):
        client.post("/account/tokens", {"label": label, "days": "30", "once": KEY})

    assert sorted(ApiToken.objects.values_list("label", flat=True)) == ["Another", "Program"]


def _send(reach: Connect, token: str, start: Barrier, seen: list[Any]) -> None:
    with through(reach):
        start.wait(timeout=20)
        seen.append(_post(token, BODY))


@pytest.mark.django_db(transaction=True)
def test_sent_six_times_at_once_it_is_done_once(connect: Callable[[], Connect]) -> None:
    network()
    token, reach, start, seen = _token(teacher()), connect(), Barrier(6), list[Any]()

    threads = [Thread(target=_send, args=(reach, token, start, seen)) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    statuses = Counter(answer.status_code for answer in seen)
    assert statuses[201] >= 1
    assert statuses[201] + statuses[409] == 6
    assert len({answer.content for answer in seen if answer.status_code == 201}) == 1
    with through(reach):
        assert Project.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_leaves_nothing_and_can_be_sent_again(
    connect: Callable[[], Connect], tmp_path: Path, settings: Settings
) -> None:
    network()
    token, reach = _token(teacher()), connect()
    place = {"MCX_DATA_DIR": str(tmp_path), "DATABASE_URL": url(), "MCX_FIXED_NOW": NOW.isoformat()}
    environment = {**os.environ, **place, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-m", "tests.attacks.killed", token, KEY]

    ended = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True)

    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    with through(reach):
        assert not Project.objects.exists()
        assert Submission.objects.get().status == 0
        assert _post(token, BODY).status_code == 409
        settings.FIXED_NOW = NOW + timedelta(minutes=2)
        first, again = _post(token, BODY), _post(token, BODY)
        assert (first.status_code, again.json()) == (201, first.json())
        assert Project.objects.count() == 1


def test_the_table_keeps_digests_of_what_was_asked(ane: str) -> None:
    _post(ane, BODY)

    kept = Submission.objects.get()
    assert KEY not in str(list(Submission.objects.values()))
    assert (len(kept.key), len(kept.asked)) == (64, 64)
