"""The sample files of one kecamatan, read once for all tests of this folder."""

import csv
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flexdesk.exchange.cells import Cell, Row, Sheet
from flexdesk.exchange.register_files import RegisterReading, read_register
from flexdesk.exchange.report_files import ReportReading, read_reports
from flexdesk.exchange.skp_files import SkpReading, read_skp
from flexdesk.exchange.tables import read_tables

DATA = Path(__file__).parents[2] / "data" / "activities"
FACTS: dict[str, Any] = json.loads((DATA / "facts.json").read_text("utf-8"))
PLANTED: dict[str, Any] = FACTS["irregularities"]


@lru_cache
def reports(month: str) -> ReportReading:
    return read_reports(read_tables(DATA / f"laporan-harian-{month}.xlsx"))


@lru_cache
def skp() -> SkpReading:
    return read_skp(read_tables(DATA / "skp-2026.xlsx"))


@lru_cache
def register() -> RegisterReading:
    return read_register(read_tables(DATA / "register-cuti-dan-dinas-luar-2026.xlsx"))


@lru_cache
def result_codes() -> dict[tuple[str, int], str]:
    """The right code of each September row, by NIP and row of the person's sheet."""
    with (DATA / "kunci-rhk-2026-09.csv").open(encoding="utf-8") as stream:
        return {
            (line["nip"], int(line["baris"])): line["kode_rhk"]
            for line in csv.DictReader(stream, delimiter=";")
        }


def sheet(*rows: list[Cell], name: str = "Lembar1", hidden: bool = False) -> Sheet:
    return Sheet(name, [Row(number, list(cells)) for number, cells in enumerate(rows, start=1)], hidden)
