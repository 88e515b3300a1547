"""The lot behind honest samples: fair in size, the same for everybody, blind to the order."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.services.sampling import LEAST, MOST, SampleNotOpened, draw

KEYS = st.lists(st.text("abcdef0123456789|-", min_size=1, max_size=12), unique=True, max_size=400)
SEEDS = st.integers(0, 2**32 - 1)


@given(KEYS, SEEDS, st.randoms(use_true_random=False))
def test_the_same_lot_gives_the_same_sample(keys: list[str], seed: int, chance: random.Random) -> None:
    sample = draw(keys, seed)
    shuffled = list(keys)
    chance.shuffle(shuffled)
    assert draw(shuffled, seed) == sample
    assert set(sample.keys) <= set(keys)
    assert len(set(sample.keys)) == len(sample.keys)


@given(KEYS, SEEDS)
def test_a_tenth_but_at_least_five_and_at_most_thirty(keys: list[str], seed: int) -> None:
    size = len(draw(keys, seed).keys)
    assert size >= min(len(keys), LEAST)
    assert 10 * size >= len(keys) or size == MOST
    assert size <= MOST


@given(KEYS.filter(lambda keys: len(keys) > 1), SEEDS)
def test_every_output_of_the_sample_must_be_opened(keys: list[str], seed: int) -> None:
    sample = draw(keys, seed)
    sample.require(set(keys))
    with pytest.raises(SampleNotOpened) as refused:
        sample.require(set(sample.keys[1:]))
    assert refused.value.facts == {"missing": 1, "size": len(sample.keys)}


def test_another_seed_draws_others() -> None:
    keys = [f"a|2026-09-{day:02}|{number}" for day in range(1, 31) for number in range(20)]
    drawn = {draw(keys, seed).keys for seed in range(50)}
    assert len(drawn) == 50
    hit = [key for keys_drawn in drawn for key in keys_drawn]
    assert len(set(hit)) > 500  # 1,500 draws of 600 keys: nearly all have their turn
