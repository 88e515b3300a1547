"""What others can be shown to have of this laptop's changes: by receipts, and by what they built on."""

from flexdesk.store.carriers import Carriers
from flexdesk.store.store import Store


def known_of(store: Store, device: str) -> dict[str, int]:
    """What another device had applied when it made the last change that we have of it."""
    last = store.log.vector().get(device, 0)
    found = list(store.log.txs(device, last, last))
    return {**found[0].ctx, device: last} if found else {}


def held_elsewhere(store: Store, carriers: Carriers) -> int:
    """The highest own change that the server or another laptop of the unit is known to have."""
    revoked = carriers.revoked()
    others = [name for name in carriers.certificates() if name != store.device and name not in revoked]
    known = [known_of(store, name).get(store.device, 0) for name in others]
    return max([carriers.received(), *known])
