"""The monthly report and the comparison on the command line, on the sample kecamatan."""

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from flexdesk.exchange.tables import read_tables
from tests.end_to_end.conftest import DATA
from tests.helpers.command_line import CommandLine

MONTH = "2026-09"


@pytest.fixture
def away(fd: CommandLine) -> CommandLine:
    """A unit whose people are away one day a week, in turns, from 3 August to the end of September."""
    people = [person["nip"] for person in fd("people", "list").json["people"]]
    rows = ["nip,date,place"]
    for week in range(8):
        for number, nip in enumerate(people[1:]):
            day = 3 + 7 * week + (number + week) % 4
            month, day = (8, day) if day <= 31 else (9, day - 31)
            rows.append(f"{nip},2026-{month:02}-{day:02},home")
    file = fd.home / "jadwal.csv"
    file.write_text("\n".join(rows), "utf-8")
    fd("schedule", "import", file, code=None)
    for name in ("laporan-harian-2026-08.xlsx", "laporan-harian-2026-09.xlsx"):
        fd("outputs", "import", DATA / "activities" / name, code=None)
    return fd


def test_effect_names_what_it_compares_and_what_it_cannot(away: CommandLine) -> None:
    found = away("effect", "--period", "2026-Q3").json
    assert found["people"] == 35
    assert found["flexible_days"] > 100
    measures = {one["measure"]: one for one in found["comparisons"]}
    assert list(measures) == [
        "outputs",
        "reported",
        "on_time",
        "accepted",
        "evidence",
        "coverage",
        "complaints",
    ]
    outputs = measures["outputs"]
    assert outputs["groups"] == 34
    assert outputs["low"] < outputs["difference"] < outputs["high"]
    assert outputs["difference"] == pytest.approx(outputs["flexible"] - outputs["office"])
    assert outputs["verdict"] in ("no_difference", "higher", "lower")
    assert measures["complaints"]["verdict"] == "unknown"
    assert found["introduced_on"] is None
    assert found["before_after"] == []
    assert found == away("effect", "--period", "2026-Q3").json


def test_effect_since_the_introduction_needs_one(away: CommandLine) -> None:
    assert away("effect", code=2).error["code"] == "usage"
    away("policy", "set", "effect.introduced_on", "2026-09-01", "--from", "2026-01-01")
    found = away("effect").json
    assert (found["introduced_on"], found["introduced_by"]) == ("2026-09-01", "setting")
    assert found["before"]["to"] == "2026-08-31"
    assert {one["compares"] for one in found["before_after"]} == {"time"}
    text = away("effect", "--period", MONTH, json=False).out
    assert "Sebelum" in text
    assert "karena pegawai" not in text


def test_report_answers_are_set_carried_and_refused(away: CommandLine) -> None:
    tried = away("report", "set", "--period", MONTH, "digital.spbe=ya", "--dry-run").json
    assert tried["dry_run"] is True
    assert tried["changed"] == ["digital.spbe"]
    done = away("report", "set", "--period", MONTH, "saving.fuel=Rp 2.310.000", "saving.water=85000").json
    assert done["saving"] == "2.395.000"
    refused = away("report", "set", "--period", MONTH, "task.composition=50 : 50", code=3).error
    assert refused["code"] == "report.counted"
    assert away("report", "set", "--period", MONTH, "saving.gold=1", code=3).error["code"] == (
        "report.unknown_field"
    )
    assert away("report", "set", "--period", MONTH, code=2).error["code"] == "usage"
    assert away("report", "show", "--period", "2026-Q3", code=2).error["code"] == "usage"
    away("report", "set", "--period", MONTH, "digital.spbe=ya", "--carry")
    text = away("report", "show", "--period", MONTH, json=False).out
    assert "10. Penghematan (Rp): BBM: 2.310.000; Air: 85.000; Jumlah: 2.395.000." in text
    assert "2. Layanan digital: SPBE: ya." in text
    shown = away("report", "show", "--period", MONTH).json
    fields = {row["field"]: row for row in shown["aspects"]}
    assert fields["digital.spbe"]["value"] == "yes"
    assert fields["travel.domestic_target"]["value"] == "50"
    assert fields["task.composition"]["computed"] is True
    assert shown["total"]["away_days"] == sum(day["away"] for day in shown["days"])
    away("report", "set", "--period", "2026-10", "--carry")
    later = {row["field"]: row for row in away("report", "show", "--period", "2026-10").json["aspects"]}
    assert later["digital.spbe"]["value"] == "yes"
    assert later["saving.fuel"]["value"] is None


def test_the_workbook_tells_what_the_report_tells(away: CommandLine, tmp_path: Path) -> None:
    away("report", "set", "--period", MONTH, "saving.fuel=2310000", "obstacles==1+1")
    (path,) = away("report", "export", "--period", MONTH, "--out", tmp_path).json["files"]
    shown = away("report", "show", "--period", MONTH).json
    sheets = {sheet.name: [row.cells for row in sheet.rows] for sheet in read_tables(Path(path))}
    assert list(sheets) == ["Ringkasan", "Per unit", "Per hari", "Per pegawai", "14 aspek", "Perbandingan"]
    cells = {str(row[0]): row[1] for row in sheets["Ringkasan"] if len(row) > 1}
    assert cells["Hari-orang WFA"] == shown["total"]["away_days"]
    answers = {(row[1], row[2]): row[3] for row in sheets["14 aspek"] if len(row) > 3}
    assert answers["Penghematan (Rp)", "BBM"] == 2310000
    with zipfile.ZipFile(path) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())
    before = Path(path).read_bytes()
    away("report", "export", "--period", MONTH, "--out", tmp_path)
    assert Path(path).read_bytes() == before


@pytest.mark.parametrize("paper", ["A4", "F4"])
def test_both_forms_are_printed_whole(away: CommandLine, tmp_path: Path, paper: str) -> None:
    away("report", "set", "--period", MONTH, "obstacles=Jaringan terputus tiga hari.")
    texts = {}
    for form in ("short", "mendagri"):
        out = tmp_path / form
        answer = away(
            "print", "wfa-report", "--period", MONTH, "--form", form, "--paper", paper, "--out", out
        )
        assert answer.json["checks"] == {"clipped": 0, "split_signatures": 0, "missing_glyphs": 0}
        (file,) = answer.json["files"]
        pages = PdfReader(io.BytesIO(Path(file["path"]).read_bytes())).pages
        texts[form] = " ".join(" ".join(page.extract_text().split()) for page in pages)
        assert f"{MONTH}_LAPORAN-WFA.pdf" in file["path"]
    aspects = "Isian pemantauan menurut SE Menteri Dalam Negeri 800.1.5/3349/SJ"
    assert aspects not in texts["short"]
    assert aspects in texts["mendagri"]
    assert "Jaringan terputus tiga hari." in texts["mendagri"]
    for text in texts.values():
        assert "LAPORAN PEMANTAUAN DAN EVALUASI KERJA FLEKSIBEL" in text
        assert "Hari kantor dan hari fleksibel" in text
        assert "sakit" not in text.lower()


def test_the_usual_form_is_the_setting_s_and_a_quarter_gives_three(away: CommandLine, tmp_path: Path) -> None:
    away("policy", "set", "report.mendagri_form", "yes", "--from", "2026-01-01")
    away("policy", "set", "report.monthly_due_day", "5", "--from", "2026-01-01")
    files = away("print", "wfa-report", "--period", "2026-Q3", "--out", tmp_path).json["files"]
    assert len({file["path"] for file in files}) == 3
    text = PdfReader(files[-1]["path"]).pages[0].extract_text()
    assert "Disampaikan paling lambat 5 Oktober 2026" in text
    assert any("800.1.5/3349/SJ" in page.extract_text() for page in PdfReader(files[-1]["path"]).pages)
