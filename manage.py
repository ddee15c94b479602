#!/usr/bin/env python3
"""Runs management commands: `python manage.py help`."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcx.settings")
    from mcx.core.starting import command

    command(sys.argv)
