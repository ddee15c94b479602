"""What a credential links to is compared with its issuer's digest, where it is at hand or well known."""

import base64
import hashlib
from typing import Any

import pytest

from microcred import multibase
from microcred.report import Conclusion, Outcome
from microcred.trust import Trust
from microcred.verification import verify
from microcred.verification.resources import CODE, LIMIT, PUBLISHED, SOURCE, check_resources
from tests.microcred.lines import line
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
        {"digestSRI": f"{SRI}?foo-bar"},
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
            "its digest is of a type that is not supported",
        ),
        (
            {"id": CODEBOOK, "digestSRI": SRI.replace("384", "256")},
            "its digest is of a type that is not supported",
        ),
        ({"id": CODEBOOK, "digestMultibase": "zz"}, "its digest is of a type that is not supported"),
        (
            {"id": CODEBOOK, "digestSRI": "sha256-" + "A" * 43 + "="},
            "it is not the file that the issuer linked to",
        ),
        (
            {"id": CONTEXT, "digestMultibase": multibase.encode(SHA256)},
            "it is not the file that the issuer linked to",
        ),
    ],
)
def test_what_is_wrong_with_a_resource_is_said(resource: Any, reason: str) -> None:
    assert problems(resource) == [reason]


def test_a_resource_described_twice_is_wrong() -> None:
    assert problems({"id": CODEBOOK, "digestSRI": SRI}, {"id": CODEBOOK, "digestSRI": SRI}) == [
        "it appears more than once"
    ]


def test_nobody_can_say_of_a_resource_that_is_not_at_hand() -> None:
    assert problems({"id": CODEBOOK, "digestSRI": "sha256-" + "A" * 43 + "="}, at_hand=False) == []


FITTING = f"sha256-{base64.b64encode(SHA256).decode()}"
STRANGE = f"sha256-{base64.b64encode(bytes(32)).decode()}"
UNTRUE = "it is not the file that the issuer linked to"


@pytest.mark.parametrize(
    ("resource", "name", "reason"),
    [
        ({"id": CODEBOOK, "digestSRI": STRANGE}, CODEBOOK, UNTRUE),
        ({"digestSRI": SRI}, "?", "it has no address"),
        ({"id": 5}, "5", "it has no address"),
        ("x" * 201, "x" * 200, "it is not described by an object"),
    ],
)
def test_a_resource_that_cannot_be_relied_on_is_named(resource: Any, name: str, reason: str) -> None:
    expected = (CODE, Outcome.FAILED, SOURCE, {"name": name, "reason": reason}, True)

    for given in (resource, [resource]):
        (check,) = check_resources({"relatedResource": given}, {CODEBOOK: FILE})
        assert line(check) == expected


def test_a_credential_that_links_to_nothing_has_nothing_to_answer_for() -> None:
    assert list(check_resources({}, {})) == []


def test_so_many_resources_are_looked_at() -> None:
    assert len(problems(*["x"] * LIMIT)) == len(problems(*["x"] * (LIMIT + 1))) == LIMIT


@pytest.mark.parametrize(
    "digests",
    [
        {"digestSRI": f"{FITTING} {STRANGE}"},
        {"digestSRI": FITTING, "digestMultibase": multibase.encode(bytes(32), "u")},
        {"digestMultibase": [multibase.encode(one, "u") for one in (SHA256, bytes(48))]},
        {"digestMultibase": multibase.encode(bytes(64), "u")},
    ],
)
def test_every_digest_has_to_fit(digests: dict[str, Any]) -> None:
    assert problems({"id": CODEBOOK, **digests}) == [UNTRUE]


@pytest.mark.parametrize(
    "digests",
    [
        {"digestSRI": 5},
        {"digestSRI": ""},
        {"digestMultibase": 5},
        {"digestMultibase": []},
        {"digestSRI": [FITTING]},
    ],
)
def test_what_is_no_text_is_no_digest(digests: dict[str, Any]) -> None:
    assert problems({"id": CODEBOOK, **digests}) == ["it has no digest"]


def test_what_is_no_text_beside_a_digest_is_passed_over() -> None:
    texts = [5, multibase.encode(SHA256, "u"), None, multibase.encode(bytes(32), "u")]

    assert problems({"id": CODEBOOK, "digestMultibase": texts[:3]}) == []
    assert problems({"id": CODEBOOK, "digestMultibase": texts}) == [UNTRUE]


@pytest.mark.parametrize(
    ("code", "kind"),
    [(b"\x12\x20", hashlib.sha256), (b"\x20\x30", hashlib.sha384), (b"\x13\x40", hashlib.sha512)],
)
def test_a_digest_may_say_of_which_kind_it_is(code: bytes, kind: Any) -> None:
    digest = kind(FILE).digest()

    for written in (digest, code + digest):
        assert problems({"id": CODEBOOK, "digestMultibase": multibase.encode(written, "u")}) == []


@pytest.mark.parametrize("length", [32, 48, 64])
@pytest.mark.parametrize("begins", [b"\x12\x20", b"\x20\x30", b"\x13\x40"])
def test_a_digest_that_happens_to_begin_like_a_kind_is_whole(begins: bytes, length: int) -> None:
    text = multibase.encode(begins + bytes(length - 2), "u")

    assert problems({"id": CODEBOOK, "digestMultibase": text}, at_hand=False) == []


@pytest.mark.parametrize(("kind", "length"), [("sha256", 32), ("sha384", 48), ("sha512", 64)])
def test_the_digest_of_each_kind_has_its_length(kind: str, length: int) -> None:
    def expression(size: int) -> dict[str, str]:
        return {"id": CODEBOOK, "digestSRI": f"{kind}-{base64.b64encode(bytes(size)).decode()}"}

    assert problems(expression(length), at_hand=False) == []
    for other in (length - 1, length + 1):
        assert problems(expression(other)) == ["its digest is of a type that is not supported"]


def test_a_published_revision_is_known_by_all_its_digests_but_the_longest() -> None:
    known = bytes.fromhex(min(PUBLISHED[CONTEXT], key=len))
    told = {
        digests: problems({"id": CONTEXT, "digestMultibase": [multibase.encode(one, "u") for one in digests]})
        for digests in ((known,), (known, bytes(64)), (known, bytes(32)), (known, bytes(48)), (bytes(63),))
    }

    assert list(told.values())[:2] == [[], []]
    assert list(told.values())[2:4] == [[UNTRUE], [UNTRUE]]
    assert told[bytes(63),] == ["its digest is of a type that is not supported"]


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
