"""The files of 1EdTech's own validator have their outcome, where they are at hand (`MCX_SUITES_DIR`)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from microcred.report import Conclusion
from microcred.verification import verify
from tests.spec import SUITES, of_suite

AT = datetime(2026, 11, 23, tzinfo=UTC)
VALIDATOR = "digital-credentials-public-validator"

# Nobody answers for their keys here, so what is right stays open; what a name calls an error fails, but for
# keys that only somebody else could look up.
KEYS_ELSEWHERE = {
    "simple-err-proof-method.json",
    "simple-err-proof-method-unknown-did-method.json",
    "simple-err-proof-method-unknown-scheme.json",
}
# Files that do not call themselves wrong, and what 1EdTech's own schema or the data model finds in them.
WRONG_ALL_THE_SAME = {
    "ob30/complete_v1.json": "schema",
    "clr20/complex.json": "schema",
    "ob30/simple-did-key-method.json": "proof.controller",  # the issuer is another than the owner of the key
    "ob30/simple-noproof.json": "proof",
    "ob30/simple.jwt": "schema",
    "clr20/simple-noproof.json": "proof",
    "clr20/simple.jwt": "schema",
    "clr20/simple_old_safesigned.json": "schema",
    "clr20/simple_v1.json": "schema",
}


def files() -> list[Path]:
    """The Open Badges 3.0 and learner records among the validator's resources."""
    return sorted(
        path
        for folder in ("ob30", "clr20")
        for path in Path(SUITES, VALIDATOR).glob(f"*/src/test/resources/{folder}/*")
        if SUITES and path.suffix in (".json", ".jwt", ".png", ".svg", ".1ob")
    )


@pytest.mark.clause("1EdTech public validator, test files")
@pytest.mark.parametrize("path", of_suite(VALIDATOR, files()), ids=lambda path: path and path.name)
def test_a_file_of_the_validator_has_its_outcome(path: Path) -> None:
    report = verify(path.read_bytes(), at=AT)

    failed = {check.code for check in report if check.outcome == "failed"}
    wrong = WRONG_ALL_THE_SAME.get(f"{path.parent.name}/{path.name}")
    if "-err-" in path.name and path.name not in KEYS_ELSEWHERE:
        assert failed
    elif wrong:
        assert wrong in failed
    else:
        assert report.conclusion is Conclusion.INCONCLUSIVE
        assert failed == set()
