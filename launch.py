#!/usr/bin/env python3
"""Sets up and starts MCX with nothing but Python 3.11: called by the Makefile, standard library only.

    python3 launch.py setup | run | new-network | demo-reset | tool NAME ARGUMENTS…

The environment is `.venv`, made from the locked, hashed requirements; a changed lock is installed anew.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WORD = sys.argv[1] if len(sys.argv) > 1 else "run"
OWN = WORD == "new-network"
# The demonstration and a network of one's own never share a folder.
DATA = Path(os.environ.get("MCX_DATA_DIR") or ROOT / ("var-own" if OWN else "var"))
HOST = "127.0.0.1"


def stop(line: str) -> None:
    """End with one clear line."""
    sys.exit(f"mcx: {line}")


def environment() -> dict[str, str]:
    """What every child process is told."""
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        stop(f"PORT={port} is not a port; choose a number from 1 to 65535.")
    return {
        "PYTHONPATH": str(ROOT / "src"),
        "MCX_PUBLIC_URL": f"http://localhost:{port}",
        "MCX_LOG_LEVEL": "WARNING",
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        "MCX_DATA_DIR": str(DATA),
        "PORT": port,
    }


def call(*command: object) -> None:
    """Run a command in the project's folder; its failure ends this one with the same code."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment(), check=False)
    if done.returncode:
        sys.exit(done.returncode)


def require_writable(folder: Path) -> None:
    """A folder this run must write to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        stop(f"cannot write to {folder} ({error.strerror}); set MCX_DATA_DIR to a folder you may write to.")


def hold_port() -> None:
    """Keep the port from another server of this account until this process ends, however it ends.

    Web servers let processes of one account share a port, so that neither would see the other.
    """
    port = int(environment()["PORT"])
    place = Path(tempfile.gettempdir()) / f"mcx-{os.getuid()}-port-{port}"
    held = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stop(f"another MCX is being served on port {port}; choose another: make {WORD} PORT={port + 1}")


def require_free_port() -> None:
    """The port that will be served."""
    port = int(environment()["PORT"])
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            stop(
                f"port {port} cannot be used ({error.strerror}); choose another: make {WORD} PORT={port + 1}"
            )


def install(lock: str) -> None:
    """Bring the environment to what the lock file says; nothing to do when it did not change."""
    source = ROOT / "requirements" / f"{lock}.txt"
    wanted = hashlib.sha256(source.read_bytes()).hexdigest()
    stamp = VENV / f"{lock}.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        require_writable(ROOT)
        make_environment()
    print(f"mcx: installing requirements/{lock}.txt (once) …", flush=True)
    call(
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        source,
    )
    link_sources()
    stamp.write_text(wanted)


def make_environment() -> None:
    """An empty virtual environment with pip."""
    print("mcx: creating .venv …", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        stop("python3 cannot create a virtual environment; install its venv package (Debian: python3-venv).")


def link_sources() -> None:
    """Let the environment see our packages and run `microcred`, without building anything."""
    packages = next((VENV / "lib").glob("python3*/site-packages"))
    (packages / "mcx.pth").write_text(f"{ROOT / 'src'}\n")
    script = VENV / "bin" / "microcred"
    script.write_text(f"#!{PYTHON}\nimport sys\nfrom microcred.cli import main\nsys.exit(main())\n")
    script.chmod(0o755)


def manage(*arguments: object) -> None:
    """Run a management command."""
    call(PYTHON, ROOT / "manage.py", *arguments)


def setup() -> None:
    """Everything up to static files for delivery and a database that is ready, in a demonstration filled."""
    require_writable(DATA)
    install("app")
    fonts = child([PYTHON, ROOT / "manage.py", "build_fonts"])
    manage("prepare", *(["--own"] if OWN else []))
    if fonts.wait():
        stop("the fonts of the pages could not be created; see above.")
    manage("collectstatic", "--noinput", "--verbosity", 0)


def run() -> None:
    """Set up, serve, say where to go, until interrupted."""
    hold_port()
    require_free_port()
    setup()
    require_free_port()
    serve()


def serve() -> None:
    """The web server and the worker for jobs; when one ends, so does the other."""
    port = environment()["PORT"]
    web = [VENV / "bin" / "granian", "--interface", "wsgi", "--host", HOST, "--port", port, "--workers", "2"]
    web += ["--blocking-threads", "2", "--backpressure", "64", "--workers-kill-timeout", "5"]
    web += ["--log-level", "error", "mcx.wsgi:application"]
    worker = [PYTHON, ROOT / "manage.py", "worker"]
    children = [child(command) for command in (web, worker)]
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: [process.terminate() for process in children])
    while not answers() and all(process.poll() is None for process in children):
        time.sleep(0.1)
    if answers():
        manage(*(["new_network", "--if-needed"] if OWN else ["sign_ins"]))
    while all(process.poll() is None for process in children):
        time.sleep(0.2)
    for process in children:
        process.terminate()
    ended = [process.wait() for process in children]
    sys.exit(max(code if code not in (-signal.SIGTERM, -signal.SIGINT) else 0 for code in ended))


def answers() -> bool:
    """Whether somebody listens at the port."""
    with socket.socket() as caller:
        return caller.connect_ex((HOST, int(environment()["PORT"]))) == 0


def child(command: list[object]) -> subprocess.Popen[bytes]:
    """A process that ends when this one does, even when this one is killed (Linux)."""
    words = [str(word) for word in command]
    return subprocess.Popen(words, cwd=ROOT, env=environment(), preexec_fn=follow_parent)  # noqa: PLW1509


def follow_parent() -> None:
    """Ask Linux to end this process with its parent; other systems do without."""
    if sys.platform == "linux":
        terminate_with_parent = 1
        ctypes.CDLL(None).prctl(terminate_with_parent, signal.SIGTERM)


def demo_reset() -> None:
    """Start the demonstration over: its database goes, its keys stay."""
    if os.environ.get("MCX_MODE", "demo") != "demo" or os.environ.get("DATABASE_URL"):
        stop("demo-reset only resets the demonstration's own SQLite file.")
    if holds_a_network_of_ones_own():
        stop(f"{DATA} contains a network of your own, which demo-reset never deletes.")
    for name in ("mcx.sqlite3", "mcx.sqlite3-wal", "mcx.sqlite3-shm"):
        (DATA / name).unlink(missing_ok=True)
    setup()


def holds_a_network_of_ones_own() -> bool:
    """Whether the SQLite file has a network that is no demonstration, or is about to have one."""
    if not (DATA / "mcx.sqlite3").exists():
        return False
    questions = (
        "SELECT 1 FROM network_network WHERE NOT is_demonstration",
        "SELECT 1 FROM network_foundingaddress",
    )
    with closing(sqlite3.connect(DATA / "mcx.sqlite3")) as database:
        return any(has_row(database, question) for question in questions)


def has_row(database: sqlite3.Connection, question: str) -> bool:
    """Whether a query finds something; a table that earlier versions lack has nothing.

    What else goes wrong, such as a database that another process holds, ends the command: it deletes.
    """
    try:
        return database.execute(question).fetchone() is not None
    except sqlite3.Error as error:
        if "no such table" not in str(error):
            stop(f"{DATA / 'mcx.sqlite3'} cannot be read ({error}), so nothing was deleted.")
        return False


def tool() -> None:
    """Run a program of the environment with everything that development needs installed."""
    require_writable(DATA)
    install("dev")
    name, *arguments = sys.argv[2:]
    call(VENV / "bin" / name, *arguments)


if __name__ == "__main__":
    commands = {"setup": setup, "run": run, "new-network": run, "demo-reset": demo_reset, "tool": tool}
    chosen = commands.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if chosen is None:
        stop(f"choose one of: {', '.join(commands)}")
    else:
        try:
            chosen()
        except KeyboardInterrupt:
            stop("interrupted; the same command continues where this one stopped.")
