"""API endpoints of the wallet domain."""

from ninja import Router

from mcx.api.wallet import items, shares

router = Router(tags=["wallet"])
router.add_router("", items.router)
router.add_router("", shares.router)
