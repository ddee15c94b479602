"""API endpoints of the catalogue domain."""

from ninja import Router

router = Router(tags=["catalogue"])
