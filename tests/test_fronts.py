"""Behind nginx and Caddy, as `deploy/` starts them, nobody chooses the address and scheme that MCX sees."""

import os
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path

import pytest

from bench.faults.site import free_port
from bench.rehearsal.daemon import Daemon
from bench.rehearsal.deployed import HOST, NAME, Front, caddyfile, commands
from mcx.core.environment import ROOT
from tests.installed import require

Ask = Callable[..., str]
INVENTED = "203.0.113.7"
SPELLINGS = ("X-Forwarded-For", "X_Forwarded_For", "x-forwarded_for")
SCHEMES = ("X-Forwarded-Proto", "X_Forwarded_Proto", "X-Forwarded_Proto")


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[[str, int, list[str]], None]]:
    """Start a program that listens at a port, for as long as the test lasts."""
    with ExitStack() as stack:

        def start(name: str, port: int, words: list[str]) -> None:
            daemon = Daemon(words, port, tmp_path / f"{name}.log")
            stack.callback(daemon.kill)
            daemon.start()

        yield start


@pytest.fixture
def web(started: Callable[[str, int, list[str]], None]) -> int:
    """The port of granian, started as systemd does, with an application that says what it sees."""
    port = free_port()
    granian = commands("mcx-web@.service", str(port))[0]
    told = [f"PYTHONPATH={os.pathsep.join((str(ROOT / 'src'), str(ROOT)))}", "MCX_TRUSTED_PROXIES=1"]
    started("granian", port, ["env", *told, *granian[:-1], "tests.seen:application"])
    return port


@pytest.fixture(params=["nginx", "caddy"])
def front(
    request: pytest.FixtureRequest,
    web: int,
    tmp_path: Path,
    started: Callable[[str, int, list[str]], None],
) -> tuple[Ask, str]:
    """How to ask the proxy, and the scheme that it is asked by."""
    require(request.param)
    port = free_port()
    if request.param == "nginx":
        nginx = Front(tmp_path / "nginx", port, free_port(), (web, web))
        nginx.write()
        started("nginx", port, ["nginx", "-c", str(nginx.config)])
        trusted = ssl.create_default_context(cafile=nginx.certificate)
        return lambda *sent: _asked(port, sent, trusted), "https"
    file = tmp_path / "Caddyfile"
    file.write_text(caddyfile(port, (web, web)), "utf-8")
    home = [f"XDG_CONFIG_HOME={tmp_path}", f"XDG_DATA_HOME={tmp_path}"]
    words = ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)]
    started("caddy", port, ["env", *home, *words])
    return lambda *sent: _asked(port, sent), "http"


def _asked(port: int, sent: tuple[str, ...], trusted: ssl.SSLContext | None = None) -> str:
    """What is answered to a request with these header lines, in this order."""
    lines = ["GET / HTTP/1.1", f"Host: {NAME}", *sent, "Connection: close", "", ""]
    with ExitStack() as stack:
        line = stack.enter_context(socket.create_connection((HOST, port), timeout=30))
        if trusted:
            line = stack.enter_context(trusted.wrap_socket(line, server_hostname=NAME))
        line.sendall("\r\n".join(lines).encode())
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    head, _blank, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), answer
    return body.decode()


def test_no_spelling_of_a_header_in_any_order_stands_for_what_the_proxy_says(front: tuple[Ask, str]) -> None:
    ask, scheme = front
    other = {"https": "http", "http": "https"}[scheme]
    invented = [tuple(f"{name}: {INVENTED}" for name in order) for order in permutations(SPELLINGS)]
    invented += [(f"{name}: {INVENTED}",) for name in SPELLINGS]
    invented += [(f"{name}: {other}",) for name in SCHEMES]

    said = {sent: ask(*sent) for sent in invented}

    assert len(said) == 12
    assert {sent: found for sent, found in said.items() if found != f"{HOST} {scheme}"} == {}


def test_without_a_proxy_that_drops_them_another_spelling_would_be_believed(web: int) -> None:
    """Why both proxies have to: WSGI knows no spelling, and granian takes the last one."""
    proxy, client = "X-Forwarded-For: 198.51.100.1", f"X_Forwarded_For: {INVENTED}"

    assert _asked(web, (proxy, client)) == f"{INVENTED} http"
    assert _asked(web, (client, proxy)) == "198.51.100.1 http"


def test_lines_of_one_name_are_read_as_one_of_which_the_last_part_counts(web: int) -> None:
    proxy, client = "X-Forwarded-For: 198.51.100.1", f"X-Forwarded-For: {INVENTED}"

    assert _asked(web, (client, proxy)) == "198.51.100.1 http"
