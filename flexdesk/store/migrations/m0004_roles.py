"""In which role devices write, from which position of the server's order on, and what waits for a person."""

from typing import Any


def apply(database: Any) -> None:
    database["role"].create(
        {"device": str, "pos": int, "role": str, "until_ms": int}, pk=("device", "pos"), not_null={"role"}
    )
    database["revocation"].create({"device": str, "seq": int, "pos": int}, pk="device")
    database["late"].create(
        {
            "device": str,
            "seq": int,
            "reason": str,
            "rows": str,  # numbers of the writes, JSON; empty for all
            "came_at": str,
            "state": str,  # provisional | waiting | accepted | left
        },
        pk=("device", "seq"),
    )
