"""Fields that a unit adds to its people's records: their kinds, their values, and both as a table."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from flexdesk.domain.identity import Nip, parse_nip
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.exchange.cells import text_of
from flexdesk.exchange.tables import read_tables
from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.finding_people import nips, person_row
from flexdesk.store.store import Row

MOST = 20  # living fields of a unit
_LONGEST = 200  # characters of a value
_CHOICES = ":"  # `choice:Piket A;Piket B`
_HEADINGS = 15  # rows in which the heading of a table is looked for


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"


class TooManyFields(FlexDeskError):
    code = "custom_field.too_many"
    ticket = "FD-PEG-07"
    text = N_("A unit keeps at most {most} fields of its own, and there are that many.")
    next = N_("Archive a field that is no longer used.")


class ValueUnreadable(FlexDeskError):
    code = "custom_field.unreadable"
    ticket = "FD-PEG-08"
    text = N_("“{text}” does not fit into “{field}”: {reason}.")
    next = N_("Write it as the field asks for, or leave it empty.")


@dataclass(frozen=True, slots=True)
class CustomField:
    key: str
    name: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    archived: bool = False


@dataclass(frozen=True, slots=True)
class ValuesTaken:
    """What a table brought: values written, and rows that were not understood with the reason."""

    values: int
    refused: tuple[tuple[int, str], ...]
    change: Change | None


class CustomFieldService:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    # -- fields

    def fields(self, *, archived: bool = False) -> list[CustomField]:
        """The unit's fields in their order."""
        rows = self._store.select("custom_field")
        rows.sort(key=lambda row: (int(row["order"] or 0), str(row["name"]), str(row["key"])))
        return [_field(row) for row in rows if archived or not row["archived"]]

    def add(self, name: str, kind: str, choices: Sequence[str] = ()) -> tuple[str, Change | None]:
        """The new field's key and the change. Raises UsageError, TooManyFields."""
        held = self.fields()
        if len(held) >= MOST:
            raise TooManyFields(most=MOST)
        cells = {
            "name": self._fresh_name(name),
            "kind": _written_kind(kind, choices),
            "order": len(self.fields(archived=True)) + 1,
        }
        op = self._committer.insert("custom_field", cells)
        return op.row, self._committer.commit(Change("custom_field.add", (op,)))

    def rename(self, field: str, name: str) -> Change | None:
        """Raises NotFound, UsageError."""
        row = self._row(field)
        cells = {"name": self._fresh_name(name, str(row["key"]))}
        return self._committer.commit(
            Change("custom_field.set", (self._committer.update("custom_field", row, cells),))
        )

    def change(self, field: str, values: Mapping[str, str]) -> Change | None:
        """Another name, kind or choices (parted by `;`). Raises NotFound, UsageError.

        A field that holds values already keeps its kind.
        """
        row = self._row(field)
        held = _field(row)
        cells: dict[str, str] = {}
        if "name" in values:
            cells["name"] = self._fresh_name(values["name"], held.key)
        if {"kind", "choices"} & values.keys():
            kind = values.get("kind", held.kind)
            choices = values["choices"].split(";") if "choices" in values else held.choices
            cells["kind"] = _written_kind(kind, choices)
            if kind != held.kind and self._store.select("custom_value", field=held.key):
                raise UsageError(detail=_("a field that holds values keeps its kind"))
        op = self._committer.update("custom_field", row, cells)
        return self._committer.commit(Change("custom_field.set", (op,)))

    def archive(self, field: str, *, archived: bool = True) -> Change | None:
        """Out of the panel; the values stay. Raises NotFound, TooManyFields."""
        if not archived and len(self.fields()) >= MOST:
            raise TooManyFields(most=MOST)
        op = self._committer.update("custom_field", self._row(field), {"archived": archived or None})
        return self._committer.commit(Change("custom_field.archive", (op,)))

    def _fresh_name(self, name: str, key: str = "") -> str:
        plain = " ".join(name.split())
        if not plain or len(plain) > 40:
            raise UsageError(detail=_("a field has a name of at most 40 letters"))
        for field in self.fields(archived=True):
            if field.key != key and field.name.casefold() == plain.casefold():
                raise UsageError(detail=_("there is a field “{name}” already").format(name=field.name))
        return plain

    def _row(self, text: str) -> Row:
        for row in self._store.select("custom_field"):
            if text == row["key"] or text.casefold() == str(row["name"]).casefold():
                return row
        raise NotFound(what=_("Field"), key=text)

    # -- values

    def values(self, person: str) -> dict[str, str]:
        """Field key -> value of one person, as stored."""
        rows = self._store.select("custom_value", person=person)
        return {str(row["field"]): str(row["value"]) for row in rows if row["value"] is not None}

    def set(self, nip: str, values: Mapping[str, str]) -> Change | None:
        """Values of one person by field name or key; empty takes one away.

        Raises NotFound, ValueUnreadable.
        """
        person = str(person_row(self._store, nip)["key"])
        ops = [self._op(_field(self._row(name)), person, text) for name, text in values.items()]
        return self._committer.commit(Change("custom_value.set", tuple(ops)))

    def _op(self, field: CustomField, person: str, text: str) -> Op:
        return self._committer.upsert(
            "custom_value", join_key(field.key, person), {"value": read_value(field, text)}
        )

    # -- tables

    def take_table(self, file: Path, *, dry_run: bool = False) -> ValuesTaken:
        """Values from a table with a column of NIP and columns named as the fields.

        Raises UsageError when no such heading is found, and what reading a table raises.
        """
        named = {field.name.casefold(): field for field in self.fields()}
        people = nips(self._store)
        for sheet in read_tables(file):
            rows = [[text_of(cell) for cell in row.cells] for row in sheet.rows]
            for at, row in enumerate(rows[:_HEADINGS]):
                columns = {
                    n: named[cell.casefold()] for n, cell in enumerate(row) if cell.casefold() in named
                }
                number = next((n for n, cell in enumerate(row) if "nip" in cell.casefold().split()), None)
                if columns and number is not None:
                    return self._taken(rows[at + 1 :], at + 2, number, columns, people, dry_run=dry_run)
        raise UsageError(detail=_("no heading names NIP and one of the unit's fields"))

    def _taken(
        self,
        rows: Sequence[Sequence[str]],
        first: int,
        number: int,
        columns: Mapping[int, CustomField],
        people: Mapping[str, str],
        *,
        dry_run: bool,
    ) -> ValuesTaken:
        ops: list[Op] = []
        refused = []
        for at, row in enumerate(rows, first):
            parsed = parse_nip(row[number]) if number < len(row) else None
            if not any(row):
                continue
            if not isinstance(parsed, Nip) or parsed.text not in people:
                refused.append((at, _("This NIP is not in the roster.")))
                continue
            for column, field in columns.items():
                text = _as_typed(row[column]) if column < len(row) else ""
                try:
                    ops += [self._op(field, people[parsed.text], text)] if text else []
                except ValueUnreadable as error:
                    refused.append((at, error.message))
        real = [op for op in ops if any(op.before.get(n) != v for n, v in op.after.items())]
        change = None if dry_run else self._committer.commit(Change("custom_value.import", tuple(real)))
        return ValuesTaken(len(real), tuple(refused), change)

    def write_table(self, file: Path) -> int:
        """Everybody's values as a csv that `take_table` reads; the number of people. Raises OSError."""
        fields = self.fields()
        held: dict[str, dict[str, str]] = {}
        for row in self._store.select("custom_value"):
            held.setdefault(str(row["person"]), {})[str(row["field"])] = str(row["value"] or "")
        people = [row for row in self._store.select("person", order='"order"') if not row["archived"]]
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out, delimiter=";")
            writer.writerow(["NIP", "Nama", *(field.name for field in fields)])
            for row in people:
                own = held.get(str(row["key"]), {})
                cells = [str(row["nip"] or ""), str(row["name"] or ""), *(own.get(f.key, "") for f in fields)]
                writer.writerow([_harmless(cell) for cell in cells])
        return len(people)


def _harmless(text: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _as_typed(text: str) -> str:
    return text[1:] if text[:1] == "'" and _harmless(text[1:]) == text else text


def _field(row: Row) -> CustomField:
    kind, _colon, choices = str(row["kind"] or "text").partition(_CHOICES)
    known = FieldKind(kind) if kind in set(FieldKind) else FieldKind.TEXT
    named = tuple(part for part in choices.split(";") if part)
    return CustomField(str(row["key"]), str(row["name"] or ""), known, named, bool(row["archived"]))


def _written_kind(kind: str, choices: Sequence[str]) -> str:
    """Raises UsageError."""
    if kind not in set(FieldKind):
        raise UsageError(
            detail=_("{name} is one of {choices}").format(name="kind", choices=", ".join(FieldKind))
        )
    named = [" ".join(choice.split()) for choice in choices if choice.strip()]
    if kind != FieldKind.CHOICE:
        return kind
    if len(named) < 2 or any(";" in choice for choice in named):
        raise UsageError(detail=_("a field with choices needs at least two of them"))
    return f"{kind}{_CHOICES}{';'.join(named)}"


_YES = frozenset({"yes", "ya", "1", "true", "y", "v", "√"})
_NO = frozenset({"no", "tidak", "0", "false", "t", "n", "-"})


def read_value(field: CustomField, text: str) -> str | None:
    """A value as it is stored: `yes` or `no`, an ISO date, a number with a point. Raises ValueUnreadable."""
    plain = " ".join(text.split())
    if not plain:
        return None
    match field.kind:
        case FieldKind.NUMBER:
            found = _number(plain)
            reason = _("a number is expected")
        case FieldKind.DATE:
            day = read_date(plain)
            found = day.isoformat() if day else None
            reason = _("a day such as 23-11-2026 is expected")
        case FieldKind.YES_NO:
            lower = plain.casefold()
            found = "yes" if lower in _YES else "no" if lower in _NO else None
            reason = _("yes or no is expected")
        case FieldKind.CHOICE:
            found = next((c for c in field.choices if c.casefold() == plain.casefold()), None)
            reason = _("one of {choices} is expected").format(choices=", ".join(field.choices))
        case _:
            found = plain if len(plain) <= _LONGEST else None
            reason = _("at most {count} letters are kept").format(count=_LONGEST)
    if found is None:
        raise ValueUnreadable(text=plain, field=field.name, reason=reason)
    return found


def _number(text: str) -> str | None:
    """`1.250,5` and `1250.5` alike."""
    plain = text.replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    sign, digits = ("-", plain[1:]) if plain[:1] == "-" else ("", plain)
    whole, _point, part = digits.partition(".")
    if not (whole + part).isascii() or not (whole + part).isdigit():
        return None
    return f"{sign}{digits}"
