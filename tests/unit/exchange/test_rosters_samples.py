"""The seven sample rosters give exactly the people, refusals and layouts that their description promises."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from flexdesk.exchange.rejects import write_rejects
from flexdesk.exchange.rosters import RosterReading, read_roster
from flexdesk.exchange.tables import Row, Sheet, read_tables

FOLDER = Path(__file__).parents[2] / "data" / "rosters"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))["files"]


def reading_of(name: str) -> RosterReading:
    return read_roster(read_tables(FOLDER / name))


def flat(text: str | None) -> str | None:
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip().casefold() if text else None


def comparable(person: dict[str, Any]) -> dict[str, Any]:
    """The fields as the description compares them: spelling of capitals, spaces and dots aside."""
    return {
        **{field: person[field] for field in ("row", "nip", "golongan")},
        **{field: flat(person[field]) for field in ("name", "jabatan", "unit")},
        **{field: letters(person[field]) for field in ("front_titles", "back_titles")},
    }


def letters(titles: list[str]) -> list[str]:
    return ["".join(char for char in title.casefold() if char.isalpha()) for title in titles]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_accepted_rows_carry_every_field(name: str) -> None:
    got = [comparable(person._asdict()) for person in reading_of(name).accepted]
    assert got == [comparable(person) for person in EXPECTED[name]["accepted"]]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_rejected_rows_say_why(name: str) -> None:
    rejected = reading_of(name).rejected
    assert [(r.row, r.kind) for r in rejected] == [(r["row"], r["kind"]) for r in EXPECTED[name]["rejected"]]
    assert all(r.message and "{" not in r.message for r in rejected)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_layout_is_the_one_described(name: str) -> None:
    reading, wanted = reading_of(name), EXPECTED[name]
    assert reading.layout.sheet == wanted["sheet"]
    assert reading.layout.header_rows == wanted["header_rows"]
    assert reading.unit_fallback == wanted["unit_fallback"]
    for field, heading in wanted["columns"].items():
        if heading and heading != "section heading above the row" and "(line 2)" not in heading:
            bare = re.sub(r" \((?:joined with titles|line 1)\)$", "", heading)
            assert reading.layout.columns[field] == bare


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_row_is_dropped_in_silence(name: str) -> None:
    reading = reading_of(name)
    sheet = next(s for s in read_tables(FOLDER / name) if s.name == reading.layout.sheet)
    seen = [row.row for rows in (reading.accepted, reading.rejected, reading.ignored_rows) for row in rows]
    below = [row.number for row in sheet.rows if row.number > reading.layout.header_rows[-1]]
    assert sorted(seen) == below


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_passed_over_rows_are_named(name: str) -> None:
    got = {(row.row, row.why.value) for row in reading_of(name).ignored_rows}
    for row in EXPECTED[name].get("ignored_rows", []):
        assert (row["row"], row["why"]) in got or (row["row"], "blank") in got


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_rejects_come_back_as_they_were_until_someone_mends_them(name: str, tmp_path: Path) -> None:
    first = reading_of(name)
    path = tmp_path / "ditolak.xlsx"
    assert write_rejects(path, first) == len(first.rejected)
    again = read_roster(read_tables(path))
    assert again.accepted == []
    assert [(r.kind, r.name, r.unit) for r in again.rejected] == [
        (r.kind, r.name, r.unit) for r in first.rejected
    ]
    write_rejects(path, again)
    third = read_roster(read_tables(path))
    assert third.accepted == []
    assert third.layout.headings == again.layout.headings


def turned_round(sheet: Sheet) -> Sheet:
    """The same rows with the columns from right to left and no merged ranges; lonely texts stay in place."""
    rows = []
    for row in sheet.rows:
        cells = row.cells + [None] * (sheet.width - len(row.cells))
        lonely = sum(cell is not None for cell in cells) == 1
        rows.append(Row(row.number, cells if lonely else cells[::-1]))
    return Sheet(sheet.name, rows, sheet.hidden)


@pytest.mark.parametrize(
    "name", [name for name in sorted(EXPECTED) if len(EXPECTED[name]["header_rows"]) == 1]
)
def test_the_order_of_columns_does_not_matter(name: str) -> None:
    turned = read_roster([turned_round(sheet) for sheet in read_tables(FOLDER / name)])
    usual = reading_of(name)
    assert turned.accepted == usual.accepted
    assert [(r.row, r.kind) for r in turned.rejected] == [(r.row, r.kind) for r in usual.rejected]
