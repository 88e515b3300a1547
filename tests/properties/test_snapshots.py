"""A snapshot at any cut and the rest of the log end where the whole log ends.

`apply(snapshot(L[..k]), L[k+1..]) == apply(empty, L)`, for any log with conflicts, deletions, rejections,
gaps and writes of newer programs.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flexdesk.domain.log import Tx
from flexdesk.domain.snapshot import Ordering, Reduction, Snapshot
from flexdesk.domain.sums import Cells, sums_of
from flexdesk.store import snapshots
from flexdesk.store.sums import KNOWN, sums_here
from tests.helpers.histories import make_template
from tests.helpers.logs import NAMES, Made, feed, judge, make_log, open_reader, state
from tests.properties.test_histories import fast_folder

SOAK = bool(os.environ.get("SOAK"))
EXAMPLES = 4_000 if SOAK else 20
NOW_MS = 1_795_400_000_000


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    folder = fast_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def template(room: Path) -> Path:
    return make_template(room / "template")


def cut(made: Made, k: int) -> tuple[Snapshot, Reduction]:
    """The snapshot after the first `k` transactions that arrived."""
    ordering, reduction = Ordering(), Reduction()
    for tx in made.txs[:k]:
        for ready in ordering.take([tx]):
            reduction.take(ready, made.void.get((ready.device, ready.seq), ()))
    return Snapshot(reduction.kept(), ordering.vector, ordering.chains), reduction


def all_heads(made: Made) -> Iterator[tuple[int, str, Cells]]:
    return cut(made, len(made.txs))[1].heads()


def rest(made: Made, snapshot: Snapshot) -> list[Tx]:
    return [tx for tx in made.txs if tx.seq > snapshot.vector.get(tx.device, 0)]


def many(function):
    return settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=not SOAK,
        database=None,
        suppress_health_check=list(HealthCheck),
    )(function)


@pytest.mark.scenario(68)
@many
@given(seed=st.integers(0, 1 << 32), steps=st.integers(2, 60), share=st.floats(0, 1))
def test_a_snapshot_at_any_cut_and_the_rest_of_the_log_equal_the_whole_log(
    room: Path, template: Path, seed: int, steps: int, share: float
) -> None:
    made = make_log(Random(seed), steps)
    k = round(share * len(made.txs))
    snapshot, _reduction = cut(made, k)
    folders = [room / "whole", room / "resumed"]
    with open_reader(folders[0], template) as whole, open_reader(folders[1], template) as resumed:
        try:
            feed(whole, made.txs)
            judge(whole, made.void)
            with resumed.writing():
                snapshots.install(resumed, snapshot, NOW_MS)
            assert len(snapshot.kept) <= k
            feed(resumed, rest(made, snapshot), dict(snapshot.chains))
            judge(resumed, made.void)
            assert state(resumed) == state(whole)
            assert sums_here(resumed) == sums_here(whole) == sums_of(all_heads(made), KNOWN)
            assert resumed.log.first_bad() is None
        finally:
            for folder in folders:
                shutil.rmtree(folder)


@many
@given(seed=st.integers(0, 1 << 32), steps=st.integers(10, 60), part=st.floats(0, 1), share=st.floats(0, 1))
def test_a_laptop_that_was_away_ends_there_too_with_what_it_wrote_meanwhile(
    room: Path, template: Path, seed: int, steps: int, part: float, share: float
) -> None:
    """It holds a beginning of the log and changes of its own that nobody knows; nothing of them is lost."""
    made = make_log(Random(seed), steps)
    own = NAMES[0]
    here, known = Ordering(), round(part * len(made.txs))
    held = [ready for tx in made.txs[:known] for ready in here.take([tx])]
    unsent = here.vector.get(own, 0)  # whatever it wrote is here; the server has the first half of that
    server = Made(
        tuple(tx for tx in made.txs if tx.device != own or tx.seq <= unsent // 2),
        {id: void for id, void in made.void.items() if id[0] != own or id[1] <= unsent // 2},
    )
    whole_log = Made(tuple(tx for tx in made.txs if tx.device != own or tx.seq <= unsent), made.void)
    snapshot, _reduction = cut(server, round(share * len(server.txs)))
    folders = [room / "whole", room / "away"]
    with open_reader(folders[0], template) as whole, open_reader(folders[1], template, own) as away:
        try:
            feed(whole, whole_log.txs)
            judge(whole, whole_log.void)
            feed(away, held)
            judge(away, whole_log.void)
            with away.writing():
                snapshots.install(away, snapshot, NOW_MS)
            vector = dict(away.log.vector())
            chains = {device: away.log.chain(device) for device in vector}
            feed(away, [tx for tx in whole_log.txs if tx.seq > vector.get(tx.device, 0)], chains)
            judge(away, whole_log.void)
            assert shown(state(away)) == shown(state(whole))
            assert sums_here(away) == sums_here(whole)
            assert [tx.seq for tx in away.log.txs(own, 1)] == list(range(1, unsent + 1))
            assert away.log.first_bad() is None
        finally:
            for folder in folders:
                shutil.rmtree(folder)


def shown(found: dict) -> dict:
    """Without who is named as first writer of a row: of two who did not know each other, whose came first."""
    return {
        name: [row[:1] + row[4:] for row in rows] if name not in ("vector", "chains", "waiting") else rows
        for name, rows in found.items()
        if name != "head"
    }
