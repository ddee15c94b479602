"""API endpoints of the learning domain: applying, deciding, taking part, grading."""

from ninja import Router

from mcx.api.learning import applications, places

router = Router(tags=["learning"])
router.add_router("", applications.router)
router.add_router("", places.router)
