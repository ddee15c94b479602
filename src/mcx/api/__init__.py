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
from mcx.api.document import DescribedAPI
from mcx.api.parsing import StorableParser

DESCRIPTION = """\
Everything a person can do in the browser, for programs: sign in with a personal token. A token acts within
its scopes: `read` (every token), `learner`, `office`, and for the deeds that ask for a confirmation in the
browser `keys`, `revoke` and `appoint`. Beyond them: 403 `out-of-scope`.

Send a write with an Idempotency-Key (a random text of at most 80 signs) and repeat it as often as you like:
it is done once, and for a day a repetition gets the first answer. The key is yours alone and stands for one
method, address and body; answers that hold a secret are not kept.

Refusals are problem documents (RFC 9457). After 429 wait as many seconds as Retry-After says.

Sentences for people are in the language of Accept-Language (English, Spanish, German or Finnish), with days
and amounts as it writes them; codes, outcomes and the other values are the same in all.
"""

api = DescribedAPI(
    title="MCX",
    version="1",
    description=DESCRIPTION,
    auth=[TOKEN, SESSION],
    urls_namespace="api",
    docs=Docs(),
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
