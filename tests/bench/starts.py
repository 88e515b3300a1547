"""One start of a window in a process of its own: what `bench_start` times. Imports only what a start needs.

The unit's key comes from a file that stands for the operating system's keyring: a passphrase would add the
wilful 0.3 s of Argon2.
"""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flexdesk.desk.desk import Desk
    from ui.shell.main_window import MainWindow

SIZE = (1366, 768)


class FileKeyring:
    """The three calls of a keyring over one file, a line for each secret."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _held(self) -> dict[str, str]:
        lines = self._path.read_text().splitlines() if self._path.exists() else []
        return dict(line.split("\t", 1) for line in lines)

    def _keep(self, held: dict[str, str]) -> None:
        self._path.write_text("".join(f"{name}\t{secret}\n" for name, secret in held.items()))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._keep({**self._held(), f"{service} {username}": password})

    def get_password(self, service: str, username: str) -> str | None:
        return self._held().get(f"{service} {username}")

    def delete_password(self, service: str, username: str) -> None:
        self._keep({name: secret for name, secret in self._held().items() if name != f"{service} {username}"})


def memory_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def tell(painted: float) -> None:
    print(painted, memory_mb())


def empty_window() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(*SIZE)
    window.show()
    app.processEvents()
    window.grab()
    tell(time.time())


def our_window(folder: Path) -> "tuple[Any, Desk, MainWindow]":
    """Application, unit and window, painted once with everything in it."""
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
    keyring = FileKeyring(folder / "keyring.txt")
    desk = open_desk(folder, keyring=lambda: keyring, clock=wanted_clock())
    window = make_window(OpenedUnit(desk), specs(desk))
    window.resize(*SIZE)
    window.show()
    app.processEvents()
    window.grab()
    return app, desk, window


def ours(folder: Path) -> None:
    _app, _desk, window = our_window(folder)
    painted = time.time()
    shown: Any = window.page
    if not shown.view.people or not shown.view.days:
        raise SystemExit("the first screen is empty")
    tell(painted)
    window.shut()


def main() -> None:
    if sys.argv[1] == "empty":
        empty_window()
    else:
        ours(Path(sys.argv[2]))


if __name__ == "__main__":
    main()
