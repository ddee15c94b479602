"""Registers the demonstration's commands."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo app."""

    name = "mcx.demo"
