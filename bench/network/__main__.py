"""Loads a network of a size into a data folder: `python -m bench.network --size S|TENTH|M|L|XL --data DIR`.

The database is the folder's SQLite file, or the one that DATABASE_URL names; it has to be empty.
"""

import argparse
import os
import time

import django
from django.core.management import call_command


def main() -> None:
    """Prepare, load the demonstration, let it grow; say how long that took."""
    parser = argparse.ArgumentParser("python -m bench.network", description=__doc__)
    parser.add_argument("--size", default="M", help="S (the demonstration), TENTH (a tenth of M), M, L or XL")
    parser.add_argument("--data", required=True, help="the data folder, new or empty")
    chosen = parser.parse_args()
    os.environ |= {"MCX_DATA_DIR": chosen.data, "DJANGO_SETTINGS_MODULE": "mcx.settings"}
    started = time.perf_counter()
    django.setup()
    call_command("prepare")
    call_command("issue_pending")
    from bench.network.growing import grow  # noqa: PLC0415 - needs Django to be set up
    from bench.network.sizes import SIZES  # noqa: PLC0415
    from mcx.core import clock  # noqa: PLC0415

    if chosen.size != "S":
        grow(SIZES[chosen.size], at=clock.now())
    print(f"size {chosen.size} in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
