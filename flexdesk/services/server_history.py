"""Remembers what the server signed of its own order, and refuses an order that does not go on from there.

A mark is a point of that order which somebody was shown: this laptop by its last exchange, a colleague by the
head that came in a file. With each exchange the server shows the digests after the oldest mark, so that the
chain runs through all of them up to the head that it signs now, or breaks. Only the server's own signed
statement that an older copy was laid back takes a mark away, or a person at this laptop.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flexdesk.domain.ops import Change
from flexdesk.errors import EnvironmentTrouble
from flexdesk.i18n import N_
from flexdesk.services.commits import Committer
from flexdesk.services.membership import Membership
from flexdesk.store import forgetting
from flexdesk.store.carriers import Carriers
from flexdesk.sync.certificates import (
    Entry,
    GrantEntry,
    ReceiptEntry,
    RejectEntry,
    RestoreEntry,
    RevokeEntry,
    UnitHeadEntry,
    chain_after,
    read_entry,
    verify_entry,
)
from flexdesk.sync.faults import CertificateFault

if TYPE_CHECKING:
    from flexdesk.sync.messages import SyncResponse

_NEVER_MS = 1 << 62
FARTHEST = 4096  # positions back that a colleague's mark is still followed from
MOST_MARKS = 16

_HEAD, _SIGNED = "server_head", "server_head_signed"
_MARKS, _DOUBT = "server_marks", "server_doubt"
_RESTORED, _PROVES = "server_restored", "server_proves"
_ASKS, _OWED = "server_asks_first", "server_owed"


class ServerRolledBack(EnvironmentTrouble):
    code = "sync.server_rolled_back"
    ticket = "FD-KRM-21"
    text = N_("The server answers with an older state (position {found}) than it signed before ({known}).")
    safe = N_("Your data is safe here; nothing from the server was taken over.")
    next = N_("Tell the server's operator; everything is sent again once the server is in order.")


class ServerHistoryChanged(EnvironmentTrouble):
    """What the server signed before is not part of its order any more."""

    code = "sync.server_history_changed"
    ticket = "FD-KRM-23"
    text = N_("The server's record no longer contains what it signed for this laptop (position {pos}).")
    safe = N_("Your data is safe here; nothing from the server was taken over.")
    next = N_("Tell the server's operator; everything is sent again once the server is in order.")


class ServerSplit(EnvironmentTrouble):
    """Two people were shown two orders that exclude each other."""

    code = "sync.server_split"
    ticket = "FD-KRM-24"
    text = N_("The server shows {name} another record than this laptop (position {pos}).")
    safe = N_("Nothing is taken from the server until you decide. Your own data is untouched.")
    next = N_(
        "Ask the operator what happened. "
        "If you believe the server, say so under “Send”: flexdesk sync --trust-server."
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """`source` is whose laptop was shown it; empty for this one."""

    pos: int
    chain: bytes
    at_ms: int
    source: str = ""


class ServerHistory:
    def __init__(self, committer: Committer, membership: Membership, carriers: Carriers) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._carriers = carriers

    # -- what a request says

    @property
    def proven(self) -> int | None:
        """The position after which the server has to show its digests; None before any mark."""
        marks = self._marks()
        return marks[0].pos if marks else None

    @property
    def restored_ms(self) -> int:
        """When an older copy was last laid back, as far as this laptop has heard; 0: never."""
        return int(self._store.setting(_RESTORED, "0"))

    def shown(self) -> tuple[bytes, ...]:
        """The highest head that the server signed for this laptop, for the next file."""
        signed = self._store.setting(_SIGNED)
        return (bytes.fromhex(signed),) if signed else ()

    # -- what an answer says

    def check(self, answer: "SyncResponse") -> bool:
        """Whether the server says that an older copy was laid back; to be called before anything is taken.

        Raises ServerRolledBack, ServerHistoryChanged or ServerSplit; nothing of the answer counts then.
        """
        restored = self.hear_restores(answer.entries)
        if (doubt := self.doubt()) is not None:
            raise doubt
        marks = self._marks()
        highest = max((mark.pos for mark in marks), default=0)
        head = self._verified(answer.head) if answer.head else None
        if not isinstance(head, UnitHeadEntry):
            if highest:  # it has forgotten everything, and that it ever signed anything
                raise ServerRolledBack(found=0, known=highest)
            return restored
        if head.restored_ms != self.restored_ms or head.pos < highest:
            raise ServerRolledBack(found=head.pos, known=highest)
        self._follow(marks, head, answer.digests)
        self._keep_head(head, answer.head)
        return restored

    def _follow(self, marks: Sequence[Mark], head: UnitHeadEntry, digests: Sequence[bytes]) -> None:
        """Run the chain from the first mark to the head; keep what is left to be shown."""
        if not marks:
            return
        if digests:
            self._store.set_setting(_PROVES, "1")
        elif self._store.setting(_PROVES) and head.pos > marks[0].pos:
            self._raise(marks[0], marks[0])
        first, *points = *marks, Mark(head.pos, head.chain, head.at_ms)
        reached, steps = first, iter(digests)
        while True:
            while points and points[0].pos == reached.pos:
                point = points.pop(0)
                if point.chain != reached.chain:
                    self._raise(point, reached)
                reached = reached if point.source else replace(reached, source="")
            digest = next(steps, None) if points else None
            if digest is None:
                break
            pos = reached.pos + 1
            reached = replace(reached, pos=pos, chain=chain_after(reached.chain, pos, digest))
        if not points:
            self._keep_marks([])
        elif digests:
            self._keep_marks([reached, *points[:-1]])
        else:  # an older server, which shows nothing
            self._keep_marks(mark for mark in marks if mark.source)

    def _raise(self, point: Mark, before: Mark) -> None:
        name = point.source or before.source
        if not name:
            raise ServerHistoryChanged(pos=point.pos)
        self._store.set_setting(_DOUBT, json.dumps({"name": name, "pos": point.pos}))
        raise ServerSplit(name=name, pos=point.pos)

    # -- what colleagues were shown

    def hear(self, entries: Iterable[bytes], source: str) -> None:
        """Heads that came in a file of `source`: points that the server has to account for."""
        for blob in entries:
            head = self._verified(blob)
            if isinstance(head, UnitHeadEntry) and head.at_ms >= self.restored_ms:
                self._mark(Mark(head.pos, head.chain, head.at_ms, source))

    def _mark(self, heard: Mark) -> None:
        marks = self._marks()
        for mark in marks:
            if mark.pos == heard.pos:
                if mark.chain != heard.chain and self.doubt() is None:
                    doubt = {"name": heard.source, "pos": heard.pos}
                    self._store.set_setting(_DOUBT, json.dumps(doubt))
                return
        own = self._own()
        if own is None or own.pos - heard.pos <= FARTHEST:
            others = [mark for mark in marks if mark != own]
            self._keep_marks(sorted([*others, heard], key=lambda mark: mark.pos)[-MOST_MARKS:])

    def doubt(self) -> ServerSplit | None:
        """Two orders were found, and nobody has decided yet."""
        text = self._store.setting(_DOUBT)
        return ServerSplit(**json.loads(text)) if text else None

    def trust(self) -> None:
        """A person believes the server as it is now: its word is fetched anew from the beginning."""
        with self._store.writing():
            changed = self._start_anew(_NEVER_MS)
            self._store.set_setting(_DOUBT, "")
            self._store.set_setting(_RESTORED, "0")
        self._tell(changed)

    def leave(self) -> None:
        """The unit goes to another server, where nothing counts that this one has said."""
        with self._store.writing():
            changed = self._start_anew(_NEVER_MS)
            for name in (_DOUBT, _OWED, _PROVES):
                self._store.set_setting(name, "")
            self._store.set_setting(_RESTORED, "0")
        self._tell(changed)

    # -- an older copy laid back

    def hear_restores(self, entries: Iterable[bytes]) -> bool:
        """Whether the server's statement that it was laid back is among the entries, and new."""
        found = [entry for blob in entries if isinstance(entry := self._verified(blob), RestoreEntry)]
        at_ms = max((entry.at_ms for entry in found), default=0)
        if at_ms <= self.restored_ms:
            return False
        with self._store.writing():
            changed = self._start_anew(at_ms)
            self._store.set_setting(_DOUBT, "")
            self._store.set_setting(_RESTORED, str(at_ms))
        self._tell(changed)
        return True

    def passed_on(self, entries: Iterable[bytes]) -> list[bytes]:
        """Entries that a colleague may bring; whether older ones still count, only the server can say."""
        return [blob for blob in entries if (e := self._verified(blob)) and e.at_ms >= self.restored_ms]

    @property
    def asks_first(self) -> bool:
        """Whether this laptop has to hear what the server has, before it sends."""
        return bool(self._store.setting(_ASKS))

    def returned(self) -> tuple[bytes, ...]:
        """What the server said about devices before it was laid back; it may have to hear it again."""
        return tuple(map(bytes.fromhex, json.loads(self._store.setting(_OWED) or "[]")))

    def heard(self) -> None:
        """An answer was taken in whole."""
        done = _ASKS if self.asks_first else _OWED
        if self._store.setting(done):
            self._store.set_setting(done, "")

    def _tell(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self._committer.tell(change)

    def _start_anew(self, before_ms: int) -> list[Change]:
        """Forget what the server signed before that time; what that changed on rows."""
        blobs = self._carriers.entries()
        gone = [entry for blob in blobs if (entry := read_entry(blob)).at_ms < before_ms]
        owed = [b.hex() for b in blobs if isinstance(read_entry(b), GrantEntry | RevokeEntry)]
        self._store.set_setting(_OWED, json.dumps(owed))
        forgetting.drop_entries(self._store, [(entry.pos, kind_of(entry)) for entry in gone])
        changed = []
        for entry in gone:
            if isinstance(entry, RejectEntry):
                ops = forgetting.count_again(self._store, entry.device, entry.seq, entry.rows or None)
                changed.append(Change("server.restore", tuple(ops), entry.device, entry.seq))
        forgetting.unreceive(self._store, self._covered())
        own = self._own()
        self._keep_marks(mark for mark in self._marks() if mark != own and mark.at_ms >= before_ms)
        if own is not None and own.at_ms < before_ms:
            self._store.set_setting(_HEAD, "")
            self._store.set_setting(_SIGNED, "")
        anew = (("voided", "[]"), ("server_position", "0"), ("server_decided", "0|0"), (_ASKS, "1"))
        for name, value in anew:
            self._store.set_setting(name, value)
        return changed

    def _covered(self) -> int:
        """The highest own change that a receipt which is still here covers."""
        own, log = self._store.device, self._store.log
        covered = 0
        for entry in self._entries():
            if isinstance(entry, ReceiptEntry) and (seq := entry.vector.get(own, 0)) > covered:
                chain = log.chain_at(own, seq)
                if chain is not None and chain.startswith(entry.chain):
                    covered = seq
        return covered

    # -- private

    def _entries(self) -> list[Entry]:
        return [read_entry(blob) for blob in self._carriers.entries()]

    def _verified(self, blob: bytes) -> Entry | None:
        """An entry of this unit's server; None for anything else."""
        server = self._membership.server()
        try:
            entry = None if server is None else verify_entry(blob, server.issuer)
        except CertificateFault:
            return None
        return entry if entry is not None and entry.unit == self._membership.log_id else None

    def _keep_head(self, head: UnitHeadEntry, blob: bytes) -> None:
        with self._store.writing():
            self._store.set_setting(_HEAD, f"{head.pos}|{head.chain.hex()}")
            self._store.set_setting(_SIGNED, blob.hex())

    def _own(self) -> Mark | None:
        pos, _sep, chain = self._store.setting(_HEAD).partition("|")
        if not chain:
            return None
        signed = self.shown()
        return Mark(int(pos), bytes.fromhex(chain), read_entry(signed[0]).at_ms if signed else 0)

    def _marks(self) -> list[Mark]:
        """In the order of their positions, this laptop's own first where two are equal."""
        own = self._own()
        held = json.loads(self._store.setting(_MARKS) or "[]")
        others = [Mark(pos, bytes.fromhex(chain), at_ms, source) for pos, chain, at_ms, source in held]
        return sorted([*([own] if own else []), *others], key=lambda mark: mark.pos)

    def _keep_marks(self, marks: Iterable[Mark]) -> None:
        held = [[mark.pos, mark.chain.hex(), mark.at_ms, mark.source] for mark in marks]
        self._store.set_setting(_MARKS, json.dumps(held))


def kind_of(entry: Entry) -> str:
    """The token under which an entry is kept."""
    return type(entry).__name__.removesuffix("Entry").lower()
