"""Encrypts everything that is secret under another key-encryption key."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mcx.core import clock, folder
from mcx.core.encryption import decoded, key_encryption_key, key_file
from mcx.keys.services import rotate_key_encryption_key

UNDER_THE_NEW = (
    "Now set MCX_KEY_ENCRYPTION_KEY to the new key, remove MCX_NEW_KEY_ENCRYPTION_KEY, and start again. "
    "Keep the old key as long as you keep backups from before."
)


class Command(BaseCommand):
    """Run while nothing else runs; interrupted anywhere, the same command goes on where it stopped."""

    help = "Encrypt all secrets under another key: MCX_NEW_KEY_ENCRYPTION_KEY takes over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Encrypt all or nothing anew, then say what is to do; a demonstration puts its own file in place."""
        in_file = settings.DEMO and not settings.KEY_ENCRYPTION_KEY
        draft = key_file().with_name(f"{key_file().name}.new")
        text = self._new_key(draft, in_file=in_file)
        done = rotate_key_encryption_key(key_encryption_key(), new=decoded(text), by=None, at=clock.now())
        for name in done.left:
            self.stderr.write(f"Could not be opened before and is unchanged: {name}")
        self.stdout.write(
            f"Encrypted {done.done} key(s), seal(s) and second factor(s) under the new key-encryption key."
            if done.done or done.left
            else "Everything is encrypted under the new key-encryption key."
        )
        if in_file:
            draft.replace(key_file())
            self.stdout.write(f"The new key is in {key_file()}. Start again.")
        else:
            self.stdout.write(UNDER_THE_NEW)

    @staticmethod
    def _new_key(draft: Path, *, in_file: bool) -> str:
        """The key that takes over; where a file keeps it, it is in one before anything depends on it."""
        given: str = settings.NEW_KEY_ENCRYPTION_KEY
        if not in_file:
            if not given:
                raise CommandError("Set MCX_NEW_KEY_ENCRYPTION_KEY to the key that takes over.")
            return given
        if given:
            draft.unlink(missing_ok=True)
            folder.keep(draft, given)
        return folder.kept_or_made(draft)
