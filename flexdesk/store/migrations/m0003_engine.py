"""When the server received changes whose clock ran ahead, and a short way to writes that are held up."""

from typing import Any


def apply(database: Any) -> None:
    database["clock"].create(
        {"device": str, "first": int, "last": int, "at_ms": int}, pk=("device", "first", "last", "at_ms")
    )
    database.execute("CREATE INDEX op_held ON op (tx, n) WHERE void = 2")
