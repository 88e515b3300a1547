from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.sending.laptops import Office, office


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made
