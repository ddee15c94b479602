"""API endpoints of the quality domain."""

from ninja import Router

router = Router(tags=["quality"])
