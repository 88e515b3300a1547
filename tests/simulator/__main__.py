"""Plays many histories: `python -m tests.simulator FIRST COUNT` prints the range and what they held."""

import shutil
import sys
import time
from collections import Counter
from dataclasses import asdict

from tests.properties.test_histories import fast_folder
from tests.simulator.fleet import make_template
from tests.simulator.history import run_history


def main(first: int, count: int) -> None:
    folder = fast_folder()
    began = time.monotonic()
    total: Counter[str] = Counter()
    try:
        template = make_template(folder / "template")
        for seed in range(first, first + count):
            tally = asdict(run_history(seed, folder / f"h{seed}", template))
            tally |= tally.pop("kinds")
            total.update(tally)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    held = ", ".join(f"{name} {number}" for name, number in sorted(total.items()))
    print(f"histories {first} to {first + count - 1}: none broken, {time.monotonic() - began:.0f} s; {held}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
