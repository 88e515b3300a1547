"""A laptop that another release of FlexDesk drives: `python laptop_script.py [--without NAMES]`.

Reads one JSON line (folder, command, arguments) on standard input after the other and answers each with one.
It imports nothing of the tests, and of the program only what every release has, so that it runs on any tree
that PYTHONPATH names. `--without` takes tables and columns (`dialogue,person.phone`) out of the registry
first: an older program, made of today's. `--dictionary` packs with one that today's lacks: a newer one.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PASSPHRASE = "rahasia"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def forget(names: list[str]) -> None:
    """Make the registry that of a program that never heard of these."""
    from dataclasses import replace

    from flexdesk.domain import schema

    def kept(table: Any) -> Any:
        return replace(
            table, columns=tuple(c for c in table.columns if f"{table.name}.{c.name}" not in names)
        )

    schema.TABLES = tuple(kept(table) for table in schema.TABLES if table.name not in names)
    schema.BY_NAME = {table.name: table for table in schema.TABLES}
    schema.BY_ID = {table.id: table for table in schema.TABLES}
    pairs = [(table, column) for table in schema.TABLES for column in (schema.ROW, *table.columns)]
    schema._COLUMNS = {(table.name, column.name): column for table, column in pairs}
    schema.COLUMN_BY_ID = {(table.id, column.id): column for table, column in pairs}


class Laptop:
    """Each public method is one command."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _opened(self) -> Any:
        from flexdesk.bootstrap import open_desk
        from flexdesk.system.clock import FixedClock

        return open_desk(self._folder, passphrase=PASSPHRASE, clock=FixedClock(NOW))

    def _given(self) -> dict[str, Any]:
        from flexdesk.keys.slots import Cost
        from flexdesk.system.clock import FixedClock

        cheap = Cost(iterations=1, memory_kib=64, lanes=1)
        return {"passphrase": PASSPHRASE, "clock": FixedClock(NOW), "cost": cheap}

    def found(self, unit: str) -> None:
        from flexdesk.bootstrap import create_desk

        create_desk(self._folder, unit=unit, agency="Kota Contoh", **self._given()).close()

    def empty(self) -> None:
        from flexdesk.bootstrap import create_empty

        create_empty(self._folder, **self._given()).close()

    def request(self, path: str, code: str, holder: str) -> None:
        with self._opened() as desk:
            desk.membership.write_request(Path(path), code, holder)

    def join(self, path: str) -> None:
        with self._opened() as desk:
            desk.membership.take_certificate(Path(path))

    def enrol(self, url: str, code: str, holder: str) -> None:
        with self._opened() as desk:
            desk.membership.enrol(url, code, holder)

    def write(self, table: str, row: str, cells: dict[str, Any]) -> None:
        """Write cells as somebody who sees what is shown."""
        from flexdesk.domain.ops import Change, Op

        with self._opened() as desk:
            seen = desk.store.get(table, row) or {}
            before = {name: seen.get(name) for name in cells}
            desk.committer.commit(Change("test.write", (Op(table, row, before, cells),)))

    def bundle(self, path: str, to: str) -> None:
        with self._opened() as desk:
            desk.bundles.create(Path(path), to)

    def apply(self, path: str) -> dict[str, int]:
        with self._opened() as desk:
            taken = desk.bundles.apply(Path(path))
            return {"applied": taken.applied, "known": taken.known, "waiting": taken.waiting}

    def sync(self, url: str) -> dict[str, Any]:
        with self._opened() as desk:
            desk.membership.set_url(url)
            done = desk.sync.sync()
            return {"received": done.received, "state": str(done.state)}

    def show(self, table: str, row: str) -> Any:
        with self._opened() as desk:
            return desk.store.get(table, row)

    def packings(self) -> list[int]:
        """How its own batches are packed."""
        from flexdesk.sync.wire import read_header

        with self._opened() as desk:
            desk.exchange.batch_up()
            headers = map(read_header, desk.carriers.batches({}))
            return sorted({header.packing for header in headers if header.device == desk.store.device})

    def vector(self) -> Any:
        with self._opened() as desk:
            return desk.store.log.vector()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--without", default="")
    parser.add_argument("--dictionary", type=int, default=0)
    given = parser.parse_args()
    if given.dictionary:
        from flexdesk.sync import dictionaries

        dictionaries._FILES[given.dictionary] = "schedule-1.zdict"
        dictionaries.TRIED = (given.dictionary,)
    if given.without:
        forget(given.without.split(","))
    for line in sys.stdin:
        folder, name, *arguments = json.loads(line)
        try:
            answer = {"done": getattr(Laptop(Path(folder)), name)(*arguments)}
        except Exception as error:
            answer = {"error": getattr(error, "code", type(error).__name__), "text": str(error)}
        print(json.dumps(answer), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
