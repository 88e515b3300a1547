"""Reviewing outputs on the command line: evidence, rules, samples, typed reports and feedback."""

from pathlib import Path

import pytest
from PIL import Image

from tests.end_to_end.conftest import DATA
from tests.helpers.command_line import CommandLine
from tests.unit.review.photographs import as_bytes

ACTIVITIES = DATA / "activities"
NUNUNG = "197105131994122731"


@pytest.fixture
def reported(fd: CommandLine) -> CommandLine:
    fd("leave", "import", ACTIVITIES / "register-cuti-dan-dinas-luar-2026.xlsx", code=None)
    fd("targets", "import", ACTIVITIES / "skp-2026.xlsx", code=None)
    files = [ACTIVITIES / f"laporan-harian-2026-{month}.xlsx" for month in ("08", "09")]
    taken = fd("outputs", "import", *files, code=None).json
    assert taken["duplicates"] == 1  # the doubled row that was planted
    return fd


def test_every_planted_irregularity_of_outputs_is_listed(reported: CommandLine) -> None:
    found: dict[str, set[str]] = {}
    for month in ("2026-08", "2026-09"):
        listed = reported("outputs", "list", "--period", month, code=1).json
        for output in listed["outputs"]:
            for question in output["questions"]:
                found.setdefault(question["kind"], set()).add(output["nip"])
        for finding in listed["findings"]:
            found.setdefault(finding["kind"], set()).add(finding["nip"])
        assert {rule["rule"] for rule in listed["review_rules"]} >= set(found)
    unusual = found.pop("far_from_usual")
    assert len(unusual) > 1
    assert found == {
        "no_report": {NUNUNG},
        "same_sentence": {"199105022024211787"},
        "no_evidence": {"199105022024211787"},
        "report_on_leave": {"198406202010041748"},
        "overlap": {"199702252020032756"},
        "wrong_month": {"198607302023211986"},
    }


def test_what_is_odd_about_targets_is_listed(reported: CommandLine) -> None:
    found = reported("targets", "list").json["findings"]
    assert {(one["kind"], one["nip"], one["result"]) for one in found} == {
        ("no_evidence", "198805092024211742", "RHK-02"),
        ("over_target", "199410062025211752", "RHK-01"),
        ("late_start", "199410032022031914", "RHK-03"),
    }
    assert all(one["message"] for one in found)


def test_evidence_goes_in_and_comes_out_again(reported: CommandLine, tmp_path: Path) -> None:
    photo = tmp_path / "Foto kegiatan.png"
    photo.write_bytes(as_bytes(Image.effect_noise((2000, 1500), 70), "PNG"))
    listed = reported("outputs", "list", "--period", "2026-08", code=1).json["outputs"]
    output = next(one["id"] for one in listed if not one["evidence"] and one["review"] == "waiting")
    before = reported("digest").json["digest"]
    tried = reported("outputs", "attach", output, photo, "--dry-run").json
    assert len(tried["files"]) == 1
    assert reported("digest").json["digest"] == before
    assert reported("outputs", "accept", output, code=3).error["code"] == "outputs.evidence_missing"
    kept = reported("outputs", "attach", output, photo).json["files"][0]
    assert kept["bytes"] <= 80_000 < kept["original_bytes"]
    shown = reported("outputs", "evidence", output, "--out", tmp_path / "bukti").json
    assert Path(shown["written"][0]).read_bytes()[:3] == b"\xff\xd8\xff"
    reported("outputs", "accept", output)
    wrong = tmp_path / "program.exe"
    wrong.write_bytes(b"MZ")
    assert reported("outputs", "attach", output, wrong, code=3).error["code"] == "evidence.kind_not_kept"
    copy = tmp_path / "salinan"
    name = reported("backup", "create").json["backups"][0]["name"]
    reported("backup", "restore", name, "--as-copy", copy)
    again = CommandLine(copy)("outputs", "evidence", output, "--out", tmp_path / "lagi").json
    assert Path(again["written"][0]).read_bytes() == Path(shown["written"][0]).read_bytes()


def rules_of(reported: CommandLine) -> dict[str, dict]:
    found = reported("outputs", "rules", "--period", "2026-08").json["review_rules"]
    return {one["rule"]: one for one in found}


def test_rules_are_switched_and_bounded(reported: CommandLine) -> None:
    rules = {
        one["rule"]: one for one in reported("outputs", "rules", "--period", "2026-08").json["review_rules"]
    }
    assert rules["same_sentence"]["marked"] == 43
    reported("outputs", "rule", "same_sentence", "--off")
    reported("outputs", "rule", "far_from_usual", "--number", "20")
    rules = {
        one["rule"]: one for one in reported("outputs", "rules", "--period", "2026-08").json["review_rules"]
    }
    assert (rules["same_sentence"]["on"], rules["far_from_usual"]["marked"]) == (False, 0)
    assert (
        reported("outputs", "rule", "overlap", "--number", "999", code=3).error["code"]
        == "review.limit_outside"
    )
    assert reported("outputs", "rule", "overlap", code=2).error["code"] == "usage"


def test_typed_reports_and_feedback(reported: CommandLine) -> None:
    made = reported(
        "outputs", "add", NUNUNG, "--day", "2026-09-08", "--activity", "Melayani surat pindah",
        "--amount", "4", "--unit", "surat", "--result", "RHK-01",
    ).json  # fmt: skip
    listed = reported("outputs", "list", "--period", "2026-09-08", code=None).json["outputs"]
    assert next(one for one in listed if one["id"] == made["id"])["source"] == "typed"
    reported("outputs", "ask", made["id"])
    reported("outputs", "return", made["id"], "--note", "Mohon buktinya")
    reported("feedback", "add", NUNUNG, "--text", "Ramah di loket", "--value", "berorientasi_pelayanan",
             "--tone", "positive", "--day", "2026-09-09")  # fmt: skip
    notes = reported("feedback", "list", "--period", "2026-Q3", "--nip", NUNUNG).json["feedback"]
    assert [(one["text"], one["tone"], one["value"], one["result"]) for one in notes] == [
        ("Ramah di loket", "positive", "berorientasi_pelayanan", None),
        ("Mohon buktinya", "corrective", None, "RHK-01"),
    ]
    assert reported("outputs", "samples", "--period", "2026-09").json == {"samples": []}
