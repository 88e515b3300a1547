"""What the server's tables hold, row by row."""

from dataclasses import dataclass
from functools import lru_cache

from flexdesk.sync.certificates import UnitHeadEntry, read_entry


@dataclass(frozen=True, slots=True)
class Unit:
    unit_id: str
    agency_id: str
    agency: str
    name: str
    zone: str
    log: str | None


@dataclass(frozen=True, slots=True)
class UnitHead:
    """The last position given out, the chain over all positions, and its signed form."""

    pos: int
    chain: bytes
    signed: bytes

    @property
    def restored_ms(self) -> int:
        """When an older copy was last laid back; 0: never."""
        return _said(self.signed)[1]

    @property
    def at_ms(self) -> int:
        """When it was signed; 0 before anything was."""
        return _said(self.signed)[0]


@lru_cache(maxsize=4096)  # an upload asks about the head before it, and about its own
def _said(signed: bytes) -> tuple[int, int]:
    """When a head was signed, and the last restore that it knows of."""
    entry = read_entry(signed) if signed else None
    return (entry.at_ms, entry.restored_ms) if isinstance(entry, UnitHeadEntry) else (0, 0)


@dataclass(frozen=True, slots=True)
class Device:
    """A device of a unit and how far its log is known."""

    unit_id: str
    device: str
    sign_key: bytes
    receive: str
    holder: str
    role: str
    certificate: bytes
    pos: int
    revoked_seq: int | None
    enrolled_ms: int
    seen_ms: int
    last_seq: int
    chain: bytes


@dataclass(frozen=True, slots=True)
class Code:
    """`role` is what `enrolment.role_text` makes: the role, and its last day where it has one."""

    unit_id: str
    hash: bytes
    role: str
    expires_ms: int
    device: str | None


@dataclass(frozen=True, slots=True)
class StoredBatch:
    device: str
    first_seq: int
    last_seq: int
    pos: int
    size: int


@dataclass(frozen=True, slots=True)
class Decision:
    pos: int
    kind: str
    device: str
    seq: int
    entry: bytes
