"""For whom a file of changes is locked: the one place that lists them."""

import json

from flexdesk.services.membership import Membership
from flexdesk.store.carriers import Carriers
from flexdesk.store.store import Store

RECOVERY = "recovery_recipients"  # setting: age recipients, as a JSON list


def recovery(store: Store) -> list[str]:
    """The agency's recovery key, where it has one: it opens every file of the unit."""
    return [str(text) for text in json.loads(store.setting(RECOVERY, "[]"))]


def laptops(store: Store, membership: Membership, carriers: Carriers) -> dict[str, str]:
    """Device -> age recipient of the unit's other laptops that are still members."""
    revoked = carriers.revoked()
    return {
        device: certificate.receive
        for device in carriers.certificates()
        if device != store.device
        and device not in revoked
        and (certificate := membership.certificate_of(device)) is not None
    }


def everybody(store: Store, membership: Membership, carriers: Carriers) -> list[str]:
    """All who may open what this laptop carries: itself, the others, the server, the recovery key."""
    server = membership.server()
    return [
        membership.keys.receiving.recipient,
        *laptops(store, membership, carriers).values(),
        *([server.receive] if server is not None else []),
        *recovery(store),
    ]
