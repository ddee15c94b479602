"""API endpoints of the wallet domain."""

from ninja import Router

router = Router(tags=["wallet"])
