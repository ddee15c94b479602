"""The VC-API hands on what the library decides, over HTTPS too."""

import json
import ssl
import urllib.request
from typing import Any

import pytest

from microcred import proofs
from microcred.did import did_key
from microcred.keys import generate
from tests.cast import NOW
from tests.w3c.api import Api
from tests.w3c.server import serving

V2 = "https://www.w3.org/ns/credentials/v2"
AT = NOW.replace(microsecond=0)


def api() -> Api:
    """An API that believes it is the same moment all the time."""
    return Api("https://issuer.example", lambda: AT)


def credential(issuer: Api, **members: Any) -> dict[str, Any]:
    """What a suite posts to be issued."""
    return {
        "@context": [V2],
        "id": "urn:uuid:86294362-4254-4f36-854f-3952fe42555d",
        "type": ["VerifiableCredential"],
        "issuer": issuer.id,
        "credentialSubject": {"id": "did:example:alice", "name": "Alice"},
    } | members


def issue(issuer: Api, options: dict[str, Any], **members: Any) -> tuple[int, dict[str, Any]]:
    body = {"credential": credential(issuer, **members), "options": options}
    return issuer.post("/credentials/issue", json.dumps(body).encode())


def verify(verifier: Api, document: Any) -> int:
    return verifier.post("/credentials/verify", json.dumps({"verifiableCredential": document}).encode())[0]


@pytest.mark.parametrize("options", [{}, {"cryptosuite": "eddsa-jcs-2022"}, {"envelope": True}])
def test_what_is_issued_verifies(options: dict[str, Any]) -> None:
    issuer = api()

    status, answer = issue(issuer, options)

    assert status == 201
    assert verify(issuer, answer["verifiableCredential"]) == 200


def test_what_breaks_the_rules_is_not_issued() -> None:
    status, answer = issue(api(), {}, credentialSubject={})

    assert status == 422
    assert answer["title"] == "format"


def test_what_was_changed_does_not_verify() -> None:
    issuer = api()
    issued = issue(issuer, {})[1]["verifiableCredential"]

    assert verify(issuer, issued | {"name": "Something else"}) == 400
    assert verify(issuer, "a text") == 400


def test_a_revoked_credential_does_not_verify() -> None:
    issuer = api()
    issued = issue(issuer, {"status": True})[1]["verifiableCredential"]
    assert verify(issuer, issued) == 200
    body = {"credentialId": issued["id"], "credentialStatus": {"statusPurpose": "revocation"}}

    status, _answer = issuer.post("/credentials/status", json.dumps(body).encode())

    assert status == 200
    assert verify(issuer, issued) == 400


def test_a_presentation_has_to_answer_the_challenge() -> None:
    verifier, holder = api(), generate()
    name = did_key(holder.public)
    shown = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": name}
    shown["verifiableCredential"] = [issue(verifier, {})[1]["verifiableCredential"]]
    presented = proofs.sign(
        shown,
        holder,
        method=f"{name}#{holder.public.multikey()}",
        created=AT,
        purpose="authentication",
        more={"challenge": "123", "domain": "verifier.example"},
    )

    def answer(challenge: str) -> int:
        options = {"challenge": challenge, "domain": "verifier.example"}
        body = {"verifiablePresentation": presented, "options": options}
        return verifier.post("/presentations/verify", json.dumps(body).encode())[0]

    assert answer("123") == 200
    assert answer("456") == 400


def test_what_nobody_serves_is_not_there() -> None:
    assert api().post("/elsewhere", b"{}")[0] == 404


def test_the_list_of_revoked_credentials_is_published_over_https() -> None:
    with serving() as served:
        trusting = ssl._create_unverified_context()
        url = f"{served.address}/status-lists/revocation"

        with urllib.request.urlopen(url, context=trusting, timeout=10) as answer:
            listing = json.load(answer)

    assert listing["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert listing["issuer"] == served.id
