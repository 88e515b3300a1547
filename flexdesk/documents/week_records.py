"""The plain values that a week sheet prints."""

from dataclasses import dataclass
from datetime import date, timedelta

from flexdesk.documents.paper import Paper
from flexdesk.documents.parties import Official, Seal
from flexdesk.domain.halves import Half
from flexdesk.domain.places import Place


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """`days` has one place for each day of the sheet, None where nothing is planned.

    `halves` says of each day which half its place holds for; empty where no day is split.
    `turns` are the Friday turns used of the last `WeekSheet.turns_shown`; None prints no dots.
    """

    name: str
    task: str
    days: tuple[Place | None, ...]
    turns: int | None = None
    halves: tuple[Half | None, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetGroup:
    name: str
    people: tuple[SheetPerson, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One row at the foot: the number counted on each day and whether it is enough (None: not asked)."""

    label: str
    counts: tuple[int | None, ...]
    enough: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """`hide_reasons` prints leave, sickness and permits as a dash; it is on unless a copy is for inside.

    `remark` stands under the title: that the version was withdrawn, or that this is a draft.
    `code` is the week for another laptop to read; it stands at the foot where its modules stay readable.
    """

    agency: str
    unit: str
    week: int
    first: date
    groups: tuple[SheetGroup, ...]
    letter: str = ""
    issued_on: date | None = None
    revision: int = 0
    coverage: tuple[Coverage, ...] = ()
    turns_label: str = "Jumat WFA"
    turns_shown: int = 4
    note: str = ""
    remark: str = ""
    signer: Official | None = None
    emblem: bytes | None = None
    hide_reasons: bool = True
    seal: Seal | None = None
    code: str = ""
    paper: Paper = Paper.F4
    days_shown: int = 7
    notes: tuple[str, ...] = ()  # one for each day shown; empty where no day has any

    @property
    def title(self) -> str:
        return f"JADWAL KERJA MINGGU {self.week}, {self.unit}"

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=offset) for offset in range(self.days_shown))
