"""Indonesian is the first language: no text of the program is without it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_text_is_translated_and_the_catalogue_is_up_to_date() -> None:
    check = [sys.executable, str(ROOT / "packaging" / "catalogue.py"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
