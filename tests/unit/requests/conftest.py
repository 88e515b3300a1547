from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from tests.helpers.desks import small_desk
from tests.unit.requests.office import PEOPLE


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", PEOPLE) as made:
        yield made
