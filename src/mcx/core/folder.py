"""The data folder: private to the account that runs MCX; and the secrets made once and kept in it."""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

PRIVATE = 0o077
"""The rights that nobody but the owner has: what a new file leaves out, what an old one loses."""

# Nothing in there is a secret, and set-up makes it anew at any time.
PUBLIC = frozenset({"static", "fonts"})


def make_private(folder: Path) -> None:
    """Make the folder for its owner alone; everything made from now on is its owner's alone too."""
    os.umask(PRIVATE)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _tightened(folder)


def tighten(folder: Path) -> int:
    """Take from others what they may read of the folder and everything in it; how many places lost it."""
    return sum(_tightened(path) for path in (folder, *_inside(folder)))


def _inside(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_symlink() or path.name in PUBLIC:
            continue
        yield path
        if path.is_dir():
            yield from _inside(path)


def _tightened(path: Path) -> bool:
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & PRIVATE:
        return False
    path.chmod(mode & ~PRIVATE)
    return True


def kept_text(path: Path) -> str:
    """The secret in the file; empty where there is none."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return ""


def kept_or_made(path: Path) -> str:
    """The secret in the file, made at random if there is none; of several processes at once, one makes it."""
    if found := kept_text(path):
        return found
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # let go with the folder, however this ends
        if not kept_text(path):
            path.unlink(missing_ok=True)  # an empty one, left by a full disk
            keep(path, secrets.token_urlsafe(32))
    finally:
        os.close(folder)
    return kept_text(path)


def keep(path: Path, text: str) -> None:
    """Write a secret whole or not at all; what stands there already stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
