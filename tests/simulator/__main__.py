"""Plays many histories: `python -m tests.simulator FIRST COUNT` prints the range and what they held."""

import shutil
import sys
import time
from collections import Counter
from dataclasses import asdict

from flexdesk.errors import FlexDeskError
from tests.properties.test_histories import fast_folder
from tests.simulator.fleet import make_template
from tests.simulator.history import run_history


def main(first: int, count: int) -> None:
    folder = fast_folder()
    began = time.monotonic()
    total: Counter[str] = Counter()
    broken: list[int] = []
    try:
        template = make_template(folder / "template")
        for seed in range(first, first + count):
            try:
                tally = asdict(run_history(seed, folder / f"h{seed}", template))
            except (AssertionError, FlexDeskError) as error:
                broken.append(seed)
                print(f"history {seed}: {error!r}", flush=True)
                continue
            tally |= tally.pop("kinds")
            total.update(tally)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    held = ", ".join(f"{name} {number}" for name, number in sorted(total.items()))
    said = f"broken: {', '.join(map(str, broken))}" if broken else "none broken"
    print(f"histories {first} to {first + count - 1}: {said}, {time.monotonic() - began:.0f} s; {held}")
    raise SystemExit(bool(broken))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
