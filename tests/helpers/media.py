"""Real small disks, and sticks that can be pulled; without Linux and the right to mount tests are skipped."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

KIB = 1 << 10


def _mount(*words: str) -> None:
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs Linux and root")
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")


def _unmount(folder: Path) -> None:
    subprocess.run(["umount", "-l", str(folder)], check=True)


class SmallDisk:
    """A file system of its own, as full as a test wants it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, leave_kib: int = 0) -> None:
        """Leave so much room and no more."""
        self.free()
        room = os.statvfs(self.folder)
        size = room.f_bavail * room.f_frsize - leave_kib * KIB
        with self._ballast.open("wb") as stream:
            os.posix_fallocate(stream.fileno(), 0, max(size, 1))

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, kib: int = 8 * KIB) -> Iterator[SmallDisk]:
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(folder))
    try:
        yield SmallDisk(folder)
    finally:
        _unmount(folder)


class Stick:
    """A folder that can be pulled while somebody writes; `inside` is what is on it, pulled or not."""

    def __init__(self, folder: Path, inside: Path) -> None:
        self.folder, self.inside = folder, inside
        self.plugged = False

    def plug(self) -> None:
        _mount("--bind", str(self.inside), str(self.folder))
        self.plugged = True

    def pull(self) -> None:
        if self.plugged:
            _unmount(self.folder)
            self.plugged = False


@contextmanager
def stick(room: Path) -> Iterator[Stick]:
    folder, inside = room / "stick", room / "inside"
    folder.mkdir(parents=True)
    inside.mkdir()
    made = Stick(folder, inside)
    made.plug()
    try:
        yield made
    finally:
        made.pull()
