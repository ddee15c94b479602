"""A VC-API over the library alone: what W3C's suites talk to. It decides nothing; the library does.

https://w3c-ccg.github.io/vc-api/ : issue and verify credentials, verify presentations, set a status.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson

from microcred import Report, Request, Trust, jose, proofs, status_list, verify
from microcred.did import did_key
from microcred.errors import Malformed, MicrocredError
from microcred.guards import parse_json
from microcred.keys import generate
from microcred.keys.public import Kind
from microcred.presentations import credentials_in
from microcred.report import Outcome
from microcred.status_list import StatusList

LISTS = "/status-lists/"
DECISIVE = (
    "terms",
    "proof",
    "proof.holder",
    "key",
)  # what may not stay open; no register of issuers is asked
KINDS: tuple[Kind, ...] = ("Ed25519", "P-256", "P-384")
Answer = tuple[int, dict[str, Any]]


class Api:
    """An issuer with its key and its lists of revoked credentials, and a verifier that asks no register."""

    def __init__(self, address: str, now: Callable[[], datetime]) -> None:
        self.address = address
        self.now = now
        self.keys = {kind: generate(kind) for kind in KINDS}
        self.id = self.id_of("Ed25519")
        self.lists = {purpose: StatusList() for purpose in status_list.PURPOSES}
        self.entries: dict[str, int] = {}
        self._routes: Mapping[str, Callable[[dict[str, Any]], Answer]] = {
            "/credentials/issue": self._issue,
            "/credentials/verify": self._verify,
            "/credentials/status": self._set_status,
            "/presentations/verify": self._verify_presentation,
        }

    def post(self, path: str, body: bytes) -> Answer:
        """The answer to a request; what the library refuses is 400 with its words."""
        route = self._routes.get(path)
        if route is None:
            return 404, {"title": "There is nothing here."}
        try:
            request = parse_json(body)
            if not isinstance(request, dict):
                raise Malformed("A request is an object.")
            return route(request)
        except MicrocredError as error:
            return 400, {"title": error.code, "detail": str(error)}

    def published(self, path: str) -> dict[str, Any] | None:
        """The signed status list at this path, as of now."""
        purpose = path.removeprefix(LISTS)
        if purpose not in self.lists:
            return None
        now = self.now()
        listing = status_list.credential(
            self.lists[purpose], url=self._url(purpose), issuer=self.id, purpose=purpose, valid_from=now
        )
        return proofs.sign(listing, self.keys["Ed25519"], method=self._method("Ed25519"), created=now)

    def id_of(self, kind: Kind) -> str:
        """Who the issuer is when it signs with its key of this kind."""
        return did_key(self.keys[kind].public)

    def _method(self, kind: Kind) -> str:
        return f"{self.id_of(kind)}#{self.keys[kind].public.multikey()}"

    def _url(self, purpose: str) -> str:
        return f"{self.address}{LISTS}{purpose}"

    def _issue(self, request: dict[str, Any]) -> Answer:
        """Sign what is a credential, and let it out only if it verifies."""
        credential, options = _object(request, "credential"), request.get("options") or {}
        credential = {name: value for name, value in credential.items() if name != "proof"}
        if options.get("status"):
            credential |= {"credentialStatus": self._allocate(str(credential.get("id")))}
        issued = self._sign(credential, options)
        report = self._examine(issued, self.now())
        wrong = [check for check in report.only(Outcome.FAILED) if check.code != "dates"]
        if wrong:
            return 422, {"title": wrong[0].code, "detail": wrong[0].message}
        return 201, {"verifiableCredential": issued}

    def _sign(self, credential: dict[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
        kind: Kind = options.get("key", "Ed25519")
        key, method = self.keys[kind], self._method(kind)
        if options.get("envelope"):
            return _enveloped(jose.sign_vc(credential, key, kid=method))
        suite = options.get("cryptosuite", "eddsa-rdfc-2022")
        return proofs.sign(credential, key, method=method, created=self.now(), suite=suite)

    def _allocate(self, identifier: str) -> dict[str, str]:
        index = status_list.free_index(self.entries.values())
        self.entries[identifier] = index
        return status_list.entry(url=self._url("revocation"), index=index, purpose="revocation")

    def _verify(self, request: dict[str, Any]) -> Answer:
        return _answer(self._examine(_object(request, "verifiableCredential"), self.now()))

    def _verify_presentation(self, request: dict[str, Any]) -> Answer:
        presentation, options = _object(request, "verifiablePresentation"), request.get("options") or {}
        domain, challenge = options.get("domain") or "", options.get("challenge")
        asked = Request(str(domain), str(challenge)) if challenge else None
        report = self._examine(presentation, self.now(), asked)
        for credential in credentials_in(presentation):
            report += self._examine(credential, self.now())
        return _answer(report)

    def _set_status(self, request: dict[str, Any]) -> Answer:
        purpose = str(_object(request, "credentialStatus").get("statusPurpose"))
        index = self.entries.get(str(request.get("credentialId")))
        if index is None or purpose not in self.lists:
            return 404, {"title": "No such credential was issued here."}
        self.lists[purpose][index] = True
        return 200, {}

    def _examine(self, document: dict[str, Any], at: datetime, request: Request | None = None) -> Report:
        own = {self._url(purpose): orjson.dumps(self.published(LISTS + purpose)) for purpose in self.lists}
        return verify(orjson.dumps(document), at=at, trust=Trust(documents=own), request=request)


def _answer(report: Report) -> Answer:
    """Verified if nothing failed and nothing decisive stayed open."""
    open_ = [one for one in report.only(Outcome.UNKNOWN) if one.code in DECISIVE]
    wrong = (*report.only(Outcome.FAILED), *open_)
    details = [{"title": check.code, "detail": check.message} for check in wrong]
    return (400 if wrong else 200), {"verified": not wrong, "problemDetails": details}


def _object(request: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = request.get(name)
    if not isinstance(value, dict):
        raise Malformed(f"{name} is not an object.")
    return value


def _enveloped(token: str) -> dict[str, Any]:
    return {
        "@context": status_list.V2,
        "id": f"data:application/vc+jwt,{token}",
        "type": "EnvelopedVerifiableCredential",
    }
