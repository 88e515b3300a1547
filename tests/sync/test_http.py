"""What the carrier makes of lines and answers that are not as they should be."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from flexdesk.errors import EnvironmentTrouble
from flexdesk.keys.signing import SigningKey
from flexdesk.server import admin
from flexdesk.sync import messages
from flexdesk.sync.http import (
    BadAddress,
    HttpLine,
    NotOurServer,
    NotTrusted,
    Offline,
    ServerBusy,
    ServerRefused,
)
from flexdesk.sync.messages import SyncRequest, encode_error
from tests.helpers.server import desk
from tests.helpers.tls import make_certificate

KEY = SigningKey.generate()
REQUEST = SyncRequest("00112233445566ff", KEY.device, {KEY.device: 3})
CBOR = {"Content-Type": messages.MEDIA_TYPE}
PAGE = b"<html><body>Silakan masuk</body></html>"


@contextmanager
def answering(status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    """A web server that gives every request the same answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Stay quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A socket that accepts once and then does as `talk` says."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            connection, _ = listener.accept()
            with connection:
                talk(connection)

        thread = Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def exchange(url: str, **waits: float) -> None:
    with HttpLine(url, **waits) as line:
        line.exchange(REQUEST, KEY)


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {"Content-Type": "text/html"}, PAGE),
        (200, CBOR, PAGE),
        (200, CBOR, b""),
        (200, {}, b"\xa0"),
        (302, {"Location": "http://masuk.example/"}, b""),
        (404, {"Content-Type": "text/html"}, PAGE),
        (200, CBOR | {"Content-Encoding": "gzip"}, PAGE),
    ],
)
def test_the_page_of_a_hotspot_is_recognised(status: int, headers: dict[str, str], body: bytes) -> None:
    with answering(status, headers, body) as url, pytest.raises(NotOurServer):
        exchange(url)


@pytest.mark.parametrize(
    ("status", "headers", "wait_s"),
    [
        (503, {"Retry-After": "90"}, 90),
        (500, {}, 0),
        (502, {"Retry-After": "besok"}, 0),
        (429, {"Retry-After": "999999999"}, 3600),
        (503, {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}, 3600),
        (503, {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}, 0),
    ],
)
def test_a_busy_server_says_when_to_come_back(status: int, headers: dict[str, str], wait_s: int) -> None:
    with answering(status, headers, PAGE) as url, pytest.raises(ServerBusy) as caught:
        exchange(url)
    assert caught.value.wait_s == wait_s
    assert caught.value.exit_code == 4


def test_a_refusal_carries_the_code_and_sentence_of_the_server() -> None:
    body = encode_error("sync.something_new", "Tidak bisa.")
    with answering(403, CBOR, body) as url, pytest.raises(ServerRefused) as caught:
        exchange(url)
    assert caught.value.facts == {
        "server_code": "sync.something_new",
        "reason": "Tidak bisa.",
        "status": 403,
    }


def test_no_server_is_offline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Offline) as caught:
        exchange(f"http://127.0.0.1:{port}")
    assert isinstance(caught.value, EnvironmentTrouble)
    assert caught.value.exit_code == 4


def test_a_name_that_is_not_known_is_offline() -> None:
    with pytest.raises(Offline):
        exchange("http://server.invalid")


def test_a_stalled_answer_is_given_up_after_the_stall_time() -> None:
    def stall(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\nContent-Length: 50\r\n\r\nab"
        )
        connection.recv(1)  # until the other side gives up

    with talking(stall) as url, pytest.raises(Offline):
        exchange(url, stall_s=0.2)


def test_a_slow_answer_that_keeps_coming_is_not_given_up() -> None:
    answer = messages.encode_sync_response(
        messages.SyncResponse(acknowledged={KEY.device: 3}, position=0, time_ms=1), REQUEST
    )

    def drip(connection: socket.socket) -> None:
        connection.recv(65536)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\nContent-Length: {len(answer)}\r\n\r\n"
        for byte in (head.encode(), *(answer[i : i + 1] for i in range(len(answer)))):
            connection.sendall(byte)
            stop.wait(0.1)

    from threading import Event

    stop = Event()
    with talking(drip) as url:
        exchange(url, stall_s=0.35)


@pytest.mark.parametrize(
    "sent", [b"", b"HTTP/1.1 200", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", b"Halo\r\n"]
)
def test_a_cut_or_garbled_answer_is_offline(sent: bytes) -> None:
    def cut(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(sent)

    with talking(cut) as url, pytest.raises(Offline):
        exchange(url)


def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "MAX_RESPONSE", 1000)
    with answering(200, CBOR, bytes(200_000)) as url, pytest.raises(NotOurServer):
        exchange(url)


@pytest.mark.parametrize("url", ["", "ftp://x", "server", "http://", "http://[::1", "http://a:99999"])
def test_an_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(BadAddress):
        HttpLine(url)


def test_a_server_without_a_trusted_certificate_is_named(tmp_path: Path) -> None:
    with tls_server(tmp_path) as url, pytest.raises(NotTrusted):
        exchange(url)


@contextmanager
def tls_server(folder: Path) -> Iterator[str]:
    """Accepts one TLS connection with a certificate that nobody vouches for."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_certificate(folder))

    def shake(connection: socket.socket) -> None:
        with pytest.raises(ssl.SSLError):
            context.wrap_socket(connection, server_side=True)

    with talking(shake) as url:
        yield url.replace("http://127.0.0.1", "https://localhost")


def test_bytes_and_round_trips_are_counted_and_small(tmp_path: Path) -> None:
    with desk("sqlite", tmp_path) as server:
        laptop = server.laptop(server.unit())
        laptop.write(20)
        laptop.take_in(laptop.send(laptop.batch()))
        before = laptop.line.traffic
        up, down, trips = before.bytes_up, before.bytes_down, before.round_trips
        laptop.send()
        quiet = laptop.line.traffic
        assert quiet.round_trips == trips + 1
        assert 0 < quiet.bytes_up - up + quiet.bytes_down - down <= 400
        laptop.close()


def test_a_cut_at_any_byte_of_the_answer_leaves_nothing_undone(tmp_path: Path) -> None:
    """The server commits, the answer is lost on the way; sending the same again is enough."""
    with desk("sqlite", tmp_path) as server:
        laptop = server.laptop(server.unit())
        laptop.write(3)
        port = int(server.url.rsplit(":", 1)[1])
        for cut_after in (0, 1, 60, 150, 250):
            with talking(lambda connection, keep=cut_after: pass_on(connection, port, keep)) as url:
                line = HttpLine(url)
                with pytest.raises(Offline):
                    line.exchange(laptop.request(laptop.batch()), laptop.key)
                line.close()
        assert laptop.send(laptop.batch()).acknowledged == {laptop.device: 3}
        (state,) = admin.verify(server.central)
        assert (state.batches, state.transactions, state.faults) == (1, 3, ())
        laptop.close()


def pass_on(connection: socket.socket, port: int, keep: int) -> None:
    """Send one request on to the server and give back only the first `keep` bytes of its answer."""
    with socket.create_connection(("127.0.0.1", port)) as onward:
        request = connection.recv(65536)
        while not is_whole(request):
            request += connection.recv(65536)
        onward.sendall(request)
        connection.sendall(onward.recv(65536)[:keep])


def is_whole(request: bytes) -> bool:
    head, _, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head, re.IGNORECASE)
    return length is not None and len(body) >= int(length[1])
