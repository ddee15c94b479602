"""What a credential links to is compared with its issuer's digest, where it is at hand or well known."""

import base64
import hashlib
from typing import Any

import pytest

from microcred import multibase
from microcred.report import Conclusion
from microcred.trust import Trust
from microcred.verification import verify
from microcred.verification.resources import check_resources
from tests.microcred.verification.test_signed import AT, MEMBER, signed
from tests.spec import spec

CONTEXT = "https://www.w3.org/ns/credentials/v2"
CODEBOOK = "https://uni.example/scale.csv"
FILE = b"5,4,3,2,1\n"
SHA256 = hashlib.sha256(FILE).digest()
SHA384 = hashlib.sha384(FILE).digest()
SRI = f"sha384-{base64.b64encode(SHA384).decode()}"


def problems(*resources: Any, at_hand: bool = True) -> list[str]:
    """What is wrong with these resources, in words."""
    found = check_resources({"relatedResource": list(resources)}, {CODEBOOK: FILE} if at_hand else {})
    return [check.message.partition(": ")[2] for check in found]


@pytest.mark.clause("VC-DM 2.0 §5.3")
@pytest.mark.parametrize(
    "digests",
    [
        {"digestSRI": SRI},
        {"digestSRI": f"sha256-{base64.b64encode(SHA256).decode()} {SRI}?foo"},
        {"digestMultibase": multibase.encode(SHA256, "u")},
        {"digestMultibase": multibase.encode(b"\x12\x20" + SHA256, "z")},
        {"digestMultibase": [multibase.encode(b"\x20\x30" + SHA384, "u")], "digestSRI": SRI},
    ],
)
def test_a_resource_that_fits_its_digests_is_fine(digests: dict[str, Any]) -> None:
    assert problems({"id": CODEBOOK, **digests}) == []


@pytest.mark.clause("VC-DM 2.0 §5.3")
@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        (CODEBOOK, "it is not described by an object"),
        ({"digestSRI": SRI}, "it has no address"),
        ({"id": "scale.csv", "digestSRI": SRI}, "it has no address"),
        ({"id": CODEBOOK}, "it has no digest"),
        (
            {"id": CODEBOOK, "digestSRI": SRI.replace("sha384", "md5")},
            "its digest is of no kind that is known",
        ),
        ({"id": CODEBOOK, "digestSRI": SRI.replace("384", "256")}, "its digest is of no kind that is known"),
        ({"id": CODEBOOK, "digestMultibase": "zz"}, "its digest is of no kind that is known"),
        ({"id": CODEBOOK, "digestSRI": "sha256-" + "A" * 43 + "="}, "it is not what its issuer linked to"),
        ({"id": CONTEXT, "digestMultibase": multibase.encode(SHA256)}, "it is not what its issuer linked to"),
    ],
)
def test_what_is_wrong_with_a_resource_is_said(resource: Any, reason: str) -> None:
    assert problems(resource) == [reason]


def test_a_resource_described_twice_is_wrong() -> None:
    assert problems({"id": CODEBOOK, "digestSRI": SRI}, {"id": CODEBOOK, "digestSRI": SRI}) == [
        "it is described twice"
    ]


def test_nobody_can_say_of_a_resource_that_is_not_at_hand() -> None:
    assert problems({"id": CODEBOOK, "digestSRI": "sha256-" + "A" * 43 + "="}, at_hand=False) == []


@pytest.mark.parametrize("digest", [hashlib.sha256, hashlib.sha384, hashlib.sha512])
def test_the_context_of_the_data_model_is_known_by_its_digest(digest: Any) -> None:
    text = multibase.encode(digest(spec("contexts/credentials-v2.json").read_bytes()).digest(), "u")

    assert problems({"id": CONTEXT, "digestMultibase": text}) == []


def test_a_changed_resource_fails_the_credential() -> None:
    related = {"id": CODEBOOK, "type": "x:Codebook", "digestSRI": SRI}

    def conclude(content: bytes) -> Conclusion:
        trust = Trust((MEMBER,), documents={CODEBOOK: content})
        return verify(signed(relatedResource=related), at=AT, trust=trust).conclusion

    assert conclude(FILE) is Conclusion.PASSED
    assert conclude(FILE + b"6\n") is Conclusion.FAILED
