"""What a data folder needs to know before its keys are replaced, in case the program ends right after that.

Until the data is replaced too, the new keys lie over the present data: its changes must all be signed by
the old key by then, and the new one must have somebody who vouches for it.
"""

import json

from flexdesk.services.exchange import Exchange
from flexdesk.store.carriers import Carriers
from flexdesk.store.store import Store

SETTING = "succeeding"


def prepare(store: Store, exchange: Exchange, device: str, vouch: bytes | None) -> None:
    """`device` is about to take this one's place; `vouch` is its certificate, where it has one already."""
    exchange.batch_up()
    held = {"device": device, "vouch": vouch.hex() if vouch is not None else ""}
    store.set_setting(SETTING, json.dumps(held))


def finish(store: Store, carriers: Carriers) -> None:
    """Go on as the device that is there now; nothing to do when the keys were not replaced after all."""
    held = json.loads(store.setting(SETTING))
    with store.writing():
        if held["device"] == store.device:
            carriers.start_anew()
            if held["vouch"]:
                carriers.add_certificate(store.device, bytes.fromhex(held["vouch"]))
        store.set_setting(SETTING, "")
