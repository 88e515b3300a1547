"""No acknowledged edit is lost when the power fails, whatever the disk had not written yet.

Killing a program cannot show this, because the system still writes what the program had handed over. So a run
of the real command line is recorded, write by write and sync by sync, and played up to random moments.
Needs Linux and a C compiler (`cc`). `SOAK=1` cuts the power thousands of times.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from flexdesk.store.store import Store
from tests.helpers.power.cut import Disk, Event, build, read
from tests.helpers.writer import Unit, acknowledged, held, line, make_unit

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None,
    reason="recording writes needs Linux and a C compiler (cc); neither store nor program needs one",
)
EDITS = 150
CUTS = 3_000 if os.environ.get("SOAK") else 90

_PROGRAM = "import sys; from flexdesk.cli.app import main; sys.exit(main(sys.argv[1:]))"
_UNSAFE = """
import sys
from flexdesk.store import connection as opening
real = opening.connect
def connect(path, key):
    made = real(path, key)
    made.execute("PRAGMA synchronous = NORMAL")
    return made
opening.connect = connect
"""


@dataclass(frozen=True, slots=True)
class Recorded:
    unit: Unit
    before: Path  # the folder as it was when the recording began
    events: list[Event]
    base: int


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("recorder"))


def record(folder: Path, recorder: Path, program: str) -> Recorded:
    unit = make_unit(folder)
    key, device = unit.keys()
    with Store.open(unit.folder, key, device) as store:
        base = store.log.vector()[device]
    before = folder / "before"
    shutil.copytree(unit.folder, before)
    recording = folder / "recording"
    subprocess.run(
        [sys.executable, "-c", program, *unit.arguments()],
        input="".join(line(number) for number in range(1, EDITS + 1)),
        env={
            **os.environ,
            "LD_PRELOAD": str(recorder),
            "FLEXDESK_RECORD_ROOT": str(unit.folder),
            "FLEXDESK_RECORD_TO": str(recording),
        },
        text=True,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return Recorded(unit, before, read(recording), base)


def outcomes(recorded: Recorded, folder: Path, seed: int, cuts: int) -> Iterator[tuple[int, int]]:
    """For every cut: how many edits were acknowledged before it, and how many the store holds after it.

    A quarter of the cuts fall where the write-ahead log is being copied into the database.
    Raises Lost when the store is damaged or holds anything but the first edits in order.
    """
    random = Random(seed)
    inside = [at for at, event in enumerate(recorded.events) if Path(event.path).name == "store.db"]
    anywhere = range(len(recorded.events))
    moments = sorted(random.choices(anywhere, k=cuts - cuts // 4) + random.choices(inside, k=cuts // 4))
    disk = Disk(recorded.before, recorded.unit.folder)
    key, device = recorded.unit.keys()
    played = 0
    for moment in moments:
        for event in recorded.events[played:moment]:
            disk.play(event)
        played = max(played, moment)
        target = folder / "cut"
        target.mkdir(parents=True)
        disk.cut(target, random)
        with Store.open(target, key, device) as store:
            yield acknowledged(disk.answers.decode()), held(store, recorded.base)
        shutil.rmtree(target)


@pytest.mark.scenario(36)
def test_a_power_cut_loses_no_acknowledged_edit(recorder: Path, tmp_path: Path) -> None:
    recorded = record(tmp_path, recorder, _PROGRAM)
    kinds = [(event.kind, Path(event.path).name) for event in recorded.events]
    last_answer = max(at for at, event in enumerate(recorded.events) if event.kind == "A")
    assert ("W", "store.db") in kinds[:last_answer], "the run should reach a checkpoint between two edits"
    seen = list(outcomes(recorded, tmp_path / "after", seed=1, cuts=CUTS))
    assert all(answered <= kept <= answered + 1 for answered, kept in seen), seen
    assert len({answered for answered, _kept in seen}) > min(CUTS, EDITS) // 4, "cuts all over the run"


def test_the_same_harness_catches_a_store_that_syncs_too_rarely(recorder: Path, tmp_path: Path) -> None:
    recorded = record(tmp_path, recorder, _UNSAFE + _PROGRAM)
    seen = list(outcomes(recorded, tmp_path / "after", seed=1, cuts=CUTS // 3))
    assert sum(kept < answered for answered, kept in seen) > len(seen) // 4
