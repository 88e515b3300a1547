"""Five hundred conflicts after a month apart: how long it takes to see them and to end them at once.

Listing is measured against reading the same rows one by one, ending against one ordinary change of as many
cells, both in the same run.
"""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.services.settling import By, Take
from flexdesk.store import together
from flexdesk.system.clock import FixedClock
from tests.helpers.units import make_unit

T = TypeVar("T")

COUNT = 500
DAY = date(2026, 12, 1)


def timed(call: Callable[[], T], times: int = 3) -> tuple[float, T]:
    """The best of some tries, in milliseconds, and what came of the last."""
    best = float("inf")
    for _try in range(times):
        began = perf_counter()
        result = call()
        best = min(best, (perf_counter() - began) * 1000)
    return best, result


def fill(desk: Desk, place: str, first: date = DAY) -> list[str]:
    person = desk.store.select("person")[0]["key"]
    keys = [f"{person}|{first + timedelta(days=n)}" for n in range(COUNT)]
    ops = tuple(desk.committer.upsert("assignment", key, {"place": place}) for key in keys)
    desk.committer.commit(Change("bench.fill", ops))
    return keys


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        unit = make_unit(Path(folder))
        with unit.open("budi") as budi:
            assert isinstance(budi.clock, FixedClock)
            budi.clock.advance(minutes=1)  # so that the other value is the one that is displayed
            fill(budi, "office")
            budi.bundles.create(unit.folder / "budi.flexdesk", "unit")
        with unit.open("sri") as sri:
            keys = fill(sri, "home")
            arriving, _taken = timed(lambda: sri.bundles.apply(unit.folder / "budi.flexdesk"), 1)
            reading, _rows = timed(lambda: [sri.store.get("assignment", key) for key in keys])
            listing, rows = timed(sri.sending.disputed)
            grouping, groups = timed(lambda: sri.settling.groups(By.PERSON))
            marks, _found = timed(lambda: together.edited_together(sri.store))
            plain, _change = timed(lambda: fill(sri, "training", DAY + timedelta(days=COUNT)), 1)
            ending, change = timed(lambda: sri.settling.settle(list(groups[0].ids), Take.MINE), 1)
            assert change is not None
            assert len(rows) == len(change.ops) == COUNT
            back, _undone = timed(lambda: sri.committer.walk(change.inverse()), 1)
    print(f"{COUNT} conflicts arrive                {arriving:8.0f} ms")
    print(
        f"  listed for the screen            {listing:8.0f} ms   {listing / reading:5.1f} x reading the rows"
    )
    print(f"  grouped by person                {grouping:8.0f} ms   {grouping / reading:5.1f} x")
    print(f"  rows changed together, searched  {marks:8.0f} ms   {marks / reading:5.1f} x")
    print(f"  ended as one change              {ending:8.0f} ms   {ending / plain:5.1f} x a plain change")
    print(f"  taken back                       {back:8.0f} ms   {back / plain:5.1f} x")


if __name__ == "__main__":
    main()
