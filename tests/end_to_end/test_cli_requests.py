"""Requests and agreements on the real command line, with the exit codes of the contract."""

from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine
from tests.unit.requests.office import AGUS, DEWI, EKO, PEOPLE

WORDS = ("--reason", "rawat", "--evidence", "surat", "--plan", "rencana", "--outputs", "laporan")
SPAN = ("--from", "2026-11-23", "--to", "2026-12-18")


@pytest.fixture
def fd(tmp_path: Path) -> CommandLine:
    line = CommandLine(tmp_path / "unit")
    line.found_cheaply()
    for nip, name in PEOPLE:
        line("people", "add", "--nip", nip, "--name", name, "--status", "pns")
    line("unit", "set", f"head={PEOPLE[0][0]}")
    return line


def test_a_special_condition_from_submission_to_renewal(fd: CommandLine) -> None:
    asked = ("request", "add", DEWI, "--kind", "special_condition", *SPAN)
    refused = fd(*asked, "--reason", "rawat", code=3).error
    assert refused["code"] == "request.incomplete"
    assert {"missing"} <= refused["facts"].keys()
    assert fd(*asked, *WORDS, "--dry-run").json["dry_run"] is True
    assert fd("request", "list").json["requests"] == []
    assert "Tidak ada permohonan." in fd("request", "list", json=False).out
    made = fd(*asked, *WORDS, "--days", "mon,tue", "--flexibility", "location").json
    assert (made["state"], made["decision"], made["findings"]) == ("waiting", None, [])
    decide = ("request", "decide", made["id"], "--decision", "adjust")
    assert fd(*decide, code=3).error["facts"]["findings"][0]["rule"] == "EMP-06"
    decided = fd(*decide, "--note", "Senin saja", "--days", "mon", "--to", "2026-12-11").json
    assert (decided["granted_days"], decided["granted_to"]) == ("mon", "2026-12-11")
    assert decided["decided_by"] == PEOPLE[0][0]
    assert fd("request", "approve", made["id"], code=3).error["code"] == "request.decided"
    fd("request", "end", made["id"], "--reason", " ", code=3)
    ended = fd("request", "end", made["id"], "--reason", "pulih", "--on", "2026-11-30").json
    assert (ended["state"], ended["ended_on"]) == ("ended", "2026-11-30")
    again = fd("request", "renew", made["id"], "--from", "2027-01-04", "--to", "2027-01-29").json
    assert (again["state"], again["reason"]) == ("waiting", "rawat")
    shown = fd("request", "show", again["id"]).json
    assert shown["facts"]["granted"] == ["2026-11-23", "2026-11-30"]
    assert [one["id"] for one in fd("request", "list", "--state", "waiting").json["requests"]] == [
        again["id"]
    ]
    assert "Dewi Anggraini" in fd("request", "list", json=False).out
    assert len(fd("request", "list", "--limit", "1", "--offset", "1").json["requests"]) == 1


def test_dates_and_lengths(fd: CommandLine) -> None:
    asked = ("request", "add", DEWI, "--kind", "special_condition", *WORDS)
    backwards = ("--from", "2026-12-18", "--to", "2026-11-23")
    assert fd(*asked, *backwards, code=3).error["code"] == "register.ends_before_start"
    five_months = ("--from", "2026-12-01", "--to", "2027-04-30")
    made = fd(*asked, *five_months).json
    assert [one["rule"] for one in made["findings"]] == ["EMP-07"]
    assert fd("request", "approve", made["id"], code=3).error["code"] == "rule.reason_needed"
    fd("request", "approve", made["id"], "--note", "menurut surat dokter")


def test_a_swap_is_agreed_looked_at_and_applied(fd: CommandLine) -> None:
    fd("schedule", "set", DEWI, "2026-11-24", "home")
    span = ("--from", "2026-11-24", "--to", "2026-11-24")
    made = fd("request", "add", DEWI, "--kind", "swap", *span, "--partner", EKO).json
    assert made["partner"] == EKO
    apply = ("request", "swap", made["id"], "--apply")
    assert fd(*apply, code=3).error["code"] == "request.partner_silent"
    assert fd("request", "agree", made["id"]).json["partner_agrees"] == 1
    before = fd.digest()
    looked = fd("request", "swap", made["id"]).json
    assert [(one["nip"], one["from"], one["to"]) for one in looked["changes"]] == [
        (DEWI, "home", "office"),
        (EKO, "office", "home"),
    ]
    assert fd.digest() == before
    assert fd(*apply).json["request"]["state"] == "granted"
    cells = fd("schedule", "show", "--period", "2026-11-24").json["cells"]
    assert {one["nip"]: one["place"] for one in cells if one["nip"] in (DEWI, EKO)} == {
        DEWI: "office",
        EKO: "home",
    }


def test_a_swap_that_a_rule_forbids_says_so(fd: CommandLine) -> None:
    fd("schedule", "set", DEWI, "2026-11-24", "home")
    leave = ("--kind", "annual", "--from", "2026-11-24", "--to", "2026-11-25")
    fd("leave", "add", EKO, *leave, "--document", "Surat 1")
    span = ("--from", "2026-11-24", "--to", "2026-11-24")
    made = fd("request", "add", DEWI, "--kind", "swap", *span, "--partner", EKO).json
    fd("request", "agree", made["id"])
    assert fd("request", "swap", made["id"], code=1).json["findings"][0]["rule"] == "TIM-08"
    assert fd("request", "approve", made["id"], code=3).error["code"] == "rule.broken"


def test_an_agreement_follows_a_request_and_is_printed(fd: CommandLine, tmp_path: Path) -> None:
    made = fd("request", "add", DEWI, "--kind", "special_condition", *SPAN, *WORDS).json
    assert fd("agreement", "add", "--request", made["id"], code=3).error["code"] == "agreement.not_granted"
    fd("request", "approve", made["id"])
    agreed = fd("agreement", "add", "--request", made["id"], "--letter", "800/7").json
    assert (agreed["state"], agreed["request"], agreed["letter"]) == ("coming", made["id"], "800/7")
    own = fd("agreement", "add", AGUS, "--from", "2026-11-01", "--to", "2026-11-30", "--days", "fri").json
    assert (own["state"], own["days"], len(own["duties"])) == ("running", [4], 6)
    renewed = fd("agreement", "renew", own["id"], "--from", "2026-12-01", "--to", "2026-12-31").json
    assert renewed["renews"] == own["id"]
    fd("agreement", "end", own["id"], "--reason", "pindah", "--on", "2026-11-23")
    fd("agreement", "add", code=2)
    fd("policy", "set", "agreement.required", "yes", "--from", "2026-11-01")
    fd("schedule", "set", EKO, "2026-11-24", "home")
    listed = fd("agreement", "list", code=1).json
    assert listed["missing"][0]["nip"] == EKO
    assert listed["agreements"][0]["id"] == own["id"]
    printed = fd("print", "agreement", "--period", "2026-12", "--out", tmp_path, "--nip", DEWI).json
    assert len(printed["files"]) == 1
    assert not any(printed["checks"].values())
    assert Path(printed["files"][0]["path"]).name == f"2026-12_PERJANJIAN_Dewi-Anggraini_{DEWI}.pdf"
    assert Path(printed["files"][0]["path"]).read_bytes().startswith(b"%PDF")


def test_a_list_is_imported_and_exported(fd: CommandLine, tmp_path: Path) -> None:
    source, rejects = tmp_path / "daftar.csv", tmp_path / "ditolak.xlsx"
    rows = f"NIP;Jenis;Mulai;Hari\n'{DEWI};Keinginan;30/11/2026;Jumat\n'{AGUS};Libur;30/11/2026;\n"
    source.write_text(rows, "utf-8")
    assert fd("request", "import", source, "--dry-run", code=1).json["accepted"] == 1
    assert fd("request", "list").json["requests"] == []
    taken = fd("request", "import", source, "--rejects", rejects, code=1).json
    assert (taken["accepted"], taken["rejected"][0]["kind"]) == (1, "request_kind")
    assert rejects.exists()
    assert fd("request", "export", tmp_path / "keluar.xlsx").json["requests"] == 1
