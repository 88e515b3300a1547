"""Every command answers with the keys and exit codes that other programs are written against."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import DATA
from tests.helpers.command_line import PASSPHRASE, TODAY, CommandLine

ACTIVITIES = DATA / "activities"
WEEK = "2026-W48"  # the week after TODAY
MONDAY = "2026-11-23"


@pytest.fixture
def nips(fd: CommandLine) -> list[str]:
    return [person["nip"] for person in fd("people", "list").json["people"]]


def keys(found: dict[str, Any], *wanted: str) -> None:
    assert set(wanted) <= set(found), set(wanted) - set(found)


# -- the unit


def test_init_makes_a_unit(tmp_path: Path) -> None:
    fd = CommandLine(tmp_path / "baru")
    tried = fd("init", "--unit", "Kelurahan Contoh", "--agency", "Kota Contoh", "--dry-run").json
    assert tried["dry_run"] is True
    assert not fd.folder.exists()
    made = fd("init", "--unit", "Kelurahan Contoh", "--agency", "Kota Contoh", "--zone", "Asia/Makassar").json
    keys(made, "unit_id", "device")
    shown = fd("unit", "show").json
    assert (shown["name"], shown["zone"], shown["kind"]) == ("Kelurahan Contoh", "Asia/Makassar", "ordinary")
    again = fd("init", "--unit", "X", "--agency", "Y", code=3)
    assert again.error["code"] == "store.exists"


def test_init_takes_a_head_and_leaves_nothing_when_the_number_is_wrong(tmp_path: Path) -> None:
    fd = CommandLine(tmp_path / "baru")
    wrong = fd("init", "--unit", "X", "--agency", "Y", "--head-nip", "123", code=3)
    assert wrong.error["code"] == "person.nip_invalid"
    assert "3 angka" in wrong.error["message"]
    assert not fd.folder.exists()
    fd("init", "--unit", "X", "--agency", "Y", "--head-nip", "19771209 200403 2 865")
    assert fd("unit", "show").json["head"] == "197712092004032865"


def test_without_keyring_passphrase_and_terminal_init_stops_and_says_how(tmp_path: Path) -> None:
    fd = CommandLine(tmp_path / "baru")
    answer = fd("init", "--unit", "X", "--agency", "Y", code=5, env={"FLEXDESK_PASSPHRASE_FILE": ""})
    assert "--passphrase-file" in answer.error["next"]
    assert not fd.folder.exists()


def test_unit_service_points_and_places(fd: CommandLine, nips: list[str], tmp_path: Path) -> None:
    head = tmp_path / "kop.txt"
    head.write_text("PEMERINTAH KABUPATEN CENDANA\nKECAMATAN TIRTAWENING\nJalan Raya 1\n", "utf-8")
    shown = fd("unit", "set", "kind=service", "region=regency", f"letterhead={head}").json
    assert (shown["kind"], shown["region"]) == ("service", "regency")
    assert shown["letterhead"].splitlines()[1] == "KECAMATAN TIRTAWENING"
    assert fd("unit", "set", "colour=red", code=2).error["code"] == "usage"
    point = ("service-point", "add", "Loket KTP", "--need", "2", "--days", "mon,tue,wed", "--hours")
    fd(*point, "08:00-15:00")
    fd("service-point", "assign", "Loket KTP", *nips[1:4])
    listed = fd("service-point", "list").json["service_points"]
    assert [(p["name"], p["need"], sorted(p["people"])) for p in listed] == [
        ("Loket KTP", 2, sorted(nips[1:4]))
    ]
    fd("place", "add", "Rumah belajar", "--kind", "other_place", "--approved-by", "SK 12/2026")
    assert fd("place", "list").json["places"][0]["approved_by"] == "SK 12/2026"


# -- people


def test_people_list_pages_and_shows_eligibility(fd: CommandLine, nips: list[str]) -> None:
    assert len(nips) == 35
    page = fd("people", "list", "--limit", "2", "--offset", "3").json["people"]
    assert [person["nip"] for person in page] == nips[3:5]
    for verdict in page[0]["eligibility"].values():
        assert isinstance(verdict["eligible"], bool)
        keys(verdict["reasons"][0], "rule", "article", "text")


def test_people_add_set_move_and_leave(fd: CommandLine) -> None:
    nip = "199503152022031004"
    added = fd("people", "add", "--nip", "19950315 202203 1 004", "--name", "Rian Contoh").json
    assert (added["nip"], added["status"]) == (nip, "pns")
    assert fd("people", "add", "--nip", nip, "--name", "Lain", code=3).error["code"] == "person.nip_taken"
    changed = fd("people", "set", nip, "golongan=III/b", "field_duty=yes", "task_criteria=11011").json
    assert (changed["golongan"], changed["field_duty"], changed["task_criteria"]) == ("III/b", True, "11011")
    fd("people", "set", nip, "wanted_days=many", code=2)
    moved = fd(
        "people", "move", nip, "--from", "2026-10-05", "--jabatan", "Analis", "--category", "fungsional",
        "--reason", "promotion",
    ).json  # fmt: skip
    assert [p["from"] for p in moved["postings"]] == ["2026-10-05", "2022-03-01"]
    gone = fd("people", "set", nip, "archived=yes").json
    assert (gone["archived"], gone["eligibility"]) == (True, None)
    assert nip not in fd("people", "list", json=False).out
    assert fd("people", "show", "123", code=3).error["code"] == "not_found"


def test_people_import_keys_and_mapping(fd: CommandLine, tmp_path: Path) -> None:
    table = tmp_path / "daftar.csv"
    table.write_text("NIP;Siapa\n199503152022031004;Rian Contoh\n1995;Salah Nomor\n", "utf-8")
    mapping = tmp_path / "peta.json"
    mapping.write_text('{"NIP": "nip", "Siapa": "name"}', "utf-8")
    rejects = tmp_path / "ditolak.xlsx"
    before = fd.digest()
    line = ("people", "import", table, "--mapping", mapping, "--rejects", rejects)
    tried = fd(*line, "--dry-run", code=1).json
    assert fd.digest() == before
    done = fd(*line, code=1).json
    keys(done, "layout", "accepted", "new", "updated", "unchanged", "people", "rejected")
    keys(done["layout"], "sheet", "header_rows", "columns", "ignored_columns")
    wanted = ("row", "nip", "name", "front_titles", "back_titles", "golongan", "jabatan", "unit")
    keys(done["people"][0], *wanted)
    keys(done["rejected"][0], "row", "kind", "field", "message")
    assert (done["accepted"], done["new"], len(done["rejected"])) == (1, 1, 1)
    assert {**tried, "dry_run": None} == {**done, "dry_run": None}
    assert rejects.exists()
    assert fd.digest() != before
    mapping.write_text("[1]", "utf-8")
    fd(*line, code=2)


# -- the terms


def test_calendar_knows_holidays(fd: CommandLine) -> None:
    days = fd("calendar", "--period", "2026-12").json["days"]
    assert len(days) == 31
    keys(days[0], "date", "kind", "name", "minutes", "decree")
    christmas = next(day for day in days if day["date"] == "2026-12-25")
    assert (christmas["kind"], christmas["minutes"]) == ("holiday", 0)
    assert len(fd("calendar", "--period", "2026-12", "--limit", "3").json["days"]) == 3
    assert fd("calendar", "--period", "2026-13", code=2).error["code"] == "usage"


def test_policy_show_set_diff(fd: CommandLine, tmp_path: Path) -> None:
    shown = fd("policy", "show").json["sentences"]
    keys(shown[0], "key", "value", "text", "class", "source", "grade")
    changed = fd("policy", "set", "location.max_days_per_week", "1", "--from", "2026-12-01").json
    assert changed["value"] == 1
    fd("policy", "set", "location.max_share", "2", code=3)
    assert fd("policy", "diff", tmp_path / "none.json", code=3).error["safe"]


def test_leave_travel_discipline_and_requests(fd: CommandLine, nips: list[str]) -> None:
    nip = nips[5]
    span = ("--from", "2026-12-01", "--to", "2026-12-03")
    made = fd("leave", "add", nip, "--kind", "annual", *span, "--document", "Surat 1").json
    assert made["working_days"] == 3
    balance = fd("leave", "balance", nip).json["balance"]
    assert (balance["taken"], balance["left"]) == (3, 9)
    fd("travel", "add", nips[6], *span, "--letter", "SPT 1", "--purpose", "Rapat")
    entries = fd("leave", "list").json["entries"]
    assert {(e["nip"], e["register"]) for e in entries} == {(nip, "leave"), (nips[6], "travel")}
    backwards = ("--from", "2026-12-03", "--to", "2026-12-01")
    fd("leave", "add", nip, "--kind", "annual", *backwards, code=3)
    fd("discipline", "add", nips[7], "--kind", "process", "--from", "2026-11-01")
    kind = ("--kind", "special_condition", "--days", "tue", "--place", "home")
    asked = ("request", "add", nips[8], *kind, *span)
    assert fd(*asked, code=3).error["code"] == "request.incomplete"
    words = ("--reason", "sakit", "--evidence", "surat", "--plan", "rencana", "--outputs", "laporan")
    made = fd(*asked, *words).json
    decided = fd("request", "decide", made["id"], "--decision", "approve", "--note", "boleh").json
    assert decided["decision"] == "approve"
    assert fd("request", "list").json["requests"][0]["nip"] == nips[8]
    fd("request", "add", nips[8], "--kind", "wish", *span, "--place", "moon", code=2)


# -- the schedule


def test_schedule_plan_show_check_publish(fd: CommandLine, nips: list[str], tmp_path: Path) -> None:
    before = fd.digest()
    plan = fd("schedule", "plan", "--period", WEEK).json
    keys(plan, "status", "objective", "bound", "gap", "seconds", "cells", "relaxed", "why")
    assert fd.digest() == before
    fd("schedule", "plan", "--period", WEEK, "--apply", "--dry-run")
    assert fd.digest() == before
    fd("schedule", "plan", "--period", WEEK, "--apply")
    shown = fd("schedule", "show", "--period", WEEK).json["cells"]
    assert len(shown) == 35 * 7
    keys(shown[0], "nip", "date", "place", "source", "locked", "published")
    findings = fd("schedule", "check", "--period", WEEK).json["findings"]
    wanted = ("rule", "class", "nip", "date", "function", "article", "message", "fixes")
    for finding in findings:
        keys(finding, *wanted)
    line = ("schedule", "publish", "--period", WEEK, "--out", tmp_path / "surat")
    assert fd(*line, code=3).error["code"] == "publish.letter_missing"
    full = (*line, "--letter", "800/1/2026", "--signer", nips[0])
    tried = fd(*full, "--dry-run").json
    assert not (tmp_path / "surat").exists()
    done = fd(*full).json
    keys(done, "version", "letter", "documents")
    assert (done["version"], done["letter"], len(done["documents"])) == (1, "800/1/2026", 2)
    assert [d["sha256"] for d in tried["documents"]] == [d["sha256"] for d in done["documents"]]
    assert all(Path(d["path"]).stat().st_size == d["bytes"] for d in done["documents"])
    assert all(cell["published"] for cell in fd("schedule", "show", "--period", WEEK).json["cells"])


def test_a_hard_rule_refuses_and_a_draft_is_stored(fd: CommandLine, nips: list[str]) -> None:
    before = fd.digest()
    refused = fd("schedule", "set", nips[0], MONDAY, "home", code=3)
    assert refused.error["code"] == "rule.broken"
    assert refused.error["facts"]["findings"][0]["class"] == "hard"
    assert fd.digest() == before
    stored = fd("schedule", "set", nips[0], MONDAY, "home", "--draft", code=1).json
    keys(stored, "change", "findings")
    fd("schedule", "publish", "--period", WEEK, "--letter", "1", "--signer", nips[0], code=3)
    fd("schedule", "set", nips[0], MONDAY, "none")
    fd("schedule", "set", nips[9], MONDAY, "T", code=2)


def test_half_days_and_notes(fd: CommandLine, nips: list[str]) -> None:
    refused = fd("schedule", "set", nips[9], MONDAY, "office", "--half", "morning", code=3)
    assert refused.error["code"] == "schedule.not_split"
    fd("schedule", "set", nips[9], MONDAY, "training", "--half", "night", code=2)
    fd("schedule", "set", nips[9], MONDAY, "training", "--half", "morning")
    fd("schedule", "note", MONDAY, "Rapat koordinasi")
    fd("schedule", "note", MONDAY, "bawa berkas", "--nip", nips[9])
    shown = fd("schedule", "show", "--period", WEEK).json
    cell = next(one for one in shown["cells"] if (one["nip"], one["date"]) == (nips[9], MONDAY))
    assert (cell["place"], cell["half"], cell["note"]) == ("training", "morning", "bawa berkas")
    assert shown["notes"] == {MONDAY: "Rapat koordinasi"}
    assert sum(one["half"] is not None for one in shown["cells"]) == 1
    copied = fd("schedule", "copy", "--from", WEEK, "--to", "2026-W49", "--apply").json
    assert [one["date"] for one in copied["changed"]] == ["2026-11-30"]
    later = fd("schedule", "show", "--period", "2026-W49").json["cells"]
    assert [one["half"] for one in later if one["half"]] == ["morning"]
    again = fd("schedule", "copy", "--from", WEEK, "--to", "2026-W49", "--apply").json
    assert again["changed"] == []
    fd("schedule", "note", MONDAY)
    fd("schedule", "note", MONDAY, "--nip", nips[9])
    shown = fd("schedule", "show", "--period", WEEK).json
    assert shown["notes"] == {}
    assert not any(one["note"] for one in shown["cells"])


def test_pin_copy_and_import(fd: CommandLine, nips: list[str], tmp_path: Path) -> None:
    fd("schedule", "set", nips[9], MONDAY, "training")
    fd("schedule", "pin", nips[9], MONDAY)
    cells = fd("schedule", "show", "--period", MONDAY).json["cells"]
    assert next(cell for cell in cells if cell["nip"] == nips[9])["pinned"] is True
    fd("schedule", "unpin", nips[9], MONDAY)
    copied = fd("schedule", "copy", "--from", WEEK, "--to", "2026-W49", "--apply").json
    keys(copied, "same", "changed")
    found = [(c["nip"], c["date"], c["to"]) for c in copied["changed"]]
    assert found == [(nips[9], "2026-11-30", "training")]
    table = tmp_path / "jadwal.csv"
    table.write_text(f"nip,date,place\n{nips[10]},2026-12-08,training\n123,2026-12-08,home\n", "utf-8")
    taken = fd("schedule", "import", table, code=1).json
    assert (taken["accepted"], len(taken["rejected"])) == (1, 1)


# -- performance


def test_targets_outputs_and_evaluation(fd: CommandLine, tmp_path: Path) -> None:
    taken = fd("targets", "import", ACTIVITIES / "skp-2026.xlsx").json
    assert len(taken["skp"]) == 35
    one = fd("targets", "list", "--nip", taken["skp"][3]["nip"]).json["skp"]
    assert len(one) == 1
    assert one[0]["results"][0]["indicators"]
    report = ACTIVITIES / "laporan-harian-2026-09.xlsx"
    first = fd("outputs", "import", report).json
    keys(first, "accepted", "duplicates", "unmatched", "rejected", "outputs")
    again = fd("outputs", "import", report).json
    assert (again["accepted"], again["duplicates"]) == (0, first["accepted"])
    listed = fd("outputs", "list", "--period", "2026-09", "--limit", "5", code=1).json["outputs"]
    assert len(listed) == 5
    ids = [item["id"] for item in listed]
    accepted = fd("outputs", "accept", *ids[:2]).json["outputs"]
    assert {item["review"] for item in accepted} == {"accepted"}
    returned = fd("outputs", "return", ids[2], "--note", "lengkapi").json["outputs"]
    assert [item["review"] for item in returned] == ["returned"]
    ratings = tmp_path / "nilai.csv"
    with ratings.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["nip", "results", "behaviour", "note"])
        rows.writerows([skp["nip"], "meets", "above", ""] for skp in taken["skp"])
    line = ("evaluate", "--period", "2026-Q3", "--ratings", ratings, "--organisation", "baik")
    rated = fd(*line, code=1).json  # 35 times the same predicate
    keys(rated["evaluations"][0], "nip", "results", "behaviour", "predikat")
    assert rated["evaluations"][0]["predikat"] == "baik"
    assert rated["distribution"]["counts"]["baik"] == 35
    fd("organisation", "set", "--period", "2026-Q4", "istimewa")
    printed = fd(
        "print", "evaluation", "skp", "--period", "2026-Q3", "--nip", taken["skp"][1]["nip"],
        "--paper", "F4", "--out", tmp_path / "cetak", "--combined",
    ).json  # fmt: skip
    keys(printed["files"][0], "path", "kind", "nip", "pages", "sha256", "bytes")
    assert printed["checks"] == {"clipped": 0, "split_signatures": 0, "missing_glyphs": 0}
    assert Path(printed["files"][0]["path"]).read_bytes().startswith(b"%PDF")


def test_a_failing_ratings_file_leaves_the_organisation_alone(fd: CommandLine, tmp_path: Path) -> None:
    before = fd.digest()
    line = ("evaluate", "--period", "2026-Q3", "--organisation", "baik", "--ratings", tmp_path / "tiada.csv")
    fd(*line, code=3)
    assert fd.digest() == before


# -- the store


def test_history_dump_digest_status(fd: CommandLine, nips: list[str]) -> None:
    fd("people", "set", nips[4], "phone=0812")
    fd("people", "set", nips[4], "phone=0813")
    entries = fd("history", "--nip", nips[4], "--limit", "1").json
    assert (entries["entries"][0]["before"], entries["entries"][0]["after"]) == ("0812", "0813")
    assert entries["chain"] == "intact"
    assert fd("history", "--period", "2020").json["entries"] == []
    assert fd("history", "verify").json == {"chain": "intact", "first_bad": None}
    dumped = fd("dump", "--table", "person", "unit").json
    assert set(dumped) == {"person", "unit"}
    assert len(dumped["person"]) == 35
    vector = fd("digest").json["vector"]
    assert list(vector.values()) == [max(e["seq"] for e in fd("history").json["entries"])]
    status = fd("status").json
    keys(
        status, "saved_at", "unsent", "oldest_unsent", "last_receipt", "last_backup", "conflicts",
        "clock_skew_seconds",
    )  # fmt: skip
    assert status["unsent"] == next(iter(vector.values()))
    assert fd("conflicts", "list").json == {"conflicts": []}


def test_doctor_names_every_check(fd: CommandLine) -> None:
    checks = fd("doctor").json["checks"]
    found = {check["name"]: check["state"] for check in checks}
    assert {"fonts", "keyring", "store", "chain", "backup", "disk", "printers"} <= set(found)
    assert "bad" not in found.values()


# -- the frame


def test_global_options_stand_anywhere(fd: CommandLine) -> None:
    for line in (
        ("--lang", "en", "people", "list", "--limit", "1"),
        ("people", "--lang=en", "list", "--limit", "1"),
        ("people", "list", "--limit", "1", "--data", str(fd.folder), "--today", "2026-12-01"),
    ):
        assert len(fd(*line).json["people"]) == 1


def test_a_data_folder_named_like_a_command_is_only_a_folder(fd: CommandLine) -> None:
    assert fd("--data", "demo", "digest", code=5).error["code"] == "store.missing"


def test_sentences_for_people_without_json(fd: CommandLine) -> None:
    assert "35" not in fd("people", "list", json=False, code=0).err
    assert fd("schedule", "check", "--period", WEEK, json=False).out.strip()


def test_wrong_usage_is_said_in_the_language_asked_for(fd: CommandLine) -> None:
    missing = fd("people", "show", code=2).error["message"]
    assert "the following arguments" not in missing
    assert "diperlukan" in missing
    choice = fd("leave", "add", "1", "--kind", "holiday", "--from", TODAY, "--to", TODAY, code=2)
    assert "invalid choice" not in choice.error["message"]
    english = fd("--lang", "en", "people", "show", code=2).error["message"]
    assert "the following arguments are required: NIP" in english
    assert fd("people", "list", "--lim", "2", code=2).error["code"] == "usage"
    assert fd("fly", code=2).error["code"] == "usage"
    text = fd("people", "show", json=False, code=2)
    assert (text.out, len(text.err.strip().splitlines())) == ("", 4)


def test_help_speaks_indonesian(fd: CommandLine) -> None:
    text = fd("people", "import", "--help", json=False).out
    assert "usage:" not in text
    assert "show this help" not in text
    assert fd("--version", json=False).out.startswith("flexdesk ")


def test_a_wrong_day_in_the_environment_is_wrong_usage(fd: CommandLine) -> None:
    assert fd("digest", code=2, env={"FLEXDESK_TODAY": "kemarin"}).error["code"] == "usage"


def test_a_wrong_passphrase_cannot_open(fd: CommandLine, tmp_path: Path) -> None:
    other = tmp_path / "lain"
    other.write_text("bukan itu", "utf-8")
    assert fd("digest", "--passphrase-file", other, code=5).error["code"] == "keys.wrong_passphrase"
    other.write_text("", "utf-8")
    fd("digest", "--passphrase-file", other, code=2)
    fd("digest", "--passphrase-file", tmp_path / "tiada", code=2)
    assert fd("digest", code=5, env={"FLEXDESK_PASSPHRASE_FILE": ""}).error["code"] == "keys.keyring_silent"


def test_as_a_program_of_its_own(fd: CommandLine) -> None:
    """Standard output holds one document in UTF-8, whatever the console speaks; a reader may leave early."""
    line = [sys.executable, "-m", "flexdesk", "people", "list", "--json"]
    environment = {**fd.environment(), "PATH": "", "PYTHONIOENCODING": "ascii", "PYTHONWARNINGS": "error"}
    done = subprocess.run(line, capture_output=True, env=environment, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(json.loads(done.stdout.decode("utf-8"))["people"]) == 35
    assert PASSPHRASE.encode() not in done.stdout


def test_patterns_are_listed_kept_and_laid(fd: CommandLine, nips: list[str]) -> None:
    listed = fd("schedule", "pattern").json["patterns"]
    assert listed[0]["name"] == "Paruh A dan B, berganti tiap minggu"
    fd("schedule", "pattern", "Piket", "--rows", "W......", ".W.....")
    fd("schedule", "pattern", "Piket", "--rows", "W.", code=3)
    line = ("schedule", "pattern", "Piket", "--period", WEEK, "--nip", nips[9], nips[10])
    before = fd.digest()
    keys(fd(*line).json, "same", "changed")
    assert fd.digest() == before
    done = fd(*line, "--apply").json["changed"]
    assert {one["nip"] for one in done} == {nips[9], nips[10]}
    assert fd(*line, "--apply").json["changed"] == [one for one in done if one["because"]]
    fd("schedule", "pattern", "Piket", "--remove")
    fd(*line, code=3)
