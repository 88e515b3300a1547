"""`complaint` and `month` on the real command line: keys, exit codes, and what is refused in words."""

from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine

HEAD, CLERK = "197203151997031901", "197909042005011903"


@pytest.fixture
def fd(tmp_path: Path) -> CommandLine:
    fd = CommandLine(tmp_path / "data")
    fd.found_cheaply()
    for nip, name in ((HEAD, "Bambang Wiryawan"), (CLERK, "Agus Hermawan")):
        fd("people", "add", "--nip", nip, "--name", name)
    fd("unit", "set", f"head={HEAD}")
    return fd


def test_a_complaint_goes_its_way(fd: CommandLine, tmp_path: Path):
    made = fd(
        "complaint", "add", "--received", "2026-11-16", "--subject", "Antrean lama", "--officer", CLERK
    ).json
    assert (made["officer"], made["step"], made["first_response"]["due"]) == (
        "Agus Hermawan",
        "new",
        "2026-11-19",
    )
    listed = fd("complaint", "list", code=1).json
    assert (listed["count"], listed["overdue"]) == (1, 1)
    assert listed["complaints"][0]["reminder"].startswith("Lewat batas waktu sejak 19 November 2026")
    key = made["id"]
    assert fd("complaint", "respond", key, "--date", "2026-11-18").json["first_response"]["state"] == "done"
    assert fd("complaint", "forward", key, "--to", "Dinas Dukcapil").json["step"] == "forwarded"
    assert fd("complaint", "kind", key, "examined", code=3).error["code"] == "rule.reason_needed"
    assert (
        fd("complaint", "kind", key, "examined", "--reason", "Perlu lapangan").json["settlement"]["limit"]
        == 60
    )
    closed = fd("complaint", "close", key, "--result", "Loket ditambah").json
    assert (closed["step"], closed["closed_on"]) == ("closed", "2026-11-21")
    assert fd("complaint", "close", key, "--result", "Lagi", code=3).error["code"] == "complaint.step"
    assert fd("complaint", "reopen", key, "--reason", "Belum puas").json["step"] == "forwarded"
    events = fd("complaint", "show", key).json["history"]
    assert [event["kind"] for event in events][:2] == ["complaint.reopen", "complaint.close"]
    assert fd("complaint", "set", key, "--subject", "Antrean panjang").json["subject"] == "Antrean panjang"
    out = tmp_path / "register.csv"
    assert fd("complaint", "export", "--format", "csv", "--out", out).json["files"] == [str(out)]
    assert fd("complaint", "import", out).json["known"] == 1


def test_wrong_days_are_refused_in_three_sentences(fd: CommandLine):
    error = fd("complaint", "add", "--received", "2026-12-01", "--subject", "Nanti", code=3).error
    assert (error["code"], error["ticket"]) == ("complaint.date", "FD-ADU-02")
    assert all(error[name] for name in ("message", "safe", "next"))
    assert fd("complaint", "list").json["complaints"] == []


def test_a_dry_run_writes_nothing(fd: CommandLine):
    before = fd.digest()
    assert fd("complaint", "add", "--subject", "Coba", "--dry-run").json["dry_run"]
    assert fd.digest() == before


def test_an_officer_is_named_for_a_week(fd: CommandLine):
    named = fd("complaint", "officer", CLERK, "--period", "2026-W48").json["officers"]
    assert (named[0]["date"], named[0]["nip"]) == ("2026-11-23", CLERK)
    assert len(named) == 5
    assert len(fd("complaint", "officer", "--period", "2026-11-24").json["officers"]) == 0


def test_a_month_is_checked_closed_and_opened_again(fd: CommandLine):
    fd("schedule", "set", CLERK, "2026-10-07", "home", "--reason", "uji", code=None)
    checked = fd("month", "check", "--period", "2026-10", code=1).json
    assert checked["state"] == "open"
    assert {one["kind"] for one in checked["blockers"]} >= {"silent", "note", "unpublished", "no_plan"}
    assert checked["figures"]["away_days"] == 1
    assert fd("month", "close", "--period", "2026-10", code=3).error["code"] == "rule.reason_needed"
    assert (
        fd("month", "close", "--period", "2026-11", "--reason", "x", code=3).error["code"] == "month.blocked"
    )
    assert (
        fd("month", "note", "--period", "2026-10", "--performance", "Baik", code=3).error["ticket"]
        == "FD-BLN-05"
    )
    words = ("--discipline", "Tertib", "--infrastructure", "Cukup", "--compared", "Tetap")
    fd("month", "note", "--period", "2026-10", "--performance", "Baik", *words)
    closed = fd("month", "close", "--period", "2026-10", "--reason", "Sudah dibahas").json
    assert (closed["state"], closed["version"], closed["note"]["discipline"]) == ("closed", 1, "Tertib")
    refused = fd("schedule", "set", CLERK, "2026-10-08", "home", code=3).error
    assert (refused["code"], refused["facts"]["name"]) == ("month.closed", "Oktober 2026")
    assert fd("month", "close", "--period", "2026-10", code=3).error["code"] == "month.closed_already"
    assert fd("month", "reopen", "--period", "2026-10", code=3).error["code"] == "rule.reason_needed"
    assert fd("month", "reopen", "--period", "2026-10", "--reason", "Terlewat").json["state"] == "open"
    fd("schedule", "set", CLERK, "2026-10-08", "home", "--reason", "uji", code=None)
    again = fd("month", "close", "--period", "2026-10", "--reason", "Lengkap").json
    assert (again["version"], [close["version"] for close in again["closes"]]) == (2, [2, 1])
