"""A roster of any layout brought into the unit: told before it is taken, nobody doubled, one change."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flexdesk.domain.duplicates import Pair, suspects
from flexdesk.domain.ops import Change, Op, Value
from flexdesk.domain.people import Person, PostingReason
from flexdesk.domain.schema import join_key
from flexdesk.exchange.rejects import write_rejects
from flexdesk.exchange.rosters import RosterPerson, RosterReading, read_roster
from flexdesk.exchange.tables import Sheet, read_tables
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import former_nips
from flexdesk.services.people_fields import appointed
from flexdesk.store.store import Row
from flexdesk.system.collector import collector_paused


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What taking an accepted row does: `new`, `updated` or `same`; `changed`: (field, before, after)."""

    row: int
    kind: str
    changed: tuple[tuple[str, Value, Value], ...] = ()
    like: tuple[Pair, ...] = ()  # people of the roster whom somebody new may be


@dataclass(frozen=True, slots=True)
class PeopleImport:
    """What a roster file brings; `change` is None in a dry run and when nothing was new."""

    reading: RosterReading
    new: int
    updated: int
    unchanged: int
    change: Change | None
    like: tuple[tuple[int, str, str, Pair], ...] = ()  # (row, its NIP, NIP of whom the newcomer may be, why)


class RosterImport:
    """The half of the service of people that reads files."""

    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

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
        fresh: list[RosterPerson] = []
        with collector_paused():
            for person, kind, real in self._worked_out(reading.accepted if only is None else only):
                counts[kind] += 1
                ops += real
                if kind == "new":
                    fresh.append(person)
            like = _likenesses(fresh, self._reader.people(archived=True)) if fresh else ()
            change = None if dry_run else self._committer.commit(Change("people.import", tuple(ops)))
        return PeopleImport(reading, counts["new"], counts["updated"], counts["same"], change, like)

    def outcomes(self, reading: RosterReading) -> list[RowOutcome]:
        """What `take` would do with each accepted row; the same code, nothing written."""
        found = list(self._worked_out(reading.accepted))
        fresh = [_as_person(person) for person, kind, _ops in found if kind == "new"]
        like = suspects(fresh, self._reader.people(archived=True)) if fresh else {}
        return [
            RowOutcome(
                person.row,
                kind,
                _differences(ops) if kind == "updated" else (),
                like.get(person.nip, ()) if kind == "new" else (),
            )
            for person, kind, ops in found
        ]

    def _worked_out(self, rows: Sequence[RosterPerson]) -> Iterator[tuple[RosterPerson, str, list[Op]]]:
        everybody = sorted(self._store.select("person"), key=lambda row: not row["archived"])
        people = {nip: row for row in everybody if row["former_nip"] for nip in former_nips(row)}
        people |= {str(row["nip"]): row for row in everybody if row["nip"]}
        postings = self._postings_on(self._committer.clock.today())
        starts: dict[str, str] = {}  # by the digits of a NIP that tell the month of the appointment
        for person in rows:
            if (stored := people.get(person.nip)) is None:
                month = person.nip[8:14]
                start = starts.get(month) or starts.setdefault(month, appointed(person.nip).isoformat())
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

    def _newcomer(self, person: RosterPerson, start: str) -> list[Op]:
        key = self._store.new_key()
        cells: dict[str, Value] = {name: value for name, value in _given(person).items() if value}
        cells["order"] = person.row
        posting = {**_held_post(person), "reason": PostingReason.EXISTING.value}
        return [_fresh("person", key, cells), _fresh("posting", join_key(key, start), posting)]

    def _import_ops(self, person: RosterPerson, stored: Row, postings: Mapping[str, Row]) -> list[Op]:
        # A file that lacks a column says nothing about it.
        told = {name: value for name, value in _given(person).items() if value}
        if stored["nip"] != person.nip:
            del told["nip"]  # an older list, which knows the person by a number given up since
        op = self._committer.update("person", stored, told)
        return [op, *self._posting_ops(op.row, person, postings.get(op.row))]

    def _posting_ops(self, key: str, person: RosterPerson, stored: Row | None) -> list[Op]:
        told = _held_post(person)
        if stored is not None and stored["reason"] not in (None, PostingReason.EXISTING):
            return []  # a post that a decree gave; a list that may be older does not take it away
        if stored is not None:
            return [self._committer.update("posting", stored, told)] if told else []
        start = appointed(person.nip)
        cells = {**told, "reason": PostingReason.EXISTING}
        return [self._committer.insert("posting", cells, join_key(key, start.isoformat()))]

    def _postings_on(self, day: date) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for row in self._store.select("posting", order='"from"'):
            key = str(row["person"])
            if not row["acting"] and (key not in found or str(row["from"]) <= day.isoformat()):
                found[key] = row
        return found


def _likenesses(
    fresh: Sequence[RosterPerson], known: Sequence[Person]
) -> tuple[tuple[int, str, str, Pair], ...]:
    """Newcomers who may be somebody of the roster."""
    if not fresh or not known:
        return ()
    found = suspects([_as_person(person) for person in fresh], known)
    nips = {person.key: person.nip for person in known}
    return tuple(
        (person.row, person.nip, nips[pair.second], pair)
        for person in fresh
        for pair in found.get(person.nip, ())
    )


def _as_person(row: RosterPerson) -> Person:
    return Person(f"row {row.row}", row.nip, row.name, status=row.status)


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
