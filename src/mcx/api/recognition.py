"""API endpoints of the recognition domain."""

from ninja import Router

router = Router(tags=["recognition"])
