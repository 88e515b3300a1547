"""The same content in another file format or column order is read the same."""

import random

import pytest

from flexdesk.exchange.cells import Row, Sheet, text_of
from flexdesk.exchange.register_files import read_register
from flexdesk.exchange.report_files import read_reports
from flexdesk.exchange.skp_files import read_skp
from flexdesk.exchange.tables import read_tables, read_text

from .files import DATA, register, reports, skp

AUGUST = DATA / "laporan-harian-2026-08.xlsx"


def as_text(sheet: Sheet, separator: str) -> str:
    """As a spreadsheet program saves it, with dates as people see them."""

    def written(cell: object) -> str:
        text = text_of(cell)  # type: ignore[arg-type]
        if len(text) == 10 and text[4] == text[7] == "-":
            text = f"{text[8:]}/{text[5:7]}/{text[:4]}"
        return f'"{text}"' if separator in text else text

    lines = dict.fromkeys(range(1, sheet.rows[-1].number + 1), "")
    lines |= {row.number: separator.join(written(cell) for cell in row.cells) for row in sheet.rows}
    return "\n".join(lines.values())


def shuffled(sheet: Sheet, seed: int) -> Sheet:
    order = list(range(sheet.width))
    random.Random(seed).shuffle(order)
    rows = [
        Row(row.number, [row.cells[i] if i < len(row.cells) else None for i in order]) for row in sheet.rows
    ]
    return Sheet(sheet.name, rows)


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_august_as_text(separator):
    (sheet,) = read_tables(AUGUST)
    reading = read_reports(read_text(as_text(sheet, separator)))
    assert [(row.nip, row.day, row.content, row.status) for row in reading.rows] == [
        (row.nip, row.day, row.content, row.status) for row in reports("2026-08").rows
    ]
    assert reading.rejected == ()


@pytest.mark.parametrize("seed", range(4))
def test_columns_in_another_order(seed):
    (sheet,) = read_tables(AUGUST)
    assert read_reports([shuffled(sheet, seed)]).rows == reports("2026-08").rows
    plans = read_tables(DATA / "skp-2026.xlsx")
    assert read_skp([shuffled(plan, seed) for plan in plans]) == skp()
    tables = read_tables(DATA / "register-cuti-dan-dinas-luar-2026.xlsx")
    assert read_register([shuffled(table, seed) for table in tables]) == register()


def test_the_realisation_sheet_first():
    plan, realisation = read_tables(DATA / "skp-2026.xlsx")
    turned = read_skp([realisation, plan])
    mine = {
        (
            person.nip,
            result.code,
            indicator.aspect,
            indicator.text,
            indicator.realised,
            indicator.target_number,
        )
        for person, result, indicator in turned.indicators()
    }
    assert mine == {
        (
            person.nip,
            result.code,
            indicator.aspect,
            indicator.text,
            indicator.realised,
            indicator.target_number,
        )
        for person, result, indicator in skp().indicators()
    }
    kinds = {(p.nip, r.code): (r.kind, r.leader_text) for p in turned.people for r in p.results}
    assert kinds == {(p.nip, r.code): (r.kind, r.leader_text) for p in skp().people for r in p.results}
