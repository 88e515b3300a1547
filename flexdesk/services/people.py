"""The roster: people from any file, edited, moved between posts, with the answer who may work flexibly."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flexdesk.domain.eligibility import Eligibility, eligibilities
from flexdesk.domain.golongan import normal_golongan
from flexdesk.domain.identity import Nip, parse_nip
from flexdesk.domain.ops import Change, Op, Value
from flexdesk.domain.people import Category, Person, PostingReason, Status
from flexdesk.domain.rules import Board
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, UsageError
from flexdesk.exchange.refusals import explained
from flexdesk.exchange.rejects import write_rejects
from flexdesk.exchange.rosters import RosterPerson, RosterReading, read_roster
from flexdesk.exchange.tables import Sheet, read_tables
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.store.store import Row
from flexdesk.system.collector import collector_paused

PERSON_FIELDS = (
    "nip",
    "name",
    "front_titles",
    "back_titles",
    "status",
    "golongan",
    "phone",
    "email",
    "domicile",
    "field_duty",
    "task_criteria",
    "wanted_days",
    "archived",
    "remote_place",
    "service_from",
)
POSTING_FIELDS = ("jabatan", "category", "unit", "superior", "acting", "reason", "excluded")


class NipInvalid(FlexDeskError):
    """Rules NIP-01 to NIP-04."""

    code = "person.nip_invalid"
    ticket = "FD-PEG-01"
    text = N_("“{nip}” is not a valid NIP. {reason}")
    next = N_("Check the 18 digits on the decree of appointment.")


class NipTaken(FlexDeskError):
    """Rule NIP-06."""

    code = "person.nip_taken"
    ticket = "FD-PEG-02"
    text = N_("The NIP {nip} already belongs to {name}.")
    next = N_("Open that person instead, or correct the number.")


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What taking an accepted row does: `new`, `updated` or `same`; `changed`: (field, before, after)."""

    row: int
    kind: str
    changed: tuple[tuple[str, Value, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleImport:
    """What a roster file brings; `change` is None in a dry run and when nothing was new."""

    reading: RosterReading
    new: int
    updated: int
    unchanged: int
    change: Change | None


class PeopleService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

    # -- import

    def read(
        self, file: Path, *, sheet: str | None = None, mapping: Mapping[int | str, str | None] | None = None
    ) -> RosterReading:
        """What a file says; a mapping remembered for files of this shape is used when none is given."""
        return self.read_sheets(read_tables(file), sheet=sheet, mapping=mapping)

    def read_sheets(
        self,
        sheets: Sequence[Sheet],
        *,
        sheet: str | None = None,
        mapping: Mapping[int | str, str | None] | None = None,
    ) -> RosterReading:
        """The same for tables that are here already, pasted ones for example."""
        reading = read_roster(sheets, sheet=sheet, mapping=mapping)
        if mapping is None and (known := self.remembered(reading.layout.fingerprint)):
            reading = read_roster(sheets, sheet=sheet, mapping=known)
        return reading

    def remembered(self, fingerprint: str) -> dict[int | str, str | None]:
        """The mapping that was last used for files of this shape; empty when there is none."""
        held: dict[int | str, str | None] = json.loads(self._store.setting(f"mapping:{fingerprint}", "{}"))
        return held

    def remember(self, fingerprint: str, mapping: Mapping[str, str | None]) -> None:
        self._store.set_setting(f"mapping:{fingerprint}", json.dumps(mapping, ensure_ascii=False))

    def take(
        self, reading: RosterReading, *, dry_run: bool = False, only: Sequence[RosterPerson] | None = None
    ) -> PeopleImport:
        """Bring the accepted rows into the roster as one change; nobody is doubled."""
        counts = {"new": 0, "updated": 0, "same": 0}
        ops: list[Op] = []
        with collector_paused():
            for _person, kind, real in self._worked_out(reading.accepted if only is None else only):
                counts[kind] += 1
                ops += real
            change = None if dry_run else self._committer.commit(Change("people.import", tuple(ops)))
        return PeopleImport(reading, counts["new"], counts["updated"], counts["same"], change)

    def outcomes(self, reading: RosterReading) -> list[RowOutcome]:
        """What `take` would do with each accepted row; the same code, nothing written."""
        return [
            RowOutcome(person.row, kind, _differences(ops) if kind == "updated" else ())
            for person, kind, ops in self._worked_out(reading.accepted)
        ]

    def _worked_out(self, rows: Sequence[RosterPerson]) -> Iterator[tuple[RosterPerson, str, list[Op]]]:
        people = {str(row["nip"]): row for row in self._store.select("person") if row["nip"]}
        postings = self._latest_postings()
        starts: dict[str, str] = {}  # by the digits of a NIP that tell the month of the appointment
        for person in rows:
            if (stored := people.get(person.nip)) is None:
                month = person.nip[8:14]
                start = starts.get(month) or starts.setdefault(month, _appointed(person.nip).isoformat())
                yield person, "new", self._newcomer(person, start)
                continue
            made = self._import_ops(person, stored, postings)
            real = [op for op in made if any(op.before.get(n) != v for n, v in op.after.items())]
            yield person, "updated" if real else "same", real

    def import_file(
        self,
        file: Path,
        *,
        sheet: str | None = None,
        mapping: Mapping[int | str, str | None] | None = None,
        rejects: Path | None = None,
        dry_run: bool = False,
    ) -> PeopleImport:
        """Read and take a file in one go; rejected rows go to `rejects` as a workbook with their reasons."""
        reading = self.read(file, sheet=sheet, mapping=mapping)
        result = self.take(reading, dry_run=dry_run)
        if rejects is not None and reading.rejected:
            write_rejects(rejects, reading)
        return result

    def _latest_postings(self) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for row in self._store.select("posting", order='"from"'):
            if not row["acting"]:
                found[str(row["person"])] = row
        return found

    def _latest_posting(self, person: str) -> Row | None:
        rows = self._store.select("posting", person=person, order='"from"')
        return next((row for row in reversed(rows) if not row["acting"]), None)

    def _newcomer(self, person: RosterPerson, start: str) -> list[Op]:
        key = self._store.new_key()
        cells: dict[str, Value] = {name: value for name, value in _given(person).items() if value}
        cells["order"] = person.row
        posting = {**_held_post(person), "reason": PostingReason.EXISTING.value}
        return [_fresh("person", key, cells), _fresh("posting", join_key(key, start), posting)]

    def _import_ops(self, person: RosterPerson, stored: Row, postings: Mapping[str, Row]) -> list[Op]:
        # A file that lacks a column says nothing about it.
        told = {name: value for name, value in _given(person).items() if value}
        op = self._committer.update("person", stored, told)
        return [op, *self._posting_ops(op.row, person, postings.get(op.row))]

    def _posting_ops(self, key: str, person: RosterPerson, stored: Row | None) -> list[Op]:
        told = _held_post(person)
        if stored is not None and stored["reason"] not in (None, PostingReason.EXISTING):
            return []  # a post that a decree gave; a list that may be older does not take it away
        if stored is not None:
            return [self._committer.update("posting", stored, told)] if told else []
        start = _appointed(person.nip)
        cells = {**told, "reason": PostingReason.EXISTING}
        return [self._committer.insert("posting", cells, join_key(key, start.isoformat()))]

    # -- looking

    def roster(self, *, archived: bool = False) -> list[Person]:
        return list(self._reader.people(archived=archived))

    def rows(self, day: date, keys: Sequence[str] = ()) -> list[tuple[Person, Row, Eligibility]]:
        """Everybody, or these people, with the post held that day and the computed eligibility."""
        board = Board(self._reader.facts(day, day))
        wanted = [person for person in self._reader.people() if not keys or person.key in keys]
        verdicts = eligibilities(board, day, [person.key for person in wanted])
        postings = self._postings_on(day)
        return [(person, postings.get(person.key, {}), verdicts[person.key]) for person in wanted]

    def _postings_on(self, day: date) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for row in self._store.select("posting", order='"from"'):
            key = str(row["person"])
            if not row["acting"] and (key not in found or str(row["from"]) <= day.isoformat()):
                found[key] = row
        return found

    def postings(self, key: str) -> list[Row]:
        """The dated posts of one person, newest first."""
        return self._store.select("posting", person=key, order='"from" DESC')

    def find(self, text: str, limit: int = 0) -> list[Row]:
        """People by parts of name or NIP."""
        return self._store.find_people(text, limit)

    # -- editing

    def add(self, nip: str, name: str, **fields: str) -> Row:
        """A person typed in by hand. Raises NipInvalid, NipTaken, UsageError."""
        key, _change = self.enter(nip, name, **fields)
        return self._store.get("person", key) or {}

    def enter(self, nip: str, name: str, **fields: str) -> tuple[str, Change | None]:
        """`add` for a screen: the new person's key and the change."""
        start = fields.pop("posting_from", "") or _appointed(nip).isoformat()
        person = {"nip": nip, "name": name, **{n: v for n, v in fields.items() if n in PERSON_FIELDS}}
        posting = {n: v for n, v in fields.items() if n in POSTING_FIELDS}
        cells = self._checked(person)
        if not cells.get("status") and cells.get("nip"):
            cells["status"] = Status.PPPK if _nip(nip).contract else Status.PNS
        op = self._committer.insert("person", cells)
        ops = [op]
        posting.setdefault("reason", PostingReason.EXISTING)
        ops.append(self._committer.insert("posting", _checked_posting(posting), join_key(op.row, start)))
        return op.row, self._committer.commit(Change("person.add", tuple(ops)))

    def set(self, nip: str, values: Mapping[str, str]) -> Row:
        """Change fields of a person or of the present post.

        Raises NotFound, NipInvalid, NipTaken, UsageError.
        """
        row = person_row(self._store, nip)
        self.change(nip, values)
        return self._store.get("person", str(row["key"])) or row

    def change(self, nip: str, values: Mapping[str, str]) -> Change | None:
        """`set` for a screen: the change itself. `nip` may be the person's key."""
        row = person_row(self._store, nip)
        person = {n: v for n, v in values.items() if n in PERSON_FIELDS}
        posting = {n: v for n, v in values.items() if n in POSTING_FIELDS}
        unknown = set(values) - set(person) - set(posting)
        if unknown:
            raise UsageError(detail=_("a person has no “{name}”").format(name=sorted(unknown)[0]))
        ops = []
        if person:
            ops.append(self._committer.update("person", row, self._checked(person, str(row["key"]))))
        stored = self._latest_posting(str(row["key"])) if posting or "task_criteria" in person else None
        if "task_criteria" in person and stored is not None and stored["task_criteria"]:
            posting["task_criteria"] = ""  # the answers just given are about the post, too
        if posting:
            cells = _checked_posting(posting)
            key = join_key(str(row["key"]), _appointed(str(row["nip"])).isoformat())
            ops.append(
                self._committer.update("posting", stored, cells)
                if stored
                else self._committer.insert("posting", cells, key)
            )
        return self._committer.commit(Change("person.set", tuple(ops)))

    def move(self, nip: str, start: date, **posting: str) -> Row:
        """Another post from a day on; the one before stays in the history."""
        row = person_row(self._store, nip)
        self.post(nip, start, **posting)
        return row

    def post(self, nip: str, start: date, **posting: str) -> Change | None:
        """`move` for a screen: the change itself. `nip` may be the person's key."""
        row = person_row(self._store, nip)
        golongan = posting.pop("golongan", "")
        cells = _checked_posting({n: v for n, v in posting.items() if v})
        before = self._latest_postings().get(str(row["key"]))
        if before is not None and "unit" not in cells:
            cells["unit"] = before["unit"]
        ops = [self._committer.upsert("posting", join_key(str(row["key"]), start.isoformat()), cells)]
        if golongan:
            ops.append(
                self._committer.update("person", row, self._checked({"golongan": golongan}, str(row["key"])))
            )
        return self._committer.commit(Change("person.move", tuple(ops)))

    def archive(self, nip: str) -> Change | None:
        """Out of the roster, never out of the history."""
        row = person_row(self._store, nip)
        op = self._committer.update("person", row, {"archived": True})
        return self._committer.commit(Change("person.archive", (op,)))

    def _checked(self, fields: Mapping[str, str], key: str = "") -> dict[str, Any]:
        cells: dict[str, Any] = dict(fields)
        if fields.get("nip"):
            cells["nip"] = _nip(fields["nip"]).text
            for row in self._store.select("person", nip=cells["nip"]):
                if row["key"] != key and not row["archived"]:
                    raise NipTaken(nip=cells["nip"], name=row["name"])
        if fields.get("golongan"):
            normal = normal_golongan(fields["golongan"])
            if normal is None:
                raise UsageError(
                    detail=_("the golongan “{text}” is not known").format(text=fields["golongan"])
                )
            cells["golongan"] = normal
        if fields.get("status") and fields["status"] not in set(Status):
            choices = ", ".join(Status)
            raise UsageError(detail=_("the status is one of {choices}").format(choices=choices))
        for flag in ("field_duty", "archived", "remote_place"):
            if flag in fields:
                cells[flag] = _flag(fields[flag])
        if "wanted_days" in fields:
            cells["wanted_days"] = _day_count(fields["wanted_days"])
        if fields.get("service_from"):
            cells["service_from"] = _service_day(fields["service_from"])
        criteria = fields.get("task_criteria", "")
        if criteria and (len(criteria) != 5 or set(criteria) - {"0", "1"}):
            raise UsageError(detail=_("task criteria are five digits 1 or 0"))
        return cells


def _given(person: RosterPerson) -> dict[str, Value]:
    return {
        "nip": person.nip,
        "name": person.name,
        "front_titles": " ".join(person.front_titles),
        "back_titles": ", ".join(person.back_titles),
        "status": person.status,
        "golongan": person.golongan,
        "phone": person.phone,
        "email": person.email,
        "domicile": person.domicile,
    }


def _held_post(person: RosterPerson) -> dict[str, Value]:
    return {name: value for name, value in (("jabatan", person.jabatan), ("unit", person.unit)) if value}


def _fresh(table: str, key: str, cells: dict[str, Value]) -> Op:
    """A row whose key nobody has ever used: nothing of an earlier one can be left."""
    return Op(table, key, dict.fromkeys(cells), cells)


def _differences(ops: Sequence[Op]) -> tuple[tuple[str, Value, Value], ...]:
    return tuple(
        (name, op.before.get(name), after)
        for op in ops
        for name, after in op.after.items()
        if op.before.get(name) != after
    )


def _checked_posting(fields: Mapping[str, Any]) -> dict[str, Any]:
    for name, known in (("category", Category), ("reason", PostingReason)):
        value = fields.get(name)
        if value and value not in set(known):
            choices = ", ".join(known)
            raise UsageError(detail=_("{name} is one of {choices}").format(name=name, choices=choices))
    return dict(fields)


def _nip(text: str) -> Nip:
    parsed = parse_nip(text)
    if isinstance(parsed, Nip):
        return parsed
    digits = sum(character.isdigit() for character in text)
    _field, reason = explained(parsed.kind, parsed.value, {"digits": digits})
    raise NipInvalid(nip=text, fault=parsed.kind, reason=reason)


def _appointed(nip: str) -> date:
    """The month the NIP says the person was appointed in: where the first posting begins."""
    parsed = parse_nip(nip)
    if not isinstance(parsed, Nip) or not parsed.appointed_year:
        return date(1970, 1, 1)
    return date(parsed.appointed_year, parsed.appointed_month or 1, 1)


def _day_count(text: str) -> int | None:
    """Days a week; empty takes the wish away. Raises UsageError."""
    if not text.strip():
        return None
    if text.strip() not in ("0", "1", "2", "3", "4", "5"):
        raise UsageError(detail=_("wanted_days is a number from 0 to 5"))
    return int(text)


def _service_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(detail=_("“{text}” is not a date such as 2026-11-23").format(text=text)) from None


def _flag(text: str) -> bool | None:
    return True if text.strip().lower() in ("yes", "ya", "1", "true") else None
