"""Endpoints about the caller's own tokens: which there are, creating one, revoking one."""

from datetime import date, datetime
from typing import Literal, get_args

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status

from mcx.accounts import selectors, services
from mcx.accounts.models import ApiToken
from mcx.accounts.rules import TOKEN_LIVES, Scope
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS, Problem
from mcx.core import clock

router = Router(tags=["accounts"])
# What a token can be given (`accounts.rules.GRANTED`; a test compares them).
Granted = Literal[
    Scope.READ, Scope.LEARNER, Scope.OFFICE, Scope.KEYS, Scope.REVOKE, Scope.APPOINT, Scope.EXPORT
]


class TokenIn(Schema):
    """What a token is for, what it may do besides reading, and for how many days."""

    label: str = Field(min_length=1, max_length=120)
    scopes: list[Granted] = Field(default_factory=list, max_length=len(get_args(Granted)))
    days: int = Field(TOKEN_LIVES[0], ge=1, le=TOKEN_LIVES[-1])


class TokenOut(Schema):
    """A token, without its text; `last_used_on` is a date, or null before its first use."""

    id: int
    label: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_on: date | None


class NewToken(Schema):
    """A new token with its text, which is shown only now."""

    token: TokenOut
    text: str


@router.get("/tokens", response={200: list[TokenOut], 401: Problem}, summary="My tokens")
def tokens(request: HttpRequest) -> list[ApiToken]:
    """The caller's tokens, newest first, including revoked ones."""
    return list(selectors.tokens_of(caller(request))[:1000])


@router.post("/tokens", response={201: NewToken, **REFUSALS}, summary="Create a token")
def create(request: HttpRequest, response: HttpResponse, sent: TokenIn) -> Status[dict[str, object]]:
    """Create a token that acts within these scopes.

    This needs a browser's session in which the person has recently confirmed that it is they; another token
    cannot do it. `read` is always among the scopes. `learner` acts for the person as a learner, `office` acts
    in their roles. `keys`, `revoke`, `appoint` and `export` are for what the browser asks them to confirm.
    """
    response["Cache-Control"] = "no-store"
    token, text = services.create_token(
        caller(request),
        label=sent.label,
        scopes=[Scope(scope) for scope in sent.scopes],
        days=sent.days,
        by=caller(request),
        at=clock.now(),
    )
    return Status(201, {"token": token, "text": text})


@router.post("/tokens/{int:token_id}/end", response={204: None, **REFUSALS}, summary="Revoke a token")
def end(request: HttpRequest, token_id: int) -> Status[None]:
    """Revoke one of the caller's own tokens, in a browser's session; doing it again changes nothing."""
    token = selectors.token_for(caller(request), token_id)
    services.revoke_token(token, by=caller(request), at=clock.now())
    return Status(204, None)
