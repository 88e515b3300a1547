"""Start to a filled first screen, and memory at rest, against an empty window of the same toolkit.

Each start is a process of its own, timed from its creation to the first painted picture. The unit's key comes
from a file that stands for the operating system's keyring: a passphrase would add Argon2's wilful 0.3 s.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
LIMIT_START = 2.0
LIMIT_MEMORY_MB = 110


class FileKeyring:
    """The three calls of a keyring over one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _held(self) -> dict[str, str]:
        return json.loads(self._path.read_text()) if self._path.exists() else {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self._path.write_text(json.dumps({**self._held(), f"{service} {username}": password}))

    def get_password(self, service: str, username: str) -> str | None:
        return self._held().get(f"{service} {username}")

    def delete_password(self, service: str, username: str) -> None:
        held = self._held()
        held.pop(f"{service} {username}", None)
        self._path.write_text(json.dumps(held))


def memory_kb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def empty_window() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    app.processEvents()
    window.grab()
    print(time.time(), memory_kb())


def our_window(folder: Path) -> None:
    from flexdesk.bootstrap import open_desk
    from flexdesk.i18n import set_language
    from flexdesk.system.clock import wanted_clock
    from ui.app import make_window
    from ui.desktop import specs
    from ui.opened import OpenedUnit
    from ui.qt import platform, theme

    set_language("id")
    app = platform.make_application([])
    theme.current().apply()
    keyring = FileKeyring(folder / "keyring.json")
    desk = open_desk(folder, keyring=lambda: keyring, clock=wanted_clock())
    window = make_window(OpenedUnit(desk), specs(desk))
    window.resize(1366, 768)
    window.show()
    app.processEvents()
    window.grab()
    print(time.time(), memory_kb())
    window.shut()


def make_unit(folder: Path) -> None:
    from flexdesk.bootstrap import create_desk
    from flexdesk.services.sample import AGENCY, UNIT, make_sample
    from flexdesk.system.clock import wanted_clock

    keyring = FileKeyring(folder / "keyring.json")
    folder.mkdir()
    with create_desk(folder, unit=UNIT, agency=AGENCY, keyring=lambda: keyring, clock=wanted_clock()) as desk:
        make_sample(desk)


def start(*arguments: str) -> tuple[float, float]:
    """Milliseconds from the process's creation to its first picture, and megabytes then."""
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_start", *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    painted, kilobytes = done.stdout.split()[-2:]
    return (float(painted) - began) * 1000, int(kilobytes) / 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "unit"
        make_unit(folder)
        pairs = [(start("empty"), start("ours", str(folder))) for _run in range(RUNS)]
    empty = statistics.median(pair[0][0] for pair in pairs)
    ours = statistics.median(pair[1][0] for pair in pairs)
    memory = statistics.median(pair[1][1] for pair in pairs)
    base = statistics.median(pair[0][1] for pair in pairs)
    print(f"empty window      {empty:6.0f} ms  {base:5.0f} MB")
    print(f"FlexDesk, 40 people, Hari ini {ours:6.0f} ms  {memory:5.0f} MB")
    print(
        f"start {ours / empty:.2f} x an empty window (budget {LIMIT_START} x);"
        f" memory budget {LIMIT_MEMORY_MB} MB"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["empty"]:
        empty_window()
    elif sys.argv[1:2] == ["ours"]:
        our_window(Path(sys.argv[2]))
    else:
        main()
