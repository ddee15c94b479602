"""API endpoint about the progress of the network: what each domain counts, and whose turn it is."""

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from mcx.accounts.rules import Action, Role
from mcx.api.auth import caller
from mcx.api.errors import Problem
from mcx.core import clock
from mcx.governance.selectors import work
from mcx.network.selectors.rights import require

router = Router()


class Figure(Schema):
    """The result of a step: a number and what it counts, in the caller's language."""

    label: str
    number: int


class Awaited(Schema):
    """Whose turn it is, and the number of their tasks."""

    role: Role
    number: int


class Step(Schema):
    """One step of the work, from agreeing to stacking."""

    code: str
    name: str
    text: str
    figures: list[Figure]
    awaits: list[Awaited]

    @classmethod
    def of(cls, standing: work.StepCounts) -> "Step":
        """The step as it is today."""
        step = standing.step
        return cls(
            code=step.code,
            name=str(step.name),
            text=str(step.text),
            figures=[Figure(label=str(label), number=number) for label, number in standing.figures],
            awaits=[Awaited(role=role, number=number) for role, number in standing.waits],
        )


class Work(Schema):
    """The steps in their order, and all counts of each domain by name; no domain is left out."""

    on: date
    steps: list[Step]
    counts: dict[str, dict[str, int]]


@router.get("/steps", response={200: Work, 401: Problem, 403: Problem}, summary="Progress of the network")
def steps(request: HttpRequest) -> Work:
    """How far the network's work is today, for the people who lead it."""
    require(caller(request), Action.SEE_STEPS, None, on=clock.today())
    counts = work.public_counts(on=clock.today())
    chain = [Step.of(standing) for standing in work.public_chain(counts)]
    counted = {domain: dict(numbers) for domain, numbers in counts.items()}
    return Work(on=clock.today(), steps=chain, counts=counted)
