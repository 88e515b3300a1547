"""A small unit with a schedule and reports that a test lays day by day."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.domain.schema import join_key
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import small_desk

MONDAY = date(2026, 8, 3)
BEFORE = datetime(2026, 8, 2, 2, 0, tzinfo=UTC)
NOW = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
NAMES = ("Ayu Lestari", "Bagus Wijaya", "Citra Dewi", "Dimas Putra", "Eka Sari", "Fajar Nugroho")


class Office:
    """Six people; `weeks` of working days from Monday 3 August 2026 on.

    The clock stands before all of them; reports move it on, and it never goes back.
    """

    def __init__(self, folder: Path, weeks: int = 6) -> None:
        self.clock = FixedClock(BEFORE)
        people = [(f"19850{n}0120100110{n:02}", name) for n, name in enumerate(NAMES, 1)]
        self.desk: Desk = small_desk(folder, people, clock=self.clock)
        roster = {person.name: person.key for person in self.desk.people.roster()}
        self.keys: Sequence[str] = [roster[name] for name in NAMES]
        calendar = self.desk.reader.calendar(MONDAY)
        self.days = calendar.working_days(MONDAY, MONDAY + timedelta(weeks=weeks) - timedelta(days=1))

    def put(self, table: str, key: str | None, **cells: object) -> None:
        named = {name.rstrip("_"): cell for name, cell in cells.items()}
        self.desk.committer.commit(Change("test.put", (self.desk.committer.insert(table, named, key),)))

    def away(self, person: int, *days: date, place: Place = Place.HOME) -> None:
        self.desk.schedule.set_places([(self.keys[person], day, place) for day in days])

    def now(self) -> Desk:
        """The desk on 1 October."""
        self.clock.instant = NOW
        return self.desk

    def report(
        self, person: int, day: date, outputs: int = 1, *, at: time | None = None, **cells: object
    ) -> None:
        """Outputs of one day, with `at` written at that hour of it, Jakarta time."""
        if at is not None:
            self.clock.instant = datetime.combine(day, at, UTC) - timedelta(hours=7)
        self._commit([(person, day, outputs)], cells)

    def report_all(self, outputs: Callable[[int, date], int]) -> None:
        """Everybody's days in one file, as an import brings them."""
        self._commit([(p, day, outputs(p, day)) for p in range(len(self.keys)) for day in self.days], {})

    def _commit(self, rows: Sequence[tuple[int, date, int]], cells: dict[str, object]) -> None:
        made = self.desk.committer
        ops = tuple(
            made.insert(
                "output",
                {"activity": "Menyusun surat", "evidence": "foto.jpg", "review": "accepted", **cells},
                join_key(self.keys[person], day.isoformat(), f"h{number}"),
            )
            for person, day, count in rows
            for number in range(count)
        )
        made.commit(Change("test.outputs", ops))
