"""The bridge to e-Kinerja, its recaps, angka kredit and what follows, without a screen."""

from pathlib import Path

import pytest

from flexdesk.exchange.tables import read_tables
from tests.end_to_end.conftest import DATA
from tests.helpers.bkn_files import PEOPLE, plan_recap, result_recap
from tests.helpers.command_line import CommandLine

ACTIVITIES = DATA / "activities"
DAY = "2026-09-01"


@pytest.fixture
def nip(fd: CommandLine) -> str:
    """Somebody with SKP and a report on the day."""
    fd("targets", "import", ACTIVITIES / "skp-2026.xlsx")
    fd("outputs", "import", ACTIVITIES / "laporan-harian-2026-09.xlsx")
    return str(fd("targets", "list", "--limit", "4").json["skp"][3]["nip"])


def test_records_are_copied_one_after_the_other(fd: CommandLine, nip: str) -> None:
    line = ("ekinerja", "--nip", nip, "--period", DAY, "--form", "daily")
    whole = fd(*line).json
    assert (whole["copied"], whole["waiting"]) == (0, len(whole["records"]))
    first = fd(*line, "--next", "--tick").json
    assert len(first["rows"]) == 8
    assert first["records"][0]["copied"] is True
    second = fd(*line, "--next").json
    assert second["records"][0]["key"] != first["records"][0]["key"]
    assert (second["copied"], second["waiting"]) == (1, whole["waiting"] - 1)
    tried = fd(*line, "--tick", "--dry-run").json
    assert tried["waiting"] == 0
    assert fd(*line).json["copied"] == 1
    fd(*line, "--tick")
    assert fd(*line, "--next").json["rows"] == []


def test_days_are_typed_as_the_form_takes_them(fd: CommandLine, nip: str) -> None:
    line = ("ekinerja", "--nip", nip, "--period", DAY, "--form", "daily", "--copy")
    assert fd(*line, json=False).out.splitlines()[1] == "01/09/2026"
    assert fd(*line, "--days", "yyyy-mm-dd", json=False).out.splitlines()[1] == DAY
    assert fd(*line, json=False).out.splitlines()[1] == DAY  # kept for this laptop
    fd(*line, "--days", "mm/dd/yyyy", code=2)


def test_what_is_missing_is_said(fd: CommandLine, nip: str) -> None:
    assert "--period" in fd("ekinerja", "--nip", nip, code=2).error["message"]
    assert "--nip" in fd("ekinerja", "--period", DAY, code=2).error["message"]
    fd("ekinerja", "--nip", "196808121994032003", "--period", DAY, code=3)
    assert fd("ekinerja", "compare", code=2).error["code"] == "usage"


def test_recaps_are_compared(fd: CommandLine, nip: str, tmp_path: Path) -> None:
    rows = [(nip, "Udin", 0, "2026-01-01", "2026-12-31", "persetujuan", "Staf"), PEOPLE[5]]
    plan = plan_recap(tmp_path / "skp.xlsx", rows)
    fd("evaluate", "--period", "2026", "--ratings", _ratings(tmp_path, nip))
    result = result_recap(tmp_path / "nilai.xlsx", [("skp-1", "Baik")])
    found = fd("ekinerja", "compare", result, plan, code=1).json
    assert (found["year"], found["plans"], found["results"], found["rejected"]) == (2026, 2, 1, [])
    told = {(one["kind"], one["nip"]) for one in found["differences"]}
    assert ("predicate", nip) in told
    assert ("unknown", PEOPLE[5][0]) in told
    assert found["counts"]["no_plan"] == len(fd("people", "list").json["people"]) - 1
    again = fd("ekinerja", "compare", "--year", "2026", code=1).json
    assert again["differences"] == found["differences"]


def _ratings(folder: Path, nip: str) -> Path:
    file = folder / "nilai.csv"
    file.write_text(f"nip,results,behaviour,note\n{nip},below,meets,\n", encoding="utf-8")
    return file


def test_the_unit_recap_keeps_numbers_as_text(fd: CommandLine, nip: str, tmp_path: Path) -> None:
    fd("evaluate", "--period", "2026-Q3", "--ratings", _ratings(tmp_path, nip))
    fd("follow-up", "add", nip, "--period", "2026-Q3", "--kind", "promise", "--text", "=1+1")
    out = tmp_path / "rekap.xlsx"
    fd("ekinerja", "recap", "--period", "2026-Q3", "--out", out, "--dry-run")
    assert not out.exists()
    made = fd("ekinerja", "recap", "--period", "2026-Q3", "--out", out).json
    assert made["people"] == len(fd("people", "list").json["people"])
    rows = [row.cells for row in read_tables(out)[0].rows]
    heads, line = rows[2], next(row for row in rows if row[1] == nip)
    cells = dict(zip(heads, line, strict=False))
    assert isinstance(cells["NIP"], str)
    assert cells["e-Kinerja"] in (None, "")
    assert cells["Predikat"] == "Butuh Perbaikan"
    assert cells["Tindak lanjut terbuka"] == "'=1+1"
    assert cells["Status SKP"] == "Persetujuan"
    assert cells["Hasil kerja"] > 0
    assert len(rows) == 3 + made["people"]


def test_angka_kredit_of_a_year(fd: CommandLine, nip: str, tmp_path: Path) -> None:
    fd("evaluate", "--period", "2026", "--ratings", _ratings(tmp_path, nip))
    whole = fd("credit", "--year", "2026").json["credit"]
    assert {one["jenjang"] for one in whole} == {"Terampil"}
    asked = fd("credit", "--year", "2026", "--nip", nip, code=1).json["credit"]
    assert asked[0]["jenjang"] is None
    told = fd("credit", "--year", "2026", "--nip", nip, "--jenjang", "Ahli Muda").json["credit"][0]
    assert (told["credit"], told["to_pangkat"], told["to_jenjang"]) == (18.75, 81.25, 181.25)
    assert told["lines"] == [
        {"period": "2026", "predikat": "butuh_perbaikan", "months": 12, "credit": 18.75, "locked": False}
    ]
    fd("credit", "--jenjang", "Ahli Muda", code=2)


def test_what_follows_from_an_evaluation(fd: CommandLine, nip: str, tmp_path: Path) -> None:
    period = ("--period", "2026-Q3")
    fd("follow-up", "add", nip, *period, "--plan", code=2)
    fd("evaluate", *period, "--ratings", _ratings(tmp_path, nip))
    plan = fd("follow-up", "add", nip, *period, "--plan").json["follow_ups"]
    assert [one["kind"] for one in plan] == ["coaching"] * 5
    assert plan[-1]["due"] == "2027-05-21"
    promise = fd("follow-up", "add", nip, *period, "--text", "Meja", "--due", "2026-11-20", code=1).json
    assert promise["follow_ups"][0]["late"] is True
    key = promise["follow_ups"][0]["id"]
    fd("follow-up", "done", key, "--result", "ada")
    fd("follow-up", "done", key, code=3)
    fd("follow-up", "drop", plan[0]["id"], plan[1]["id"])
    assert len(fd("follow-up", "list", "--nip", nip, "--open").json["follow_ups"]) == 3
    assert len(fd("follow-up", "list").json["follow_ups"]) == 4


def test_the_talk(fd: CommandLine, nip: str) -> None:
    talk = fd("dialogue", nip, "--period", "2026-Q3").json
    assert len(talk["questions"]) == 2
    kept = fd("dialogue", nip, "--period", "2026-Q3", "--fact", "Satu", "--held", "2026-10-05").json
    assert (kept["facts"], kept["held_on"], kept["questions"]) == (["Satu"], "2026-10-05", talk["questions"])
    assert fd("dialogue", nip, "--period", "2026-Q3", "--fact", "").json["facts"] == talk["facts"]
