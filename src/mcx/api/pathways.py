"""API endpoints of the pathways domain."""

from ninja import Router

router = Router(tags=["pathways"])
