"""What happens to a deployment while people write and read: each blow at a random moment, and what it cost."""

import itertools
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Thread

from redis import Redis

from bench.faults.chaos import Run
from bench.faults.site import ROOT
from bench.rehearsal import deployed
from bench.rehearsal.postgres import replica_of
from bench.rehearsal.site import REPLICA_SECONDS, WEBS, WORKERS, Deployment
from bench.rehearsal.visitors import Visitors

AWAY = 3  # seconds for which something is gone that somebody has to start again
LAG = 10  # seconds
QUIET = 10  # seconds of comparison
LONGEST = 120  # seconds after which writing should have gone on
GOES_ON = 3  # writes after a blow that show that it goes on
OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'mcx' AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
READ = "SELECT xact_commit FROM pg_stat_database WHERE datname = 'mcx'"
LIST = (
    "SELECT '/institutions/' || slug || '/status/' || purpose || '/' || number FROM credentials_statuslist "
    "JOIN network_institution ON network_institution.id = institution_id WHERE purpose = 'revocation' LIMIT 1"
)


@dataclass
class Felt:
    """What a blow cost: seconds between two acknowledged writes and between two pages, and pages that failed."""

    name: str
    writes: float
    pages: float
    failed: int
    remark: str = ""
    wrong: list[str] = field(default_factory=list)


@dataclass
class Scene:
    """A deployment in use."""

    site: Deployment
    run: Run
    visitors: Visitors
    dice: random.Random
    learners: list[Thread] = field(default_factory=list)
    remark: str = ""
    wrong: list[str] = field(default_factory=list)
    machines: int = 0

    def strike(self, name: str, blow: Callable[["Scene"], None]) -> Felt:
        """Let it happen, wait until writing goes on, and say what it cost."""
        self.remark, self.wrong = "", []
        time.sleep(self.dice.random() * AWAY)
        begun, acknowledged = time.monotonic(), len(self.run.ledger.moments)
        failed = self.visitors.failed.total()
        blow(self)
        ended = time.monotonic()
        while len(self.run.ledger.moments) < acknowledged + GOES_ON or not self._wrote_since(ended):
            if time.monotonic() - ended > LONGEST or not any(each.is_alive() for each in self.learners):
                self.wrong.append(f"no write any more after: {name}")
                break
            time.sleep(0.05)
        cost = [_gap(each, begun) for each in (self.run.ledger.moments, self.visitors.moments)]
        more = self.visitors.failed.total() - failed
        return Felt(name, cost[0], cost[1], more, self.remark, self.wrong)

    def _wrote_since(self, then: float) -> bool:
        return bool(self.run.ledger.moments) and self.run.ledger.moments[-1] > then

    def under_way(self) -> str:
        """What was sent and is not answered, at this moment."""
        found = {
            deed: number for deed, number in self.run.ledger.under_way.items() if number and deed != "read"
        }
        return ", ".join(f"{number} × {deed}" for deed, number in sorted(found.items())) or "nothing"


def _gap(moments: list[float], begun: float) -> float:
    """The longest time between two of them, from the last before it began on."""
    known = [*sorted(moments), time.monotonic()]
    before = [each for each in known if each < begun]
    from_then = [before[-1] if before else begun, *(each for each in known if each >= begun)]
    return max((later - earlier for earlier, later in itertools.pairwise(from_then)), default=0)


def nothing(scene: Scene) -> None:
    """For comparison."""
    scene.remark = f"{QUIET} s"
    time.sleep(QUIET)


def _killed(scene: Scene, name: str) -> None:
    scene.remark = f"{name}, in the middle of {scene.under_way()}"
    scene.site.kill(name)
    scene.site.start(name)


def web_process(scene: Scene) -> None:
    """One of two web processes is killed and started again, as systemd does."""
    _killed(scene, scene.dice.choice(WEBS))


def worker(scene: Scene) -> None:
    """One of two workers is killed and started again."""
    _killed(scene, scene.dice.choice(WORKERS))


def pool(scene: Scene) -> None:
    """PgBouncer is killed while transactions are open, and started again."""
    around, number = scene.site.around, 0
    for _each in range(200):
        number = int(str(around.primary.ask(OPEN)))
        if number:
            break
    around.pool.kill()
    around.pool.start()
    scene.remark = f"{number} transactions were open"


def cache_lies(scene: Scene) -> None:
    """Whatever Redis has becomes something else."""
    client = Redis(port=scene.site.around.redis.port)
    keys = list(client.scan_iter())
    for key in keys:
        client.set(key, "a lie")
    client.close()
    scene.remark = f"{len(keys)} counters overwritten"


def cache_vanishes(scene: Scene) -> None:
    """Redis is gone for a while, and empty afterwards."""
    scene.site.around.redis.kill()
    time.sleep(AWAY)
    scene.site.around.redis.start()
    scene.remark = f"gone for {AWAY} s"


def files_hang(scene: Scene) -> None:
    """The storage of files says nothing for a while."""
    files = scene.site.around.files
    files.send(signal.SIGSTOP)
    time.sleep(AWAY)
    files.send(signal.SIGCONT)
    scene.remark = f"silent for {AWAY} s"


def replica_lags(scene: Scene) -> None:
    """The replica shows nothing new for ten seconds; what was revoked meanwhile is seen as revoked at once."""
    replica, ledger = scene.site.around.replica, scene.run.ledger
    path = str(scene.site.around.primary.ask(LIST))
    revoked = sum(deed == "revoke" for deed, _who in ledger.acknowledged)
    before, read = scene.visitors.etag(path), int(str(replica.ask(READ)))
    replica.ask("SELECT pg_wal_replay_pause()")
    time.sleep(REPLICA_SECONDS)
    fresh = int(str(replica.ask(READ)))
    time.sleep(LAG - REPLICA_SECONDS)
    stale = int(str(replica.ask(READ)))
    seen = scene.visitors.etag(path) != before
    replica.ask("SELECT pg_wal_replay_resume()")
    more = sum(deed == "revoke" for deed, _who in ledger.acknowledged) - revoked
    scene.remark = (
        f"{LAG} s; read from it {fresh - read} times in the first {REPLICA_SECONDS} s, then {stale - fresh} "
        f"times; {more} revoked meanwhile, the status list {'changed' if seen else 'did not change'}"
    )
    if more and not seen:
        scene.wrong.append("a revocation was not seen while the replica lagged")


def replica_gone(scene: Scene) -> None:
    """The replica is killed and started again: writes wait for it, as they are promised to be on both."""
    scene.site.around.replica.kill()
    time.sleep(AWAY)
    scene.site.around.replica.start()
    scene.remark = f"gone for {AWAY} s and its start"


def two_schedulers(scene: Scene) -> None:
    """The nightly care is begun on two machines at once."""
    words = deployed.commands("mcx-nightly.service")

    def night(_number: int) -> list[str]:
        return [said for each in words if (said := _failed(scene.site, each))]

    with ThreadPoolExecutor(2) as both:
        scene.wrong += [each for found in both.map(night, range(2)) for each in found]
    scene.remark = f"{len(words)} commands twice"


def _failed(site: Deployment, words: list[str]) -> str:
    done = subprocess.run(words, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False)
    return f"{' '.join(words[1:])}: {done.stderr[-300:]}" if done.returncode else ""


def primary(scene: Scene) -> None:
    """The primary's machine is gone; the replica takes its place, and a new replica is made of it."""
    around = scene.site.around
    lost, begun = around.primary, time.monotonic()
    scene.remark = f"in the middle of {scene.under_way()}"
    lost.kill()
    around.replica.promote()
    around.pool.lead_to(around.replica, around.replica)
    scene.remark += f"; promoted within {time.monotonic() - begun:.1f} s"
    around.primary = around.replica
    scene.machines += 1
    made = replica_of(around.primary, scene.site.folder.parent / f"replica-{scene.machines}")
    around.replica = made
    around.primary.become("primary.conf")
    around.pool.lead_to(around.primary, made)
    lost.remove()


BLOWS: dict[str, Callable[[Scene], None]] = {
    "a web process is killed": web_process,
    "a worker is killed": worker,
    "PgBouncer is killed in a transaction": pool,
    "Redis lies": cache_lies,
    "Redis vanishes": cache_vanishes,
    "the storage of files hangs": files_hang,
    "the replica lags": replica_lags,
    "the replica is gone": replica_gone,
    "two schedulers at once": two_schedulers,
}
LAST = "the primary is killed, the replica promoted"


def in_order(dice: random.Random, times: int) -> Iterator[tuple[str, Callable[[Scene], None]]]:
    """A quiet while, then rounds in which everything happens once, the primary's end at the end of each."""
    yield "nothing", nothing
    for _each in range(times):
        names = list(BLOWS)
        dice.shuffle(names)
        yield from ((name, BLOWS[name]) for name in names)
        yield LAST, primary
