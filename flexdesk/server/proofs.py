"""Shows a laptop that the server's order goes on from where the laptop knew it, or says that it does not."""

import hashlib
from dataclasses import dataclass

from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Decision, UnitHead
from flexdesk.sync.certificates import read_entry
from flexdesk.sync.messages import MAX_DIGESTS, SyncRequest


@dataclass(frozen=True, slots=True)
class Since:
    """Where a laptop's knowledge of the order ends: `restores` are those that it has not heard of."""

    after: int
    restores: tuple[Decision, ...] = ()


def since(ledger: Ledger, request: SyncRequest, head: UnitHead) -> Since:
    """The request's own position; the beginning where an older copy of the database was laid back since."""
    if head.restored_ms == request.restored_ms:
        return Since(request.after)
    restores = ledger.restores(request.unit_id)
    return Since(0, tuple(r for r in restores if read_entry(r.entry).at_ms > request.restored_ms))


def digests(
    ledger: Ledger, request: SyncRequest, before: int, upto: int, placed: tuple[bytes, ...]
) -> tuple[bytes, ...]:
    """SHA-256 of what stands after the position that the request names, as many as one answer holds.

    `placed` are those after `before`, which need not be read again.
    """
    if request.proven is None or request.proven >= upto:
        return ()
    first = request.proven
    known = (
        [] if first >= before else ledger.contents(request.unit_id, first, min(before, first + MAX_DIGESTS))
    )
    found = [hashlib.sha256(content).digest() for content in known]
    if len(found) < MAX_DIGESTS:
        found += placed[max(0, first - before) :]
    return tuple(found[:MAX_DIGESTS])
