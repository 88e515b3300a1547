"""The fairness ledger on the command line: its counts, its comparison, its files, its refusals."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from flexdesk.exchange.tables import read_tables
from tests.helpers.command_line import CommandLine

NIPS = {"Fitri": "198501012009012001", "Gani": "199001012022211003", "Hesti": "198701012010012001"}
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def fd(tmp_path: Path) -> CommandLine:
    line = CommandLine(tmp_path / "unit")
    line.found_cheaply()
    for name, nip in NIPS.items():
        line("people", "add", "--nip", nip, "--name", name)
        line("people", "set", nip, "task_criteria=11111", "status=pns")
    for weeks, names in ((0, ("Fitri",)), (1, ("Fitri", "Gani")), (2, ("Fitri",)), (13, ("Hesti",))):
        for name in names:
            day = FRIDAY - timedelta(weeks=weeks)
            line("schedule", "set", NIPS[name], day.isoformat(), "home", "--draft", code=None)
    return line


def counts(answer: dict, key: str) -> dict[str, int]:
    return {one["name"]: one[key] for one in answer["people"]}


def test_the_ledger_counts_and_compares(fd: CommandLine) -> None:
    seen = fd("schedule", "ledger", "--period", "2026-W47").json
    assert (seen["from"], seen["to"]) == ("2026-08-24", "2026-11-22")
    assert counts(seen, "fridays") == {"Fitri": 3, "Gani": 1, "Hesti": 0}
    assert counts(seen, "away") == {"Fitri": 3, "Gani": 1, "Hesti": 0}
    (group,) = seen["spread"].values()
    assert group["fridays"] == {
        "least": 0, "most": 3, "spread": 3, "least_nips": [NIPS["Hesti"]], "most_nips": [NIPS["Fitri"]],
    }  # fmt: skip
    assert seen["friday_spread"] == 3
    assert fd("schedule", "ledger").json == seen  # this week, if none is named


def test_more_weeks_look_further_back(fd: CommandLine) -> None:
    assert counts(fd("schedule", "ledger", "--weeks", "13").json, "fridays")["Hesti"] == 1
    assert counts(fd("schedule", "ledger", "--weeks", "0").json, "fridays")["Fitri"] == 1
    assert fd("schedule", "ledger", "--weeks", "105", code=2).error["code"]


def test_people_read_lines(fd: CommandLine) -> None:
    told = fd("schedule", "ledger", json=False).out
    assert "terpaut 3 (paling banyak Fitri 3, paling sedikit Hesti 0)" in told
    assert told.splitlines()[-1].split()[:3] == ["Hesti", "0", "0"]


def test_files_hold_the_same_counts_and_no_nip(fd: CommandLine, tmp_path: Path) -> None:
    for kind in ("csv", "xlsx"):
        out = tmp_path / f"ledger.{kind}"
        tried = fd("schedule", "ledger", "--format", kind, "--out", out, "--dry-run").json
        assert tried["files"] == [str(out)]
        assert not out.exists()
        fd("schedule", "ledger", "--format", kind, "--out", out)
    with (tmp_path / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["name"], row["fridays"]) for row in rows] == [("Fitri", "3"), ("Gani", "1"), ("Hesti", "0")]
    (sheet,) = read_tables(tmp_path / "ledger.xlsx")
    cells = [row.cells for row in sheet.rows]
    assert any(row[0] == "Fitri" and row[2:5] == ["semua yang boleh", 3, 3] for row in cells)
    assert not {str(cell) for row in cells for cell in row} & set(NIPS.values())
    assert fd("schedule", "ledger", "--format", "csv", code=2).error["code"]


def test_a_unit_without_a_schedule_says_so(tmp_path: Path) -> None:
    line = CommandLine(tmp_path / "unit")
    line.found_cheaply()
    assert "Belum ada jadwal" in line("schedule", "ledger", json=False).out
    assert line("schedule", "ledger").json["people"] == []


def test_the_paper_names_people_and_no_nip(fd: CommandLine, tmp_path: Path) -> None:
    fd(
        "leave",
        "add",
        NIPS["Gani"],
        "--kind",
        "sick",
        "--from",
        "2026-11-18",
        "--to",
        "2026-11-19",
        code=None,
    )
    (printed,) = fd("print", "ledger", "--period", "2026-W47", "--out", tmp_path, code=None).json["files"]
    words = " ".join(page.extract_text() for page in PdfReader(printed["path"]).pages)
    assert "BUKU ADIL" in words
    assert "Fitri 3" in " ".join(words.split())
    assert not any(word in words for word in (*NIPS.values(), "akit", "uti"))


def test_a_copied_week_is_evened_out(fd: CommandLine) -> None:
    fd("schedule", "set", NIPS["Gani"], "2026-11-17", "home", "--draft", code=None)
    copy = ("schedule", "copy", "--from", "2026-W47", "--to", "2026-W48")
    plain = {(one["nip"], one["date"]) for one in fd(*copy).json["changed"]}
    assert plain == {(NIPS["Fitri"], "2026-11-27"), (NIPS["Gani"], "2026-11-24")}
    changed = fd(*copy, "--even", "--apply").json["changed"]
    away = {(one["nip"], one["date"]): one["because"] for one in changed if one["to"] == "home"}
    told = "diratakan: Fitri sudah 4 Jumat dengan yang ini, Gani baru 1"
    assert away == {
        (NIPS["Gani"], "2026-11-27"): told,
        (NIPS["Fitri"], "2026-11-24"): "diratakan: sebagai ganti Jumat, ditukar dengan Gani",
    }
    assert (NIPS["Fitri"], "2026-11-27", told) in {(o["nip"], o["date"], o["because"]) for o in changed}
    assert counts(fd("schedule", "ledger", "--period", "2026-W48").json, "fridays") == {
        "Fitri": 3, "Gani": 2, "Hesti": 0,
    }  # fmt: skip
    assert not [one for one in fd(*copy, "--even").json["changed"] if one["from"] != one["to"]]


def test_a_pinned_friday_stays_with_its_owner(fd: CommandLine) -> None:
    fd("schedule", "set", NIPS["Gani"], "2026-11-17", "home", "--draft", code=None)
    fd("schedule", "set", NIPS["Fitri"], "2026-11-27", "home", "--draft", code=None)
    fd("schedule", "pin", NIPS["Fitri"], "2026-11-27")
    copy = ("schedule", "copy", "--from", "2026-W47", "--to", "2026-W48", "--even")
    found = fd(*copy).json["changed"]
    changed = {(one["nip"], one["date"], one["to"]) for one in found if one["from"] != one["to"]}
    assert changed == {(NIPS["Gani"], "2026-11-24", "home")}
