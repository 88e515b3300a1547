"""Plays one history: what happens how often, in the order that a seed gives, and then what must hold."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

from flexdesk.errors import FlexDeskError
from tests.simulator.fleet import Fleet, Tally, chosen_keys
from tests.simulator.invariants import check_step, settle
from tests.simulator.laptop import Laptop

World = TypeVar("World", bound=Fleet)

ACTIONS: tuple[tuple[str, int], ...] = (
    ("edit", 30),
    ("bulk", 4),
    ("hire", 3),
    ("delete", 5),
    ("undo", 6),
    ("resolve", 6),
    ("exchange", 20),
    ("late_request", 3),
    ("write_file", 6),
    ("hand_file", 9),
    ("read_code_out", 3),
    ("crash", 5),
    ("wrong_clock", 2),
    ("restart", 2),
    ("restart_server", 1),
    ("copy_disk", 1),
    ("full_disk", 2),
    ("keep_old_disk", 2),
    ("restore_old_disk", 3),
)


def run_history(seed: int, folder: Path, template: Path, steps: int = 60) -> Tally:
    """The history with that number, the same every time. Raises Broken, with the folder left for a look."""
    return play(seed, folder, lambda random: Fleet(folder, template, random), ACTIONS, steps=steps)


def play(
    seed: int,
    folder: Path,
    make: Callable[[Random], World],
    often: Sequence[tuple[str, int]],
    *,
    check: Callable[[World, Laptop], None] = check_step,
    end: Callable[[World], None] = settle,
    steps: int = 60,
) -> Tally:
    """Things happen to a world as often as `often` says; `check` after each, `end` at the end."""
    random = Random(seed)
    names = [name for name, times in often for _ in range(times)]
    with chosen_keys(random):
        fleet = make(random)
        try:
            for _ in range(random.randrange(15, steps)):
                name = random.choice(names)
                laptop = random.choice(fleet.laptops)
                getattr(fleet, name)(laptop)
                fleet.tally.kinds[name] = fleet.tally.kinds.get(name, 0) + 1
                check(fleet, laptop)
            end(fleet)
        except (AssertionError, FlexDeskError) as error:
            error.add_note(f"history {seed}")
            raise
        finally:
            fleet.close()
    shutil.rmtree(folder)
    return fleet.tally
