"""No everyday run plays the benchmarks: nothing else would notice when one asks for what has moved."""

import importlib
import pkgutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "bench"


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules([str(FOLDER)])])
def test_it_finds_all_that_it_measures_and_can_be_started(name: str) -> None:
    module = importlib.import_module(f"tests.bench.{name}")
    assert not name.startswith("bench_") or callable(module.main)
