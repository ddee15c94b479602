"""Registers the governance app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The governance app."""

    name = "mcx.governance"
