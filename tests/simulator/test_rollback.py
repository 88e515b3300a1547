"""Histories with older backups of the server: a few in every run, a long range by `make soak`."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.properties.test_histories import fast_folder
from tests.simulator.fleet import make_template
from tests.simulator.rollback import run_history

HISTORIES = 1500 if os.environ.get("SOAK") else 12


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    folder = fast_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.scenario(53)
def test_whatever_is_laid_back_and_whenever_it_is_confirmed_all_end_equal(room: Path) -> None:
    template = make_template(room / "template")
    kinds: Counter[str] = Counter()
    for seed in range(HISTORIES):
        kinds.update(run_history(seed, room / f"h{seed}", template).kinds)
    print(f"histories 0 to {HISTORIES - 1}: {dict(kinds)}")
    assert kinds["lay_back"] > HISTORIES // 2
    assert kinds["confirm"] > HISTORIES // 2
