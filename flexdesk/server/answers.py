"""Chooses what a device is sent: decisions first because they are small, then batches up to its limit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Decision, Device, StoredBatch
from flexdesk.sync.messages import MAX_BATCHES, SyncRequest

MAX_LIMIT = 4 << 20  # bytes of batches in one answer, whatever the device asks for
MAX_DECISIONS = 2000
_LAST_COUNTS = ("receipt", "snapshot")


@dataclass(frozen=True, slots=True)
class Parcel:
    """`position` is where the device goes on next time; see `SyncResponse` for `decided` and `left`."""

    position: int
    entries: tuple[bytes, ...] = ()
    batches: tuple[bytes, ...] = ()
    more: bool = False
    decided: int = 0
    left: int = 0


def parcel_for(
    ledger: Ledger,
    device: Device,
    request: SyncRequest,
    *,
    before: int,
    upto: int,
    decided: Sequence[Decision],
    ended: bool = False,
) -> Parcel:
    """Everything up to position `upto` that the device lacks; whose role has `ended` is told of itself only.

    `decided` goes along in any case. After position `before` there is nothing but that and what the device
    itself brought just now.
    """
    if len(decided) > MAX_DECISIONS:
        decided = [decision for decision in decided if decision.kind == "receipt"]
    elif request.after >= before and not ended:
        return Parcel(upto, _entries(decided))
    decisions = ledger.decisions_after(request.unit_id, max(request.after, request.decided))
    if device.revoked_seq is not None or ended:
        kept = [d for d in decisions if d.device == device.device and d.kind != "grant"]
        # A role that ended may be given again, and then what was withheld must still come.
        position = upto if device.revoked_seq is not None else request.after
        return Parcel(position, _entries([*kept, *decided]))
    position = decided_upto = upto
    if len(decisions) > MAX_DECISIONS:
        decisions = decisions[:MAX_DECISIONS]
        position = decided_upto = decisions[-1].pos
    stored = ledger.batches_after(request.unit_id, request.after, position)
    lacking = [batch for batch in stored if batch.last_seq > request.vector.get(batch.device, 0)]
    chosen = _within(lacking, min(request.limit, MAX_LIMIT))
    if len(chosen) < len(lacking):
        position = chosen[-1].pos
    blobs = tuple(ledger.blob(request.unit_id, batch.pos) for batch in chosen)
    left = sum(batch.size for batch in lacking[len(chosen) :])
    entries = _entries([*latest(decisions), *decided])
    return Parcel(position, entries, blobs, position < upto, decided_upto, left)


def latest(decisions: list[Decision]) -> list[Decision]:
    """Without the receipts that a later one of the same device makes needless, and without old snapshots."""
    last = {(decision.kind, decision.device): decision.pos for decision in decisions}
    return [d for d in decisions if d.kind not in _LAST_COUNTS or last[d.kind, d.device] == d.pos]


def _entries(decisions: Iterable[Decision]) -> tuple[bytes, ...]:
    return tuple({decision.pos: decision.entry for decision in decisions}.values())


def _within(batches: list[StoredBatch], limit: int) -> list[StoredBatch]:
    """The first batches that fit, and at least one, so that a large one cannot block the rest."""
    size = 0
    chosen: list[StoredBatch] = []
    for batch in batches[:MAX_BATCHES]:
        size += batch.size
        if chosen and size > limit:
            break
        chosen.append(batch)
    return chosen
