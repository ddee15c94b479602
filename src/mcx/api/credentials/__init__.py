"""API endpoints of the credentials domain."""

from ninja import Router

from mcx.api.credentials import keys, registry, seals, verify

router = Router(tags=["credentials"])
router.add_router("", verify.router)
router.add_router("/keys", keys.router)
router.add_router("/seals", seals.router)
router.add_router("/awards", registry.router)
