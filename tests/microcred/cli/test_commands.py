"""Each command reads, answers in words or JSON, and leaves with the exit code that says what it found."""

import json
from pathlib import Path

import pytest

from microcred.cli import main
from microcred.did import DatedKey, document
from microcred.keys import SigningKey, generate
from microcred.openbadges import write
from microcred.reading import read
from microcred.record_json import to_json
from tests.microcred.baking.test_png import png
from tests.microcred.baking.test_svg import svg
from tests.microcred.cast import RECORD, UNIVERSITY, record
from tests.microcred.pdf.files import typeset
from tests.spec import spec

SEALED = "elm/samples/Sample-MC-Annex1-signed.jsonld"


@pytest.fixture
def badge(tmp_path: Path) -> Path:
    """An unsigned badge in a file."""
    file = tmp_path / "badge.json"
    file.write_text(json.dumps(write(RECORD)[0]))
    return file


def test_verify_says_inconclusive_when_nobody_vouches(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["verify", str(spec(SEALED)), "--at", "2026-11-23"])

    printed = capsys.readouterr().out
    assert code == 2
    assert "Digital micro-credential creation · Ana Andromeda" in printed
    assert "expired on 2025-05-10" in printed
    assert "INCONCLUSIVE" in printed


def test_verify_writes_the_report_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["verify", str(spec(SEALED)), "--at", "2026-11-23", "--json"])

    report = json.loads(capsys.readouterr().out)
    assert code == 2
    assert report["conclusion"] == "inconclusive"
    assert set(report["checks"][0]) == {"code", "outcome", "message", "source", "fix"}


def test_what_cannot_be_read_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam")

    code = main(["verify", str(file)])

    assert code == 3
    assert capsys.readouterr().err == "microcred: There is no credential in this text.\n"


def test_what_cannot_be_read_is_json_where_json_was_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam")

    code = main(["verify", str(file), "--json"])

    assert code == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "unreadable"


def test_a_missing_file_is_one_line_and_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["inspect", str(tmp_path / "nowhere.json")])

    assert code == 3
    assert "No such file" in capsys.readouterr().err


def test_inspect_explains_in_the_language_asked_for(badge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["inspect", str(badge), "--language", "de"])

    assert code == 0
    assert "Title: Vorausschauende Wartung" in capsys.readouterr().out


def test_inspect_writes_the_record_as_json(badge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["inspect", str(badge), "--json"])

    inspected = json.loads(capsys.readouterr().out)
    assert code == 0
    assert inspected["kind"] == "open-badge-3"
    assert inspected["record"]["specification"]["ects"] == "2.5"


@pytest.mark.parametrize("target", ["open-badge", "european", "europass", "elmo", "record"])
def test_convert_writes_every_format_and_reads_it_back(badge: Path, tmp_path: Path, target: str) -> None:
    converted = tmp_path / "converted.json"

    code = main(["convert", str(badge), "--to", target, "-o", str(converted)])

    assert code == 0
    assert main(["convert", str(converted), "--to", "record", "-o", str(tmp_path / "again.json")]) == 0
    again = json.loads((tmp_path / "again.json").read_text())
    assert again["specification"]["title"]["en"] == "Predictive Maintenance"


def test_convert_tells_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(to_json(RECORD)))

    code = main(["convert", str(file), "--to", "open-badge"])

    assert code == 0
    assert "! The date of birth is left out" in capsys.readouterr().err


def test_convert_names_each_part_of_a_foreign_badge_that_nothing_carries_over(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["convert", str(spec("openbadges/ob30/complete.json")), "--to", "europass"])

    printed = capsys.readouterr()
    assert code == 0
    assert "! Left out: credentialSubject.licenseNumber\n" in printed.err
    assert "! To be corrected before sealing: The learner's name is missing" in printed.err
    assert json.loads(printed.out).keys() == {"credential", "deliveryDetails"}


def test_convert_refuses_what_holds_no_achievement(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["convert", str(spec("openbadges/ob30/endorsement-valid.json")), "--to", "record"])

    assert code == 3
    assert "no achievement" in capsys.readouterr().err


def test_a_file_that_is_no_trust_file_is_named(badge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["verify", str(badge), "--trust", str(badge.with_name("nothing.json"))])
    assert code == 3
    assert "nothing.json: No such file" in capsys.readouterr().err

    badge.with_name("list.json").write_text("[]")
    code = main(["verify", str(badge), "--trust", str(badge.with_name("list.json"))])
    assert code == 3
    assert "list.json is not a trust file" in capsys.readouterr().err


def test_without_a_command_it_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([])

    assert code == 3
    assert "microcred verify badge.png" in capsys.readouterr().err


def test_a_wrong_date_is_refused(badge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["verify", str(badge), "--at", "tomorrow"])

    assert left.value.code == 3
    assert "is not a date" in capsys.readouterr().err


def test_a_credential_cannot_command_the_terminal(badge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    badge.write_text(badge.read_text().replace("Laboratory", "\\u001b[2J\\u009b2J"))

    main(["inspect", str(badge)])
    main(["verify", str(badge), "--at", "2026-11-23"])

    assert not {"\x1b", "\x9b"} & set(capsys.readouterr().out)


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("verify", "inspect", "convert", "issue"):
        with pytest.raises(SystemExit) as left:
            main([command, "--help"])

        assert left.value.code == 0
    assert "exit codes: 0 verified" in capsys.readouterr().out


@pytest.fixture
def key(tmp_path: Path) -> tuple[Path, SigningKey]:
    """A private key in a file."""
    made = generate()
    file = tmp_path / "key.pem"
    file.write_bytes(made.pem())
    return file, made


def trusting(key: SigningKey, folder: Path) -> Path:
    """A trust file with the university and its key."""
    method = f"{UNIVERSITY.id}#1"
    issuer = {
        "id": UNIVERSITY.id,
        "name": "Example University",
        "registry": "Example Network",
        "accreditations": [{"title": "Institutional", "kind": "institutional", "agency": "Example Agency"}],
        "did_document": document(UNIVERSITY.id, [DatedKey(method, key.public)]),
    }
    file = folder / "trust.json"
    file.write_text(json.dumps({"issuers": [issuer]}))
    return file


def sign(file: Path, key: Path, *more: str) -> int:
    """Issue what is in the file with this key."""
    return main(["issue", str(file), "--key", str(key), "--method", f"{UNIVERSITY.id}#1", *more])


@pytest.mark.parametrize("signature", ["proof", "jwt", "badge-jwt", "sd-jwt"])
def test_what_is_issued_verifies_with_the_issuers_key(
    key: tuple[Path, SigningKey], tmp_path: Path, capsys: pytest.CaptureFixture[str], signature: str
) -> None:
    stored, signed = tmp_path / "record.json", tmp_path / "signed.json"
    stored.write_text(json.dumps(to_json(record(status=()))))

    issued = sign(stored, key[0], "--at", "2026-07-01T10:00:00Z", "--as", signature, "-o", str(signed))
    trust = str(trusting(key[1], tmp_path))
    verified = main(["verify", str(signed), "--trust", trust, "--at", "2026-11-23"])

    assert (issued, verified) == (0, 0)
    assert "VERIFIED" in capsys.readouterr().out


@pytest.mark.parametrize("carrier", ["badge.png", "badge.svg", "certificate.pdf"])
def test_what_is_issued_goes_into_a_picture_or_certificate(
    badge: Path, key: tuple[Path, SigningKey], tmp_path: Path, carrier: str
) -> None:
    given, made = tmp_path / carrier, tmp_path / f"with-{carrier}"
    given.write_bytes({"badge.png": png(), "badge.svg": svg(), "certificate.pdf": typeset({})}[carrier])

    issued = sign(badge, key[0], "--into", str(given), "-o", str(made))

    assert issued == 0
    assert main(["verify", str(made), "--trust", str(trusting(key[1], tmp_path)), "--at", "2026-11-23"]) != 3
    assert read(made.read_bytes()).carrier == carrier[-3:]


def test_a_picture_is_not_written_to_the_terminal(
    badge: Path, key: tuple[Path, SigningKey], capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign(badge, key[0], "--into", str(badge)) == 3
    assert "--output" in capsys.readouterr().err


def test_one_changed_word_makes_it_fail(
    badge: Path, key: tuple[Path, SigningKey], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed = tmp_path / "signed.json"
    sign(badge, key[0], "-o", str(signed))
    signed.write_text(signed.read_text().replace("Ada", "Eve"))

    code = main(["verify", str(signed), "--trust", str(trusting(key[1], tmp_path)), "--at", "2026-11-23"])

    assert code == 1
    assert "The signature is not valid" in capsys.readouterr().out


def test_an_rsa_key_is_told_what_it_can_sign(
    badge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rsa.pem"
    file.write_bytes(generate("RSA").pem())

    assert sign(badge, file) == 3
    assert "--as badge-jwt" in capsys.readouterr().err
    assert sign(badge, file, "--as", "badge-jwt") == 0


def test_a_key_of_somebody_else_is_refused(
    badge: Path, key: tuple[Path, SigningKey], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["issue", str(badge), "--key", str(key[0]), "--method", "did:web:other.example#1"])

    assert code == 3
    assert "does not belong to the issuer" in capsys.readouterr().err


def test_a_file_without_key_is_refused(badge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = sign(badge, badge)

    assert code == 3
    assert "private key" in capsys.readouterr().err
