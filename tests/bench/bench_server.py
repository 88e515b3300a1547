"""Prints how many signed uploads of 20 changes the server takes against an end point that only appends.

Both run one after the other over the same loopback, on a fresh SQLite file with full sync, the clients in a
process of their own; `FLEXDESK_TEST_POSTGRES` adds PostgreSQL. Each run takes a few seconds at most.
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

from flexdesk.server.database import Database
from flexdesk.server.run import _socket, _url, _wait_until_started
from flexdesk.sync.messages import encode_sync_request
from tests.helpers.server import database, database_urls, desk

OPS = 20
UPLOADS = 400
CLIENTS = 4
ROUNDS = 3


def main() -> None:
    print(f"{'database':12} {'bare/s':>8} {'validated/s':>12} {'ratio':>6}")
    for kind in database_urls():
        ratios = []
        for _ in range(ROUNDS):
            bare, full = _bare(kind), _validated(kind)
            ratios.append((full / bare, bare, full))
        ratio, bare, full = sorted(ratios)[ROUNDS // 2]
        print(f"{kind.split(':')[0]:12} {bare:8.0f} {full:12.0f} {ratio:6.2f}")


def _validated(kind: str) -> float:
    """Uploads per second; every client is a device of a unit of its own."""
    with tempfile.TemporaryDirectory() as folder, desk(kind, Path(folder)) as server:
        work = []
        for _ in range(CLIENTS):
            laptop = server.laptop(server.unit())
            laptop.write(OPS * UPLOADS // CLIENTS)
            bodies = [
                encode_sync_request(
                    laptop.request(
                        laptop.batch(first, first + OPS - 1),
                        vector={laptop.device: first + OPS - 1},
                        after=1 + (first - 1) // OPS * 2,
                    ),
                    laptop.key,
                )
                for first in range(1, len(laptop.txs), OPS)
            ]
            laptop.close()
            work.append(bodies)
        return _measured(server.url + "/s", work)


def _bare(kind: str) -> float:
    """The same bodies' size, appended in one transaction each, nothing looked at."""
    with (
        tempfile.TemporaryDirectory() as folder,
        database(kind, Path(folder)) as url,
        _appending(url) as address,
    ):
        return _measured(address, [[bytes(450)] * (UPLOADS // CLIENTS)] * CLIENTS)


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
        store.writing(lambda ledger: ledger._connection.execute(statement, {"pos": number, "blob": body}))
        return b"ok"

    async def receive(request: Request) -> Response:
        return Response(await run_in_threadpool(append, await request.body()))

    app = Starlette(routes=[Route("/", receive, methods=["POST"])])
    config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="off")
    server = uvicorn.Server(config)
    with _socket("127.0.0.1", 0) as sock:
        thread = Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        _wait_until_started(server, thread, _url(sock))
        try:
            yield _url(sock) + "/"
        finally:
            server.should_exit = True
            thread.join()
            store.close()


def _measured(url: str, work: list[list[bytes]]) -> float:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_rate, url, work).result()


def _rate(url: str, work: list[list[bytes]]) -> float:
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
    return sum(map(len, work)) / (perf_counter() - started)


if __name__ == "__main__":
    main()
