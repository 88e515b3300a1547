"""What attached files contain: kept once for each content, encrypted with the store, outside the log."""

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from flexdesk.store.errors import translating
from flexdesk.store.store import Store

_AT_ONCE = 500


def put(store: Store, content: bytes) -> str:
    """Keep a content and return its SHA-256 as 64 hexadecimal digits; the same content twice is kept once."""
    name = hashlib.sha256(content).hexdigest()
    with store.writing():
        store.connection.execute("INSERT OR IGNORE INTO evidence_content VALUES (?, ?)", (name, content))
    return name


def get(store: Store, sha256: str) -> bytes | None:
    """None when the content lies on another device."""
    sql = "SELECT content FROM evidence_content WHERE sha256 = ?"
    with translating():
        row = store.connection.execute(sql, (sha256,)).fetchone()
    return None if row is None else bytes(row["content"])


def held(store: Store, names: Collection[str]) -> frozenset[str]:
    """Which of these contents are here."""
    found: set[str] = set()
    wanted = sorted(names)
    for at in range(0, len(wanted), _AT_ONCE):
        some = wanted[at : at + _AT_ONCE]
        sql = f"SELECT sha256 FROM evidence_content WHERE sha256 IN ({', '.join('?' * len(some))})"
        with translating():
            found.update(_names(store.connection.execute(sql, some)))
    return frozenset(found)


def _names(rows: Iterable[Any]) -> Iterable[str]:
    return (str(row["sha256"]) for row in rows)
