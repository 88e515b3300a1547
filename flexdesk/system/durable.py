"""Files that are either wholly there or not there at all, also after a power cut or a pulled stick."""

import contextlib
import errno
import os
import secrets
import time
from pathlib import Path

# A virus scanner or a sync client opens a new file for a moment, and Windows then refuses to replace it.
PATIENCE_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


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
        replace_patiently(part, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            error.filename = str(path)  # nobody knows the temporary name
        raise
    sync_folder(path.parent)


def replace_patiently(source: Path, target: Path) -> None:
    """As `os.replace`, tried again while another program holds one of the two files.

    Raises OSError; with EBUSY where somebody held it to the end.
    """
    for wait_s in PATIENCE_S:
        try:
            os.replace(source, target)
            return
        except PermissionError:
            time.sleep(wait_s)
    try:
        os.replace(source, target)
    except PermissionError as error:
        if target.exists() and not os.access(target, os.W_OK):
            raise
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(target)) from error


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
