"""The line breaks after every byte of requests and answers; ten thousand times by `make soak`."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from tests.properties.test_histories import fast_folder
from tests.simulator.cutting import CuttingLine, cut_everywhere
from tests.simulator.fleet import Fleet, chosen_keys, make_template
from tests.simulator.line import Network

SOAK = bool(os.environ.get("SOAK"))
FLEETS, CUTS = (20, 500) if SOAK else (1, 50)
STEP = 1 if SOAK else 47


@pytest.fixture
def room() -> Iterator[Path]:
    folder = fast_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.scenario(1)
def test_no_cut_at_any_byte_doubles_loses_or_lies(room: Path) -> None:
    template = make_template(room / "template")
    total: Counter[str] = Counter()
    most_again = 0
    for seed in range(FLEETS):
        with chosen_keys(Random(seed)):
            fleet = Fleet(room / f"fleet{seed}", template, Random(seed))
            try:
                done = asdict(cut_everywhere(fleet, CUTS, STEP))
            finally:
                fleet.close()
        most_again = max(most_again, done.pop("most_again"))
        total.update(done)
    print(f"{dict(total)}, at most {most_again} bytes again for one cut, no false receipt")
    assert total["cuts"] == FLEETS * CUTS
    assert total["passes"] >= FLEETS
    assert most_again > 0


def test_a_cut_is_where_it_was_ordered() -> None:
    """Else the test above would prove nothing."""
    import httpx

    seen: list[bytes] = []

    def serve(_path: str, body: bytes) -> bytes:
        seen.append(body)
        return b"answer"

    for at, served, got in ((0, 0, None), (4, 0, None), (5, 1, b""), (10, 1, b"answe"), (11, 1, b"answer")):
        line = CuttingLine(Network(serve), lambda: None)
        line.at = at
        seen.clear()
        pieces: list[bytes] = []
        with httpx.Client(transport=line) as client:
            try:
                with client.stream("POST", "http://x/s", content=b"12345") as response:
                    pieces.extend(response.iter_raw())
                is_cut = False
            except httpx.TransportError:
                is_cut = True
        assert (len(seen), is_cut) == (served, at < 11)
        assert (b"".join(pieces) if served else None) == got
