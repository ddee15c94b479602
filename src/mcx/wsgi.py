"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from mcx.core.starting import web_process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcx.settings")
application = get_wsgi_application()
web_process()
