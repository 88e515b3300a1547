"""The page of failures says what is true: each of the seventy has tests, and the page names them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_failure_has_a_test_and_the_page_names_it() -> None:
    check = [sys.executable, str(ROOT / "packaging" / "scenarios_page.py"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
