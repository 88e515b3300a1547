"""Who may work flexibly, judged anew for a province: 62,000 people in 4,000 parts of the unit.

The limit is a bare loop that reads the same rows of the same store and looks at each cell once, in the same
run. The growth from 1,000 people on is shown by the time for each person, which should stay as it is.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

from flexdesk.bootstrap import create_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.eligibility import answers, eligibilities
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.rules import Board
from flexdesk.domain.schema import join_key
from flexdesk.i18n import set_language
from tests.bench.starts import FileKeyring

SIZES = (1_000, 4_000, 16_000, 62_000)
PEOPLE_IN_A_PART = 62_000 / 4_000
ROUNDS = 3
DAY = date(2026, 11, 21)
TABLES = ("person", "posting", "discipline", "request", "service_duty", "evaluation", "skp")


def fill(desk: Desk, people: int, chance: Random) -> None:
    """One in ten was moved this year, one in a hundred is under discipline, most answered the criteria."""
    ops: list[Op] = []
    insert = desk.committer.insert
    for number in range(people):
        nip = f"{1966 + number % 36}0101{1990 + number % 30}01{1 + number % 2}{number % 1000:03}"
        part = f"Unit {int(number / PEOPLE_IN_A_PART)}"
        criteria = chance.choice(("11111", "11111", "11111", "11011", ""))
        person = insert("person", {"name": f"Pegawai {number}", "nip": nip, "task_criteria": criteria})
        ops.append(person)
        cells = {"jabatan": "Analis", "category": "pelaksana", "unit": part, "reason": "existing"}
        ops.append(insert("posting", cells, join_key(person.row, "2019-01-01")))
        if chance.random() < 0.1:
            start = DAY - timedelta(days=chance.randint(1, 300))
            moved = {**cells, "reason": chance.choice(("mutation", "promotion"))}
            ops.append(insert("posting", moved, join_key(person.row, start.isoformat())))
        if chance.random() < 0.01:
            start = DAY - timedelta(days=chance.randint(1, 300))
            ops.append(insert("discipline", {"person": person.row, "kind": "process", "from": start}))
    desk.committer.commit(Change("bench.people", tuple(ops)))
    desk.policy.set("person.new_posting_months", "6", from_day=date(2026, 1, 1))
    desk.unit.set({"region": "regency"})


def bare(desk: Desk) -> int:
    """The same rows, each cell looked at once."""
    return sum(
        value is not None for table in TABLES for row in desk.store.select(table) for value in row.values()
    )


def judged(desk: Desk) -> int:
    """Everybody's answer for a day, from the rows of the store."""
    board = Board(desk.reader.facts(DAY, DAY))
    return sum(answers(board, key, DAY)[0] == "yes" for key in board.dossiers)


def told(desk: Desk) -> int:
    """The same with every sentence, and since when and until when it holds."""
    board = Board(desk.reader.facts(DAY, DAY))
    return sum(len(found.location.sentence) for found in eligibilities(board, DAY).values())


def best(call: Callable[[Desk], int], desk: Desk) -> float:
    """Seconds of the quickest round; the desk forgets between rounds what it read."""
    times = []
    for number in range(ROUNDS):
        desk.unit.set({"place": f"Kota {number} {time.time_ns()}"})
        began = time.perf_counter()
        call(desk)
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    set_language("id")
    heads = ("people", "bare loop", "judged", "ratio", "told", "ratio", "a person")
    print("{:>8} {:>10} {:>9} {:>6} {:>9} {:>6} {:>10}".format(*heads))
    first = 0.0
    for size in SIZES:
        with tempfile.TemporaryDirectory() as made:
            keyring = FileKeyring(Path(made) / "keyring.txt")
            folder = Path(made) / "unit"
            with create_desk(folder, unit="Provinsi", agency="Provinsi", keyring=lambda: keyring) as desk:  # noqa: B023
                fill(desk, size, Random(62))
                limit, answer, sentence = best(bare, desk), best(judged, desk), best(told, desk)
        each = answer / size * 1e6
        first = first or each
        print(
            f"{size:8} {limit:8.2f} s {answer:7.2f} s {answer / limit:5.1f}x {sentence:7.2f} s"
            f" {sentence / limit:5.1f}x {each:6.0f} µs ({each / first:.2f}x)"
        )


if __name__ == "__main__":
    main()
