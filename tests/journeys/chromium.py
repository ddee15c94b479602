"""Which browser opens the pages of journeys and of `bench.visit`, and how it is begun."""

import os
import shutil

CHROMIUM = os.environ.get("MCX_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
HOW_TO_GET_IT = "No Chromium: install the system's package `chromium`, or set MCX_CHROMIUM to one."
