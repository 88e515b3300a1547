"""Histories of three laptops, a server and files: a few in every run, a long range by `make soak`."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.properties.test_histories import fast_folder
from tests.simulator.fleet import Tally, make_template
from tests.simulator.history import run_history

HISTORIES = 10_000 if os.environ.get("SOAK") else 40


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    folder = fast_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def template(room: Path) -> Path:
    return make_template(room / "template")


@pytest.mark.slow
def test_no_history_loses_doubles_or_lies(room: Path, template: Path) -> None:
    total: Counter[str] = Counter()
    for seed in range(HISTORIES):
        tally = asdict(run_history(seed, room / f"h{seed}", template))
        total.update({name: count for name, count in tally.items() if name != "kinds"})
    print(f"histories 0 to {HISTORIES - 1}: {dict(total)}")
    for name in (
        "edits",
        "exchanges",
        "refused",
        "crashes",
        "bundles",
        "rejected",
        "clocks",
        "conflicts",
        "receipts",
    ):
        assert total[name] > HISTORIES // 10, name


def test_one_seed_is_one_history(room: Path, template: Path) -> None:
    told: list[Tally] = [run_history(7, room / f"again{n}", template) for n in range(2)]
    assert told[0] == told[1]
