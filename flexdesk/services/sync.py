"""Exchanges with the server over the line, and tells the truth about what has arrived."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NoReturn

from flexdesk.domain import merge
from flexdesk.domain.ops import DELETED, Change, Op, Value
from flexdesk.errors import EnvironmentTrouble, NotFound, UsageError
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.catching_up import CatchingUp
from flexdesk.services.commits import Committer
from flexdesk.services.exchange import Exchange, Taken
from flexdesk.services.identity import DiskCopied
from flexdesk.services.judging import REJECTED
from flexdesk.services.membership import Membership, instant
from flexdesk.services.self_check import Incident, SelfCheck
from flexdesk.services.session import LineSession
from flexdesk.services.shortening import Shortened, Shortening
from flexdesk.store.carriers import Carriers, SyncState
from flexdesk.store.log import ForkFound
from flexdesk.store.store import Dispute
from flexdesk.sync import dictionaries
from flexdesk.sync.reasons import DICTIONARY, FORK

if TYPE_CHECKING:
    from flexdesk.sync.http import HttpLine
    from flexdesk.sync.messages import SyncResponse
    from flexdesk.sync.patience import Patience

log = logging.getLogger(__name__)

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
    held: int = 0  # rows that somebody deleted in a mass, and that wait for a yes
    repaired: int = 0  # rows that showed something else than the unit's log says


@dataclass(slots=True)
class _Course:
    """What one exchange has done so far; `carrier` is its row in the list of what went out."""

    progress: Progress
    taken: Taken = field(default_factory=Taken)
    carrier: int = 0


class SyncService:
    """`connect` makes the line to an address, by default one over HTTPS; it is kept until `close`."""

    def __init__(
        self,
        committer: Committer,
        membership: Membership,
        exchange: Exchange,
        carriers: Carriers,
        connect: "Callable[[str], HttpLine] | None" = None,
        patience: "Patience | None" = None,
    ) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._exchange = exchange
        self._carriers = carriers
        self.session = LineSession(connect or _over_https, patience)
        self._catching_up = CatchingUp(committer, membership, carriers)
        self.check = SelfCheck(committer, membership)

    # -- the line

    def sync(self, url: str = "", progress: Progress | None = None) -> Synced:
        """Send and fetch until both sides agree; usually one round trip.

        Raises NotEnrolled, Offline, ServerBusy, NotOurServer, NotTrusted, ServerRefused, ServerRolledBack,
        ServerHistoryChanged, ServerSplit, CancelledError. What was exchanged before an error stays.
        `progress` counts bytes; see `seconds_for`.
        """
        server = self._membership.enrolled()
        if url and url.rstrip("/") != server.url:
            self._membership.set_url(url.rstrip("/"))
            server = self._membership.enrolled()
        if self._exchange.renewal.pending:
            raise DiskCopied()
        progress = progress or Progress()
        before, course = self._received(), _Course(progress)
        restored_ms = self._exchange.history.restored_ms
        line, run = self.session.line(server.url), self.session.run
        traffic = replace(line.traffic)
        self.session.patience.begin()
        run(lambda: self._ask_about_itself(line), progress)
        for _round in range(MAX_ROUNDS):
            before = min(before, self._received())  # less, when the server has forgotten
            left = run(lambda: self._round(line, server.unit_id, course), progress)
            if not left:
                break
            done = line.traffic.bytes - traffic.bytes
            progress.report(done, done + left)
        run(lambda: self._mend_forks(line, server.unit_id, course.taken), progress)
        incident = self._checked(line)
        total = course.taken
        last = self._store.log.vector().get(self._store.device, 0)
        return Synced(
            sent=self._received() - before,
            received=total.applied,
            state=self._carriers.state(last),
            bytes_up=line.traffic.bytes_up - traffic.bytes_up,
            bytes_down=line.traffic.bytes_down - traffic.bytes_down,
            round_trips=line.traffic.round_trips - traffic.round_trips,
            receipt=total.receipt or self._store.setting("last_receipt"),
            conflicts=len(self._store.disputes()),
            rejected=tuple(total.rejected),
            restored=self._exchange.history.restored_ms != restored_ms,
            held=total.held,
            repaired=incident.rows if incident else 0,
        )

    def _ask_about_itself(self, line: "HttpLine") -> None:
        """What the server has to say of this laptop, before it says anything of the unit."""
        if self._membership.is_successor:
            self._membership.claim_succession(line)
        self._membership.ask_again(line)
        self._membership.lock_for_agency()

    def _checked(self, line: "HttpLine") -> Incident | None:
        """Compare now and then. Everything has been exchanged by now, so trouble waits for the next time."""
        if not self.check.is_due:
            return None
        try:
            return self.check.run(line, int(self._store.setting("server_position", "0")))
        except EnvironmentTrouble as trouble:
            log.info("no comparison with the server: %s", trouble.code)
            return None

    def trust_server(self) -> None:
        """A person decided to believe the server although it showed somebody else another record."""
        self._exchange.history.trust()

    def seconds_for(self, count: int) -> float | None:
        """How long so many bytes will take, roughly; None before the line has shown its pace."""
        return self.session.seconds_for(count)

    def close(self) -> None:
        """End the line that is kept."""
        self.session.close()

    def _received(self) -> int:
        return self._carriers.received()

    def _round(self, line: "HttpLine", unit_id: str, course: _Course) -> int:
        """One request and its answer; the bytes that are left to carry, 0 when all is said.

        On a window of half a minute the first answer has to be worth it. It brings every decision and receipt
        before the batches, for they are small. The request brings own batches before those that are only
        passed on; the oldest first, because a log has no holes: the newest could not be taken in, nor
        receipted, before what it follows. So each answer turns something green, however short the window.
        After a cut the first request only asks: a receipt for what arrived costs less than to send it again.
        """
        from flexdesk.sync.messages import SyncRequest

        history = self._exchange.history
        asks_first = history.asks_first or history.doubt() is not None
        blobs = [] if asks_first else self._unsent()
        sending = [] if self.session.is_in_doubt else _first_bytes(blobs, line.pace.up.size)
        after = int(self._store.setting("server_position", "0"))
        request = SyncRequest(
            unit_id=unit_id,
            device=self._store.device,
            vector=self._store.log.vector(),
            after=after,
            batches=tuple(sending),
            limit=line.pace.down.size,
            decided=self._decided(after),
            proven=history.proven,
            restored_ms=history.restored_ms,
            packings=dictionaries.known(),
            returned=() if asks_first else history.returned(),
        )
        with self.session.doubting(bool(sending)):
            answer = line.exchange(request, self._membership.keys.signing)
        restored = history.check(answer)
        if sending:
            self._record_sent(sending, course)
        if self._is_copied(answer):
            self._renew(line, unit_id)
        try:
            taken = self._exchange.take(answer.batches, answer.entries, answer.certificates)
        except ForkFound as fork:
            if fork.facts["device"] == self._store.device:
                self._renew(line, unit_id)
            self._give_way(line, unit_id, str(fork.facts["device"]), course.taken)
            return 1
        self._store.set_setting("server_position", str(answer.position))
        self._store.set_setting("server_decided", f"{answer.position}|{answer.decided}")
        self._membership.mandates.hear(answer.position, answer.time_ms)
        self._note_clock(answer.time_ms)
        if taken.receipt:
            self._store.set_setting("last_receipt", taken.receipt)
            self._store.set_setting("last_receipt_at", self._committer.clock.now().isoformat())
        total = course.taken
        if any(self._is_late(change) for change in taken.changes):
            self.check.ask_soon()
        total.applied += taken.applied
        total.rejected += taken.rejected
        total.held = taken.held
        total.receipt = taken.receipt or total.receipt
        history.heard()
        if self._packs_anew(answer):
            return 1
        if answer.more and not total.asked_to_catch_up:
            self._catch_up(line, answer, course)
        rest = blobs[len(sending) :] if sending else self._unsent()
        unsent = 0 if answer.refused else sum(map(len, rest))
        return max(unsent + answer.left, int(answer.more or restored or asks_first))

    def _unsent(self) -> list[bytes]:
        """What no receipt says that the server has, own batches first."""
        from flexdesk.sync.wire import read_header

        blobs = self._exchange.batches(self._exchange.known_of_server())
        return sorted(blobs, key=lambda blob: read_header(blob).device != self._store.device)

    def _decided(self, after: int) -> int:
        """Up to where the server's entries are here; counts only beside the position it was told with."""
        position, _sep, decided = self._store.setting("server_decided", "0|0").partition("|")
        return int(decided) if int(position) == after < int(decided) else 0

    def _renew(self, line: "HttpLine", unit_id: str) -> NoReturn:
        """Somebody else works under this device's name: prepare a name of its own. Raises DiskCopied."""
        held = self._held_by_server(line, unit_id, self._store.device, self._received())
        self._exchange.renewal.begin(held)
        raise DiskCopied()

    def _is_late(self, change: Change) -> bool:
        """Rejected after a snapshot stood for it: what it had replaced has to be fetched."""
        return change.kind == REJECTED and not self._store.log.is_whole(change.device, change.seq)

    def _catch_up(self, line: "HttpLine", answer: "SyncResponse", course: _Course) -> None:
        """Take the unit's present state in the place of very many changes."""
        known_pos = int(self._store.setting("server_head").partition("|")[0] or 0)
        if self._catching_up.is_far(known_pos - answer.position):
            course.taken.asked_to_catch_up = True
            if self._catching_up.catch_up(line, course.taken, course.progress):
                self.check.ask_soon()

    def _packs_anew(self, answer: "SyncResponse") -> bool:
        """Whether an older server could not unpack own batches, which are packed for it from now on."""
        own = self._store.device
        lost = [r.first for r in answer.refused if (r.device, r.code) == (own, DICTIONARY)]
        return bool(lost) and self._exchange.pack_plainly(min(lost) - 1)

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
            request = SyncRequest(
                unit_id=unit_id,
                device=self._store.device,
                vector=vector,
                after=after,
                limit=line.pace.down.size,
                packings=dictionaries.known(),
            )
            answer = line.exchange(request, self._membership.keys.signing)
            found |= {h.first: blob for blob in answer.batches if (h := read_header(blob)).device == device}
            more = answer.more and answer.position > after
            after = answer.position
        return list(found.values())

    def _mend_forks(self, line: "HttpLine", unit_id: str, total: Taken) -> None:
        """Where a copied laptop's other changes came here by file, the server's take their place.

        Where they stand under this laptop's own name, it is one of the copies.
        """
        parted = self._exchange.parted()
        if self._store.device in parted:
            self._renew(line, unit_id)
        for device in parted:
            self._give_way(line, unit_id, device, total)

    def _give_way(self, line: "HttpLine", unit_id: str, device: str, total: Taken) -> None:
        held = self._held_by_server(line, unit_id, device, self._exchange.shared(device))
        taken = self._exchange.give_way(device, held)
        total.applied += taken.applied
        total.rejected += taken.rejected

    def _record_sent(self, blobs: list[bytes], course: _Course) -> None:
        """Own changes have left this desk: only now, for until an answer came nobody may have got them.

        One exchange is one row, however many requests it took.
        """
        from flexdesk.sync.wire import read_header

        own = [h for blob in blobs if (h := read_header(blob)).device == self._store.device]
        size = sum(len(blob) for blob in blobs)
        if not own:
            return
        if course.carrier:
            self._carriers.lengthen(course.carrier, own[-1].last, size)
            return
        now = instant(self._committer.clock.now())
        course.carrier = self._carriers.record(
            "sync",
            target="server",
            path="",
            made_at=now,
            span=(own[0].first, own[-1].last),
            size=size,
            handed_at=now,
        )

    def _note_clock(self, server_ms: int) -> None:
        skew = round((self._committer.now_ms() - server_ms) / 1000)
        self._store.set_setting("clock_skew", str(skew))

    def shorten(self) -> Shortened:
        """Give up older changes of others that were replaced since; see `Shortening.shorten`."""
        server = self._membership.enrolled()
        if self._exchange.renewal.pending:
            raise DiskCopied()
        line = self.session.line(server.url)
        return Shortening(self._committer, self._membership, self._carriers).shorten(line)

    # -- conflicts

    def conflicts(self) -> list[Dispute]:
        return self._store.disputes()

    def resolve(self, id: str, take: str) -> Change | None:
        """End a conflict: `mine`, `theirs`, `shown`, or a value. Raises NotFound, UsageError.

        A row that was edited while somebody deleted it goes with `delete` and stays with anything else.
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

    def wrote_one(self, dispute: Dispute) -> bool:
        """Whether one of the values was written on this laptop."""
        return any(head.device == self._store.device for head in dispute.heads)

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
        if take == "shown":
            return _settled(dispute, merge.shown(dispute.heads).value)
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
