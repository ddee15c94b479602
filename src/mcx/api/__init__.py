"""The JSON API: one module per domain, OpenAPI at /api/openapi.json, described for people at /api/docs."""

from mcx.api import (
    accounts,
    catalogue,
    credentials,
    design,
    errors,
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

api = DescribedAPI(
    title="MCX",
    version="1",
    description=(
        "Everything a person can do in the browser, for programs: sign in with a personal token. A token "
        "acts within its scopes: `read` (every token), `learner`, `office`, and for the deeds that ask for a "
        "confirmation in the browser `keys`, `revoke` and `appoint`. Beyond them: 403 `out-of-scope`."
    ),
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
):
    api.add_router(f"/{domain.__name__.rsplit('.', 1)[-1]}", domain.router)
errors.install(api)
