"""The same on the command line: names, keys and exit codes."""

from pathlib import Path

import pytest

from flexdesk.exchange.tables import read_tables
from tests.helpers.command_line import CommandLine
from tests.unit.attendance.office import AGUS, HEAD, NAMES, RINI

WEEK = {"mon": "2026-11-16", "tue": "2026-11-17", "wed": "2026-11-18", "thu": "2026-11-19"}
FRIDAY = "2026-11-20"


@pytest.fixture
def run(tmp_path: Path) -> CommandLine:
    line = CommandLine(tmp_path / "unit")
    line.found_cheaply()
    for nip, name in NAMES.items():
        line("people", "add", "--nip", nip, "--name", name)
    line("unit", "set", f"head={HEAD}")
    line("schedule", "set", RINI, FRIDAY, "home", "--draft", code=None)
    return line


def test_import_list_and_decide(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "presensi.csv"
    file.write_text(f"NIP,Tanggal,Jam\n{RINI},20/11/2026,07:20\n{AGUS},20/11/2026,25:99\n", "utf-8")
    tried = run("attendance", "import", file, "--dry-run", code=1).json
    assert (tried["new"], len(tried["rejected"])) == (1, 1)
    assert run("attendance", "list", code=1).json["days"][0]["marks"] == {}
    done = run("attendance", "import", file, code=1).json
    assert (done["accepted"], done["rejected"][0]["row"], done["rejected"][0]["kind"]) == (1, 3, "time")
    assert run("attendance", "import", file, code=1).json["known"] == 1
    listed = run("attendance", "list", "--period", "2026-11", code=1).json
    assert (listed["to_clarify"], listed["zone"]) == (1, "WIB")
    assert listed["days"][0]["faults"] == [{"mark": "out", "fault": "missing"}]
    run("attendance", "clarify", RINI, FRIDAY, "unexcused", code=3)
    run("attendance", "clarify", RINI, FRIDAY, "system_failure")
    assert run("attendance", "list", "--period", FRIDAY).json["days"][0]["state"] == "excused"
    run("attendance", "clarify", RINI, FRIDAY, "none")
    assert run("attendance", "set", RINI, FRIDAY, "out", "1603").json["state"] == "present"
    assert run("attendance", "list", "--nip", AGUS, "--all", "--limit", "1").json["days"][0]["nip"] == AGUS
    run("attendance", "set", RINI, FRIDAY, "out", "25.99", code=2)
    assert run("attendance", "set", RINI, FRIDAY, "out", "none", "--dry-run").json["marks"] == {"in": "07:20"}
    assert run("attendance", "list", "--period", FRIDAY).json["to_clarify"] == 0


def test_recall_on_the_command_line(run: CommandLine) -> None:
    run("leave", "add", AGUS, "--kind", "annual", "--from", FRIDAY, "--to", FRIDAY)
    refused = run("recall", "add", AGUS, "--date", FRIDAY, "--reason", "rapat", code=3).error
    assert refused["code"] == "recall.not_away"
    assert "Cuti" in refused["message"]
    made = run("recall", "add", RINI, "--date", FRIDAY, "--at", "0910", "--reason", "rapat").json
    assert (made["place_before"], made["by"], made["at"]) == ("home", NAMES[HEAD], f"{FRIDAY}T09:10")
    again = run("recall", "add", RINI, "--date", FRIDAY, "--reason", "rapat", code=3).error
    assert again["code"] == "recall.twice"
    assert run("recall", "arrive", made["id"], "10.02").json["arrived"] == "10:02"
    assert [one["nip"] for one in run("recall", "list", "--period", "2026-11").json["recalls"]] == [RINI]
    cells = run("schedule", "show", "--period", FRIDAY).json["cells"]
    assert next(cell["place"] for cell in cells if cell["nip"] == RINI) == "office"


def test_contacts_and_the_ladder(run: CommandLine) -> None:
    for at in ("0900", "0903"):
        made = run("contact", "add", RINI, "--date", FRIDAY, "--at", at)
        assert made.json["step"] == 0
    run("policy", "set", "contact.ladder", "mendagri", "--from", "2026-01-01")
    found = run("contact", "list", "--period", FRIDAY, code=1).json
    assert (found["ladder"], len(found["contacts"]), found["reached"][0]["step"]) == ("mendagri", 2, 1)
    assert "atasan" in found["reached"][0]["text"]


def test_absence_and_examination(run: CommandLine) -> None:
    for day in list(WEEK.values())[:3]:
        run("schedule", "set", RINI, day, "home", "--draft", code=None)
        last = run("attendance", "clarify", RINI, day, "unexcused", "--reason", "tanpa kabar", code=None)
    assert len(last.json["examinations"]) == 1
    (person,) = run("absence", "list", code=1).json["people"]
    assert (person["yearly"], person["in_a_row"], person["threshold"]) == (3, 3, 3)
    assert "teguran lisan" in person["law"]
    assert person["next_threshold"] == 4
    (held,) = run("examination", "list", code=1).json["examinations"]
    assert (held["count"], held["done"]) == (3, False)
    run("examination", "summon", held["id"], "--letter", "800/5/2026")
    run("examination", "done", held["id"], "--result", " ", code=3)
    assert run("examination", "done", held["id"], "--result", "diperiksa").json["done"] is True
    assert run("examination", "list").json["waiting"] == 0
    run("examination", "open", AGUS, code=3)
    assert run("examination", "open", AGUS, "--basis", "laporan warga").json["count"] == 0


def test_places_and_the_workbook(run: CommandLine, tmp_path: Path) -> None:
    run("attendance", "place", RINI, FRIDAY, "office", code=3)
    run("attendance", "place", RINI, FRIDAY, "office", "--reason", "rapat mendadak")
    plan = run("attendance", "plan", "--period", "2026-11").json
    assert (plan["different"], plan["people"][0]["to_office"]) == (1, 1)
    run("attendance", "place", AGUS, FRIDAY, "sick", "--reason", "demam")
    out = tmp_path / "kehadiran.xlsx"
    run("attendance", "export", "--period", "2026-11", "--out", out)
    sheets = read_tables(out)
    assert len(sheets) == 3
    words = " ".join(str(cell) for sheet in sheets for row in sheet.rows for cell in row.cells)
    assert "Rini Astuti" in words
    assert "Agus Hermawan" in words
    assert not any(word in words for word in ("rapat mendadak", "demam", "Sakit"))
