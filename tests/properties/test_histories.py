"""Thousands of histories of three laptops, against a model that works every cell out anew.

`SOAK=1` (or running this file) plays many more. See tests/helpers/rule_model.py for the model.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from flexdesk.store import log
from tests.helpers.histories import World, make_template, run_history

SOAK = bool(os.environ.get("SOAK"))
HISTORIES = 5_000 if SOAK else 60
EXAMPLES = 2_000 if SOAK else 25


def fast_folder() -> Path:
    """A folder in memory where the system has one: these histories ask nothing of the disk."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="flexdesk-", dir=memory if os.access(memory, os.W_OK) else None))


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    folder = fast_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def template(room: Path) -> Path:
    return make_template(room / "template")


@pytest.fixture(autouse=True)
def bulk_road_for_few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_MANY", 4)


def test_every_history_ends_equal_and_as_the_rule_says(room: Path, template: Path) -> None:
    worlds = [run_history(seed, room / f"h{seed}", template) for seed in range(HISTORIES)]
    assert sum(len(world.all) for world in worlds) > 8 * HISTORIES
    assert sum(len(world.verdicts) for world in worlds) > HISTORIES // 4
    assert sum(world.stale for world in worlds) > HISTORIES // 10
    assert sum(len(world.clocks) for world in worlds) > HISTORIES // 4
    assert sum(world.once for world in worlds) > HISTORIES // 10


NUMBER = st.integers(0, 1000)
SMALL = st.integers(0, 7)


class Histories(RuleBasedStateMachine):
    """The same world driven by Hypothesis, which shortens a failing history to its essence."""

    room: Path
    template: Path
    made = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).made += 1
        self.folder = self.room / f"machine{self.made}"
        self.world = World(self.folder, self.template)

    @rule(at=SMALL, row=SMALL, name=SMALL, value=SMALL)
    def edit(self, at: int, row: int, name: int, value: int) -> None:
        self.world.edit(at, row, name, value)
        self.world.check(self.world.laptops[at % 3])

    @rule(at=SMALL, value=SMALL)
    def bulk(self, at: int, value: int) -> None:
        self.world.bulk(at, value)

    @rule(at=SMALL, row=SMALL)
    def delete(self, at: int, row: int) -> None:
        self.world.delete(at, row)
        self.world.check(self.world.laptops[at % 3])

    @rule(at=SMALL, back=SMALL)
    def undo(self, at: int, back: int) -> None:
        self.world.undo(at, back)

    @rule(at=SMALL, which=SMALL, take=SMALL)
    def resolve(self, at: int, which: int, take: int) -> None:
        self.world.resolve(at, which, take)
        self.world.check(self.world.laptops[at % 3])

    @rule(giver=SMALL, taker=SMALL, author=SMALL, first=NUMBER, length=SMALL)
    def deliver(self, giver: int, taker: int, author: int, first: int, length: int) -> None:
        self.world.deliver(giver, taker, author, first, length)
        self.world.check(self.world.laptops[taker % 3])

    @rule(which=NUMBER, part=SMALL, at=SMALL)
    def reject(self, which: int, part: int, at: int) -> None:
        self.world.reject(which, part)
        self.world.hear(at)
        self.world.check(self.world.laptops[at % 3])

    @rule(which=NUMBER, length=SMALL, moment=SMALL, at=SMALL)
    def receive(self, which: int, length: int, moment: int, at: int) -> None:
        self.world.receive(which, length, moment)
        self.world.hear(at)
        self.world.check(self.world.laptops[at % 3])

    @rule(at=SMALL, days=st.integers(-30, 1000))
    def jump(self, at: int, days: int) -> None:
        self.world.jump(at, days)

    def teardown(self) -> None:
        try:
            self.world.settle(Random(0))
        finally:
            self.world.close()
            shutil.rmtree(self.folder)


def test_the_machine_finds_no_history_that_breaks_the_rule(room: Path, template: Path) -> None:
    Histories.room, Histories.template = room, template
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=40,
            deadline=None,
            derandomize=not SOAK,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def main(first: int, count: int) -> None:
    log._MANY = 4
    folder = fast_folder()
    began = time.monotonic()
    transactions = 0
    try:
        template = make_template(folder / "template")
        for seed in range(first, first + count):
            transactions += len(run_history(seed, folder / f"h{seed}", template).all)
    finally:
        shutil.rmtree(folder)
    print(f"{count} histories, {transactions} transactions, {time.monotonic() - began:.0f} s, none broken")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
