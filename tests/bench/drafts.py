"""Units of any size with a month of a draft in a real store, for the benchmarks of the schedule."""

from datetime import date, timedelta
from pathlib import Path

from flexdesk.desk.desk import Desk
from flexdesk.domain.calendar import days
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.places import Place
from flexdesk.domain.schema import join_key
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import small_desk

TODAY = date(2026, 10, 29)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
_SECTION = 12  # people
_FAULTS = 29  # one person in so many is away a day too many
_BATCH = 5_000


def draft_desk(folder: Path, people: int) -> Desk:
    """So many people in sections of twelve, a service point for every second section, one day away a week."""
    desk = small_desk(folder, clock=SystemClock(TODAY))
    commit = desk.committer
    keys = [f"p{number:04}" for number in range(people)]
    ops = [op for number, key in enumerate(keys) for op in _person(desk, number, key)]
    for number in range(0, people, 2 * _SECTION):
        point = f"sp{number:04}"
        ops.append(commit.insert("service_point", {"name": f"Loket {number // 24 + 1}", "need": 2}, point))
        for key in keys[number : number + 5]:
            ops.append(commit.insert("service_duty", {"serves": 1}, join_key(point, key)))
    ops += [op for number, key in enumerate(keys) for op in _month(desk, number, key)]
    for at in range(0, len(ops), _BATCH):
        commit.commit(Change("bench.draft", tuple(ops[at : at + _BATCH])))
    desk.policy.set("location.max_share", "0.3", from_day=date(2026, 1, 1), source="Aturan unit")
    return desk


def _person(desk: Desk, number: int, key: str) -> tuple[Op, Op]:
    nip = f"{1970 + number % 30}0101{2000 + number % 20}01{1 + number % 2}{number % 1000:03}"
    person = {
        "nip": nip, "name": f"Contoh Pegawai {number:04}", "status": "pns", "order": number,
        "task_criteria": "11111", "domicile": "Desa Contoh",
    }  # fmt: skip
    post = {
        "jabatan": "Analis",
        "category": "fungsional",
        "unit": f"Seksi {number // _SECTION + 1}",
        "reason": "first",
    }
    return (
        desk.committer.insert("person", person, key),
        desk.committer.insert("posting", post, join_key(key, "2020-01-01")),
    )


def _month(desk: Desk, number: int, key: str) -> list[Op]:
    made = []
    for day in days(FIRST - timedelta(days=6), LAST + timedelta(days=6)):
        if day.weekday() < 5:
            turn = (number + day.isocalendar().week) % 5
            away = day.weekday() == turn or (number % _FAULTS == 0 and day.weekday() != 2)
            cells = {"place": Place.HOME if away else Place.OFFICE, "source": "typed"}
            made.append(desk.committer.insert("assignment", cells, join_key(key, day.isoformat())))
    return made
