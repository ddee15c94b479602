"""Sessions in the database that are of no use to whoever reads the table: hashed keys, encrypted content.

What the product puts into a session is no secret, but allauth keeps the secret of an authenticator app there
while somebody sets it up, and the key of a password reset; and a session's own key signs its owner in.
"""

import json
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from mcx.core.ciphers import Undecipherable, decrypt, encrypt

PURPOSE = "session"


class SessionStore(db.SessionStore):
    """Django's sessions in the database, as far as requests under WSGI use them."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The content as it is stored."""
        return encrypt(json.dumps(session_dict), secret=settings.SECRET_KEY.encode(), purpose=PURPOSE)

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """The content as it was; an empty session for what nobody here has written."""
        stored = session_data.decode() if isinstance(session_data, bytes) else session_data
        try:
            found: dict[str, Any] = json.loads(
                decrypt(stored, secret=settings.SECRET_KEY.encode(), purpose=PURPOSE)
            )
        except Undecipherable:
            return {}
        return found

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return Session.objects.filter(pk=_kept(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row of this session."""
        row = super().create_model_instance(data)
        row.session_key = _kept(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Forget this session or another."""
        if key := session_key or self.session_key:
            Session.objects.filter(pk=_kept(key)).delete()

    def _get_session_from_db(self) -> Session | None:
        row = Session.objects.filter(pk=_kept(self.session_key or ""), expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        return row


def _kept(session_key: str) -> str:
    """What is kept of a session's key: 160 bits of its hash, as many signs as Django's column holds."""
    return sha256(session_key.encode()).hexdigest()[:40]
