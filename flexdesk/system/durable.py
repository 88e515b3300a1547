"""Files that are either wholly there or not there at all, also after a power cut or a pulled stick."""

import contextlib
import os
import secrets
from pathlib import Path


class NotAsWritten(OSError):
    """The medium gave back other bytes than were written."""


def write_durably(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Replace `path`: temporary name, sync, read back, rename, sync. An OSError leaves nothing behind."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _check(part, data)
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    sync_folder(path.parent)


def _check(path: Path, data: bytes) -> None:
    with path.open("rb") as stream:
        if hasattr(os, "posix_fadvise"):  # ask the medium, not the cache, where the system lets us
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        if stream.read(len(data) + 1) != data:
            raise NotAsWritten(f"{path.name} reads differently from what was written")


def sync_folder(folder: Path) -> None:
    """Make a rename last. Windows has no such call; a stick may refuse it, and then nothing better exists."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
