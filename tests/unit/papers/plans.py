"""A small unit with one head, two employees and plans written row by row."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import parse_period
from flexdesk.services.paper_forms import Sheet
from tests.helpers.desks import small_desk

HEAD, STAFF, DEPUTY = "197203151997031001", "198301252008012002", "199410102021211003"
NAMES = {HEAD: "Bambang Wiryawan", STAFF: "Kartika Sari", DEPUTY: "Joko Susanto"}
QUARTER, YEAR = parse_period("2026-Q3"), parse_period("2026")


def office(folder: Path) -> Desk:
    desk = small_desk(folder, list(NAMES.items()))
    desk.people.set(HEAD, {"jabatan": "Camat Contoh"})
    desk.people.set(STAFF, {"jabatan": "Kepala Seksi Pelayanan"})
    desk.people.set(DEPUTY, {"jabatan": "Sekretaris Camat"})
    return desk


def person(desk: Desk, nip: str) -> str:
    return next(str(row["key"]) for row in desk.store.select("person") if row["nip"] == nip)


def insert(desk: Desk, table: str, cells: Mapping[str, Any], key: str | None = None) -> str:
    op = desk.committer.insert(table, cells, key)
    desk.committer.commit(Change("test.rows", (op,)))
    return op.row


def plan(desk: Desk, nip: str, *, rater: str = HEAD, **cells: Any) -> str:
    """An approved plan of the year without any result."""
    usual = {
        "person": person(desk, nip),
        "year": 2026,
        "from": date(2026, 1, 1),
        "to": date(2026, 12, 31),
        "approach": "quantitative",
        "form": "ja_jf",
        "status": "approved",
        "rater": person(desk, rater) if rater else "",
    }
    return insert(desk, "skp", {**usual, **cells})


def result(desk: Desk, skp: str, text: str, *indicators: Mapping[str, Any], **cells: Any) -> str:
    order = len(desk.store.select("work_result")) + 1
    made = insert(desk, "work_result", {"skp": skp, "order": order, "class": "main", "text": text, **cells})
    for order, indicator in enumerate(indicators, 1):
        insert(desk, "indicator", {"result": made, "order": order, **indicator})
    return made


def sheets(desk: Desk, kind: str, *nips: str, period: str = "2026-Q3") -> list[Sheet]:
    return desk.printing.sheets(kind, parse_period(period), nips=nips)


def form(desk: Desk, kind: str, nip: str, period: str = "2026-Q3") -> Any:
    """The only form of this kind that is made for the person."""
    (sheet,) = sheets(desk, kind, nip, period=period)
    return sheet.form
