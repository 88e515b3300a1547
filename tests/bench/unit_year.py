"""A year of a unit of fifty: 13,000 days in a schedule, filled in order or one by one at random."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from flexdesk.domain.log import RowWrite, Tx

PEOPLE = 50
DAYS = 260
DEVICES = ("5f0c1d2e3a4b5c6d", "9a8b7c6d5e4f3a2b")
START_MS = 1_767_225_600_000
_PLACES = ("office", "home", "office", "office", "home", "travel")


def days() -> list[date]:
    """The first 260 working days from 5 January 2026 on."""
    found = (date(2026, 1, 5) + timedelta(days=number) for number in range(DAYS * 7 // 5 + 7))
    return [day for day in found if day.weekday() < 5][:DAYS]


def in_order() -> Iterator[Tx]:
    """Week by week, one transaction a week, as a planner's proposal is taken."""
    random = Random(1)
    all_days = days()
    for seq, week in enumerate(range(0, DAYS, 5), 1):
        writes = tuple(
            RowWrite(
                11,
                f"{DEVICES[0]}-{person + 1}|{day.isoformat()}",
                {1: random.choice(_PLACES), 5: "planned"},
            )
            for person in range(PEOPLE)
            for day in all_days[week : week + 5]
        )
        hlc = (START_MS + week * 86_400_000) << 16
        yield Tx(DEVICES[0], seq, hlc, {}, "schedule.apply_plan", writes)


def one_by_one(device: str = DEVICES[0], again: float = 0.3) -> Iterator[Tx]:
    """Every day in random order, a share of them changed once more, with the pauses that people make."""
    random = Random(2)
    cells = [(person, day) for person in range(PEOPLE) for day in days()]
    random.shuffle(cells)
    cells += random.sample(cells, int(len(cells) * again))
    at_ms = START_MS
    for seq, (person, day) in enumerate(cells, 1):
        at_ms += 1000 * random.choice((1, 2, 3, 5, 9, 40, 900))
        row = f"{DEVICES[0]}-{person + 1}|{day.isoformat()}"
        write = RowWrite(11, row, {1: random.choice(_PLACES), 5: "typed"})
        yield Tx(device, seq, at_ms << 16, {}, "schedule.set_place", (write,))
