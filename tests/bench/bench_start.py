"""Start to a filled first screen, and memory at rest, against an empty window of the same toolkit.

Each start is a process of its own, timed from its creation to the first painted picture. Both sides run from
compiled modules, as an installed program does, and are started once before anything is timed.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.starts import FileKeyring

RUNS = 9
LIMIT_START = 2.0
LIMIT_MEMORY_MB = 110
LIMIT_DAY_MB = 160


def make_unit(folder: Path) -> None:
    from flexdesk.bootstrap import create_desk
    from flexdesk.services.sample import AGENCY, UNIT, make_sample
    from flexdesk.system.clock import wanted_clock

    keyring = FileKeyring(folder / "keyring.txt")
    folder.mkdir()
    with create_desk(folder, unit=UNIT, agency=AGENCY, keyring=lambda: keyring, clock=wanted_clock()) as desk:
        make_sample(desk)


def start(compiled: Path, module: str, *arguments: str) -> tuple[float, float]:
    """Milliseconds from the process's creation to its first picture, and megabytes then."""
    here = str(compiled)  # neither compiled modules nor settings of another run count
    place = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": here, "XDG_CONFIG_HOME": here}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    began = time.time()
    done = subprocess.run(command, env={**kept, **place}, capture_output=True, text=True, check=True)
    painted, megabytes = done.stdout.split()[-2:]
    return (float(painted) - began) * 1000, float(megabytes)


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder, compiled = Path(made) / "unit", Path(made) / "compiled"
        make_unit(folder)
        sides = (("starts", "empty"), ("starts", "ours", str(folder)))
        for side in sides:
            start(compiled, *side)
        pairs = [[start(compiled, *side) for side in sides] for _run in range(RUNS)]
        _ended, day = start(compiled, "days_work", str(folder))
    (empty, base), (ours, memory) = (
        [statistics.median(pair[side][figure] for pair in pairs) for figure in (0, 1)] for side in (0, 1)
    )
    print(f"empty window                  {empty:6.0f} ms  {base:5.0f} MB")
    print(f"FlexDesk, 40 people, Hari ini {ours:6.0f} ms  {memory:5.0f} MB (budget {LIMIT_MEMORY_MB} MB)")
    print(f"after a simulated day                    {day:5.0f} MB (budget {LIMIT_DAY_MB} MB)")
    print(f"start {ours / empty:.2f} x an empty window (budget {LIMIT_START} x)")


if __name__ == "__main__":
    main()
