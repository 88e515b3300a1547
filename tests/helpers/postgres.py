"""A throw-away PostgreSQL for the tests: starts when first asked for, on loopback, ends by its pid."""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

INSTALL = "PostgreSQL is not installed here: run packaging/postgres.sh as root, then the tests again"
START_S = 30.0
STOP_S = 10.0
# A test's data need not survive a power cut.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "deadlock_timeout": "100ms",
    "max_connections": "100",
    "shared_buffers": "32MB",
}


class PostgresMissing(Exception):
    """There are no server binaries on this machine."""


def binaries() -> Path | None:
    """The folder of the newest installed server."""
    found = [file.parent for file in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if (there := shutil.which("initdb")) is not None:
        found.append(Path(there).resolve().parent)
    return max(found, key=lambda folder: _number(folder.parent.name), default=None)


def _number(name: str) -> int:
    return int(name) if name.isdigit() else 0


def url() -> str:
    """The address of a server to make databases on; raises PostgresMissing.

    `FLEXDESK_TEST_POSTGRES` may name one that runs already, of whatever version.
    """
    if given := os.environ.get("FLEXDESK_TEST_POSTGRES"):
        return given
    return _cluster().url


@cache
def _cluster() -> "Cluster":
    return Cluster()


def stop() -> None:
    """End what was started; the next `url` starts another."""
    if _cluster.cache_info().currsize:
        _cluster().stop()
        _cluster.cache_clear()


# What a server with a disk to trust runs with.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "256MB"}


class Cluster:
    """Runs as an ordinary user: PostgreSQL refuses root. Raises PostgresMissing."""

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self._settings = {**SETTINGS, **(settings or {})}
        folder = binaries()
        if folder is None:
            raise PostgresMissing(INSTALL)
        self._home = Path(tempfile.mkdtemp(prefix="flexdesk-postgres-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(self._home, user.pw_uid, user.pw_gid)
        atexit.register(self.stop)
        data = self._home / "data"
        subprocess.run(
            [
                *(folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust"),
                *("--no-sync", "--locale=C", "--encoding=UTF8"),
            ],
            check=True,
            capture_output=True,
            timeout=START_S,
            cwd="/",
            **self._as,
        )
        self._folder, self._data, self._port = folder, data, _free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self._port}/postgres"
        self.start()

    def start(self) -> None:
        """Again after `kill`, on the same data and port."""
        options = [f"-c{name}={value}" for name, value in self._settings.items()]
        program = [self._folder / "postgres", "-D", self._data, "-k", self._home, "-p", str(self._port)]
        with (self._home / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [*program, *options],
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,  # Ctrl+C ends the tests first, then this
                **self._as,
            )
        self._wait()

    def kill(self) -> None:
        """End it at once, as a failing machine would; what it confirmed is in its log."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(STOP_S)

    def _wait(self) -> None:
        until = time.monotonic() + START_S
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                gone = self._process is None or self._process.poll() is not None
                if gone or time.monotonic() > until:
                    text = (self._home / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start: {text[-2000:]}") from error
                time.sleep(0.05)

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)  # fast shutdown
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(STOP_S)
        shutil.rmtree(self._home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
