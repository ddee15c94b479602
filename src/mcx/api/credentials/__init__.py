"""API endpoints of the credentials domain."""

from ninja import Router

from mcx.api import keys
from mcx.api.credentials import registry, verify

router = Router(tags=["credentials"])
router.add_router("", verify.router)
router.add_router("/keys", keys.router)
router.add_router("/seals", keys.of_seals)
router.add_router("/awards", registry.router)
