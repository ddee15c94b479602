"""The JSON API: one module per domain, OpenAPI at /api/openapi.json, described for people at /api/docs."""

from mcx.api import (
    accounts,
    catalogue,
    credentials,
    design,
    errors,
    governance,
    industry,
    learning,
    network,
    pathways,
    quality,
    recognition,
    skills,
    wallet,
)
from mcx.api.auth import SESSION, TOKEN
from mcx.api.docs import Docs
from mcx.api.document import DescribedAPI, described
from mcx.api.parsing import StorableParser

DESCRIPTION = """\
With this API a program can do everything that you can do in the browser. It signs in with a personal token.

A token acts within its scopes. Every token has `read`. With `learner` it acts for you as a learner, with
`office` in your roles. `keys`, `revoke`, `appoint` and `export` are for actions that the browser asks you to
confirm. A request outside the scopes of its token is refused with 403 `out-of-scope`.

Send a write with an Idempotency-Key, a random text of 80 characters or fewer. You can then repeat it as
often as you like: it is done once, and for one day every repetition gets the first answer. The key is yours
alone and is valid for one method, address and body. Answers that contain a secret are not saved.

Refusals are problem documents (RFC 9457). After a 429, wait as many seconds as Retry-After says.

Sentences for people are in the language of Accept-Language (English, Spanish, German or Finnish), with dates
and amounts written as in that language. Codes, outcomes and all other values are the same in every language.
"""

api = DescribedAPI(
    title="MCX",
    version="1",
    description=DESCRIPTION,
    auth=[TOKEN, SESSION],
    urls_namespace="api",
    docs=Docs(),
    docs_decorator=described,
    parser=StorableParser(),
)
for domain in (
    accounts,
    network,
    skills,
    catalogue,
    learning,
    credentials,
    wallet,
    recognition,
    quality,
    pathways,
    industry,
    design,
    governance,
):
    api.add_router(f"/{domain.__name__.rsplit('.', 1)[-1]}", domain.router)
errors.install(api)
