"""The page of roles says what the table of authority says."""

import subprocess
import sys
from pathlib import Path

import pytest

from flexdesk.domain.authority import AREAS, LEADERS, RESERVED, Role

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "resources" / "docs" / "roles.md").read_text(encoding="utf-8").splitlines()


def test_the_page_is_up_to_date() -> None:
    check = [sys.executable, str(ROOT / "packaging" / "roles_page.py"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.name)
def test_an_area_has_its_line_with_who_writes_it(area) -> None:
    (line,) = [
        line for line in LINES if line.endswith(f"| {', '.join(f'`{name}`' for name in area.tables)} |")
    ]
    assert line.split(" | ")[1:4] == ["ya", "ya", "ya" if Role.CLERK in area.writers else "–"]


def test_what_only_leaders_write_is_listed_column_by_column() -> None:
    for one in RESERVED:
        (line,) = [line for line in LINES if line.startswith(f"| `{one.table}` | ")]
        assert all(f"`{column}`" in line for column in one.columns)
    assert {Role.HEAD, Role.DEPUTY} == LEADERS
