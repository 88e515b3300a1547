"""`eligibility`, `criteria`, `discipline` and `pattern` as a person or a program types them."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from flexdesk.exchange.tables import read_tables
from tests.helpers.command_line import CommandLine

TODAY = "2026-11-21"


@pytest.fixture
def nips(fd: CommandLine) -> list[str]:
    return [person["nip"] for person in fd("people", "list").json["people"]]


def location(fd: CommandLine, nip: str, *words: str) -> dict[str, object]:
    found: dict[str, object] = fd("eligibility", "show", nip, *words).json["location"]
    return found


def words_of(paper: str) -> str:
    """All words of a paper in their order, one blank between them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(paper).pages).split())


def test_the_register_is_listed_and_written(fd: CommandLine, nips: list[str], tmp_path: Path) -> None:
    fd("discipline", "add", nips[7], "--kind", "sanction", "--from", "2026-11-01", "--to", "2026-12-10")
    whole = fd("eligibility", "list").json
    assert [one["nip"] for one in whole["eligibility"]] == nips
    assert whole["counts"]["yes"] + whole["counts"]["open"] + whole["counts"]["no"] == len(nips)
    same = {one["nip"]: one["eligibility"]["location"] for one in fd("people", "list").json["people"]}
    assert {one["nip"]: one["location"] for one in whole["eligibility"]} == same
    soon = fd("eligibility", "list", "--state", "changes").json["eligibility"]
    assert [one["nip"] for one in soon] == [nips[7]]
    assert soon[0]["location"]["until"] == "2026-12-10"
    assert fd("eligibility", "list", "--state", "changes", "--within", "5").json["eligibility"] == []
    assert len(fd("eligibility", "list", "--limit", "3", "--offset", "2").json["eligibility"]) == 3
    file = tmp_path / "kelayakan.xlsx"
    assert fd("eligibility", "list", "--state", "no", "--out", file).json["file"] == str(file)
    text = " ".join(str(cell) for row in read_tables(file)[0].rows for cell in row.cells if cell)
    assert nips[7] in text
    assert "hukuman" not in text
    told = fd("eligibility", "list", "--state", "changes", json=False).out
    assert "TIDAK LAYAK sampai 10-12-2026" in told


def test_a_decision_from_issue_to_answer(fd: CommandLine, nips: list[str], tmp_path: Path) -> None:
    nip = nips[5]
    fd("discipline", "add", nip, "--kind", "process", "--from", "2026-11-01")
    line = ("eligibility", "decide", nip, nips[6], "--number", "800/1", "--out", tmp_path / "lembar")
    tried = fd(*line, "--dry-run").json
    assert (tried["dry_run"], len(tried["decisions"])) == (True, 2)
    assert not (tmp_path / "lembar").exists()
    assert fd("eligibility", "decisions").json["decisions"] == []
    done = fd(*line, "--handed-on", TODAY).json
    assert [one["verdict"] for one in done["decisions"]] == ["no", "yes"]
    assert set(done["checks"].values()) == {0}
    assert [Path(file["path"]).exists() for file in done["files"]] == [True, True]
    text = words_of(done["files"][0]["path"])
    for words in ("TIDAK LAYAK", "800/1", "KEBERATAN PEGAWAI", "Pasal 25 PermenPANRB 4/2025"):
        assert words in text
    assert len(fd("eligibility", "decisions", "--nip", nip).json["decisions"]) == 1
    refused = fd("eligibility", "answer", nip, "--answer", "upheld", "--note", "tetap", code=3)
    assert refused.error["ticket"] == "FD-KLY-02"
    fd("eligibility", "object", nip, "--text", "Sudah selesai", "--on", "2026-11-20", code=3)
    objected = fd("eligibility", "object", nip, "--text", "Sudah selesai", "--on", "2026-11-23").json
    assert objected["state"] == "objected"
    assert [o["nip"] for o in fd("eligibility", "list", "--state", "objected").json["eligibility"]] == [nip]
    line = ("eligibility", "answer", nip, "--answer", "upheld", "--note", "Belum ada putusan")
    answered = fd(*line, "--on", "2026-11-25").json
    assert (answered["state"], answered["answer"]) == ("answered", "upheld")
    again = fd("print", "eligibility", "--nip", nip, "--period", "2026-W47", "--out", tmp_path).json["files"]
    words = words_of(again[0]["path"])
    assert "Sudah selesai" in words
    assert "Keputusan tetap. Belum ada putusan" in words
    assert len(fd("eligibility", "decisions").json["decisions"]) == 2  # it still holds, so no new one


def test_a_printed_sheet_enters_the_register(fd: CommandLine, nips: list[str], tmp_path: Path) -> None:
    line = ("print", "eligibility-sheet", "--period", "2026-W47", "--paper", "F4", "--out", tmp_path)
    fd(*line, "--nip", nips[2], "--dry-run")
    assert fd("eligibility", "decisions").json["decisions"] == []
    done = fd(*line, "--nip", nips[2]).json
    assert [file["kind"] for file in done["files"]] == ["eligibility-sheet"]
    (held,) = fd("eligibility", "decisions").json["decisions"]
    assert (held["nip"], held["state"], held["date"]) == (nips[2], "issued", TODAY)
    paper = done["files"][0]["path"]
    assert fd("verify", paper).json["state"] == "current"
    fd("discipline", "add", nips[2], "--kind", "process", "--from", TODAY)
    changed = fd("verify", paper, code=1).json["changed_since"]
    assert {entry["table"] for entry in changed} == {"discipline"}
    everybody = fd(*line, "--combined").json
    assert len(everybody["files"]) == 1
    assert len(fd("eligibility", "decisions").json["decisions"]) == len(nips) + 1


def test_decide_wants_somebody_and_takes_all(fd: CommandLine, nips: list[str]) -> None:
    fd("eligibility", "decide", code=2)
    assert len(fd("eligibility", "decide", "--all").json["decisions"]) == len(nips)
    fd("eligibility", "decide", nips[0], "--handed-on", "2026-11-01", code=3)
    key = fd("eligibility", "decisions", "--nip", nips[0]).json["decisions"][0]["id"]
    handed = fd("eligibility", "hand-over", key, "--on", "2026-11-24", "--number", "800/9").json
    assert (handed["handed_on"], handed["number"]) == ("2026-11-24", "800/9")


def test_discipline_from_process_to_sanction(fd: CommandLine, nips: list[str]) -> None:
    nip = nips[4]
    made = fd("discipline", "add", nip, "--kind", "process", "--from", "2026-10-01", "--note", "periksa").json
    assert made["nip"] == nip
    assert location(fd, nip)["since"] == "2026-10-01"
    fd("discipline", "end", made["id"], "--on", "2026-09-01", code=3)
    sanction = fd("discipline", "sanction", made["id"], "--from", "2026-11-01", "--to", "2027-04-30").json
    entries = fd("discipline", "list", "--nip", nip).json["entries"]
    assert [(one["kind"], one["to"]) for one in entries] == [
        ("process", "2026-10-31"),
        ("sanction", "2027-04-30"),
    ]
    assert location(fd, nip)["until"] == "2027-04-30"
    fd("discipline", "set", sanction["id"], "to=2026-11-15", "letter=SK 5")
    assert location(fd, nip)["eligible"] is True
    assert location(fd, nip, "--date", "2026-11-15")["eligible"] is False
    fd("discipline", "remove", sanction["id"])
    fd("discipline", "remove", "nothing", code=3)
    assert len(fd("discipline", "list", "--limit", "5").json["entries"]) == 1


def test_criteria_of_the_regulation_and_of_the_agency(fd: CommandLine, nips: list[str]) -> None:
    nip = nips[3]
    five = fd("criteria", "list").json
    assert (len(five["criteria"]), five["own"]) == (5, False)
    fd("criteria", "answer", nip, "1=yes", "2=maybe", code=2)
    answered = fd("criteria", "answer", nip, "1=yes", "2=yes", "3=ya", "4=no", "5=tidak").json["criteria"]
    assert [one["answer"] for one in answered] == [True, True, True, False, False]
    assert location(fd, nip)["eligible"] is False
    assert [one["answer"] for one in fd("people", "show", nip).json["criteria"]].count(False) == 2
    made = fd("criteria", "add", "data terenkripsi", "--source", "SK 12/2026").json
    assert location(fd, nip)["open"] is True
    fd("criteria", "answer", nip, "1=yes")
    assert location(fd, nip)["eligible"] is True
    fd("criteria", "set", made["id"], "archived=yes")
    assert fd("criteria", "list").json["own"] is False
    fd("criteria", "set", made["id"], "colour=red", code=2)


def test_patterns_are_attested_and_approved(fd: CommandLine, nips: list[str]) -> None:
    nip = nips[3]
    line = ("pattern", "add", "--kind", "sif", "--from", "2026-11-23", "--nip", nip)
    fd(*line, code=2)
    figures = ("--days-a-week", "5", "--minutes-a-week")
    refused = fd(*line, "--minutes-a-day", "450", *figures, "2250", code=3).error
    assert refused["facts"]["findings"][0]["rule"] == "TIM-01"
    made = fd(*line, "--minutes-a-day", "600", *figures, "3000").json
    assert (made["approved"], made["nip"]) == (False, nip)
    fd("schedule", "set", nip, "2026-11-23", "shift_morning", code=1)  # a draft is kept, with its finding
    check = ("schedule", "check", "--period", "2026-W48")
    assert "TIM-03" in {one["rule"] for one in fd(*check, code=1).json["findings"]}
    late = fd("pattern", "approve", made["id"], "--by", "Sekda", "--on", "2026-11-24", code=3).error
    assert late["facts"]["findings"][0]["rule"] == "TIM-03"
    assert fd("pattern", "approve", made["id"], "--by", "Sekda", "--on", "2026-11-20").json["approved"]
    assert not {"TIM-01", "TIM-03"} & {one["rule"] for one in fd(*check, code=None).json["findings"]}
    fd("pattern", "end", made["id"], "--on", "2026-11-30")
    whole = (
        "pattern", "add", "--kind", "dinamis", "--from", "2026-12-01", "--bound-to-opening-hours", "no",
        "--needs-supervision",
    )  # fmt: skip
    fd(*whole, "yes", code=3)
    assert fd(*whole, "no").json["for"] == "seluruh unit"
    assert [one["kind"] for one in fd("pattern", "list").json["patterns"]] == ["sif", "dinamis"]


def test_the_organisation_and_an_excluded_post(fd: CommandLine, nips: list[str]) -> None:
    fd("people", "set", nips[3], "excluded=SK Bupati 9: arsip statis")
    shown = fd("people", "show", nips[3]).json
    assert (shown["excluded"], shown["eligibility"]["location"]["eligible"]) == (
        "SK Bupati 9: arsip statis",
        False,
    )
    fd("unit", "set", "organisation=navy", code=2)
    fd("unit", "set", "organisation=tni")
    assert fd("eligibility", "list").json["counts"]["yes"] == 0
