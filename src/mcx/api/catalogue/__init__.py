"""API endpoints of the catalogue domain: reading is for everyone, offering for staff."""

from ninja import Router

from mcx.api.catalogue import editions, offerings

router = Router(tags=["catalogue"])
router.add_router("", editions.router)
router.add_router("", offerings.router)
