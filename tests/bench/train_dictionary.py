"""Trains the dictionary for small batches on generated edits: `python -m tests.bench.train_dictionary FILE`.

A dictionary that was shipped is never replaced: a better one gets a new file and a new number.
"""

import random
import sys
from datetime import date, timedelta
from pathlib import Path

import zstandard

from flexdesk.domain.log import RowWrite, Tx
from flexdesk.domain.ops import Value
from flexdesk.domain.places import Place
from flexdesk.sync import body

SAMPLES = 12_000
SIZE = 4_096
TYPED = (
    *["schedule.set_place"] * 6,
    "schedule.move",
    "schedule.fix",
    "schedule.pin",
    "schedule.set_place.undo",
)
FILLED = (
    "schedule.set_place",
    "schedule.take_proposal",
    "schedule.swap",
    "schedule.import",
    "register.import",
)
COMMON = (Place.OFFICE, Place.HOME, Place.OTHER_OFFICE, Place.DUTY_TRAVEL, Place.LEAVE, Place.TRAINING)
SHIFTS = (Place.SHIFT_MORNING, Place.SHIFT_AFTERNOON, Place.SHIFT_NIGHT, Place.OFF)


def _writer(rng: random.Random) -> tuple[str, list[str], list[date], tuple[Place, ...]]:
    device = rng.randbytes(8).hex()
    maker = device if rng.random() < 0.6 else rng.randbytes(8).hex()
    start = rng.randrange(1, 90)
    people = [f"{maker}-{start + number}" for number in range(rng.randrange(3, 70))]
    monday = date(2026, 1, 5) + timedelta(days=7 * rng.randrange(200))
    days = [monday + timedelta(days=number) for number in range(rng.choice((5, 5, 12, 31)))]
    places = COMMON if rng.random() < 0.8 else COMMON + SHIFTS
    return device, people, days, places


def _cells(place: Place, source: str, *, plain: bool) -> dict[int, Value]:
    cells: dict[int, Value] = {1: place.value}
    if not plain:
        cells[5] = source
    return cells


def sample(seed: int) -> bytes:
    """The body of one batch: cells typed one by one, or some ranges filled at once."""
    rng = random.Random(seed)
    device, people, days, places = _writer(rng)
    weights = [60, 30, *(rng.randrange(1, 9) for _place in places[2:])]
    seen = {rng.randbytes(8).hex(): rng.randrange(1, 900) for _other in range(rng.choice((0, 1, 1, 2)))}
    now = 1_790_000_000_000 + rng.randrange(10**11)
    typed, plain, pause_ms = rng.random() < 0.7, rng.random() < 0.5, rng.choice((300, 1_000, 4_000, 20_000))
    txs: list[Tx] = []
    for seq in range(1, rng.randrange(2, 60 if typed else 8)):
        now += rng.randrange(pause_ms // 2, pause_ms * 2)
        source = "typed" if typed else "planned"
        targets = [(rng.choice(people), rng.choice(days))]
        if not typed:
            targets = [(person, day) for person in people[: rng.randrange(1, 12)] for day in days[:5]]
        writes = [
            RowWrite(11, f"{person}|{day.isoformat()}", _cells(place, source, plain=plain))
            for person, day in targets
            for place in rng.choices(places, weights)
        ]
        txs.append(Tx(device, seq, now << 16, seen, rng.choice(TYPED if typed else FILLED), tuple(writes)))
    return body.pack(txs)


def main() -> None:
    samples = [sample(seed) for seed in range(SAMPLES)]
    dictionary = zstandard.train_dictionary(SIZE, samples, level=19)
    Path(sys.argv[1]).write_bytes(dictionary.as_bytes())
    mean = sum(map(len, samples)) // len(samples)
    print(f"{len(samples)} samples of {mean} bytes on average -> {len(dictionary)} bytes")


if __name__ == "__main__":
    main()
