"""The rows of `policy_pack` as packs: which a unit took, in the order in which they were taken."""

from collections.abc import Iterable
from datetime import date

from flexdesk.exchange import packs
from flexdesk.exchange.pack_overlays import PackTooWide
from flexdesk.exchange.packs import PolicyPack, Taken
from flexdesk.store.store import Row

# States of a row. SIGNER is a publisher's key that the unit accepted, not a pack.
TAKEN, REFUSED, WITHDRAWN, SIGNER = "taken", "refused", "withdrawn", "signer"


def taken_packs(rows: Iterable[Row]) -> tuple[Taken, ...]:
    """The packs of those rows; one that this program cannot read is left out and the base before it holds."""
    found = []
    for row in sorted(rows, key=in_order):
        pack = pack_of(row)
        if pack is not None and row["from"]:
            found.append(Taken(pack, date.fromisoformat(str(row["from"])), last_day(pack, row)))
    return tuple(found)


def pack_of(row: Row) -> PolicyPack | None:
    """What a row holds; the shipped pack of that name and version where it holds no text."""
    if row["text"]:
        try:
            return packs.read_policy_pack(str(row["text"]))
        except (packs.PackUnreadableError, PackTooWide):
            return None
    return packs.shipped(str(row["name"]))


def last_day(pack: PolicyPack, row: Row) -> date | None:
    """The earlier of the pack's own end and the one that the unit chose."""
    ends = [pack.until, date.fromisoformat(str(row["until"])) if row["until"] else None]
    return min((day for day in ends if day is not None), default=None)


def in_order(row: Row) -> tuple[str, str, str, int]:
    """By first day, then as they were taken; keys are `device-counter`."""
    device, _dash, counter = str(row["key"]).rpartition("-")
    return (
        str(row["from"] or ""),
        str(row["taken_on"] or ""),
        device,
        int(counter) if counter.isdigit() else 0,
    )
