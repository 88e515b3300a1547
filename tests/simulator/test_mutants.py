"""The simulator can tell: each way of getting the exchange wrong is caught within a few histories."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.properties.test_histories import fast_folder
from tests.simulator.fleet import make_template
from tests.simulator.mutants import AT_ONCE, LATER, PAGE, Mutant, caught

SOAK = bool(os.environ.get("SOAK"))


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    folder = fast_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def template(room: Path) -> Path:
    return make_template(room / "template")


@pytest.mark.slow
@pytest.mark.parametrize("mutant", (*AT_ONCE, *LATER) if SOAK else AT_ONCE, ids=lambda one: one.__name__)
def test_a_wrong_program_is_caught(mutant: Mutant, room: Path, template: Path) -> None:
    assert caught(mutant, room / mutant.__name__, template, within=400 if SOAK else 5) is not None


def test_the_page_lists_every_wrong_program() -> None:
    listed = [
        line.split("`")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"
    ]
    assert listed == [mutant.__name__ for mutant in (*AT_ONCE, *LATER)]
