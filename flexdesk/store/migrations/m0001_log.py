"""The log, its heads, and what this device knows of other devices and carriers."""

from typing import Any


def apply(database: Any) -> None:
    database["setting"].create({"name": str, "value": str}, pk="name")
    database["context"].create({"id": int, "vector": str}, pk="id")
    database["context"].create_index(["vector"], unique=True)
    database["tx"].create(
        {
            "pos": int,  # order in which this device applied it
            "device": str,
            "seq": int,
            "hlc": int,
            "context": int,
            "kind": str,
            "chain": bytes,
        },
        pk="pos",
    )
    database["tx"].create_index(["device", "seq"], unique=True)
    database["op"].create(
        {"tx": int, "n": int, "tbl": int, "row": str, "cells": str, "void": int},
        pk=("tx", "n"),
        defaults={"void": 0},
    )
    database["op"].create_index(["tbl", "row"])
    database["head"].create(
        {"tbl": int, "row": str, "col": int, "device": str, "seq": int, "hlc": int, "value": bytes},
        pk=("tbl", "row", "col", "device", "seq"),
    )
    database["conflict"].create({"tbl": int, "row": str, "col": int}, pk=("tbl", "row", "col"))
    database["seen"].create({"device": str, "seq": int, "chain": bytes}, pk="device")
    database["waiting"].create({"device": str, "seq": int, "tx": str, "source": str}, pk=("device", "seq"))
    database["batch"].create(
        {"device": str, "first": int, "last": int, "blob": bytes}, pk=("device", "first")
    )
    database["certificate"].create({"device": str, "blob": bytes, "revoked_at": int}, pk="device")
    database["entry"].create({"pos": int, "signer": bytes, "kind": str, "blob": bytes}, pk=("pos", "kind"))
    database["quarantine"].create(
        {"device": str, "first": int, "last": int, "blob": bytes, "reason": str, "came_at": str},
        pk=("device", "first", "last"),
    )
    database["carrier"].create(
        {
            "number": int,
            "kind": str,  # bundle | sync
            "target": str,
            "path": str,
            "made_at": str,
            "first": int,
            "last": int,
            "bytes": int,
            "handed_at": str,
            "receipt": str,
        },
        pk="number",
    )
