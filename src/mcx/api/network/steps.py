"""API endpoint about the state of the work: what each domain counts."""

from collections.abc import Callable, Mapping
from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import Problem
from mcx.catalogue import selectors as catalogue
from mcx.core import clock
from mcx.credentials import selectors as credentials
from mcx.design import selectors as design
from mcx.industry import selectors as industry
from mcx.learning import selectors as learning
from mcx.network import selectors as network
from mcx.pathways import selectors as pathways
from mcx.quality import selectors as quality
from mcx.recognition import selectors as recognition
from mcx.skills import selectors as skills

router = Router()
COUNTS: Mapping[str, Callable[[date], Mapping[str, int]]] = {
    "network": network.counts,
    "skills": skills.counts,
    "design": design.counts,
    "quality": quality.counts,
    "catalogue": catalogue.counts,
    "learning": learning.counts,
    "credentials": credentials.counts,
    "recognition": recognition.counts,
    "pathways": pathways.counts,
    "industry": industry.counts,
}


class Work(Schema):
    """The counts of each domain by name; a state in which nothing is may be left out."""

    on: date
    counts: dict[str, dict[str, int]]


@router.get("/steps", response={200: Work, 401: Problem, 403: Problem}, summary="State of the work")
def steps(request: HttpRequest) -> Work:
    """How far the network's work is today, for those who lead it."""
    network.require(caller(request), Action.SEE_STEPS, None, on=clock.today())
    counts = {domain: dict(counted(clock.today())) for domain, counted in COUNTS.items()}
    return Work(on=clock.today(), counts=counts)
