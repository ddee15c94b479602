"""API endpoints of the credentials domain."""

from ninja import Router

router = Router(tags=["credentials"])
