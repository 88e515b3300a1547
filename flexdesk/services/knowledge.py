"""What others can be shown to have of this laptop's changes: by receipts, and by what they built on."""

from flexdesk.store.carriers import Carriers
from flexdesk.store.store import Store


def held_elsewhere(store: Store, carriers: Carriers) -> int:
    """The highest own change that the server or another laptop of the unit is known to have."""
    revoked = carriers.revoked()
    others = [name for name in carriers.certificates() if name != store.device and name not in revoked]
    known = [store.log.seen_by(name).get(store.device, 0) for name in others]
    return max([carriers.received(), *known])
