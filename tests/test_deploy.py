"""The files in `deploy/` name settings, commands and folders that exist, and their programs can read them."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from bench.faults.site import free_port
from bench.rehearsal.deployed import DEPLOY, THERE, Front, commands, settings
from mcx.core.environment import ROOT, SETTINGS
from tests.installed import require

FILES = sorted(file for file in DEPLOY.rglob("*") if file.is_file())
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
NAMES = {setting.name for setting in SETTINGS}
CONTAINERFILE = (DEPLOY / "container" / "Containerfile").read_text("utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_that_is_named_exists(file: Path) -> None:
    named = set(re.findall(r"\b(?:MCX_[A-Z_]+|DATABASE_URL(?:_FILE)?)\b", file.read_text("utf-8")))

    assert {name.removesuffix("_FILE") for name in named} <= NAMES


def test_the_settings_of_a_deployment_keep_secrets_in_files() -> None:
    secret = {setting.name for setting in SETTINGS if setting.is_secret}

    assert {name for name in settings() if name in secret} == set()
    assert {f"{name}_FILE" for name in ("MCX_SECRET_KEY", "DATABASE_URL")} <= set(settings())


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_what_a_unit_starts_exists(unit: Path) -> None:
    started = commands(unit.name, "8001")

    assert started
    for program, *words in started:
        assert Path(program).exists()
        assert words[0] != "manage.py" or words[1] in get_commands()


def test_systemd_reads_the_units(tmp_path: Path) -> None:
    require("systemd-analyze", "systemd")
    for file in (DEPLOY / "systemd").iterdir():
        text = file.read_text("utf-8").replace(f"{THERE}/.venv/bin", str(Path(sys.executable).parent))
        text = re.sub("^(User|Group)=mcx$", r"\1=root", text, flags=re.MULTILINE)
        (tmp_path / file.name).write_text(text.replace(THERE, str(ROOT)), "utf-8")
    names = ["mcx-web@8001.service", "mcx-worker@1.service", "mcx-nightly.service", "mcx-nightly.timer"]

    done = _run("systemd-analyze", "verify", "--man=no", *(tmp_path / name for name in names))

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_nginx_reads_its_files(tmp_path: Path) -> None:
    require("nginx")
    front = Front(tmp_path / "nginx", free_port(), free_port(), (free_port(), free_port()))
    front.write()

    done = _run("nginx", "-t", "-q", "-c", front.config)

    assert (done.returncode, done.stderr) == (0, "")


def test_nginx_keeps_nothing_that_says_how_long_it_holds() -> None:
    """A status list, a DID document and the trust file say so: a cache in front would double that time."""
    server = (DEPLOY / "nginx" / "mcx.conf").read_text("utf-8")
    kept = re.findall(r"location (\S+) \{[^}]*proxy_cache mcx;", server)

    assert kept == ["/static/", "/ns/"]
    assert len(re.findall(r"proxy_cache mcx;", server)) == len(kept)


def test_caddy_reads_its_file() -> None:
    require("caddy")

    done = _run("caddy", "validate", "--adapter", "caddyfile", "--config", DEPLOY / "caddy" / "Caddyfile")

    assert done.returncode == 0, done.stderr
    assert '"level":"warn"' not in done.stderr


def test_redis_reads_its_file(tmp_path: Path) -> None:
    require("redis-server")
    there = ("--port", "0", "--unixsocket", f"{tmp_path}/socket", "--dir", tmp_path, "--maxmemory", "no-size")

    done = _run("redis-server", DEPLOY / "redis" / "redis.conf", *there)

    assert done.returncode == 1
    assert re.findall(r"at line \d+\n>>> '(.*)'", done.stderr) == [
        'maxmemory "no-size"'
    ]  # and nothing before


def test_an_image_is_made_from_what_exists() -> None:
    copied = [line.split()[1:-1] for line in CONTAINERFILE.splitlines() if line.startswith("COPY")]

    assert copied
    assert all((ROOT / name).exists() for names in copied for name in names)


def test_an_image_has_the_optional_clients_as_the_project_names_them() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]

    assert all(f"'{one}'" in CONTAINERFILE for group in extras.values() for one in group)


def test_the_containers_name_only_what_they_have() -> None:
    whole: dict[str, Any] = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text("utf-8"))
    services = whole["services"].values()

    assert {name for one in services for name in one.get("secrets", ())} == set(whole["secrets"])
    assert {name for one in services for name in one.get("depends_on", ())} <= set(whole["services"])
    mounted = [each.split(":")[0] for one in services for each in one.get("volumes", ())]
    files = [name for name in mounted if name.endswith(".conf")]
    assert files
    assert all((DEPLOY / "container" / name).exists() for name in files)


def _run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False, timeout=60
    )
