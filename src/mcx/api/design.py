"""API endpoints of the design domain."""

from ninja import Router

router = Router(tags=["design"])
