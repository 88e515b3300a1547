"""A program killed at any moment loses no edit that it had acknowledged, and the next start goes on.

The real command line runs `batch`, one durable transaction a line, and is ended with SIGKILL after a random
time, again and again over one and the same folder. `SOAK=1` does it hundreds of times.
"""

import os
import signal
import time
from pathlib import Path
from random import Random

import pytest

from flexdesk.store.store import Store
from tests.helpers.nursery import Nursery
from tests.helpers.writer import acknowledged, held, line, make_unit

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill like that")

ROUNDS = 500 if os.environ.get("SOAK") else 30
MOST_EDITS = 400  # more than a round ever gets to
LONGEST_S = 0.25


@pytest.mark.scenario(35)
def test_no_kill_loses_an_acknowledged_edit(tmp_path: Path) -> None:
    unit = make_unit(tmp_path)
    key, device = unit.keys()
    with Store.open(unit.folder, key, device) as store:
        base = store.log.vector()[device]
    random = Random(7)
    commands, answers = tmp_path / "commands", tmp_path / "answers"
    total = killed = 0
    with Nursery() as nursery:
        for _ in range(ROUNDS):
            commands.write_text(
                "".join(line(number) for number in range(total + 1, total + MOST_EDITS)), encoding="utf-8"
            )
            answers.write_text("", encoding="utf-8")
            pid = nursery.start(unit.arguments(), commands, answers)
            if random.random() < 0.8:  # the others are killed while they start and recover
                _wait_for_the_first(answers)
            time.sleep(random.uniform(0, LONGEST_S))
            os.kill(pid, signal.SIGKILL)
            killed += nursery.ended() == -signal.SIGKILL
            told = acknowledged(answers.read_text(encoding="utf-8"))
            with Store.open(unit.folder, key, device) as store:
                kept = held(store, base)
            assert total + told <= kept <= total + told + 1, (total, told, kept)
            total = kept
    assert killed == ROUNDS
    assert total > ROUNDS


def _wait_for_the_first(answers: Path) -> None:
    """Let the child reach its work, so that kills fall between and inside edits."""
    until = time.monotonic() + 10
    while not answers.stat().st_size and time.monotonic() < until:
        time.sleep(0.002)
