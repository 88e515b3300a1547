"""Stores of simulated devices, closed when the test ends."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.helpers.devices import Device


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Callable[[str], Device]]:
    made: list[Device] = []

    def make(name: str) -> Device:
        made.append(Device(tmp_path / name, name))
        return made[-1]

    yield make
    for one in made:
        one.store.close()
