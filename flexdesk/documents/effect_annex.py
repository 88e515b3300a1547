"""The annex of the monthly report: each measure on both sides, its difference, and what may be concluded."""

from dataclasses import dataclass

from flexdesk.documents.flow import Flow
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style
from flexdesk.documents.palette import PRINT
from flexdesk.documents.table import Band, Table, set_table, shares, text_cell

_TITLE = Style(SANS_BOLD, 11, 14)
_SECTION = Style(SANS_BOLD, 9.5, 12)
_CELL = Style(SANS, 8.2, 10.2)
_STRONG = Style(SANS_BOLD, 8.2, 10.2)
_SHARES = (24, 10, 10, 26, 30)
_LEAST = 150.0  # points that a table and its heading want to stand together


@dataclass(frozen=True, slots=True)
class EffectRow:
    """Everything already in words; `difference` has its interval."""

    measure: str
    first: str
    second: str
    difference: str
    verdict: str


@dataclass(frozen=True, slots=True)
class EffectTable:
    """`sides` are the heads of both columns; rows about the whole unit have theirs in the measure."""

    title: str
    sides: tuple[str, str]
    rows: tuple[EffectRow, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EffectAnnex:
    title: str
    method: str
    tables: tuple[EffectTable, ...]


def set_annex(flow: Flow, annex: EffectAnnex) -> None:
    """Under the signature where it fits, else on a page of its own."""
    flow.gap(16)
    flow.keep(_LEAST)
    flow.paragraph(annex.title, _TITLE)
    flow.gap(2)
    flow.paragraph(annex.method, _CELL, justify=True)
    for table in annex.tables:
        flow.gap(8)
        flow.keep(_LEAST * 0.6)
        flow.paragraph(table.title, _SECTION)
        flow.gap(3)
        set_table(_table(table, flow.body.width), flow)
        for note in table.notes:
            flow.gap(1.5)
            flow.paragraph(f"– {note}", _CELL)


def _table(table: EffectTable, width: float) -> Table:
    names = ("Ukuran", *table.sides, "Selisih (selang 95 %)", "Kesimpulan")
    heads = tuple(
        text_cell(name, _STRONG, align="centre", fill=PRINT.section_fill, middle=True) for name in names
    )
    bands = tuple(
        Band(
            (
                (
                    text_cell(row.measure, _CELL),
                    text_cell(row.first, _CELL, align="centre"),
                    text_cell(row.second, _CELL, align="centre"),
                    text_cell(row.difference, _CELL, align="centre"),
                    text_cell(row.verdict, _CELL),
                ),
            )
        )
        for row in table.rows
    )
    return Table(shares(width, *_SHARES), (Band((heads,)),), bands)
