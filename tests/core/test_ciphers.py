"""Texts kept encrypted, and sessions that are of no use to whoever reads their table."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from mcx.core.ciphers import Undecipherable, decrypt, encrypt
from mcx.core.sessions import SessionStore
from tests import cast

SECRET = b"s" * 32


@given(st.text())
def test_what_was_encrypted_comes_back(text: str) -> None:
    sealed = encrypt(text, secret=SECRET, purpose="test")

    assert decrypt(sealed, secret=SECRET, purpose="test") == text
    assert sealed != encrypt(text, secret=SECRET, purpose="test")


@pytest.mark.parametrize(
    ("secret", "purpose", "change"),
    [(b"t" * 32, "test", ""), (SECRET, "other", ""), (SECRET, "test", "A"), (SECRET, "test", "é")],
    ids=["another secret", "another purpose", "altered", "no base64"],
)
def test_nothing_else_opens_it(secret: bytes, purpose: str, change: str) -> None:
    sealed = encrypt("JBSWY3DPEHPK3PXP", secret=SECRET, purpose="test")

    with pytest.raises(Undecipherable):
        decrypt(change + sealed[len(change) :] if change else sealed, secret=secret, purpose=purpose)


@pytest.mark.django_db
def test_the_table_of_sessions_tells_nothing() -> None:
    session = SessionStore()
    session["mfa.totp.secret"] = "JBSWY3DPEHPK3PXP"
    session.save()

    row = Session.objects.get()

    assert SessionStore(session.session_key)["mfa.totp.secret"] == "JBSWY3DPEHPK3PXP"
    assert row.session_key != session.session_key
    assert not SessionStore(row.session_key).load()
    assert "JBSWY" not in row.session_data


@pytest.mark.django_db
def test_a_session_is_kept_changed_renewed_and_ended() -> None:
    session = SessionStore()
    session["a"] = 1
    session.save()
    first = session.session_key

    session["a"] = 2
    session.save()
    session.cycle_key()
    second = session.session_key

    assert first is not None
    assert second is not None
    assert not session.exists(first)
    assert SessionStore(second)["a"] == 2
    session.flush()
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_a_session_that_nobody_here_wrote_signs_nobody_in(client: Client) -> None:
    client.force_login(cast.person())
    Session.objects.update(session_data="eyJfYXV0aF91c2VyX2lkIjoiMSJ9")

    assert client.get("/account/").status_code == 302
