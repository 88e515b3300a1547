"""Many cases at once: `python -m tests.fuzz COUNT [--keep]`; prints what became of them, and the slowest.

`--keep` writes what reached new lines to tests/data/fuzz.
"""

import sys
import tempfile
from itertools import chain
from pathlib import Path
from time import perf_counter

from flexdesk.server.central import Central
from tests.fuzz.guided import Explorer, Tally
from tests.fuzz.targets import Target, batch_targets, small_targets, sound, text_targets, unit_targets
from tests.helpers.units import make_unit

# Files and requests go through encryption and a database, so fewer of them fit into a minute.
HEAVY = {
    "bundle",
    "bundle_inside",
    "bundle_resigned",
    "bundle_at_server",
    "taken",
    "request",
    "request_signed",
}

PASSING = {*HEAVY, "enrolment"}  # made with keys of one run; of no use to the next


def explored(
    target: Target, cases: int, *, seed: int = 0, traced_one_in: int = 10, keep: bool = False
) -> Tally:
    explorer = Explorer(target, seed)
    explorer.explore(cases, traced_one_in=traced_one_in)
    explorer.weigh(max(3, cases // 50))
    if keep and target.name not in PASSING:
        explorer.keep()
    return explorer.tally


def run(count: int, *, keep: bool = False) -> int:
    """Spread `count` cases over all targets; returns how many were tried."""
    with tempfile.TemporaryDirectory() as room:
        unit = make_unit(Path(room) / "unit")
        with unit_targets(unit, Path(room)) as heavy:
            targets = list(chain(batch_targets(), small_targets(), text_targets(), heavy))
            shares = {target.name: 1 if target.name in HEAVY else 4 for target in targets}
            each, total = count / sum(shares.values()), 0
            for target in targets:
                start = perf_counter()
                tally = explored(target, round(each * shares[target.name]), keep=keep)
                total += tally.cases
                print(_line(target.name, tally, perf_counter() - start), flush=True)
        with Central(unit.settings) as central:
            assert sound(central)
    return total


def _line(name: str, tally: Tally, seconds: float) -> str:
    common = ", ".join(f"{what} {count:,}" for what, count in tally.outcomes.most_common(4))
    return (
        f"{name:20}{tally.cases:8,} cases {seconds:6.1f} s  slowest {tally.slowest_s * 1e3:7.1f} ms"
        f"  steps {tally.most_steps:7,}  peak {tally.most_bytes / 1024:8,.0f} kB"
        f"  {tally.reached:4} edges, {tally.found:3} found  {common}"
    )


if __name__ == "__main__":
    print(f"{run(int(sys.argv[1]), keep='--keep' in sys.argv):,} cases")
