"""When the server received changes whose clock ran ahead of it."""

from typing import Any


def apply(database: Any) -> None:
    database["clock"].create(
        {"device": str, "first": int, "last": int, "at_ms": int}, pk=("device", "first", "last", "at_ms")
    )
