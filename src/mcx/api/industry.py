"""API endpoints of the industry domain."""

from ninja import Router

router = Router(tags=["industry"])
