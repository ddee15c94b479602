"""A whole deployment on this machine, made from the files of `deploy/`: what others run on several."""

import secrets
import ssl
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3

from bench.faults.client import Client, Ledger
from bench.faults.site import PATIENCE, ROOT, Site, free_port, inherited
from bench.rehearsal import deployed
from bench.rehearsal.daemon import Daemon
from bench.rehearsal.deployed import DEPLOY, HOST, NAME, Front
from bench.rehearsal.pool import Pool
from bench.rehearsal.postgres import Machine, pair

WEBS, WORKERS = ("web 1", "web 2"), ("worker 1", "worker 2")
BUCKET, LOGIN = "mcx", ("rehearsal", "of-a-secret")
REPLICA_SECONDS = 5


@dataclass
class Around:
    """What the product's processes need around them."""

    primary: Machine
    replica: Machine
    pool: Pool
    redis: Daemon
    files: Daemon
    front: Front
    nginx: Daemon


class Deployment(Site):
    """Two web processes and two workers behind nginx, on a database with a replica, Redis and a bucket."""

    def __init__(self, folder: Path, around: Around) -> None:
        super().__init__(folder, around.pool.url, around.front.https)
        self.around = around
        self.folder.mkdir()
        for name, secret in (("secret-key", secrets.token_urlsafe(64)), ("key", secrets.token_urlsafe(32))):
            (folder / name).write_text(secret, "utf-8")

    @property
    def address(self) -> str:
        """Where everybody reaches it."""
        return f"https://{NAME}:{self.port}"

    @property
    def trust(self) -> ssl.SSLContext:
        """Whom callers believe: this deployment's own certificate and nobody else's."""
        return ssl.create_default_context(cafile=str(self.around.front.certificate))

    @property
    def environment(self) -> dict[str, str]:
        """What `deploy/mcx.env` says, with what is elsewhere on this machine, and all that is optional."""
        own = {
            **deployed.settings(),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "MCX_PUBLIC_URL": self.address,
            "MCX_DATA_DIR": str(self.folder),
            "MCX_SECRET_KEY_FILE": str(self.folder / "secret-key"),
            "MCX_KEY_ENCRYPTION_KEY_FILE": str(self.folder / "key"),
            "DATABASE_URL": self.database,
            "MCX_REPLICA_URL": self.around.pool.replica_url,
            "MCX_REPLICA_SECONDS": str(REPLICA_SECONDS),
            "MCX_REDIS_URL": f"redis://{HOST}:{self.around.redis.port}/0",
            "MCX_FILES_URL": f"s3+http://{':'.join(LOGIN)}@{HOST}:{self.around.files.port}/{BUCKET}",
            "MCX_SECOND_FACTOR": "off",  # those who act here are programs
            "MCX_LOG_LEVEL": "ERROR",
        }
        for elsewhere in ("DATABASE_URL_FILE", "MCX_EMAIL_URL_FILE"):
            del own[elsewhere]
        return {**inherited(), **own, **self.extra}

    def client(self, ledger: Ledger, deadline: float) -> Client:
        """Somebody who comes through nginx."""
        return Client(self.port, ledger, deadline, self.trust)

    def _command(self, name: str) -> list[str]:
        kind, number = name.split()
        if kind == "web":
            [command] = deployed.commands("mcx-web@.service", str(self.around.front.webs[int(number) - 1]))
            return command
        [command] = deployed.commands("mcx-worker@.service", number)
        return [*command, "--interval", "0.1", "--patience", str(PATIENCE)]

    def answers(self) -> bool:
        """Whether nginx finds a web process that serves."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=10, context=self.trust) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def set_up(self, learners: int) -> None:
        """As an operator does, then the network of the fault runs."""
        (self.folder / "fonts").mkdir()  # pages do without; making them takes a minute
        self.run("manage.py", "prepare")
        self.run("manage.py", "collectstatic", "--noinput")
        self.prepare(learners)


@contextmanager
def around(folder: Path) -> Iterator[Around]:
    """Everything but the product, started; all of it is gone afterwards."""
    with ExitStack() as kept:
        primary, replica = kept.enter_context(pair(folder))
        pool = kept.enter_context(Pool(folder / "pool", primary, replica))
        ports = (free_port(), free_port())
        front = Front(folder / "nginx", free_port(), free_port(), ports)
        front.write()
        config = ["-c", str(front.config)]
        redis, files = free_port(), free_port()
        found = Around(
            primary,
            replica,
            pool,
            Daemon(_redis(redis), redis, folder / "redis.log"),
            Daemon(_s3(files), files, folder / "files.log"),
            front,
            Daemon(["nginx", *config], front.https, folder / "nginx.log"),
        )
        for each in (found.redis, found.files, found.nginx):
            kept.callback(each.kill)
            each.start()
        _bucket(files)
        yield found


def _redis(port: int) -> list[str]:
    return ["redis-server", str(DEPLOY / "redis" / "redis.conf"), "--port", str(port)]


def _s3(port: int) -> list[str]:
    return [sys.executable, "-m", "moto.server", "-H", HOST, "-p", str(port)]


def _bucket(port: int) -> None:
    key, secret = LOGIN
    boto3.client(
        "s3",
        endpoint_url=f"http://{HOST}:{port}",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        region_name="us-east-1",
    ).create_bucket(Bucket=BUCKET)
