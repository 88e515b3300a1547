"""Runs the server on a socket: in the foreground for `server run`, or beside other work in a thread."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from time import monotonic, sleep

import uvicorn

from flexdesk.errors import EnvironmentTrouble
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


def serve(settings: Settings, host: str, port: int, *, listening: Callable[[str], None]) -> None:
    """Run until interrupted; `listening` is told the address, with the real port when `port` is 0."""
    with listening_socket(host, port) as sock:
        _allow_many_lines()
        server = _server(settings)
        listening(_url(sock))
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


def _server(settings: Settings) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            lifespan="on",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=STOP_S,
        )
    )


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
