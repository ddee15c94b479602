"""The WSGI entry point."""

import os

from mcx.core.starting import web_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcx.settings")
application = web_application()
