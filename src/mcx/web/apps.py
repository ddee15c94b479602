"""Registers the web app, which owns templates and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web app."""

    name = "mcx.web"
