"""Nothing spoilt passes, changes anything, or keeps a reader busy: every reader of what comes from outside.

`SOAK=1` tries a hundred thousand cases; `python -m tests.fuzz COUNT` prints figures.
"""

import os
from collections.abc import Iterator
from itertools import chain
from random import Random

import pytest

from flexdesk.server.central import Central
from flexdesk.sync.faults import WireFault
from tests.fuzz.__main__ import explored, run
from tests.fuzz.guided import SAVED, Escaped, Explorer, saved
from tests.fuzz.mutations import cbor_spoilt
from tests.fuzz.targets import Target, batch_targets, small_targets, sound, text_targets, unit_targets
from tests.helpers.units import make_unit

FEW = 60


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Target]]:
    room = tmp_path_factory.mktemp("fuzz")
    unit = make_unit(room / "unit")
    with unit_targets(unit, room) as heavy:
        yield {t.name: t for t in chain(batch_targets(), small_targets(), text_targets(), heavy)}
    with Central(unit.settings) as central:
        assert sound(central)


NAMES = sorted(
    {t.name for t in chain(batch_targets(), small_targets(), text_targets())}
    | {"bundle", "bundle_inside", "bundle_resigned", "bundle_at_server", "taken"}
    | {"request", "request_signed", "enrolment"}
)


@pytest.mark.scenario(49)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_spoilt_is_refused_or_means_the_same(name: str, targets: dict[str, Target]) -> None:
    tally = explored(targets[name], FEW, traced_one_in=20)
    assert tally.cases > FEW
    assert len(tally.outcomes) > 1 or name in ("receipt_code", "error_answer")


def test_all_targets_are_tried(targets: dict[str, Target]) -> None:
    assert sorted(targets) == NAMES
    assert {folder.name for folder in SAVED.iterdir()} <= set(NAMES)
    assert sum(len(saved(name)) for name in NAMES) > 20


def test_the_explorer_notices_what_escapes() -> None:
    """It would see a reader that lets something altered pass, breaks, writes, or works for ever."""
    [batch, *_others] = batch_targets()
    touched = iter(range(1 << 30))

    def breaks(_data: bytes) -> None:
        raise IndexError

    def refuses(_data: bytes) -> None:
        raise WireFault("size")

    readers = {
        "IndexError": {"read": breaks},
        "altered and taken": {"read": bytes},
        "changed something": {"read": refuses, "untouched": lambda: next(touched)},
    }
    for told, changed in readers.items():
        with pytest.raises(Escaped) as caught:
            Explorer(Target(**{**_fields(batch), **changed}), 0)
        assert told in str(caught.value)
    with pytest.raises(Escaped) as caught:
        Explorer(Target(**{**_fields(batch), "read": lambda _data: [0] * (20 << 20), "good": ()}), 0).weigh(1)
    assert "memory" in str(caught.value)


def _fields(target: Target) -> dict[str, object]:
    return {name: getattr(target, name) for name in ("name", "seeds", "spoil", "read", "good")}


def test_one_seed_spoils_in_one_way() -> None:
    data = b"\xa2\x00\x01\x01\x82\x01\x02"
    made = [[cbor_spoilt(Random(seed), data, [data]) for seed in range(50)] for _turn in range(2)]
    assert made[0] == made[1]
    assert len(set(made[0])) > 20


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SOAK"), reason="a hundred thousand cases take minutes; make soak")
def test_a_hundred_thousand_cases() -> None:
    assert run(100_000) >= 100_000
