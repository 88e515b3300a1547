from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from tests.unit.evaluation.office import office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with office(tmp_path / "unit") as desk:
        yield desk
