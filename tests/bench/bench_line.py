"""Prints what an exchange costs on the line, both ways and with all headers, against its budgets and a peer.

Counted on a loopback line between a laptop of a unit of three and a front server with TLS that keeps sessions
(one certificate of ECDSA P-256, no chain). The peer says the same as JSON over HTTP, in the way of a client
and a server that set nothing.
"""

import base64
import gzip
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from flexdesk.domain.log import canonical
from flexdesk.domain.places import Place
from flexdesk.keys.signing import SigningKey
from flexdesk.sync.http import HttpLine
from flexdesk.sync.messages import SyncRequest, SyncResponse
from tests.helpers.shaped_line import Shape, ShapedLine, settle, shaped
from tests.helpers.tls import tls_front
from tests.helpers.units import make_unit
from tests.scenarios.lines import MONDAY, Laptop, World, world

EDITS = 20
WAYS = {"first of the day": 2500, "session taken up": 1500, "line kept": 1500}


class SpokenLine(HttpLine):
    """Remembers what was said last."""

    last: tuple[SyncRequest, SyncResponse]

    def exchange(self, request: SyncRequest, signer: SigningKey) -> SyncResponse:
        answer = super().exchange(request, signer)
        self.last = request, answer
        return answer


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with world(make_unit(folder / "met"), folder / "unit") as place:
            ours, said = _ours(place, folder)
            edits = _edits(place)
        peer = _peer(said, folder)
    print(f"{'no change, bytes both ways':28} {'ours':>6} {'budget':>7} {'JSON':>6} {'ratio':>6}")
    for (way, budget), count, other in zip(WAYS.items(), ours, peer, strict=True):
        print(f"{way:28} {count:6} {budget:7} {other:6} {count / other:6.2f}")
    print("{} changes: {} bytes signed, {} as JSON with gzip -9, unsigned".format(EDITS, *edits))


def _ours(place: World, folder: Path) -> tuple[list[int], tuple[SyncRequest, SyncResponse]]:
    laptop = place.sri
    with _secured(place.url, folder) as (line, url):
        spoken = SpokenLine(url)
        laptop.service = _service(laptop, spoken)
        found = [_counted(line, lambda: laptop.sync(url))]
        spoken.hang_up()
        found += [_counted(line, lambda: laptop.sync(url)) for _ in range(2)]
        laptop.service.close()
    laptop.over(1.0)
    return found, spoken.last


def _service(laptop: Laptop, line: HttpLine) -> Any:
    from flexdesk.services.sync import SyncService

    desk = laptop.desk
    return SyncService(
        desk.committer, desk.membership, desk.exchange, desk.carriers, connect=lambda _url: line
    )


def _edits(place: World) -> tuple[int, int]:
    """Bytes of some days of a schedule in one signed batch, and as JSON."""
    desk, first = place.sri.desk, place.sri.last + 1
    key = str(desk.store.select("person")[0]["key"])
    for number in range(EDITS):
        day = MONDAY.replace(day=1 + number, month=12)
        assert desk.schedule.set_places([(key, day, Place.TRAINING)]) is not None
    place.sri.sync(place.url)
    blobs = desk.carriers.batches_of(place.sri.device, first - 1)
    txs = [json.loads(canonical(tx)) for tx in desk.store.log.txs(place.sri.device, first)]
    return sum(map(len, blobs)), len(gzip.compress(json.dumps(txs).encode(), 9))


def _peer(said: tuple[SyncRequest, SyncResponse], folder: Path) -> list[int]:
    request, answer = (json.dumps(asdict(one), default=_text).encode() for one in said)
    authority = {"Authorization": f"Signature {_text(bytes(64))}", "Content-Type": "application/json"}

    def ask(client: httpx.Client, url: str) -> None:
        client.post(url + "/sync", content=request, headers=authority).json()

    with _answering(answer) as plain, _secured(plain, folder) as (line, url):
        with httpx.Client() as client:
            first = _counted(line, lambda: ask(client, url))
        with httpx.Client() as client:  # an ordinary client takes no session up
            again = _counted(line, lambda: ask(client, url))
            return [first, again, _counted(line, lambda: ask(client, url))]


def _text(value: object) -> str:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


@contextmanager
def _answering(answer: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def _secured(plain: str, folder: Path) -> Iterator[tuple[ShapedLine, str]]:
    with tls_front(plain, folder) as (secure, authority):
        os.environ["SSL_CERT_FILE"] = str(authority)
        with shaped(secure, Shape()) as (line, url):
            yield line, url


def _counted(line: ShapedLine, call: Callable[[], object]) -> int:
    """Bytes that pass until nothing more comes."""
    before = sum(line.given.values())
    call()
    settle(line.given, 0.3)
    return sum(line.given.values()) - before


if __name__ == "__main__":
    main()
