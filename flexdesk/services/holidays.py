"""The unit's holidays: shipped days are moved or struck and others added, each with its reason (CAL-13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flexdesk.domain.calendar import Holiday, HolidayKind, long_date
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.schema import join_key, split_key
from flexdesk.errors import FlexDeskError, NotFound, ReasonNeeded
from flexdesk.exchange import packs
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.store import history
from flexdesk.store.store import Row

LEAST_DECREED = 10  # national holidays that any year's decree names; they have been 14 or more since 2003
LONGEST_RAMADAN = 31  # days


class HolidayYearIncomplete(FlexDeskError):
    """One row with a decree would make a whole year count as decreed (CAL-12)."""

    code = "holiday.year_incomplete"
    ticket = "FD-KAL-01"
    text = N_("{year} has no decree yet, and {count} national holidays are not the list of a year.")
    next = N_("Import the whole list of the decree, or enter the day without a decree.")


class HolidaySpanWrong(FlexDeskError):
    """Ramadan has 29 or 30 days, with the eve at most 31."""

    code = "holiday.ramadan"
    ticket = "FD-KAL-02"
    text = N_("From {first} to {last} is no month of Ramadan.")
    next = N_("Enter the first and the last fasting day of the decision of the Minister of Religion.")


class HolidayUnnamed(FlexDeskError):
    code = "holiday.unnamed"
    ticket = "FD-KAL-03"
    text = N_("A holiday needs a name.")
    next = N_("Write what the day is called in the decision.")


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """`state` is `shipped`, `added`, `changed` or `struck`; `note` is the reason of the last change."""

    day: date
    kind: str
    name: str
    decree: str
    region: str
    state: str
    note: str

    @property
    def key(self) -> str:
        return join_key(self.day.isoformat(), self.region)


@dataclass(frozen=True, slots=True)
class HolidayStep:
    """One change of a day, as the audit trail holds it."""

    at: datetime
    device: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HolidayImport:
    """What a file would do, or did; `rejected` are (row, message)."""

    new: tuple[Holiday, ...]
    changed: tuple[Holiday, ...]
    same: int
    rejected: tuple[tuple[int, str], ...]
    change: Change | None


class HolidayService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

    # -- reading

    def rows(self, year: int) -> tuple[HolidayRow, ...]:
        """Every day of a year, struck ones too, by day."""
        own = {str(row["key"]): row for row in self._store.select("holiday") if _year(row) == year}
        shipped = {_key(one.day, one.region): one for one in _shipped() if one.day.year == year}
        found = [_own_row(row, shipped.get(key)) for key, row in own.items() if row["kind"] is not None]
        found += [
            HolidayRow(one.day, one.kind, one.name, one.decree, one.region, "shipped", "")
            for key, one in shipped.items()
            if key not in own
        ]
        return tuple(sorted(found, key=lambda row: (row.day, row.region)))

    def row(self, day: date, region: str = "") -> HolidayRow | None:
        return next((row for row in self.rows(day.year) if (row.day, row.region) == (day, region)), None)

    def is_estimated(self, year: int) -> bool:
        """Whether no decree fixes that year, so that nothing can be published on it (CAL-12)."""
        return self._reader.calendar(date(year, 1, 1)).is_estimated(date(year, 1, 1))

    def steps(self, day: date, region: str = "") -> tuple[HolidayStep, ...]:
        """Who changed what of a day, oldest first."""
        found = history.of_row(self._store, "holiday", _key(day, region))
        return tuple(
            HolidayStep(one.at, one.device, one.field, str(one.before or ""), str(one.after or ""))
            for one in found
            if not one.void
        )

    def ramadan(self, year: int) -> tuple[date, date] | None:
        """First and last fasting day as entered for a year."""
        found = self._reader.calendar(date(year, 12, 31)).ramadan
        return found if found is not None and year in (found[0].year, found[1].year) else None

    # -- writing

    def set(
        self, day: date, name: str, kind: str, *, reason: str, region: str = "", decree: str = ""
    ) -> Change | None:
        """Add a day or change one. Raises ReasonNeeded, HolidayUnnamed, HolidayYearIncomplete."""
        _explain(reason, day)
        if not name.strip():
            raise HolidayUnnamed()
        if decree and kind != HolidayKind.REGIONAL and self.is_estimated(day.year):
            raise HolidayYearIncomplete(year=day.year, count=1)
        op = self._set(Holiday(day, HolidayKind(kind), name.strip(), decree.strip(), region.strip()), reason)
        return self._committer.commit(Change("holiday.set", (op,)))

    def strike(self, day: date, *, reason: str, region: str = "") -> Change | None:
        """The day is worked after all. Raises ReasonNeeded, NotFound."""
        _explain(reason, day)
        op = self._strike(self._standing(day, region), reason)
        return self._committer.commit(Change("holiday.strike", (op,)))

    def move(self, day: date, to: date, *, reason: str, region: str = "") -> Change | None:
        """The holiday falls on another day, as a later decision says. Raises ReasonNeeded, NotFound."""
        _explain(reason, day)
        standing = self._standing(day, region)
        if day == to:
            return None
        moved = Holiday(to, standing.kind, standing.name, standing.decree, region)
        if standing.decree and standing.kind != HolidayKind.REGIONAL and self.is_estimated(to.year):
            raise HolidayYearIncomplete(year=to.year, count=1)
        ops = (self._strike(standing, reason), self._set(moved, reason))
        return self._committer.commit(Change("holiday.move", ops))

    def restore(self, day: date, *, region: str = "") -> Change | None:
        """Forget the unit's own word on a day: a shipped day holds again, an added one goes.

        Raises NotFound.
        """
        op = self._committer.delete("holiday", _key(day, region))
        return self._committer.commit(Change("holiday.restore", (op,)))

    def set_ramadan(self, first: date, last: date, *, source: str = "") -> Change | None:
        """Enter the fasting days of a year as one step. Raises HolidaySpanWrong."""
        if not 27 <= (last - first).days + 1 <= LONGEST_RAMADAN:
            raise HolidaySpanWrong(first=long_date(first), last=long_date(last))
        start = date(first.year, 1, 1).isoformat()
        ops = tuple(
            self._committer.upsert(
                "policy",
                join_key(key, start),
                {"value": day.isoformat(), "source": source, "grade": "", "until": None},
            )
            for key, day in (("ramadan.from", first), ("ramadan.to", last))
        )
        return self._committer.commit(Change("policy.set", ops))

    # -- files

    def import_file(
        self, file: Path, *, decree: str = "", region: str = "", dry_run: bool = False
    ) -> HolidayImport:
        """Take a list of holidays over: a holiday pack, or a table with date, name and kind.

        With a `region` its days are regional ones. Raises what reading raises, and HolidayYearIncomplete
        for a decree whose list is too short.
        """
        found, rejected = _read(file, decree, region)
        self._check_years(found)
        known = {row.key: row for year in {one.day.year for one in found} for row in self.rows(year)}
        new, changed, same = [], [], 0
        for one in found:
            row = known.get(_key(one.day, one.region))
            if row is None:
                new.append(one)
            elif row.state != "struck" and (row.kind, row.name) == (one.kind, one.name):
                same += 1
            else:
                changed.append(one)
        reason = _("from the file {file}").format(file=file.name)
        ops = tuple(self._set(one, reason) for one in (*new, *changed))
        change = self._committer.commit(Change("holiday.import", ops)) if ops and not dry_run else None
        return HolidayImport(tuple(new), tuple(changed), same, tuple(rejected), change)

    def _check_years(self, found: Sequence[Holiday]) -> None:
        for year in sorted({one.day.year for one in found if one.decree}):
            national = sum(one.day.year == year and one.kind == HolidayKind.NATIONAL for one in found)
            decreed = any(
                one.day.year == year and one.decree and one.kind != HolidayKind.REGIONAL for one in found
            )
            if decreed and national < LEAST_DECREED and self.is_estimated(year):
                raise HolidayYearIncomplete(year=year, count=national)

    # -- ops

    def _standing(self, day: date, region: str) -> HolidayRow:
        row = self.row(day, region)
        if row is None or row.state == "struck":
            raise NotFound(what=_("holiday"), key=day.isoformat())
        return row

    def _set(self, one: Holiday, reason: str) -> Op:
        cells = {
            "kind": str(one.kind),
            "name": one.name,
            "decree": one.decree,
            "struck": None,
            "note": reason.strip(),
        }
        return self._committer.upsert("holiday", _key(one.day, one.region), cells)

    def _strike(self, row: HolidayRow, reason: str) -> Op:
        cells = {
            "kind": row.kind,
            "name": row.name,
            "decree": row.decree,
            "struck": 1,
            "note": reason.strip(),
        }
        return self._committer.upsert("holiday", row.key, cells)


def _explain(reason: str, day: date) -> None:
    if not reason.strip():
        sentence = _("Why does {day} change? Name the decision.").format(day=long_date(day))
        raise ReasonNeeded(sentence=sentence, findings=[])


def _shipped() -> list[Holiday]:
    return [one for pack in packs.shipped_holidays() for one in pack.holidays]


def _key(day: date, region: str) -> str:
    return join_key(day.isoformat(), region)


def _year(row: Row) -> int:
    return int(split_key(str(row["key"]))[0][:4])


def _own_row(row: Row, shipped: Holiday | None) -> HolidayRow:
    day, region = split_key(str(row["key"]))
    state = "struck" if row["struck"] or row["kind"] == "none" else "changed" if shipped else "added"
    kind = str(row["kind"])
    return HolidayRow(
        date.fromisoformat(day),
        str(shipped.kind) if kind == "none" and shipped else kind,
        str(row["name"] or (shipped.name if shipped else "")),
        str(row["decree"] or ""),
        region,
        state,
        str(row["note"] or ""),
    )


def _read(file: Path, decree: str, region: str) -> tuple[list[Holiday], list[tuple[int, str]]]:
    if file.suffix.casefold() == ".toml":
        from flexdesk.services.policy_packs import read_text

        return list(packs.read_holiday_pack(read_text(file)).holidays), []
    from flexdesk.exchange.register_files import read_register
    from flexdesk.exchange.tables import read_tables

    reading = read_register(read_tables(file))
    found = [
        Holiday(one.day, HolidayKind.REGIONAL if region else one.kind, one.name, decree, region)
        for one in reading.holidays
    ]
    unique = list({_key(one.day, one.region): one for one in found}.values())
    return unique, [(fault.row, fault.message) for fault in reading.rejected]
