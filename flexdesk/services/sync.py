"""Exchanges with the server over the line, and tells the truth about what has arrived."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from flexdesk.domain import merge
from flexdesk.domain.ops import DELETED, Change, Op, Value
from flexdesk.errors import NotFound, UsageError
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.commits import Committer
from flexdesk.services.exchange import Exchange, Taken
from flexdesk.services.membership import Membership, instant
from flexdesk.services.renewal import DiskCopied
from flexdesk.store.carriers import Carriers, SyncState
from flexdesk.store.log import ForkFound
from flexdesk.store.store import Dispute
from flexdesk.sync.reasons import FORK

if TYPE_CHECKING:
    from flexdesk.sync.http import HttpLine
    from flexdesk.sync.messages import SyncResponse

BYTES_A_REQUEST = 64 << 10
MAX_ROUNDS = 10_000


@dataclass(frozen=True, slots=True)
class Synced:
    """What one exchange moved; `state` is the state of this device's newest change."""

    sent: int
    received: int
    state: SyncState
    bytes_up: int
    bytes_down: int
    round_trips: int
    receipt: str
    conflicts: int
    rejected: tuple[dict[str, object], ...]
    restored: bool = False  # the server said that an older copy was laid back


class SyncService:
    """`connect` opens the line to an address; by default one over HTTPS."""

    def __init__(
        self,
        committer: Committer,
        membership: Membership,
        exchange: Exchange,
        carriers: Carriers,
        connect: "Callable[[str], HttpLine] | None" = None,
    ) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._exchange = exchange
        self._carriers = carriers
        self._connect = connect or _over_https

    # -- the line

    def sync(self, url: str = "", progress: Progress | None = None) -> Synced:
        """Send and fetch until both sides agree; usually one round trip.

        Raises NotEnrolled, Offline, ServerBusy, NotOurServer, NotTrusted, ServerRefused, ServerRolledBack,
        ServerHistoryChanged, ServerSplit.
        What was exchanged before an error stays.
        """
        server = self._membership.enrolled()
        if url and url.rstrip("/") != server.url:
            self._membership.set_url(url.rstrip("/"))
            server = self._membership.enrolled()
        if self._exchange.renewal.pending:
            raise DiskCopied()
        before = self._received()
        restored_ms = self._exchange.history.restored_ms
        total = Taken()
        with self._connect(server.url) as line:
            if self._membership.is_successor:
                self._membership.claim_succession(line)
            self._membership.ask_again(line)
            self._membership.lock_for_agency()
            for _round in range(MAX_ROUNDS):
                if progress is not None:
                    progress.report(_round, 0)
                if not self._round(line, server.unit_id, total):
                    break
            self._mend_forks(line, server.unit_id, total)
            traffic = line.traffic
        last = self._store.log.vector().get(self._store.device, 0)
        return Synced(
            sent=self._received() - before,
            received=total.applied,
            state=self._carriers.state(last),
            bytes_up=traffic.bytes_up,
            bytes_down=traffic.bytes_down,
            round_trips=traffic.round_trips,
            receipt=total.receipt or self._store.setting("last_receipt"),
            conflicts=len(self._store.disputes()),
            rejected=tuple(total.rejected),
            restored=self._exchange.history.restored_ms != restored_ms,
        )

    def trust_server(self) -> None:
        """A person decided to believe the server although it showed somebody else another record."""
        self._exchange.history.trust()

    def _received(self) -> int:
        return self._carriers.received()

    def _round(self, line: "HttpLine", unit_id: str, total: Taken) -> bool:
        """One request and its answer; True when there is more to say."""
        from flexdesk.sync.messages import SyncRequest

        history = self._exchange.history
        known = self._exchange.known_of_server()
        asks_first = history.asks_first or history.doubt() is not None
        blobs = [] if asks_first else self._exchange.batches(known)
        sending = _first_bytes(blobs, BYTES_A_REQUEST)
        request = SyncRequest(
            unit_id=unit_id,
            device=self._store.device,
            vector=self._store.log.vector(),
            after=int(self._store.setting("server_position", "0")),
            batches=tuple(sending),
            proven=history.proven,
            restored_ms=history.restored_ms,
        )
        if sending:
            self._record_sent(sending)
        answer = line.exchange(request, self._membership.keys.signing)
        restored = history.check(answer)
        if self._is_copied(answer):
            self._renew(line, unit_id)
        try:
            taken = self._exchange.take(answer.batches, answer.entries, answer.certificates)
        except ForkFound as fork:
            if fork.facts["device"] == self._store.device:
                self._renew(line, unit_id)
            self._give_way(line, unit_id, str(fork.facts["device"]), total)
            return True
        self._store.set_setting("server_position", str(answer.position))
        self._membership.mandates.hear(answer.position, answer.time_ms)
        self._note_clock(answer.time_ms)
        if taken.receipt:
            self._store.set_setting("last_receipt", taken.receipt)
            self._store.set_setting("last_receipt_at", self._committer.clock.now().isoformat())
        total.applied += taken.applied
        total.rejected += taken.rejected
        total.receipt = taken.receipt or total.receipt
        history.heard()
        return restored or asks_first or answer.more or (len(sending) < len(blobs) and not answer.refused)

    def _renew(self, line: "HttpLine", unit_id: str) -> NoReturn:
        """Somebody else works under this device's name: prepare a name of its own. Raises DiskCopied."""
        held = self._held_by_server(line, unit_id, self._store.device, self._received())
        self._exchange.renewal.begin(held)
        raise DiskCopied()

    def _is_copied(self, answer: "SyncResponse") -> bool:
        """Whether somebody else works under this device's name."""
        from flexdesk.sync.wire import read_header

        own = self._store.device
        last = self._store.log.vector().get(own, 0)
        ahead = any(h.device == own and h.last > last for h in map(read_header, answer.batches))
        return ahead or any((r.device, r.code) == (own, FORK) for r in answer.refused)

    def _held_by_server(self, line: "HttpLine", unit_id: str, device: str, beyond: int) -> list[bytes]:
        """All that the server has of a device after the number `beyond`, whatever stands here."""
        from flexdesk.sync.messages import SyncRequest
        from flexdesk.sync.wire import read_header

        known = self._store.log.vector()
        found: dict[int, bytes] = {}
        after, more = 0, True
        while more:
            vector = {**known, device: max([beyond, *(read_header(blob).last for blob in found.values())])}
            request = SyncRequest(unit_id=unit_id, device=self._store.device, vector=vector, after=after)
            answer = line.exchange(request, self._membership.keys.signing)
            found |= {h.first: blob for blob in answer.batches if (h := read_header(blob)).device == device}
            more = answer.more and answer.position > after
            after = answer.position
        return list(found.values())

    def _mend_forks(self, line: "HttpLine", unit_id: str, total: Taken) -> None:
        """Where a copied laptop's other changes came here by file, the server's take their place."""
        for device in self._exchange.parted():
            if device != self._store.device:
                self._give_way(line, unit_id, device, total)

    def _give_way(self, line: "HttpLine", unit_id: str, device: str, total: Taken) -> None:
        held = self._held_by_server(line, unit_id, device, self._exchange.shared(device))
        taken = self._exchange.give_way(device, held)
        total.applied += taken.applied
        total.rejected += taken.rejected

    def _record_sent(self, blobs: list[bytes]) -> None:
        from flexdesk.sync.wire import read_header

        own = [h for blob in blobs if (h := read_header(blob)).device == self._store.device]
        if not own:
            return
        now = instant(self._committer.clock.now())
        self._carriers.record(
            "sync",
            target="server",
            path="",
            made_at=now,
            span=(own[0].first, own[-1].last),
            size=sum(len(blob) for blob in blobs),
            handed_at=now,
        )

    def _note_clock(self, server_ms: int) -> None:
        skew = round((self._committer.now_ms() - server_ms) / 1000)
        self._store.set_setting("clock_skew", str(skew))

    # -- conflicts

    def conflicts(self) -> list[Dispute]:
        return self._store.disputes()

    def resolve(self, id: str, take: str) -> Change | None:
        """End a conflict: `mine`, `theirs`, or a value. Raises NotFound, UsageError.

        A row that was edited while somebody deleted it stays with `mine` or `theirs` and goes with `delete`.
        """
        return self.resolve_all({id: take})

    def resolve_all(self, choices: Mapping[str, str]) -> Change | None:
        """End several conflicts (by id) as one change; see `resolve`."""
        disputes = {dispute.id: dispute for dispute in self._store.disputes()}
        ops = []
        for id, take in choices.items():
            if id not in disputes:
                raise NotFound(what=_("Conflict"), key=id)
            ops.append(self._settlement(disputes[id], take))
        return self._committer.settle(ops)

    def _settlement(self, dispute: Dispute, take: str) -> Op:
        if dispute.field == DELETED:
            after: Value = 1 if take == "delete" else None
            return Op(dispute.table, dispute.row, {DELETED: None}, {DELETED: after})
        mine = [head for head in dispute.heads if head.device == self._store.device]
        theirs = [head for head in dispute.heads if head.device != self._store.device]
        if take == "mine":
            if not mine:
                raise UsageError(detail=_("none of the values was written on this laptop"))
            return _settled(dispute, mine[-1].value)
        if take == "theirs":
            return _settled(dispute, max(theirs, key=lambda head: head.hlc).value)
        return _settled(dispute, _typed(take, dispute))


def _over_https(url: str) -> "HttpLine":
    from flexdesk.sync.http import HttpLine  # it brings half of the network library along

    return HttpLine(url)


def _settled(dispute: Dispute, value: Value) -> Op:
    before = merge.shown(dispute.heads).value
    return Op(dispute.table, dispute.row, {dispute.field: before}, {dispute.field: value})


def _typed(text: str, dispute: Dispute) -> Value:
    """A value as typed, in the type of the values in conflict."""
    kinds = {type(head.value) for head in dispute.heads if head.value is not None}
    if kinds and kinds <= {int, float}:
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            raise UsageError(detail=_("“{text}” is not a number").format(text=text)) from None
    return text


def _first_bytes(blobs: list[bytes], limit: int) -> list[bytes]:
    """The first batches within the limit, at least one."""
    chosen: list[bytes] = []
    size = 0
    for blob in blobs:
        if chosen and size + len(blob) > limit:
            break
        chosen.append(blob)
        size += len(blob)
    return chosen
