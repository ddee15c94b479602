"""API endpoints of the learning domain."""

from ninja import Router

router = Router(tags=["learning"])
