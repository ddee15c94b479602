"""API endpoints of the network domain."""

from ninja import Router

router = Router(tags=["network"])
