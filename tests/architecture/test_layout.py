"""The folders, the lock and the rules that no tool checks by itself."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {"flexdesk", "ui", "resources", "packaging", "tests"}


def tracked() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]


def test_the_top_level_folders_are_the_agreed_ones() -> None:
    tops = {name.split("/")[0] for name in tracked() if "/" in name}
    assert {top for top in tops if not top.startswith(".")} == FOLDERS


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    packages = re.findall(r"^[a-z0-9-]+==", lock, re.MULTILINE)
    assert len(packages) > 40
    assert lock.count("--hash=sha256:") >= len(packages)


def test_the_lock_pins_what_the_project_asks_for() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    pins = re.findall(r'^    "([a-zA-Z0-9-]+)(?:\[\w+\])?==([\w.]+)"', project, re.MULTILINE)
    assert len(pins) > 15
    missing = [f"{name}=={version}" for name, version in pins if f"{name.lower()}=={version}" not in lock]
    assert missing == []


@pytest.mark.parametrize("package", ["flexdesk", "ui"])
def test_every_module_says_why_it_exists(package: str) -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / package).rglob("*.py")
        if path.stat().st_size and not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {"utils.py", "util.py", "helpers.py", "common.py", "manager.py", "misc.py"}
    found = [
        name for name in tracked() if name.split("/")[0] in ("flexdesk", "ui") and Path(name).name in names
    ]
    assert found == []
