"""The product's settings with a database of SQLite that may not grow beyond so many pages."""

import os

from mcx.settings import *  # noqa: F403 - all of them
from mcx.settings import DATABASES

_OPTIONS = DATABASES["default"]["OPTIONS"]
assert isinstance(_OPTIONS, dict)
_OPTIONS["init_command"] += f" PRAGMA max_page_count={int(os.environ['FAULTS_PAGES'])};"
