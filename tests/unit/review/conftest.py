from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from tests.helpers.desks import kecamatan_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The sample kecamatan with two months of reports."""
    with kecamatan_desk(tmp_path / "unit") as opened:
        yield opened
