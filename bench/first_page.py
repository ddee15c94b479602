"""Seconds from a clean clone to the first page and to the first verified credential; the catalogue's speed.

python -m bench.first_page [--quick] [--json FILE]

Clones this repository's last commit into a temporary folder and runs its own `make run` there, as somebody
would who sees it for the first time. Packages come from pip's cache where it has them. `--quick` sends
fewer requests.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from bench.table import machine, options

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


def wait_for(address: str) -> bytes:
    """The first answer at an address; an error after ten minutes."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if found := page(address):
            return found
        time.sleep(0.2)
    raise TimeoutError(address)


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
    items = re.findall(rb"/wallet/([0-9a-f-]{36})/", page("/wallet/", opener))
    for item in dict.fromkeys(items):
        badge = page(f"/wallet/{item.decode()}/files/openbadge", opener)
        if badge:
            return conclusion_of(badge)
    raise LookupError("no credential in the wallet")


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


def measure(number: int) -> dict[str, float | str]:
    """Everything, from the clone on; the product is stopped and the clone removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="mcx-first-"))
    started = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "mcx")], check=True)
    environment = {**os.environ, "PORT": str(PORT)}
    product = subprocess.Popen(["make", "run"], cwd=folder / "mcx", env=environment, start_new_session=True)
    try:
        wait_for("/catalogue/")
        first_page = time.perf_counter() - started
        conclusion = verified_credential()
        return {
            "seconds to the first page": round(first_page, 1),
            "seconds to the first verified credential": round(time.perf_counter() - started, 1),
            "conclusion of the verification": conclusion,
            "catalogue pages a second": round(requests_per_second("/catalogue/", number), 1),
        }
    finally:
        os.killpg(product.pid, signal.SIGTERM)
        product.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Print the figures, and write them where asked to."""
    chosen = options(__doc__)
    found = measure(40 if chosen.quick else 400)
    print(f"\nFirst page (aim: under 90 s with packages cached)\n{machine()}\n")
    for name, value in found.items():
        print(f"  {name:<44} {value}")
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
