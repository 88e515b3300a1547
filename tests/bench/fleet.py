"""Prints how a server takes a morning: thousands of units that come back at once after a two-day outage.

`python -m tests.bench.fleet --units 4000 --database sqlite|postgresql|partitioned|URL`. The laptops have real
keys and certificates and have signed what they did in two days, one upload each. They arrive over a window,
each over a line of its own; the server is a process of its own, `flexdesk server run`. Who is sent away comes
back when it was told to. Then every laptop sends once more, as fast as the server takes it, against an end
point that only appends, in the same run. At the end every unit's digest is compared with its laptops'.
"""

import argparse
import asyncio
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pyrage

from flexdesk.domain.log import GENESIS, RowWrite, Tx
from flexdesk.keys.signing import SigningKey
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.enrolment import admit, new_code
from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Unit
from flexdesk.sync.messages import EnrolRequest, SyncRequest, decode_sync_response, encode_sync_request
from flexdesk.sync.wire import chain_of, encode_batch
from tests.bench.bench_server import _appending
from tests.helpers import postgres
from tests.helpers.server import PERSON, START

LAPTOPS = 2
EDITS = 20  # of a laptop in two days
A_SECOND = 133.0  # arrivals, unless --window says otherwise
LINES = 16  # at once, when it is as fast as the server takes it
MOST = 1500  # uploads of that part
GRANTS = LAPTOPS
PARTITIONS = 16


@dataclass
class Laptop:
    unit: str
    key: SigningKey
    receive: str
    txs: list[Tx] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)  # one for each upload
    asked: list[SyncRequest] = field(default_factory=list)

    def works(self, others: Sequence[str]) -> None:
        """Two days of edits, signed and ready to be sent, twice."""
        for upload in range(2):
            chain = chain_of(self.txs, GENESIS)
            first = len(self.txs)
            for seq in range(first + 1, first + EDITS + 1):
                day = f"2026-{1 + seq // 28 % 12:02}-{1 + seq % 28:02}"
                place = "home" if seq % 3 else "office"
                write = RowWrite(11, f"{PERSON}|{day}", {1: place, 5: "typed"})
                self.txs.append(
                    Tx(
                        self.key.device,
                        seq,
                        (1_795_395_600_000 + 60_000 * seq) << 16,
                        {},
                        "schedule.set",
                        (write,),
                    )
                )
            batch = encode_batch(self.unit, self.txs[first:], chain, self.key, app="0.1.0")
            vector = {self.key.device: len(self.txs)} | ({name: EDITS for name in others} if upload else {})
            after = GRANTS + (2 * LAPTOPS if upload else 0)
            request = SyncRequest(self.unit, self.key.device, vector, after, (batch,))
            self.asked.append(request)
            self.bodies.append(encode_sync_request(request, self.key))


@dataclass
class Trip:
    """What one laptop saw: seconds from its arrival to its receipt, and how often it was sent away."""

    seconds: float = 0.0
    sent_away: int = 0
    answer: bytes = b""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=4000)
    parser.add_argument("--growth", default="", help="sizes before that, such as 100,400,1000")
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--window", type=float, default=0.0, help="seconds over which laptops arrive")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sizes = [*map(int, filter(None, arguments.growth.split(","))), arguments.units]
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    began = time.perf_counter()
    laptops = _laptops(max(sizes))
    size = sum(len(one.bodies[0]) for one in laptops) / len(laptops)
    print(
        f"{len(laptops)} laptops, {size:.0f} bytes each, signed in {time.perf_counter() - began:.0f} s;",
        end=" ",
    )
    print(f"load of the machine {os.getloadavg()[0]:.1f}, open files {soft}")
    print(
        f"{'database':12} {'units':>6} {'uploads/s':>9} {'p50 s':>7} {'p95 s':>7} {'slowest':>8} {'away':>6} "
        f"{'most':>5} {'full/s':>7} {'bare/s':>7} {'ratio':>6} "
        f"{'cpu ms':>6} {'equal':>6}"
    )
    try:
        for kind in arguments.database.split(","):
            for size in sizes:
                _morning(kind, laptops[: size * LAPTOPS], arguments.window, random.Random(arguments.seed))
    finally:
        postgres.stop()


def _laptops(units: int) -> list[Laptop]:
    made: list[Laptop] = []
    receive = str(pyrage.x25519.Identity.generate().to_public())
    for number in range(units):
        unit = hashlib.sha256(f"unit {number}".encode()).hexdigest()[:16]
        own = [Laptop(unit, SigningKey.generate(), receive) for _ in range(LAPTOPS)]
        for laptop in own:
            laptop.works([other.key.device for other in own if other is not laptop])
        made += own
    return made


def _morning(kind: str, laptops: Sequence[Laptop], window: float, rng: random.Random) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(_database(kind, folder))
        settings = Settings(url, keys=folder / "keys", partitions=PARTITIONS if kind == "partitioned" else 0)
        admin.init(settings)
        with Central(settings) as central:
            _enrol(central, laptops)
        with _served(settings) as server:
            address, span = server.url + "/s", window or len(laptops) / A_SECOND
            trips, took = asyncio.run(_arrive(address, laptops, span, rng))
            some = laptops[:MOST]
            full = asyncio.run(_rush(address, [one.bodies[1] for one in some]))
        with _appending(url) as bare_address:
            bare = asyncio.run(_rush(bare_address, [bytes(len(one.bodies[1])) for one in some]))
        for laptop, trip in zip(laptops, trips, strict=True):
            answer = decode_sync_response(trip.answer, laptop.asked[0])
            assert answer.acknowledged[laptop.key.device] == EDITS, "not received"
        slowest = [max(t.seconds for t in trips[at : at + LAPTOPS]) for at in range(0, len(trips), LAPTOPS)]
        seconds = sorted(trip.seconds for trip in trips)
        with Central(settings) as central:
            equal = _is_equal(central, laptops, len(some))
        print(
            f"{kind[:12]:12} {len(laptops) // LAPTOPS:6} {len(trips) / took:9.0f} "
            f"{seconds[len(seconds) // 2]:7.3f} {seconds[int(len(seconds) * 0.95)]:7.3f} {max(slowest):8.2f} "
            f"{sum(trip.sent_away for trip in trips):6} {max(trip.sent_away for trip in trips):5} "
            f"{len(some) / full:7.0f} {len(some) / bare:7.0f} {bare / full:6.2f} "
            f"{server.seconds / (len(trips) + len(some)) * 1000:6.2f} {'yes' if equal else 'NO':>6}",
            flush=True,
        )
        if not equal:
            raise SystemExit(1)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'server.db'}"
    elif kind in ("postgresql", "partitioned"):
        cluster = postgres.Cluster(postgres.DURABLE)
        try:
            yield cluster.url
        finally:
            cluster.stop()
    else:
        yield kind


def _enrol(central: Central, laptops: Sequence[Laptop]) -> None:
    """Many at a time: the codes and certificates are real, only the waiting for the disk is shared."""
    agency = admin.agency_add(central, "Pemerintah Kota Contoh")

    def chunk(ledger: Ledger, part: Sequence[Laptop]) -> None:
        for laptop in part:
            if ledger.unit(laptop.unit) is None:
                added = Unit(laptop.unit, agency, "", laptop.unit, "Asia/Jakarta", None)
                ledger.add_unit(added, 0, GENESIS)
            code, _until = new_code(ledger, central.keys, laptop.unit, "head", START)
            request = EnrolRequest(code, laptop.key.public, laptop.receive, "Sri Contohwati")
            admit(ledger, central.keys, request, START)

    for at in range(0, len(laptops), 200):
        central.database.writing(lambda ledger, at=at: chunk(ledger, laptops[at : at + 200]))


@dataclass
class Server:
    """A server process: its address, and once it has ended, the processor time that it took."""

    url: str
    seconds: float = 0.0


@contextmanager
def _served(settings: Settings) -> Iterator[Server]:
    command = [sys.executable, "-m", "flexdesk", "--json", "server", "run", "--port", "0"]
    command += ["--database", settings.database, "--keys", str(settings.keys)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        server = Server(json.loads(process.stdout.readline())["url"])
        before, starting = _of_children(), _used(process.pid)
        yield server
    finally:
        process.terminate()
        process.communicate(timeout=30)
    server.seconds = _of_children() - before - starting


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _used(pid: int) -> float:
    """Processor time of a running process."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def _arrive(
    url: str, laptops: Sequence[Laptop], window: float, rng: random.Random
) -> tuple[list[Trip], float]:
    """Every laptop at its moment of the window; the seconds until the last has its receipt."""
    moments = [rng.uniform(0, window) for _ in laptops]
    began = time.perf_counter()

    async def come(laptop: Laptop, moment: float, jitter: float) -> Trip:
        await asyncio.sleep(moment)
        trip, arrived = Trip(), time.perf_counter()
        while True:
            try:
                async with asyncio.timeout(20):  # as long as a laptop waits for a sign of life
                    status, wait_s, trip.answer = await _post(url, laptop.bodies[0])
            except (TimeoutError, OSError):
                status, wait_s = 0, 5
            if status == 200:
                trip.seconds = time.perf_counter() - arrived
                return trip
            trip.sent_away += 1
            await asyncio.sleep(wait_s + jitter)

    trips = await asyncio.gather(
        *(come(laptop, moment, rng.random()) for laptop, moment in zip(laptops, moments, strict=True))
    )
    return list(trips), time.perf_counter() - began


async def _post(url: str, body: bytes) -> tuple[int, int, bytes]:
    """Over a line of its own: status, Retry-After, body."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        return await _ask(reader, writer, parts.path, body)
    finally:
        writer.close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, body: bytes
) -> tuple[int, int, bytes]:
    writer.write(f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
    fields = dict(line.split(": ", 1) for line in head[1:] if line)
    answer = await reader.readexactly(int(fields["content-length"]))
    return int(head[0].split()[1]), int(fields.get("retry-after", "1")), answer


async def _rush(url: str, bodies: Sequence[bytes]) -> float:
    """Seconds for all of them over a few kept lines, each as soon as the one before is answered."""
    parts, waiting = urlsplit(url), iter(bodies)

    async def send() -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for body in waiting:
            status, _wait, _answer = await _ask(reader, writer, parts.path, body)
            assert status == 200, status
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(send() for _ in range(LINES)))
    return time.perf_counter() - began


def _is_equal(central: Central, laptops: Sequence[Laptop], twice: int) -> bool:
    """Whether the server holds of every unit exactly what its laptops did."""
    states = {state.unit_id: state for state in admin.verify(central)}
    expected: dict[str, list[tuple[str, int, str]]] = {}
    for number, laptop in enumerate(laptops):
        upto = 2 * EDITS if number < twice else EDITS
        head = (laptop.key.device, upto, chain_of(laptop.txs[:upto], GENESIS).hex())
        expected.setdefault(laptop.unit, []).append(head)
    digests = {
        unit: hashlib.sha256(json.dumps(sorted(heads), separators=(",", ":")).encode()).hexdigest()
        for unit, heads in expected.items()
    }
    faulty = [state.faults for state in states.values() if state.faults]
    return not faulty and {unit: state.digest for unit, state in states.items()} == digests


if __name__ == "__main__":
    main()
