"""Codes of a newer program in every column that holds codes: screens and lists show them and stand."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.bootstrap import create_desk, open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain import schema
from flexdesk.domain.log import GENESIS, RowWrite, Tx
from flexdesk.domain.periods import parse_period
from flexdesk.services.sample import make_sample
from flexdesk.system.clock import SystemClock
from tests.end_to_end.windows import SCREENS, at_window
from tests.helpers.desks import CHEAP, PASSPHRASE, TODAY
from ui.schedule.looks import looks_of
from ui.schedule.page import SchedulePage

NEW = "kode_baru"
MONDAY = date(2026, 11, 23)
CODED = {
    "assignment": "place half source actual",
    "person": "status archive_reason",
    "posting": "category reason",
    "request": "kind decision flexibility",
    "leave_entry": "kind decision document cause",
    "skp": "approach form status reason",
    "work_result": "class",
    "indicator": "aspect perspective",
    "output": "review source",
    "organisation_result": "level",
    "evaluation": "results behaviour predicate note_source",
    "complaint": "channel kind result",
    "time_pattern": "kind",
    "clarification": "state",
    "unit": "kind region organisation",
}
NAMES = [f"{table}.{field}" for table, fields in CODED.items() for field in fields.split()]
# A half of the day counts only beside a place that can be split; the unit's own kind changes what is asked.
TOGETHER = [name for name in NAMES if name != "assignment.half" and not name.startswith("unit.")]
ALONE = [[name] for name in NAMES] if os.environ.get("SOAK") else []


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "unit"
    with create_desk(
        folder, unit="X", agency="Y", passphrase=PASSPHRASE, clock=SystemClock(TODAY), cost=CHEAP
    ) as desk:
        make_sample(desk)
    return folder


@pytest.fixture
def desk(sample: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(sample, tmp_path / "unit")
    with open_desk(tmp_path / "unit", passphrase=PASSPHRASE, clock=SystemClock(TODAY)) as opened:
        yield opened


def arrive(desk: Desk, names: list[str]) -> int:
    """A colleague's newer program has written its code into every row of these columns that holds one."""
    writes = []
    for name in names:
        table, _dot, field = name.partition(".")
        column = schema.BY_NAME[table].column(field)
        rows = desk.store.select(table)
        held = [row for row in rows if row[field]] or rows
        number = schema.BY_NAME[table].id
        writes += [RowWrite(number, str(row["key"]), {column.id: NEW}) for row in held]
    seen = dict(desk.store.log.vector())
    change = Tx("f" * 16, 1, desk.committer.now_ms() << 16, seen, "future.kind", tuple(writes))
    with desk.store.writing():
        assert desk.store.log.receive([change], GENESIS).applied == 1
    return len(writes)


def readings(desk: Desk) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "week", lambda: desk.schedule.week(MONDAY)
    yield "check", lambda: desk.schedule.check(MONDAY, MONDAY)
    yield "plan", lambda: desk.schedule.plan_proposal(MONDAY)
    yield "copy", lambda: desk.schedule.copy_week_proposal(date(2026, 11, 16), MONDAY)
    yield "history", lambda: [desk.schedule.history(one.key, MONDAY) for one in desk.roster.entries()]
    yield "people", desk.people.roster
    yield "evaluations", lambda: desk.evaluation.evaluations(parse_period("2026-Q4"))


@pytest.mark.slow
@pytest.mark.scenario(59)
@pytest.mark.parametrize(
    "names", [TOGETHER, *ALONE], ids=lambda names: names[0] if len(names) == 1 else "all"
)
def test_services_read_on_where_columns_hold_new_codes(desk: Desk, names: list[str]) -> None:
    assert arrive(desk, names) >= len(names)
    for _what, read in readings(desk):
        read()
    for name in names:
        table, _dot, field = name.partition(".")
        assert NEW in {row[field] for row in desk.store.select(table)}  # nothing was tidied away


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SOAK"), reason="nine screens of a whole unit take long; make soak")
@pytest.mark.scenario(59)
def test_every_screen_opens_where_every_code_is_new(desk: Desk, qapp: object) -> None:  # noqa: ARG001
    arrive(desk, TOGETHER)
    with at_window(desk) as person:
        for screen in SCREENS:
            person.at(screen)
            assert person.told == ""
        model = person.at(SchedulePage).desk.model
        letters = {
            str(model.index(row, column).data() or "")
            for row in range(model.rowCount())
            for column in range(model.columnCount())
        }
        assert "?" in letters
        assert "?" in {look[0] for look in looks_of(person.at(SchedulePage).desk.settled(), {})}
        person.picture("codes")
