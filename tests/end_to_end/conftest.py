"""A unit with people, made once; every test gets a copy of its own."""

import shutil
from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine

DATA = Path(__file__).parents[1] / "data"
ROSTER = DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx"


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    fd = CommandLine(tmp_path_factory.mktemp("unit") / "data")
    fd.found_cheaply()
    fd("people", "import", ROSTER, code=1)  # some rows of the file have faults
    head = fd("people", "list", "--limit", "1").json["people"][0]["nip"]
    fd("unit", "set", f"head={head}", "place=Tirtawening")
    return fd


@pytest.fixture
def fd(founded: CommandLine, tmp_path: Path) -> CommandLine:
    shutil.copytree(founded.folder, tmp_path / "data")
    return CommandLine(tmp_path / "data")
