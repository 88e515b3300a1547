"""What leaves the program as a file comes back, is checked, or is read by other programs."""

import io
import json
import re
from pathlib import Path
from unittest.mock import patch

import pytest
from pypdf import PdfReader

from flexdesk.exchange.tables import read_tables
from tests.end_to_end.conftest import DATA
from tests.helpers.command_line import CommandLine

WEEK = "2026-W48"
ACTIVITIES = DATA / "activities"


@pytest.fixture
def planned(fd: CommandLine) -> CommandLine:
    fd("schedule", "plan", "--period", WEEK, "--apply")
    nip = fd("people", "list", "--limit", "6").json["people"][5]["nip"]
    fd("leave", "add", nip, "--kind", "sick", "--from", "2026-11-24", "--to", "2026-11-25")
    fd("schedule", "set", nip, "2026-11-24", "none")
    fd("schedule", "set", nip, "2026-11-25", "none")
    return fd


def export(fd: CommandLine, format: str, out: Path, *more: str) -> list[Path]:
    answer = fd("schedule", "export", "--period", WEEK, "--format", format, "--out", out, *more)
    return [Path(path) for path in answer.json["files"]]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_shared_table_is_read_back_cell_for_cell(planned: CommandLine, tmp_path: Path, format: str) -> None:
    (file,) = export(planned, format, tmp_path / f"jadwal.{format}")
    shown = {
        (c["nip"], c["date"]): c["place"]
        for c in planned("schedule", "show", "--period", WEEK).json["cells"]
        if c["place"] and c["place"] not in ("leave", "sick", "permit", "holiday")
    }
    before = planned("dump", "--table", "assignment").json
    taken = planned("schedule", "import", file, code=None).json
    assert (taken["accepted"], taken["rejected"]) == (len(shown), [])
    after = planned("dump", "--table", "assignment").json
    places = {row["key"]: row["place"] for row in before["assignment"]}
    assert {row["key"]: row["place"] for row in after["assignment"]}.items() >= places.items()


@pytest.mark.parametrize("format", ["csv", "xlsx", "ics", "txt"])
def test_nobody_learns_who_is_ill(planned: CommandLine, tmp_path: Path, format: str) -> None:
    (file,) = export(planned, format, tmp_path / f"jadwal.{format}")
    if format == "xlsx":
        cells = [str(c) for sheet in read_tables(file) for row in sheet.rows for c in row.cells]
        assert "S" not in cells
        return
    text = file.read_text("utf-8")
    assert "sick" not in text
    assert "Sakit" not in text


def test_a_calendar_has_one_entry_for_each_day_away(planned: CommandLine, tmp_path: Path) -> None:
    (file,) = export(planned, "ics", tmp_path)
    text = file.read_bytes().decode("utf-8")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    cells = planned("schedule", "show", "--period", WEEK).json["cells"]
    away = [
        c for c in cells if c["place"] in ("home", "other_office", "other_place", "training", "duty_travel")
    ]
    assert text.count("BEGIN:VEVENT") == len(away)


def test_pictures_and_codes(planned: CommandLine, tmp_path: Path) -> None:
    nips = [p["nip"] for p in planned("people", "list", "--limit", "2").json["people"]]
    for format, count in (("png", 1), ("qr", 2)):
        more = ("--nip", *nips) if format == "qr" else ()
        files = export(planned, format, tmp_path / format, *more)
        assert len(files) == count
        assert all(file.read_bytes().startswith(b"\x89PNG") for file in files)
    tried = ("schedule", "export", "--period", WEEK, "--format", "txt", "--out", tmp_path / "x", "--dry-run")
    assert planned(*tried).json["files"]
    assert not (tmp_path / "x").exists()


def test_a_paper_is_recognised_by_its_bytes(planned: CommandLine, tmp_path: Path) -> None:
    printed = planned("print", "schedule", "--period", WEEK, "--out", tmp_path).json["files"]
    paper = Path(printed[0]["path"])
    found = planned("verify", paper).json
    assert (found["state"], found["document"]["sha256"]) == ("current", printed[0]["sha256"])
    data = paper.read_bytes()
    altered = tmp_path / "ubahan.pdf"
    altered.write_bytes(data[:-30] + b" " + data[-29:])
    assert planned("verify", altered, code=1).json["state"] == "altered"
    altered.write_bytes(b"%PDF-1.7\n%%EOF\n")
    assert planned("verify", altered, code=1).json["state"] == "unknown"
    planned("verify", tmp_path / "tiada.pdf", code=3)


def test_papers_about_the_whole_unit(planned: CommandLine, tmp_path: Path) -> None:
    planned("targets", "import", ACTIVITIES / "skp-2026.xlsx")
    kinds = ("eligibility", "monthly-recap", "predicate-recap", "role-matrix", "slip", "handover")
    done = planned("print", *kinds, "--period", WEEK, "--out", tmp_path).json
    assert list(dict.fromkeys(file["kind"] for file in done["files"])) == list(kinds)
    matrices = [file["path"] for file in done["files"] if file["kind"] == "role-matrix"]
    assert len(set(matrices)) == len(matrices) > 1  # one for each leader, none overwritten
    assert set(done["checks"].values()) == {0}


def test_papers_of_each_persons_plan(planned: CommandLine, tmp_path: Path) -> None:
    planned("targets", "import", ACTIVITIES / "skp-2026.xlsx")
    nip = planned("people", "list", "--limit", "9").json["people"][3]["nip"]
    kinds = ("skp", "skp-annex", "feedback", "dialogue-card")
    done = planned("print", *kinds, "--period", "2026-Q3", "--nip", nip, "--out", tmp_path).json
    assert [(file["kind"], file["nip"], file["pages"]) for file in done["files"]] == [
        ("skp", nip, 2),
        ("skp-annex", nip, 1),
        ("feedback", nip, 2),
        ("dialogue-card", nip, 1),
    ]
    assert set(done["checks"].values()) == {0}


def test_a_newer_paper_supersedes_and_a_change_is_named(planned: CommandLine, tmp_path: Path) -> None:
    line = ("print", "schedule", "--period", WEEK, "--out")
    first = Path(planned(*line, tmp_path / "a").json["files"][0]["path"])
    nip = planned("people", "list", "--limit", "9").json["people"][8]["nip"]
    planned("schedule", "set", nip, "2026-11-26", "training")
    changed = planned("verify", first, code=1).json
    assert (changed["state"], changed["changed_since"][0]["after"]) == ("current", "training")
    planned(*line, tmp_path / "b")
    assert planned("verify", first, code=1).json["state"] == "superseded"


def test_a_clock_that_went_back_changes_no_paper(planned: CommandLine, tmp_path: Path) -> None:
    line = ("print", "schedule", "--period", WEEK, "--out")
    early = {"FLEXDESK_TODAY": "2026-11-20"}  # the day before everything else was done
    (first,) = planned(*line, tmp_path / "a", env=early).json["files"]
    found = planned("verify", first["path"], env=early).json
    assert (found["state"], found["changed_since"]) == ("current", [])
    nip = planned("people", "list", "--limit", "9").json["people"][8]["nip"]
    planned("schedule", "set", nip, "2026-11-26", "training", env=early)
    (entry, *_others) = planned("verify", first["path"], code=1).json["changed_since"]
    assert entry["after"] == "training"


def test_blank_reports_are_read_as_reports_without_rows(fd: CommandLine, tmp_path: Path) -> None:
    nip = fd("people", "list", "--limit", "1").json["people"][0]["nip"]
    line = ("outputs", "template", "--period", WEEK, "--out", tmp_path, "--nip", nip)
    (file,) = fd(*line).json["files"]
    taken = fd("outputs", "import", file).json
    assert (taken["accepted"], taken["rejected"], taken["unmatched"]) == (0, [], [])
    sheets = read_tables(Path(file))
    assert [sheet.name for sheet in sheets] == ["Laporan", "Kode RHK"]
    heading = next(row for row in sheets[0].rows if "Uraian kegiatan" in row.cells)
    assert heading.cells[0] == "Tanggal"


def test_a_blank_page_needs_nothing_from_outside(fd: CommandLine, tmp_path: Path) -> None:
    fd("targets", "import", ACTIVITIES / "skp-2026.xlsx")
    nip = fd("targets", "list", "--limit", "1").json["skp"][0]["nip"]
    line = ("outputs", "template", "--period", "2026-11", "--format", "html", "--out", tmp_path, "--nip", nip)
    (file,) = fd(*line).json["files"]
    text = Path(file).read_text("utf-8")
    assert "{{" not in text
    assert not re.search(r"(src|href)=", text)
    found = re.search(r"const form = (\{.*\});", text)
    assert found is not None
    form = json.loads(found[1])
    assert form["nip"] == nip
    assert form["results"]
    # What the page saves is a table with these headings; here the same is made without a browser.
    row = [
        form["nip"],
        form["name"],
        form["days"][0],
        "08:00",
        "09:00",
        form["results"][0][0],
        "Rapat",
        "1",
        "x",
    ]
    table = tmp_path / "kembali.csv"
    lines = [form["headings"], [*row, "", ""]]
    table.write_text(
        "\ufeff" + "\r\n".join(";".join(f'"{cell}"' for cell in line) for line in lines), "utf-8"
    )
    taken = fd("outputs", "import", table).json
    assert (taken["accepted"], taken["outputs"][0]["code"]) == (1, form["results"][0][0])


def test_a_pasted_table_is_taken(fd: CommandLine) -> None:
    nip = fd("people", "list", "--limit", "1").json["people"][0]["nip"]
    table = (
        f"NIP\tTanggal\tUraian kegiatan\tVolume\tSatuan\n{nip}\t2026-11-20\tMenyusun laporan\t2\tdokumen\n"
    )
    with patch("sys.stdin", io.StringIO(table)):
        taken = fd("outputs", "paste").json
    assert (taken["accepted"], taken["outputs"][0]["activity"]) == (1, "Menyusun laporan")
    with patch("sys.stdin", io.StringIO("selamat pagi")):
        fd("outputs", "paste", code=3)


def test_ekinerja_rows_follow_the_form(fd: CommandLine) -> None:
    fd("targets", "import", ACTIVITIES / "skp-2026.xlsx")
    fd("outputs", "import", ACTIVITIES / "laporan-harian-2026-09.xlsx")
    nip = fd("targets", "list", "--limit", "4").json["skp"][3]["nip"]
    line = ("ekinerja", "--nip", nip, "--period", "2026-09-01")
    rows = fd(*line).json["rows"]
    daily = [row["field"] for row in rows if row["form"] == "Progress Harian"]
    assert daily[:8] == [
        "Rencana Aksi", "Tanggal Kegiatan", "Jam Mulai Kegiatan", "Jam Selesai Kegiatan", "Kegiatan Harian",
        "Realisasi", "Satuan", "Bukti Dukung",
    ]  # fmt: skip
    assert {"form", "item", "field", "value"} == set(rows[0])
    copied = fd(*line, "--copy", json=False).out.splitlines()
    assert len(copied) == len(rows)


def test_a_recovery_sheet_opens_the_unit_and_voids_the_one_before(fd: CommandLine, tmp_path: Path) -> None:
    before = fd.digest()
    assert fd("print", "recovery-sheet", "--out", tmp_path, "--dry-run").json["files"] == []
    codes = []
    for name in ("lama", "baru"):
        made = fd("print", "recovery-sheet", "--out", tmp_path / name).json
        assert made["checks"]["clipped"] == 0
        text = PdfReader(made["files"][0]["path"]).pages[0].extract_text()
        codes.append(" ".join(re.findall(r"\b[0-9A-HJKMNP-TV-Z]{5}\b", text)[:7]))
    assert fd.digest() == before
    (tmp_path / "taken" / "LEMBAR-PEMULIHAN.pdf").mkdir(parents=True)
    refused = fd("print", "recovery-sheet", "--out", tmp_path / "taken", code=4)
    assert refused.error["message"].endswith("taken/LEMBAR-PEMULIHAN.pdf.")  # no paper: the one before counts
    fd.passphrase.write_text(codes[1], "utf-8")
    assert fd.digest() == before
    fd.passphrase.write_text(codes[0], "utf-8")
    assert fd("digest", code=5).error["code"] == "keys.recovery_unfit"
    wrong = "8" if codes[1].startswith("9") else "9"
    fd.passphrase.write_text(wrong + codes[1][1:], "utf-8")
    assert fd("digest", code=5).error["facts"]["group"] == 1


def test_a_pasted_chat_fills_the_tray_and_the_tray_teaches_names(fd: CommandLine) -> None:
    nip, name = "199701252020121099", "Hasan Basri"
    fd("people", "add", "--nip", nip, "--name", name)
    chat = "20/11/26 15.00 - Hasan Basri: Rekap data 12 berkas\n20/11/26 15.01 - Acan: Rekap data 5 berkas\n"
    with patch("sys.stdin", io.StringIO(chat)):
        taken = fd("outputs", "paste", code=1).json
    assert (taken["accepted"], taken["messages"], taken["tray"]) == (1, 2, 1)
    (line,) = fd("outputs", "tray").json["tray"]
    assert (line["name"], line["why"], line["amount"]) == ("Acan", "unknown_person", 5)
    assert fd("outputs", "tray", line["key"], "--give", nip).json["accepted"] == 1
    assert fd("outputs", "tray").json["tray"] == []
    with patch("sys.stdin", io.StringIO(chat.replace("15.01", "15.30").replace("5 berkas", "6 berkas"))):
        assert fd("outputs", "paste").json["accepted"] == 1
