"""API endpoints of the network domain."""

from ninja import Router

from mcx.api.network import (
    accreditations,
    affiliations,
    charter,
    identities,
    members,
    offices,
    programmes,
    scales,
    steps,
)

router = Router(tags=["network"])
router.add_router("", members.router)
router.add_router("", accreditations.router)
router.add_router("/charter", charter.router)
router.add_router("", offices.router)
router.add_router("", steps.router)
router.add_router("", scales.router)
router.add_router("", programmes.router)
router.add_router("", affiliations.router)
router.add_router("", identities.router)
