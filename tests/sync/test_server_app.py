"""The network side of the server: limits, errors, health, the address it listens on."""

import http.client
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flexdesk.server import admin, app
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import BadCertificate, PortTaken, Tls, listening_socket, running, serve
from flexdesk.sync import messages
from tests.helpers.server import Desk, desk
from tests.helpers.tls import make_certificate


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Desk]:
    with desk("sqlite", tmp_path) as made:
        yield made


def ask(url: str, method: str, path: str, body: bytes = b"") -> tuple[int, http.client.HTTPMessage, bytes]:
    line = http.client.HTTPConnection(urlsplit(url).netloc)
    line.request(method, path, body)
    answer = line.getresponse()
    found = answer.status, answer.headers, answer.read()
    line.close()
    return found


def test_noise_is_answered_with_an_error_in_cbor(server: Desk) -> None:
    for path in ("/s", "/enrol"):
        status, headers, body = ask(server.url, "POST", path, b"halo")
        assert (status, headers["content-type"]) == (400, messages.MEDIA_TYPE)
        told = messages.decode_error(body)
        assert told is not None
        assert told[0] == "message.fault"


def test_a_body_over_the_limit_is_refused_before_it_is_read(
    server: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "MAX_REQUEST", 1000)
    status, _, body = ask(server.url, "POST", "/s", bytes(1001))
    assert (status, messages.decode_error(body)) == (
        413,
        ("request.too_large", "The request is larger than the server takes. Send fewer changes at a time."),
    )
    line = http.client.HTTPConnection(urlsplit(server.url).netloc)
    line.request("POST", "/s", iter([bytes(600), bytes(600)]), encode_chunked=True)
    assert line.getresponse().status == 413
    line.close()


def test_a_body_that_stalls_is_given_up(server: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "STALL_S", 0.1)
    host, port = urlsplit(server.url).hostname, urlsplit(server.url).port
    with socket.create_connection((host, port)) as line:
        line.sendall(b"POST /s HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nab")
        assert line.recv(1000).startswith(b"HTTP/1.1 408 ")


def test_a_mistake_of_ours_is_logged_and_says_nothing_of_the_inside(
    server: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object) -> bytes:
        raise RuntimeError("secret")

    monkeypatch.setattr(messages, "decode_sync_request", broken)
    status, _, body = ask(server.url, "POST", "/s", b"x")
    assert status == 500
    assert b"secret" not in body
    assert "secret" in caplog.text


def test_a_database_without_tables_is_unhealthy_and_asks_to_come_back(server: Desk) -> None:
    laptop = server.laptop(server.unit())
    body = messages.encode_sync_request(laptop.request(), laptop.key)
    assert ask(server.url, "GET", "/health")[::2] == (200, b"ok\n")
    with server.central.database._engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE unit_head RENAME TO gone")
    status, headers, _ = ask(server.url, "POST", "/s", body)
    assert (status, headers["retry-after"]) == (503, "15")
    assert ask(server.url, "GET", "/health")[0] == 503
    laptop.close()


def test_metrics_count_requests_without_names(server: Desk) -> None:
    laptop = server.laptop(server.unit())
    laptop.send()
    text = ask(server.url, "GET", "/metrics")[2].decode()
    assert 'flexdesk_requests_total{path="/enrol",status="200"} 1' in text
    assert 'flexdesk_requests_total{path="/s",status="200"} 1' in text
    assert laptop.device not in text
    laptop.close()


def test_other_paths_and_methods_are_refused(server: Desk) -> None:
    assert ask(server.url, "GET", "/s")[0] == 405
    assert ask(server.url, "GET", "/etc/passwd")[0] == 404


def test_a_taken_port_is_named(server: Desk) -> None:
    port = urlsplit(server.url).port or 0
    with pytest.raises(PortTaken) as caught:
        serve(server.settings, "127.0.0.1", port, listening=print)
    assert caught.value.facts["port"] == port
    assert caught.value.exit_code == 4


def test_answers_are_not_held_back_for_an_acknowledgement() -> None:
    """asyncio switches Nagle's algorithm off only where the listening socket names its protocol."""
    with listening_socket("127.0.0.1", 0) as sock:
        assert sock.proto == socket.IPPROTO_TCP


def test_the_server_runs_as_a_process_tells_its_port_and_ends_cleanly(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'server.db'}")
    admin.init(settings)
    program = (
        "import sys; from flexdesk.server.run import serve; from flexdesk.server.central import Settings; "
        "serve(Settings(sys.argv[1]), '127.0.0.1', 0, listening=lambda url: print(url, flush=True)); "
        "print('ended')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, settings.database], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    assert ask(url, "GET", "/health")[0] == 200
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=20)
    assert "ended" in out or process.returncode == -signal.SIGTERM
    with Central(settings) as central:
        assert admin.verify(central) == []


def test_the_block_ends_the_server(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'server.db'}")
    admin.init(settings)
    with running(settings) as url:
        assert ask(url, "GET", "/health")[0] == 200
    with pytest.raises(OSError):
        ask(url, "GET", "/health")


def test_the_server_speaks_tls_with_a_certificate_of_its_own(tmp_path: Path) -> None:
    """Through the command itself; a certificate that is none is named before anything listens."""
    tls_files = make_certificate(tmp_path)
    database = ["--database", f"sqlite:///{tmp_path / 'server.db'}"]
    command = [sys.executable, "-m", "flexdesk", "--lang", "en", "server", "run", *database, "--port", "0"]
    files = ["--tls-certificate", str(tls_files), "--tls-key", str(tls_files)]
    process = subprocess.Popen([*command, *files], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        url = process.stdout.readline().split()[-1].rstrip(".")
        assert url.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=str(tls_files))
        line = http.client.HTTPSConnection(
            url.removeprefix("https://").replace("127.0.0.1", "localhost"), context=trusting
        )
        line.request("GET", "/health")
        assert line.getresponse().read() == b"ok\n"
        line.close()
    finally:
        process.terminate()
        process.communicate(timeout=20)
    with pytest.raises(BadCertificate):
        serve(
            Settings(database[1]),
            "127.0.0.1",
            0,
            listening=print,
            tls=Tls(tls_files, tmp_path / "server-keys.json"),
        )
