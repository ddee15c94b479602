"""API endpoints of the skills domain."""

from ninja import Router

router = Router(tags=["skills"])
