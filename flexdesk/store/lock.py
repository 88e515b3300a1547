"""Lets one process at a time have a unit open, and frees it by itself when that process dies."""

import os
import sys
import time
from pathlib import Path

from flexdesk.store.errors import AlreadyOpen

NAME = "lock"


class FolderLock:
    """Held from `acquire` to `release`; the operating system lets go of it when the process ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._handle: int | None = None

    def acquire(self, patience_s: float = 0.0) -> None:
        """Take the lock; raises AlreadyOpen when another process keeps it longer than `patience_s`."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + patience_s
        while not _try_lock(handle):
            if time.monotonic() >= deadline:
                os.close(handle)
                raise AlreadyOpen(folder=str(self._path.parent))
            time.sleep(0.05)
        self._handle = handle

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
