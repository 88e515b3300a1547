"""What the schedule screen needs from the core, so that it can be run on any store, a test's included.

The shapes are read-only; the service's own frozen records satisfy them as they are.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from flexdesk.domain.halves import Half
from flexdesk.domain.ops import Change
from flexdesk.domain.patterns import Pattern, PatternKind
from flexdesk.domain.periods import Period
from flexdesk.domain.places import Place
from flexdesk.domain.publications import Version
from flexdesk.domain.rules.findings import Finding, Fix
from flexdesk.progress import Progress
from flexdesk.services.person_year import PersonYear
from flexdesk.services.publications import Difference
from flexdesk.services.week import Grouping
from flexdesk.services.week_codes import Reading

Work = Callable[[Progress], Any]
Beside = Callable[[str, Work, Callable[[Any], object]], None]  # a label, long work, who takes its result


def at_once(_label: str, work: Work, done: Callable[[Any], object]) -> None:
    """Long work done here and now."""
    done(work(Progress()))


Edit = tuple[str, date, Place | None]  # person, day, the place to come; None empties the cell
CellKey = tuple[str, date]


class CellView(Protocol):
    """One person's day. `conflict` is the place beside `place` where two devices wrote at once."""

    @property
    def place(self) -> Place | None: ...
    @property
    def source(self) -> str: ...
    @property
    def pinned(self) -> bool: ...
    @property
    def locked(self) -> bool: ...
    @property
    def changed_since_published(self) -> bool: ...
    @property
    def conflict(self) -> Place | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def half(self) -> Half | None: ...
    @property
    def wished(self) -> bool: ...


class PersonRow(Protocol):
    """One row; `turns` counts the away Fridays among the last four, `note` is a word such as `baru`."""

    @property
    def key(self) -> str: ...
    @property
    def nip(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def away_count(self) -> int: ...
    @property
    def away_cap(self) -> int: ...
    @property
    def turns(self) -> int: ...
    @property
    def eligible(self) -> bool: ...
    @property
    def points(self) -> tuple[str, ...]: ...


class CoverageCell(Protocol):
    """One day of one need; `state` is `ok`, `short`, `over`, or empty where the day does not count."""

    @property
    def count(self) -> int: ...
    @property
    def need(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def text(self) -> str: ...


class CoverageRow(Protocol):
    """A need of the unit; the row with key `away` is a share with a cap, the others are counts of people."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def need_text(self) -> str: ...
    @property
    def cells(self) -> Sequence[CoverageCell]: ...


class WeekView(Protocol):
    """Consecutive days as they stand now. `day_kinds` are the tokens of `domain.calendar`."""

    @property
    def days(self) -> Sequence[date]: ...
    @property
    def day_kinds(self) -> Sequence[str]: ...
    @property
    def people(self) -> Sequence[PersonRow]: ...
    @property
    def cells(self) -> Mapping[CellKey, CellView]: ...
    @property
    def coverage(self) -> Sequence[CoverageRow]: ...
    @property
    def findings(self) -> Sequence[Finding]: ...
    @property
    def published(self) -> int | None: ...
    @property
    def letter(self) -> str: ...
    @property
    def changed(self) -> int: ...
    @property
    def notes(self) -> Mapping[date, str]: ...
    @property
    def published_on(self) -> date | None: ...
    @property
    def was(self) -> Mapping[CellKey, tuple[Place | None, Half | None]]: ...


class Proposed(Protocol):
    """One cell of a proposal that needs a look, with the sentence that says why."""

    @property
    def person(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def place(self) -> Place | None: ...
    @property
    def because(self) -> str: ...


class Proposal(Protocol):
    """Cells that could be taken over at once, and the source to write them with."""

    @property
    def cells(self) -> Mapping[CellKey, Place | None]: ...
    @property
    def same(self) -> int: ...
    @property
    def changed(self) -> Sequence[Proposed]: ...
    @property
    def halves(self) -> Mapping[CellKey, Half]: ...
    @property
    def source(self) -> str: ...


class HistoryEntry(Protocol):
    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> str: ...
    @property
    def before(self) -> Place | None: ...
    @property
    def after(self) -> Place | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def half_before(self) -> Half | None: ...
    @property
    def half_after(self) -> Half | None: ...


class Editor(Protocol):
    """The one road of a change: runs it, reports what refuses it, and makes the undo step."""

    def run(
        self,
        text: str,
        call: Callable[[], Change | None],
        *,
        with_reason: Callable[[str], Change | None] | None = None,
    ) -> bool: ...


class SchedulePort(Protocol):
    """What the head can ask for; a writer that raises RuleBroken, ReasonNeeded or StaleEdit wrote nothing.

    Writing a cell that is in conflict settles it, also with the place that it has. A cell that is not among
    `halves` holds for the whole day.
    """

    @property
    def notes(self) -> "NotePort": ...

    def period(self, first: date, last: date, grouping: Grouping = Grouping.SECTION) -> WeekView: ...

    def person_year(self, person: str, year: int) -> PersonYear: ...

    def shown(self, keys: Collection[CellKey]) -> Mapping[CellKey, CellView]: ...

    def set_places(
        self,
        edits: Sequence[Edit],
        *,
        reason: str = "",
        draft: bool = True,
        source: str = "typed",
        halves: Mapping[CellKey, Half] = ...,
    ) -> Change | None: ...

    def swap(self, person_a: str, date_a: date, person_b: str, date_b: date) -> Change | None: ...

    def move(self, person_a: str, date_a: date, person_b: str, date_b: date) -> Change | None: ...

    def pin(self, person: str, day: date, on: bool) -> Change | None: ...

    def apply_fix(self, fix: Fix) -> Change | None: ...

    def copy_week_proposal(
        self, from_monday: date, to_monday: date, *, evened: bool = False, progress: Progress | None = None
    ) -> Proposal: ...

    def plan_proposal(self, monday: date, progress: Progress | None = None) -> Proposal: ...

    def history(self, person: str, day: date) -> Sequence[HistoryEntry]: ...

    def is_history_shortened(self, person: str, day: date) -> bool: ...

    def publish(self, monday: date, letter: str, signer: str, reason: str = "") -> Change | None: ...


class NotePort(Protocol):
    """Lines about a person's day and about a day of the unit; an empty text takes one away."""

    def of_cell(self, person: str, day: date, text: str) -> Change | None: ...

    def of_day(self, day: date, text: str) -> Change | None: ...


class PatternPort(Protocol):
    """The unit's patterns; `save` and `remove` raise what refuses them and wrote nothing then."""

    def patterns(self) -> list[Pattern]: ...

    def save(self, name: str, kind: PatternKind, rows: Sequence[str], step: int = 1) -> Change | None: ...

    def remove(self, pattern: Pattern) -> Change | None: ...

    def proposal(self, pattern: Pattern, first: date, last: date, people: Sequence[str] = ()) -> Proposal: ...


class PublicationPort(Protocol):
    """What was published of a period; `withdraw` raises what refuses it and wrote nothing then."""

    def versions(self, period: Period) -> list[Version]: ...

    def difference(self, old: Version, new: Version) -> list[Difference]: ...

    def since_standing(self, period: Period, shown: Mapping[CellKey, str]) -> list[Difference]: ...

    def withdraw(self, period: Period, reason: str, letter: str = "") -> Change | None: ...


class OutputPort(Protocol):
    """Makes the files of a publication; the folder is remembered on this laptop."""

    @property
    def folder(self) -> Path: ...

    def make(
        self, period: Period, outputs: Sequence[str], folder: Path, progress: Progress | None = None
    ) -> list[Path]: ...


class CodePort(Protocol):
    """Reads a schedule code against what stands here; raises what refuses it and writes nothing."""

    def read(self, text: str) -> Reading: ...

    def read_picture(self, file: Path) -> Reading: ...

    def read_bytes(self, data: bytes, name: str) -> Reading: ...
