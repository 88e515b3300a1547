"""A fictional unit of forty people in the last full week of November 2026, held in memory.

It speaks the screen's port and judges with the program's own rules, so that a test types into a real week.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from flexdesk.domain import rules
from flexdesk.domain.calendar import Calendar
from flexdesk.domain.halves import Half
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.people import Person, Posting
from flexdesk.domain.places import AWAY, OF_LETTER, Place
from flexdesk.domain.policy import Edit as Setting
from flexdesk.domain.policy import Policy
from flexdesk.domain.rules.findings import Finding, Fix, Level
from flexdesk.domain.schedule import Assignment, Facts, ServiceDuty, ServicePoint, Unit
from flexdesk.domain.time_patterns import ShiftTask, TimePattern
from flexdesk.errors import RuleBroken, StaleEdit
from flexdesk.events import ChangeBus
from flexdesk.exchange import packs
from flexdesk.progress import Progress
from flexdesk.services.person_year import PersonYear, person_year
from flexdesk.services.week import Grouping, by_function
from ui.schedule.ports import CellKey, Edit

MONDAY = date(2026, 11, 23)
TODAY = date(2026, 11, 19)

# name | group | turns | Monday to Sunday; `!` after a letter means changed since the last publication
_ROSTER = """
Bambang Wiryawan||-|K D K K K . .
Sri Wahyuningsih||-|K K K D K . .
Agus Hermawan|Sekretariat|0|K K K W! K . .
Ratna Dewanti|Sekretariat|1|K W K K W . .
Dewi Anggraini|Sekretariat|2|K W K K W! . .
Eko Prasetyo|Sekretariat|0|K K K K W . .
Fitri Handayani|Sekretariat|2|W K W! K W . .
Gani Setiawan|Sekretariat|4|K K W K W . .
Hesti Lestari|Sekretariat|1|K W K K K . .
Indra Kurniawan|Sekretariat|1|C! C! C! K K . .
Joko Susanto|Sekretariat|2|K K K K W . .
Kartika Sari|Pelayanan|-|K K K K K . .
Lukman Hakim|Pelayanan|-|K K P P K . .
Maya Permatasari|Pelayanan|-|K K K K K . .
Nur Aini|Pelayanan|-|S! S! K K K . .
Oktavianus Simanjuntak|Pelayanan|-|K K K K C! . .
Putri Maharani|Pelayanan|-|K K K K K . .
Rahmat Hidayat|Pelayanan|-|K K I K K . .
Siti Rohmah|Pelayanan|-|K K K K D . .
Heru Cahyono|Trantib|-|K K K K K . .
Iwan Gunawan|Trantib|-|1 1 2 3 3 O O
Jamaluddin|Trantib|-|1 2 3 3 O O 1
Komang Adi Putra|Trantib|-|2 3 3 O O 1 1
Lalu Hamdan|Trantib|-|3 3 O O 1 1 2
Muhammad Rizki|Trantib|-|3 O O 1 1 2 C
Nanang Kosasih|Trantib|-|O O 1 1 2 3 3
Oman Abdurahman|Trantib|-|O 1 1 2 3 3 O
Taufik Nugraha|Tata Pemerintahan|0|K K K K K . .
Umi Kulsum Hidayah|Tata Pemerintahan|1|K W K K W . .
Vincentius Hartono|Tata Pemerintahan|1|L K K W K . .
Wayan Sudarma|Tata Pemerintahan|1|K K W K W . .
Yuliana Tanjung|Tata Pemerintahan|0|W K K K K . .
Zainal Abidin|Tata Pemerintahan|1|K K K W K . .
Anita Rahayu|Pemberdayaan|0|K K K D K . .
Budi Santoso|Pemberdayaan|1|D D K W K . .
Citra Melati|Pemberdayaan|1|K D K K W . .
Daud Wanggai|Pemberdayaan|0|L K K W K . .
Endang Suryani|Pemberdayaan|2|K K W K W . .
Ferdinand Manurung|Pemberdayaan|1|K W K K W . .
Galuh Prameswari|Pemberdayaan|1|K K K K W . .
"""

_POINTS = (
    ServicePoint("ktp", "Loket KTP-el", 2),
    ServicePoint("complaint", "Pengaduan", 1),
)
# The guards of Trantib work around the clock; that is approved.
_GUARDS = TimePattern(
    "sif",
    "sif",
    date(2026, 1, 1),
    basis=ShiftTask(1_440, 7, 10_080).written(),
    approved_by="Bupati",
    approved_on=date(2025, 12, 20),
)
_DUTIES = (
    ("ktp", "Kartika Sari"), ("ktp", "Maya Permatasari"), ("ktp", "Putri Maharani"),
    ("complaint", "Oktavianus Simanjuntak"), ("complaint", "Siti Rohmah"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    place: Place | None
    source: str = "typed"
    pinned: bool = False
    locked: bool = False
    changed_since_published: bool = False
    conflict: Place | None = None
    reason: str = ""
    note: str = ""
    half: Half | None = None
    wished: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    nip: str
    name: str
    group: str
    note: str
    turns: int
    eligible: bool
    away_count: int = 0
    away_cap: int = 2
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    count: int
    need: int
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Need:
    key: str
    label: str
    need_text: str
    cells: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    days: tuple[date, ...]
    day_kinds: tuple[str, ...]
    people: tuple[Row, ...]
    cells: dict[CellKey, Cell]
    coverage: tuple[Need, ...]
    findings: tuple[Finding, ...]
    published: int | None
    letter: str
    changed: int
    notes: dict[date, str]
    published_on: date | None
    was: dict[CellKey, tuple[Place | None, Half | None]]


@dataclass(frozen=True, slots=True)
class Idea:
    person: str
    day: date
    place: Place | None
    because: str


@dataclass(frozen=True, slots=True)
class Ideas:
    cells: dict[CellKey, Place | None]
    same: int
    changed: tuple[Idea, ...]
    source: str = "planned"
    halves: dict[CellKey, Half] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    at: datetime
    who: str
    before: Place | None
    after: Place | None
    reason: str
    half_before: Half | None = None
    half_after: Half | None = None


def _nip(number: int) -> str:
    return f"1985{number % 12 + 1:02}{number % 28 + 1:02}200901{number % 2 + 1}{900 + number}"


def _people() -> tuple[list[Row], dict[CellKey, Cell]]:
    rows: list[Row] = []
    cells: dict[CellKey, Cell] = {}
    for number, line in enumerate(_ROSTER.strip().splitlines()):
        name, group, turns, week = line.split("|")
        key = f"p{number:02}"
        eko = name.startswith("Eko")
        rows.append(
            Row(
                key, _nip(number), name, group, "baru" if eko else "", 0 if turns == "-" else int(turns),
                turns != "-" and not eko, away_cap=0 if eko or turns == "-" else 2,
            )
        )  # fmt: skip
        for at, sign in enumerate(week.split()):
            if sign[0] != ".":
                day = MONDAY + timedelta(days=at)
                cells[key, day] = Cell(OF_LETTER[sign[0]], changed_since_published=sign.endswith("!"))
    return rows, cells


@dataclass
class Sukamaju:
    """The port. `commit` is what undo calls; `arrives` is a change made on another device."""

    bus: ChangeBus = field(default_factory=ChangeBus)
    days: int = 7
    published_version: int | None = 1
    published: list[tuple[date, str, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    entries: dict[CellKey, list[Past]] = field(default_factory=dict)
    shortened: set[CellKey] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rows, self.cells = _people()
        self.key_of = {row.name: row.key for row in self.rows}
        self.duties = list(_DUTIES)
        self.calendar = Calendar(years_with_decree=frozenset({2026, 2027}))
        self.policy = _policy()

    # Looking
    def period(self, first: date, last: date, grouping: Grouping = Grouping.SECTION) -> Shown:
        days = tuple(first + timedelta(days=at) for at in range((last - first).days + 1))
        facts = self._facts(first, last)
        people = tuple(
            replace(row, away_count=self._away(row.key, days), points=self._points(row.key))
            for row in self.rows
        )
        if grouping is Grouping.FUNCTION:
            people = by_function(people, [point.name for point in _POINTS])  # type: ignore[type-var]
        changed = sum(cell.changed_since_published for (_p, day), cell in self.cells.items() if day in days)
        return Shown(
            days, tuple(str(self.calendar.kind(day)) for day in days), people, dict(self.cells),
            self._coverage(days), tuple(rules.check(facts)), self.published_version, "", changed, {},
            TODAY, {},
        )  # fmt: skip

    def person_year(self, person: str, year: int) -> PersonYear:
        days = [date(year, 1, 1) + timedelta(days=at) for at in range(365)]
        own = {day: self.cells.get((person, day), Cell(None)) for day in days}
        kinds = {day: str(self.calendar.kind(day)) for day in days}
        found = rules.check(self._facts(MONDAY, MONDAY + timedelta(days=6)))
        told = [one for one in found if one.person == person]
        return person_year(person, year, own, kinds, told)  # type: ignore[arg-type]

    def shown(self, keys: Collection[CellKey]) -> dict[CellKey, Cell]:
        return {key: self.cells.get(key, Cell(None)) for key in keys}

    def _points(self, person: str) -> tuple[str, ...]:
        held = {key for key, name in self.duties if self.key_of[name] == person}
        return tuple(point.name for point in _POINTS if point.key in held)

    def _away(self, person: str, days: Sequence[date]) -> int:
        return sum((cell := self.cells.get((person, day))) is not None and cell.place in AWAY for day in days)

    def _facts(self, first: date, last: date) -> Facts:
        return Facts(
            first=first,
            last=last,
            calendar=self.calendar,
            policy=self.policy,
            unit=Unit(name="Kecamatan Sukamaju", kind="service", region="regency", service_decree="800/12"),
            people=tuple(
                Person(row.key, row.nip, row.name, status="pns", task_criteria="11111") for row in self.rows
            ),
            postings=tuple(_posting(row) for row in self.rows),
            assignments=tuple(Assignment(p, d, cell.place) for (p, d), cell in self.cells.items()),
            service_points=_POINTS,
            service_duties=tuple(ServiceDuty(point, self.key_of[name]) for point, name in _DUTIES),
            patterns=(_GUARDS,),
        )

    def _coverage(self, days: Sequence[date]) -> tuple[Need, ...]:
        needs = [Need("away", "WFA per hari", "maks. 10 (25 %)", tuple(self._share(day) for day in days))]
        for point in _POINTS:
            servers = [self.key_of[name] for key, name in _DUTIES if key == point.key]
            counts = tuple(self._count(day, servers, point.need) for day in days)
            needs.append(Need(point.key, point.name, f"perlu {point.need}", counts))
        night = [row.key for row in self.rows if row.group == "Trantib"]
        shifts = tuple(self._nights(day, night) for day in days)
        return (*needs, Need("night", "Sif malam", "perlu 2", shifts))

    def _share(self, day: date) -> Count:
        if not self.calendar.is_working(day):
            return Count(0, 10, "", "")
        count = sum((c := self.cells.get((r.key, day))) is not None and c.place in AWAY for r in self.rows)
        percent = round(100 * count / max(len(self.rows), 1))
        return Count(count, 10, "over" if count > 10 else "ok", f"{count} · {percent} %")

    def _count(self, day: date, people: Sequence[str], need: int) -> Count:
        if not self.calendar.is_working(day):
            return Count(0, need, "", "")
        count = sum((c := self.cells.get((p, day))) is not None and c.place is Place.OFFICE for p in people)
        return Count(count, need, "ok" if count >= need else "short", str(count))

    def _nights(self, day: date, people: Sequence[str]) -> Count:
        count = sum(
            (c := self.cells.get((p, day))) is not None and c.place is Place.SHIFT_NIGHT for p in people
        )
        return Count(count, 2, "ok" if count >= 2 else "short", str(count))

    # Changing
    def commit(self, change: Change) -> Change:
        for op in change.ops:
            for name, value in op.before.items():
                if self._value(op.row, name) != value:
                    raise StaleEdit()
        for op in change.ops:
            self._apply(op)
        self.bus.publish(change)
        return change

    def walk(self, change: Change) -> Change:
        return self.commit(change)

    def _value(self, row: str, name: str) -> object:
        person, day = row.split("|")
        cell = self.cells.get((person, date.fromisoformat(day)), Cell(None))
        if name == "pinned":
            return 1 if cell.pinned else None
        if name == "half":
            return str(cell.half) if cell.half else None
        return str(cell.place) if cell.place else None

    def _apply(self, op: Op) -> None:
        person, text = op.row.split("|")
        key = (person, date.fromisoformat(text))
        cell = self.cells.get(key, Cell(None))
        if "pinned" in op.after:
            cell = replace(cell, pinned=bool(op.after["pinned"]))
        if "place" in op.after:
            after = op.after["place"]
            place = Place(str(after)) if after else None
            self.entries.setdefault(key, []).insert(
                0, Past(datetime(2026, 11, 19, 7, 10, tzinfo=UTC), "Bambang", cell.place, place, "")
            )
            half = op.after.get("half")
            cell = replace(
                cell,
                place=place,
                half=Half(str(half)) if half else None,
                conflict=None,
                changed_since_published=True,
            )
        self.cells[key] = cell

    def set_places(
        self,
        edits: Sequence[Edit],
        *,
        reason: str = "",
        draft: bool = True,
        source: str = "typed",
        halves: Mapping[CellKey, Half] = MappingProxyType({}),
    ) -> Change | None:
        del reason, draft, source
        ops = tuple(
            Op(
                "assignment",
                f"{person}|{day}",
                {name: self._value(f"{person}|{day}", name) for name in ("place", "half")},
                {"place": str(place) if place else None, "half": halves.get((person, day))},
            )
            for person, day, place in edits
        )
        return self.commit(Change("schedule.set_place", ops)) if ops else None

    def swap(self, person_a: str, date_a: date, person_b: str, date_b: date) -> Change | None:
        a, b = self.cells.get((person_a, date_a)), self.cells.get((person_b, date_b))
        return self.set_places(
            [(person_a, date_a, b.place if b else None), (person_b, date_b, a.place if a else None)]
        )

    def move(self, person_a: str, date_a: date, person_b: str, date_b: date) -> Change | None:
        a = self.cells.get((person_a, date_a))
        return self.set_places([(person_a, date_a, None), (person_b, date_b, a.place if a else None)])

    def pin(self, person: str, day: date, on: bool) -> Change | None:
        was = self._value(f"{person}|{day}", "pinned")
        op = Op("assignment", f"{person}|{day}", {"pinned": was}, {"pinned": 1 if on else None})
        return self.commit(Change("schedule.pin", (op,)))

    def apply_fix(self, fix: Fix) -> Change | None:
        return self.set_places([(fix.person, fix.day, Place(fix.place) if fix.place else None)])

    def copy_week_proposal(
        self, from_monday: date, to_monday: date, *, evened: bool = False, progress: Progress | None = None
    ) -> Ideas:
        assert progress is None
        assert not evened, "the real service evens out"
        shift = to_monday - from_monday
        cells = {
            (person, day + shift): cell.place
            for (person, day), cell in self.cells.items()
            if from_monday <= day < from_monday + timedelta(days=7)
        }
        return self._ideas(cells)

    def plan_proposal(self, monday: date, _progress: Progress | None = None) -> Ideas:
        friday = monday + timedelta(days=4)
        names = ("Fitri Handayani", "Eko Prasetyo", "Gani Setiawan")
        return self._ideas({(self.key_of[name], friday): Place.OFFICE for name in names})

    def _ideas(self, cells: dict[CellKey, Place | None]) -> Ideas:
        changed = tuple(
            Idea(person, day, place, "karena giliran Jumat")
            for (person, day), place in cells.items()
            if self.cells.get((person, day), Cell(None)).place is not place
        )
        return Ideas(cells, len(cells) - len(changed), changed)

    def is_history_shortened(self, person: str, day: date) -> bool:
        return (person, day) in self.shortened

    def history(self, person: str, day: date) -> list[Past]:
        return self.entries.get((person, day), [])

    def publish(self, monday: date, letter: str, signer: str, reason: str = "") -> Change | None:
        hard = [one for one in self.period(monday, monday + timedelta(days=6)).findings
                if one.level is Level.HARD]  # fmt: skip
        if hard:
            raise RuleBroken(sentence=hard[0].message)
        self.reasons.append(reason)
        self.published.append((monday, letter, signer))
        self.published_version = (self.published_version or 0) + 1
        self.cells = {key: replace(cell, changed_since_published=False) for key, cell in self.cells.items()}
        op = Op("publication", "2026-W48|2", {"letter": None}, {"letter": letter})
        change = Change("schedule.publish", (op,))
        self.bus.publish(change)
        return change

    # What tests arrange
    def arrives(self, name: str, day: date, place: Place) -> None:
        """Another device's change."""
        self.set_places([(self.key_of[name], day, place)])

    def tear(self, name: str, day: date, other: Place) -> None:
        key = (self.key_of[name], day)
        self.cells[key] = replace(self.cells[key], conflict=other)

    def lock(self, day: date) -> None:
        for row in self.rows:
            key = (row.key, day)
            self.cells[key] = replace(self.cells.get(key, Cell(None)), locked=True)

    def mend(self) -> None:
        """Put everybody into the office who broke a binding rule."""
        for finding in self.period(MONDAY, MONDAY + timedelta(days=6)).findings:
            if finding.level is Level.HARD and finding.day is not None and finding.person:
                self.cells[finding.person, finding.day] = Cell(Place.OFFICE)


def _posting(row: Row) -> Posting:
    if row.note:
        return Posting(row.key, date(2026, 10, 5), "Pelaksana", "pelaksana", row.group, "mutation")
    return Posting(row.key, date(2020, 1, 2), "Pelaksana", "pelaksana", row.group, "existing")


def _policy() -> Policy:
    pack = packs.national_policy()
    start = date(2026, 1, 1)
    edits = (
        Setting("location.max_share", start, "0.25", "Aturan unit v4 butir 3", ""),
        Setting("person.new_posting_months", start, "3", "Aturan unit v4 butir 2", ""),
    )
    return Policy(pack.definitions, edits, f"{pack.name} {pack.version}")
