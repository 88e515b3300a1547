"""The same histories with laptops that take a snapshot whenever they can and compare at every exchange."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from flexdesk.progress import Progress
from flexdesk.server import answers, states
from flexdesk.services import catching_up
from flexdesk.services.sync import Synced, SyncService
from tests.helpers.rule_check import Broken
from tests.properties.test_histories import fast_folder
from tests.simulator.fleet import make_template
from tests.simulator.history import run_history

HISTORIES = 3_000 if os.environ.get("SOAK") else 5


compared: Counter[str] = Counter()


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    folder = fast_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def template(room: Path) -> Path:
    return make_template(room / "template")


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short answers, no patience: a snapshot at nearly every exchange, and a comparison after each."""
    monkeypatch.setattr(answers, "MAX_LIMIT", 1)
    monkeypatch.setattr(catching_up, "FAR_BEHIND", 1)
    monkeypatch.setattr(states, "LEAST", 1)
    monkeypatch.setattr(states, "EVERY", 3)
    real = SyncService.sync

    def sync(service: SyncService, url: str = "", progress: Progress | None = None) -> Synced:
        service.check.ask_soon()
        done = real(service, url, progress)
        compared["times"] += not service.check.is_due
        if done.repaired:
            raise Broken("shows something else than its log", service.check.incidents()[-1])
        return done

    monkeypatch.setattr(SyncService, "sync", sync)


@pytest.mark.slow
@pytest.mark.scenario(68)
@pytest.mark.usefixtures("eager")
def test_laptops_that_go_on_from_snapshots_end_like_everybody(room: Path, template: Path) -> None:
    compared.clear()
    total: Counter[str] = Counter()
    for seed in range(HISTORIES):
        tally = asdict(run_history(seed, room / f"s{seed}", template))
        total.update({name: count for name, count in tally.items() if name != "kinds"})
    print(f"histories 0 to {HISTORIES - 1}: {dict(total)}, compared {compared['times']} times")
    assert total["resumed"] > HISTORIES
    assert compared["times"] > HISTORIES
