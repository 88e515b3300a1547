"""Leave and travel on the command line: every step, its refusals, and the keys other programs read."""

from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.desks import DATA

REGISTER = DATA / "activities" / "register-cuti-dan-dinas-luar-2026.xlsx"
ROSTER = DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx"
RINI, PUTRI = "198501012009012001", "199001012022211003"
WEEK = ("--from", "2026-11-23", "--to", "2026-11-27")


@pytest.fixture
def fd(tmp_path: Path) -> CommandLine:
    line = CommandLine(tmp_path / "unit")
    line.found_cheaply()
    for nip, name in ((RINI, "Rini"), (PUTRI, "Putri")):
        line("people", "add", "--nip", nip, "--name", name)
    return line


def test_an_application_is_considered_decided_and_cancelled(fd: CommandLine) -> None:
    applied = fd("leave", "apply", RINI, "--kind", "annual", *WEEK).json
    assert (applied["state"], applied["findings"]) == ("applied", [])
    early = fd("leave", "decide", applied["id"], "--decision", "approve", code=3)
    assert early.error["facts"]["findings"][0]["rule"] == "LEV-11"
    considered = fd("leave", "consider", applied["id"], "--opinion", "approve", "--by", "Sekcam").json
    assert (considered["state"], considered["opinion_by"]) == ("considered", "Sekcam")
    assert fd("leave", "list", "--state", "granted").json["entries"] == []
    decided = fd(
        "leave", "decide", applied["id"], "--decision", "approve", "--by", "Camat", "--number", "800/1"
    ).json
    assert (decided["state"], decided["number"]) == ("granted", "800/1")
    assert fd("leave", "balance", RINI).json["balance"]["left"] == 7
    assert fd("leave", "decide", applied["id"], "--decision", "approve", code=3).error["code"]
    assert fd("leave", "cancel", applied["id"]).json["state"] == "cancelled"
    assert fd("leave", "balance", RINI).json["balance"]["left"] == 12


def test_a_dry_run_of_every_step_writes_nothing(fd: CommandLine) -> None:
    applied = fd("leave", "apply", RINI, "--kind", "annual", *WEEK).json["id"]
    before = fd.digest()
    fd("leave", "apply", PUTRI, "--kind", "annual", *WEEK, "--dry-run")
    fd("leave", "add", PUTRI, "--kind", "annual", *WEEK, "--dry-run")
    fd("leave", "consider", applied, "--opinion", "approve", "--dry-run")
    fd("leave", "cancel", applied, "--dry-run")
    fd("leave", "carry", RINI, "--year", "2025", "--unused", "4", "--dry-run")
    fd("travel", "add", PUTRI, *WEEK, "--letter", "1", "--purpose", "Rapat", "--dry-run")
    fd("leave", "import", REGISTER, "--dry-run", code=1)
    assert fd.digest() == before
    assert fd("leave", "check").json["findings"] == []


def test_hard_rules_refuse_and_soft_ones_ask(fd: CommandLine) -> None:
    large = fd("leave", "apply", PUTRI, "--kind", "large", *WEEK, code=3).error
    assert (large["code"], large["facts"]["findings"][0]["rule"]) == ("leave.refused", "LEV-05")
    sick = fd("leave", "apply", RINI, "--kind", "sick", *WEEK, code=3).error
    assert sick["code"] == "rule.reason_needed"
    done = fd("leave", "apply", RINI, "--kind", "sick", *WEEK, "--reason", "Surat menyusul").json
    assert done["exception"] == "Surat menyusul"
    registered = fd("leave", "add", PUTRI, "--kind", "sick", *WEEK).json  # a fact; what is missing is told
    assert [one["rule"] for one in registered["findings"]] == ["LEV-06"]
    fd("leave", "check", code=1)


def test_balances_of_one_and_of_all(fd: CommandLine) -> None:
    carried = fd("leave", "carry", RINI, "--year", "2025", "--unused", "4").json["balance"]
    assert (carried["year"], carried["carried"], carried["available"]) == (2026, 4, 16)
    found = {one["nip"]: one["left"] for one in fd("leave", "balance").json["balances"]}
    assert found == {RINI: 16, PUTRI: 12}
    assert len(fd("leave", "balance", "--limit", "1").json["balances"]) == 1
    assert fd("leave", "carry", RINI, "--year", "2025", "--unused", "19", code=3).error["code"]


def test_travel_is_listed_told_and_cancelled(fd: CommandLine) -> None:
    fd("leave", "add", RINI, "--kind", "annual", *WEEK)
    trip = fd("travel", "add", RINI, *WEEK, "--letter", "800/1", "--purpose", "Rapat").json
    assert [one["rule"] for one in trip["findings"]] == ["TIM-08"]
    assert [one["id"] for one in fd("travel", "list").json["entries"]] == [trip["id"]]
    assert fd("leave", "check", code=1).json["findings"][0]["kind"] == "leave_and_travel"
    assert fd("travel", "cancel", trip["id"]).json["cancelled_on"] == "2026-11-21"
    assert fd("leave", "check").json["findings"] == []


def test_the_workload_is_told_in_figures_and_words(fd: CommandLine) -> None:
    fd("leave", "add", PUTRI, "--kind", "annual", *WEEK)
    found = fd("leave", "workload", RINI, *WEEK, code=1).json
    assert [day["on_leave"] for day in found["days"]] == [1] * 5
    assert found["short"][0] == "2026-11-23"
    assert found["sentences"]


def test_the_register_of_an_office_in_and_out(tmp_path: Path) -> None:
    fd = CommandLine(tmp_path / "unit")
    fd.found_cheaply()
    fd("people", "import", ROSTER, code=1)
    rejects, out = tmp_path / "gagal.xlsx", tmp_path / "keluar.xlsx"
    taken = fd("leave", "import", REGISTER, "--rejects", rejects, code=1).json
    assert (taken["accepted"], len(taken["rejected"]), len(taken["entries"])) == (157, 1, 157)
    assert {row["nip"] for row in taken["doubtful"]} == {"198905102017022860", "198805092024211742"}
    assert fd("travel", "import", rejects, code=1).json["rejected"][0]["kind"] == "end_before_start"
    checked = fd("leave", "check", code=1).json["findings"]
    assert {"leave_and_travel", "end_before_start", "rule"} == {one["kind"] for one in checked}
    fd("leave", "export", "--out", out)
    assert fd("leave", "import", out).json["accepted"] == 0
    assert fd("leave", "check", "--forget", code=1).json["forgotten"] > 0
    csv = fd("leave", "export", "--out", tmp_path / "keluar.csv", "--format", "csv").json["files"]
    assert len(csv) == 4
