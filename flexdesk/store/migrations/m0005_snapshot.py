"""What a snapshot of the server stands for on this device, and the parts of one that is still on its way."""

from typing import Any


def apply(database: Any) -> None:
    # SHA-256 of what is left of a transaction that came with a snapshot; such a one has no chain value.
    database["tx"].add_column("rest", bytes)
    database["base"].create({"device": str, "seq": int, "chain": bytes}, pk=("device", "seq"))
    database["snapshot_part"].create({"hash": bytes, "start": int, "bytes": bytes}, pk=("hash", "start"))
