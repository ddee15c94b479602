"""Seconds from a clean clone to the first page and to the first verified credential; the catalogue's speed.

python -m bench.first_page [--quick] [--json FILE]

Clones this repository's last commit into a temporary folder and runs its own `make run` there, as somebody
would who sees it for the first time. Packages come from pip's cache where it has them. `--quick` sends
fewer requests.
"""

import json
import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from bench.table import Table, run

ROOT = Path(__file__).resolve().parents[1]
PORT = 8923
SITE = f"http://localhost:{PORT}"
LEARNER, PASSWORD = "ane.etxeberria@learner.example", "microcredx-demo"
LONGEST = 600


def page(address: str, opener: urllib.request.OpenerDirector | None = None) -> bytes:
    """What the product answers at an address of its own; empty while it does not."""
    try:
        with (opener.open if opener else urllib.request.urlopen)(SITE + address, timeout=20) as answer:
            return bytes(answer.read())
    except OSError:
        return b""


def wait_for(address: str, product: subprocess.Popen[bytes]) -> bytes:
    """The first answer at an address; an error after ten minutes, or when the product has ended."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end and product.poll() is None:
        if found := page(address):
            return found
        time.sleep(0.2)
    raise TimeoutError(f"no answer at {address}; make run ended with {product.poll()}")


def signed_in() -> urllib.request.OpenerDirector:
    """A browser's session of the learner of the demonstration."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page("/accounts/login/", opener))
    fields = {
        "login": LEARNER,
        "password": PASSWORD,
        "csrfmiddlewaretoken": token[1].decode() if token else "",
    }
    opener.open(f"{SITE}/accounts/login/", urlencode(fields).encode()).close()
    return opener


def verified_credential() -> str:
    """Download one of the learner's credentials and have it verified: the conclusion."""
    opener = signed_in()
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        items = re.findall(rb"/wallet/([0-9a-f-]{36})/", page("/wallet/", opener))
        for item in dict.fromkeys(items):
            if badge := page(f"/wallet/{item.decode()}/files/openbadge", opener):
                return conclusion_of(badge)
        time.sleep(0.2)
    raise TimeoutError("no credential in the wallet")


def conclusion_of(badge: bytes) -> str:
    """What the public endpoint concludes about a file."""
    edge = "bench-first-page"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="badge.json"\r\n\r\n'
    body = head.encode() + badge + f"\r\n--{edge}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    request = urllib.request.Request(f"{SITE}/api/credentials/verify", body, headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(json.loads(answer.read())["conclusion"])


def requests_per_second(address: str, number: int) -> float:
    """How many of so many requests, eight at a time, are answered each second."""
    page(address)
    started = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        answered = sum(bool(answer) for answer in pool.map(page, [address] * number))
    return answered / (time.perf_counter() - started)


def measure(quick: bool) -> Table:
    """Everything, from the clone on; the product is stopped and the clone removed at the end."""
    table = Table("First page", "A clean clone, `make run`, the first page, the first verified credential.")
    number = 40 if quick else 400
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mcx-first-", ignore_cleanup_errors=True) as folder:
        clone = Path(folder) / "mcx"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        with running(clone) as product:
            wait_for("/catalogue/", product)
            table.add("from the clone to the first page", time.perf_counter() - started, "s", aim=90)
            conclusion = verified_credential()
            table.add("from the clone to the first verified credential", time.perf_counter() - started, "s")
            table.add("pages of the catalogue by the clock", requests_per_second("/catalogue/", number))
    table.remarks.append(f"The verification of the credential concluded: {conclusion}.")
    return table


@contextmanager
def running(clone: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The product running from a clone, as `make run` starts it; what it says is kept beside the clone."""
    settings = ("PYTHONPATH", "DATABASE_URL", "MCX_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(settings)}
    with clone.with_suffix(".log").open("wb") as log:
        product = subprocess.Popen(
            ["make", "run", f"PORT={PORT}"],
            cwd=clone,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield product
    finally:
        with suppress(ProcessLookupError):
            os.killpg(product.pid, signal.SIGTERM)
        product.wait(timeout=60)


if __name__ == "__main__":
    run(measure, __doc__)
