"""An evaluation from rating to final decision on the command line."""

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import DATA
from tests.helpers.command_line import CommandLine

PERIOD = ("--period", "2026-Q3")


@pytest.fixture(scope="module")
def planned(founded: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The unit with its plans."""
    folder = tmp_path_factory.mktemp("evaluations") / "data"
    shutil.copytree(founded.folder, folder)
    fd = CommandLine(folder)
    fd("targets", "import", DATA / "activities" / "skp-2026.xlsx")
    return fd


@pytest.fixture
def desk(planned: CommandLine, tmp_path: Path) -> CommandLine:
    shutil.copytree(planned.folder, tmp_path / "data")
    return CommandLine(tmp_path / "data")


def rated(fd: CommandLine, tmp_path: Path, *, code: int = 1) -> list[dict[str, Any]]:
    found = fd("evaluate", *PERIOD).json["evaluations"]
    file = tmp_path / "nilai.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["nip", "results", "behaviour", "note"])
        rows.writerows([one["nip"], "meets", "meets", "Rapi"] for one in found)
    answer = fd("evaluate", *PERIOD, "--ratings", file, "--organisation", "baik", code=code)
    evaluations: list[dict[str, Any]] = answer.json["evaluations"]
    return evaluations


def test_a_rating_that_is_not_taken_is_said_in_words_too(desk: CommandLine, tmp_path: Path) -> None:
    nip = rated(desk, tmp_path)[4]["nip"]
    desk("evaluate", "lock", nip, *PERIOD, "--today", "2026-10-05", code=1)
    file = tmp_path / "lagi.csv"
    file.write_text(f"nip,results,behaviour\n{nip},above,above\n", "utf-8")
    answer = desk("evaluate", *PERIOD, "--ratings", file, code=1, json=False)
    assert answer.out.rstrip().splitlines()[-1].startswith("Baris 2: Evaluasi ")
    assert answer.out.rstrip().endswith("sudah dikunci.")
    assert desk("evaluate", *PERIOD, code=1).json["evaluations"][4]["results"] == "meets"


def test_the_road_of_one_evaluation(desk: CommandLine, tmp_path: Path) -> None:
    nip = rated(desk, tmp_path)[4]["nip"]
    on = ("--today", "2026-10-05")
    desk("evaluate", "receive", nip, *PERIOD, code=3)
    locked = desk("evaluate", "lock", nip, *PERIOD, *on, code=1).json["evaluations"]
    assert [one["nip"] for one in locked if one["locked"]] == [nip]
    assert desk("evaluate", "receive", *PERIOD, code=1).json["not_received"][0]["nip"] == nip
    reopened = desk("evaluate", "reopen", nip, *PERIOD, "--reason", "Rating tertukar").json
    assert (reopened["locked"], reopened["revision"]) == (False, 1)
    desk("evaluate", "lock", nip, *PERIOD, *on, code=1)
    received = desk("evaluate", "receive", nip, *PERIOD, "--on", "2026-10-06").json
    assert received["objection_until"] == "2026-10-20"
    filed = desk(
        "evaluate", "object", nip, *PERIOD, "--reasons", "Kurang dihitung", "--on", "2026-10-20"
    ).json
    assert filed["objection"]["status"] == "submitted"
    desk("evaluate", "explain", nip, *PERIOD, "--text", "Sudah dihitung", "--on", "2026-10-21")
    desk("evaluate", "decide", nip, *PERIOD, "--note", "Bukti", "--on", "2026-10-22", code=2)
    line = ("evaluate", "decide", nip, *PERIOD, "--results", "above", "--note", "Bukti", "--on", "2026-10-22")
    decided = desk(*line).json
    assert (decided["results"], decided["behaviour"], decided["final"]) == ("above", "meets", True)
    assert (
        desk("evaluate", "reopen", nip, *PERIOD, "--reason", "Lagi", code=3).error["code"]
        == "evaluation.final"
    )
    told = desk("evaluate", "history", nip, *PERIOD).json["versions"]
    assert [(one["revision"], one["results"], one["reopened_because"], one["stands"]) for one in told] == [
        (0, "meets", "Rating tertukar", False),
        (1, "meets", None, False),
        (2, "above", None, True),
    ]
    printed = desk("print", "evaluation-document", *PERIOD, "--nip", nip, "--out", tmp_path / "cetak").json
    assert printed["checks"] == {"clipped": 0, "split_signatures": 0, "missing_glyphs": 0}


def test_the_whole_unit_is_signed_with_one_reason(desk: CommandLine, tmp_path: Path) -> None:
    rated(desk, tmp_path)
    refused = desk("evaluate", *PERIOD, "--lock", code=3)
    assert refused.error["code"] == "rule.reason_needed"
    line = ("evaluate", "lock", *PERIOD, "--reason", "Semua mencapai target")
    tried = desk(*line, "--dry-run", code=1).json
    assert all(one["locked"] for one in tried["evaluations"])
    assert not any(one["locked"] for one in desk("evaluate", *PERIOD, code=1).json["evaluations"])
    done = desk(*line, code=1).json
    assert all(one["locked"] for one in done["evaluations"])
    assert done["distribution"]["reason"] == "Semua mencapai target"
    desk("evaluate", *PERIOD, "--lock", code=1)


def test_a_period_is_needed(desk: CommandLine) -> None:
    assert desk("evaluate", code=2).error["code"] == "usage"
    assert desk("evaluate", "history", "196808121994032003", code=2).error["code"] == "usage"


def test_what_was_reached_and_what_the_person_says(desk: CommandLine, tmp_path: Path) -> None:
    nip = desk("evaluate", *PERIOD).json["evaluations"][4]["nip"]
    rows = desk("evaluate", "realise", nip, *PERIOD).json["realisations"]
    free = next(one for one in rows if one["number"] is None and not one["covered"])
    line = ("evaluate", "realise", nip, "--period", free["month"], "--indicator", free["id"])
    desk(*line, code=2)
    (now,) = (one for one in desk(*line, "--number", "12,5").json["realisations"] if one["id"] == free["id"])
    assert now["number"] == 12.5
    assert desk(*line, "--number", "dua", code=2).error["code"] == "usage"
    desk(*line, "--remove")
    own = desk(
        "evaluate", "self", nip, *PERIOD, "--result", "1", "--text", "Selesai", "--rating", "above"
    ).json
    assert (own["results"][0]["text"], own["results"][0]["rating"], own["source"]) == (
        "Selesai",
        "above",
        "typed",
    )
    file = tmp_path / "diri.csv"
    file.write_text(f"nip,rhk,realisation,rating\n{nip},2,Selesai,meets\n{nip},99,Selesai,\n", "utf-8")
    taken = desk("evaluate", "self", *PERIOD, "--file", file, code=1).json
    assert (taken["accepted"], len(taken["rejected"])) == (1, 1)
    said = desk("evaluate", "feedback", nip, *PERIOD, "--about", "1", "--text", "Rapi").json["feedback"]
    assert [one["text"] for one in said] == ["Rapi"]
    assert desk("evaluate", "self", nip, *PERIOD).json["results"][1]["rating"] == "meets"


def test_what_is_missing_is_listed(desk: CommandLine) -> None:
    found = desk("evaluate", "missing", *PERIOD, code=1).json["missing"]
    assert {"no_level", "no_superior"} <= {one["kind"] for one in found}


def test_people_read_sentences(desk: CommandLine, tmp_path: Path) -> None:
    nip = rated(desk, tmp_path)[4]["nip"]
    desk("evaluate", "lock", nip, *PERIOD, "--today", "2026-10-05", code=1)
    desk("evaluate", "receive", nip, *PERIOD, "--on", "2026-10-06")
    line = ("evaluate", "object", nip, *PERIOD, "--reasons", "Terlambat", "--on", "2026-10-21")
    answer = desk(*line, json=False)
    assert "lewat 14 hari" in answer.out
