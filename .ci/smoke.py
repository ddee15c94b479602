"""Starts the product with `make run`, waits for its first page, and stops it: what a newcomer does first."""

import os
import signal
import subprocess
import sys
import time
import urllib.request

PORT = "8917"


def answers(path: str) -> str:
    """What the running product says at this path; empty while it does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=5) as page:
            return str(page.read().decode())
    except OSError:
        return ""


def main() -> int:
    """Zero when the catalogue shows the demonstration's micro-credentials."""
    environment = {**os.environ, "PORT": PORT}
    product = subprocess.Popen(["make", "run"], env=environment, start_new_session=True)
    try:
        for _second in range(180):
            if answers("/readyz"):
                break
            time.sleep(1)
        page = answers("/catalogue/")
        print("first page:", len(page), "characters")
        return 0 if "micro-credential" in page.lower() and page.count("/catalogue/") > 12 else 1
    finally:
        os.killpg(product.pid, signal.SIGTERM)
        product.wait(timeout=30)


if __name__ == "__main__":
    sys.exit(main())
