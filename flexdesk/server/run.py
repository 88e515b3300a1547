"""Runs the server on a socket: in the foreground for `server run`, or beside other work in a thread."""

import os
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import uvicorn

from flexdesk.errors import EnvironmentTrouble, FlexDeskError, reason_of
from flexdesk.i18n import N_
from flexdesk.server.app import create_app
from flexdesk.server.central import Settings

START_S = 10.0
STOP_S = 10
MANY_FILES = 65_536


class PortTaken(EnvironmentTrouble):
    """The address cannot be listened on."""

    code = "server.port"
    ticket = "FD-SRV-05"
    text = N_("The server cannot listen on {host}:{port}.")
    safe = N_("Nothing was changed.")
    next = N_("Choose another --port, or stop the program that uses it.")


@dataclass(frozen=True, slots=True)
class Tls:
    """Files in PEM form; the certificate with those that vouch for it."""

    certificate: Path
    key: Path


class BadCertificate(FlexDeskError):
    """The TLS files cannot be read, or do not belong together."""

    code = "server.tls"
    ticket = "FD-SRV-33"
    text = N_("The TLS certificate and key cannot be used: {detail}.")
    next = N_("Name the certificate and its key as PEM files that this account may read.")


def serve(
    settings: Settings, host: str, port: int, *, listening: Callable[[str], None], tls: Tls | None = None
) -> None:
    """Run until interrupted; `listening` is told the address, with the real port when `port` is 0.

    Raises PortTaken, BadCertificate.
    """
    with listening_socket(host, port) as sock:
        _allow_many_lines()
        server = _server(settings, tls)
        listening(_url(sock) if tls is None else _url(sock).replace("http:", "https:"))
        with suppress(KeyboardInterrupt):  # the ordinary way to end it; by now everything is closed
            server.run(sockets=[sock])


@contextmanager
def running(settings: Settings, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """The address of a server that runs in a thread until the block ends."""
    with listening_socket(host, port) as sock:
        server = _server(settings)
        thread = Thread(target=server.run, kwargs={"sockets": [sock]}, name="flexdesk-server", daemon=True)
        thread.start()
        try:
            _wait_until_started(server, thread, _url(sock))
            yield _url(sock)
        finally:
            server.should_exit = True
            thread.join(STOP_S + 5)


def _allow_many_lines() -> None:
    """Every laptop keeps its line open for a while; a shell often allows a process 1024 files only."""
    if os.name != "posix":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, MANY_FILES) if hard != resource.RLIM_INFINITY else MANY_FILES
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _server(settings: Settings, tls: Tls | None = None) -> uvicorn.Server:
    return uvicorn.Server(_config(settings, tls))


def _config(settings: Settings, tls: Tls | None) -> uvicorn.Config:
    if tls is not None:
        _require_usable(tls)
    return uvicorn.Config(
        create_app(settings),
        ssl_certfile=None if tls is None else tls.certificate,
        ssl_keyfile=None if tls is None else tls.key,
        lifespan="on",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=STOP_S,
    )


def _require_usable(tls: Tls) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tls.certificate, tls.key)
    except (OSError, ssl.SSLError) as error:
        raise BadCertificate(detail=reason_of(error)) from error


def listening_socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only where the protocol is named; else every answer, which goes
    # out as head and body, waits 40 ms for the other side's acknowledgement of the head.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(4096)  # a morning's laptops come within seconds; the system may allow fewer
    except (OSError, OverflowError) as error:
        sock.close()
        raise PortTaken(host=host, port=port) from error
    return sock


def _url(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _wait_until_started(server: uvicorn.Server, thread: Thread, url: str) -> None:
    until = monotonic() + START_S
    while not server.started:
        if not thread.is_alive() or monotonic() > until:
            raise EnvironmentTrouble(detail=url)
        sleep(0.005)
