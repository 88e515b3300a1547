"""Plays a recording of every write and sync up to some moment, and then lets the power fail.

What was synced is there. What was not survives sector by sector at random, in no order; names made, replaced
or removed since the last sync of their folder survive up to a random point.
"""

import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512
_HEAD = struct.Struct("<cHQQ")
_VOLATILE = "-shm"  # SQLite's index of the log lives in memory and is made anew


@dataclass(frozen=True, slots=True)
class Event:
    """`kind`: Created, Written, Truncated to `offset`, Synced, Unlinked, Renamed to `path`, Answered."""

    kind: str
    path: str
    offset: int
    data: bytes


def build(folder: Path) -> Path:
    """The recorder as a shared library; needs a C compiler."""
    source = Path(__file__).with_name("recorder.c")
    library = folder / "recorder.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(library), str(source), "-ldl"],
        check=True,
    )
    return library


def read(recording: Path) -> list[Event]:
    raw = recording.read_bytes()
    at = 0
    events = []
    while at < len(raw):
        kind, length, offset, size = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        path = raw[at : at + length].decode()
        at += length
        events.append(Event(kind.decode(), path, offset, raw[at : at + size]))
        at += size
    return [event for event in events if not event.path.endswith(_VOLATILE)]


@dataclass
class File:
    """What the medium holds, and what it was told since the last sync: (offset, bytes), or (size, None)."""

    durable: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        image = bytearray(self.durable)
        for offset, data in self.pending:
            _lay(image, offset, data)
        self.durable = bytes(image)
        self.pending = []

    def survivors(self, random: Random) -> bytes:
        """What a power cut may leave: any subset of the sectors written since the last sync."""
        image = bytearray(self.durable)
        share = random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        for offset, data in self.pending:
            if data is None:
                if random.random() < share:
                    _lay(image, offset, None)
                continue
            for start, piece in _sectors(offset, data):
                if random.random() < share:
                    _lay(image, start, piece)
        return bytes(image)


def _lay(image: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del image[offset:]
        image.extend(bytes(offset - len(image)))
        return
    if len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset : offset + len(data)] = data


def _sectors(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        end = min(len(data), at + SECTOR - (offset + at) % SECTOR)
        yield offset + at, data[at:end]
        at = end


class Disk:
    """The files of one folder, as the program sees them and as the medium has them."""

    def __init__(self, folder: Path, known_as: Path) -> None:
        """`folder` holds the files as they were when the recording of `known_as` began."""
        self.names = {
            str(known_as / path.relative_to(folder)): File(path.read_bytes())
            for path in folder.rglob("*")
            if path.is_file() and not path.name.endswith(_VOLATILE)
        }
        self._durable_names = dict(self.names)
        self._unsynced: list[tuple[str, File | None]] = []  # a name, and what it stands for from now on
        self.answers = b""

    def play(self, event: Event) -> None:
        match event.kind:
            case "A":
                self.answers += event.data
            case "C":
                self._name(event.path, File())
            case "U":
                self._name(event.path, None)
            case "R":
                source = event.data.decode()
                moved = self.names[source]
                self._name(event.path, moved)
                self._name(source, None)
            case "S":
                self._sync(event.path)
            case "W":
                self.names[event.path].pending.append((event.offset, event.data))
            case "T":
                self.names[event.path].pending.append((event.offset, None))

    def _name(self, path: str, file: File | None) -> None:
        self._unsynced.append((path, file))
        _set(self.names, path, file)

    def _sync(self, path: str) -> None:
        if path in self.names:
            self.names[path].sync()
            return
        kept = []
        for name, file in self._unsynced:
            if str(Path(name).parent) == path:
                _set(self._durable_names, name, file)
            else:
                kept.append((name, file))
        self._unsynced = kept

    def cut(self, target: Path, random: Random) -> None:
        """Lay out in `target` (an empty folder) what the medium may hold after a power cut now."""
        names = dict(self._durable_names)
        for path, file in self._unsynced[: random.randint(0, len(self._unsynced))]:
            _set(names, path, file)
        for path, file in names.items():
            if file is not None:
                (target / Path(path).name).write_bytes(file.survivors(random))


def _set(names: dict[str, File], path: str, file: File | None) -> None:
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file
