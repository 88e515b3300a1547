"""The import contracts hold, and each of them fails when it is broken on purpose."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout[-3000:]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for package in ("flexdesk", "ui"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("flexdesk/domain/log.py", "import flexdesk.store.store", "The core points down"),
        ("flexdesk/services/unit.py", "import ui.app", "The core knows neither Qt nor the desktop"),
        ("flexdesk/planner/plan.py", "import PySide6", "The core knows neither Qt nor the desktop"),
        ("flexdesk/services/unit.py", "import sqlcipher3", "Only the store speaks SQL"),
        ("ui/shell/screens.py", "import sqlite3", "Only the store speaks SQL"),
        ("flexdesk/domain/names.py", "import cbor2", "The domain needs the standard library only"),
        ("ui/widgets/card.py", "import ui.shell.screens", "The desktop points down"),
        ("ui/schedule/words.py", "import ui.people.model", "The desktop points down"),
    ],
)
def test_a_broken_contract_is_seen(copy: Path, module: str, line: str, contract: str) -> None:
    file = copy / module
    before = file.read_text(encoding="utf-8")
    try:
        file.write_text(f"{before}\n{line}\n", encoding="utf-8")
        result = lint(copy)
    finally:
        file.write_text(before, encoding="utf-8")
    assert result.returncode != 0
    broken = [row for row in result.stdout.splitlines() if "BROKEN" in row]
    assert any(contract in row for row in broken), broken
