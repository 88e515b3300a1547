"""Prints how many signed uploads of 20 changes the server takes against an end point that only appends.

Both run by turns over the same loopback, the clients in a process of their own: on a SQLite file with full
sync, and on a PostgreSQL of the tests with whole and with partitioned tables, which waits for no disk; to
measure one that does, name it in `FLEXDESK_TEST_POSTGRES`.
"""

import http.client
import socket
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from threading import Lock, Thread
from time import perf_counter, sleep
from urllib.parse import urlsplit

import uvicorn
from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, insert
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flexdesk.domain.log import GENESIS
from flexdesk.server.database import Database
from flexdesk.server.run import _url, _wait_until_started, listening_socket
from flexdesk.sync.messages import encode_sync_request
from flexdesk.sync.wire import chain_of, encode_batch
from tests.helpers import postgres
from tests.helpers.server import KINDS, Desk, database, desk

OPS = 20
UPLOADS = 200  # a round
CLIENTS = 4
ROUNDS = 5


def main() -> None:
    print(f"{'database':12} {'bare/s':>8} {'validated/s':>12} {'ratio':>6} {'least':>6} {'most':>6}")
    try:
        for kind in KINDS:
            rounds = _rounds(kind)
            bare, full = (sum(times) for times in zip(*rounds, strict=True))
            ratios = sorted(one / other for one, other in rounds)
            count = UPLOADS * ROUNDS
            print(
                f"{kind:12} {count / bare:8.0f} {count / full:12.0f} {bare / full:6.2f} "
                f"{ratios[0]:6.2f} {ratios[-1]:6.2f}"
            )
    finally:
        postgres.stop()


def _rounds(kind: str) -> list[tuple[float, float]]:
    """Seconds of each round, bare and validated by turns, so that a busy machine slows both."""
    with (
        tempfile.TemporaryDirectory() as folder,
        desk(kind, Path(folder)) as server,
        database(kind, Path(tempfile.mkdtemp(dir=folder))) as url,
        _appending(url) as address,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
    ):
        server.clock.advance(minutes=120)  # no change was made later than the server gets it
        clients = [list(_bodies(server)) for _ in range(CLIENTS)]
        each = UPLOADS // CLIENTS
        found = []
        for start in range(0, each * ROUNDS, each):
            bare = pool.submit(_seconds, address, [[bytes(450)] * each] * CLIENTS).result()
            work = [bodies[start : start + each] for bodies in clients]
            found.append((bare, pool.submit(_seconds, server.url + "/s", work).result()))
        return found


def _bodies(server: Desk) -> Iterator[bytes]:
    """Uploads of one device in a unit of its own."""
    laptop = server.laptop(server.unit())
    laptop.write(OPS * UPLOADS * ROUNDS // CLIENTS)
    chain = GENESIS
    for first in range(1, len(laptop.txs), OPS):
        last = first + OPS - 1
        txs = laptop.txs[first - 1 : last]
        batch = encode_batch(laptop.place.log, txs, chain, laptop.key, app="0.1.0")
        chain = chain_of(txs, chain)
        asked = laptop.request(batch, vector={laptop.device: last}, after=1 + (first - 1) // OPS * 2)
        yield encode_sync_request(asked, laptop.key)
    laptop.close()


@contextmanager
def _appending(url: str) -> Iterator[str]:
    store = Database(url)
    metadata = MetaData()
    table = Table("bare", metadata, Column("pos", BigInteger, primary_key=True), Column("blob", LargeBinary))
    metadata.create_all(store._engine)
    numbers, lock = iter(range(1, 10**9)), Lock()
    statement = insert(table)

    def append(body: bytes) -> bytes:
        with lock:
            number = next(numbers)
        store.writing(lambda ledger: ledger.connection.execute(statement, {"pos": number, "blob": body}))
        return b"ok"

    async def receive(request: Request) -> Response:
        return Response(await run_in_threadpool(append, await request.body()))

    app = Starlette(routes=[Route("/", receive, methods=["POST"])])
    config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="off")
    server = uvicorn.Server(config)
    with listening_socket("127.0.0.1", 0) as sock:
        thread = Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        _wait_until_started(server, thread, _url(sock))
        try:
            yield _url(sock) + "/"
        finally:
            server.should_exit = True
            thread.join()
            store.close()


def _seconds(url: str, work: list[list[bytes]]) -> float:
    parts = urlsplit(url)

    def send(bodies: list[bytes]) -> None:
        line = http.client.HTTPConnection(parts.hostname or "", parts.port)
        line.connect()
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for body in bodies:
            line.request("POST", parts.path, body, {"Content-Type": "application/cbor"})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"answer {answer.status}")
        line.close()

    sleep(0.1)
    started = perf_counter()
    with ThreadPoolExecutor(len(work)) as pool:
        list(pool.map(send, work))
    return perf_counter() - started


if __name__ == "__main__":
    main()
