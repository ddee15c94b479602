"""API endpoints of the recognition domain: preview, ask, decide, appeal, agree."""

from ninja import Router

from mcx.api.recognition import agreements, cases, programmes

router = Router(tags=["recognition"])
router.add_router("", programmes.router)
router.add_router("", cases.router)
router.add_router("", agreements.router)
