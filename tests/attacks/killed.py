"""A process that is killed in the middle of a deed: its draft is written, nothing is committed yet.

python -m tests.attacks.killed TOKEN IDEMPOTENCY-KEY
"""

import os
import signal
import sys
from typing import Any

import django
from django.db.models.signals import post_save
from django.test import Client


def die(**_sent: Any) -> None:
    """End this process at once, as when the power fails."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(token: str, key: str) -> None:
    """Begin a draft through the API, and die when its row is written."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "mcx.settings"
    django.setup()

    post_save.connect(die, sender="design.Project")
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    body = {"institution": "mu", "title": {"en": "Clean code"}}
    Client(SERVER_NAME="localhost").post(
        "/api/design/projects", body, content_type="application/json", headers=headers
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
