"""The page of rules says what is true of each of the 95: what enforces it, and which test shows it."""

import subprocess
import sys
from pathlib import Path

import pytest

from flexdesk.domain.rules.whole import RULES

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "resources" / "docs" / "rules.md"


def test_the_page_is_up_to_date_and_every_claim_holds() -> None:
    check = [sys.executable, str(ROOT / "packaging" / "rules_page.py"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("id", sorted(RULES))
def test_a_rule_has_its_line(id: str) -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {id} | ")]
    assert len(lines) == 1
    state = lines[0].split(" | ")[6]
    assert state.startswith(("ditegakkan", "dihitung saja", "setelan saja", "belum"))
    assert ("uji `tests/" in state) is not state.startswith("belum")
