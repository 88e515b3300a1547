"""An SKP from its draft to its end, and what stands beside its results, by the command line alone."""

from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.desks import DATA

SKP = DATA / "activities" / "skp-2026.xlsx"
ROSTER = DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx"
CAMAT = "197712092004032865"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The sample kecamatan with its plans; each test takes what no other looks at."""
    flexdesk = CommandLine(tmp_path_factory.mktemp("skp") / "unit")
    flexdesk.found_cheaply()
    flexdesk("people", "import", ROSTER, code=None)
    flexdesk("unit", "set", f"head={CAMAT}")
    flexdesk("targets", "import", SKP)
    return flexdesk


def other(flexdesk: CommandLine, at: int) -> str:
    plans = flexdesk("targets", "skp", "list", "--year", "2026", code=None).json["skp"]
    return str(plans[at]["nip"])


def test_a_plan_from_draft_to_its_end(filled: CommandLine) -> None:
    nip = other(filled, 3)
    new = filled("targets", "skp", "new", nip, "--from", "2027-01-01", "--reason", "year").json["skp"]
    assert (new["status"], new["from"], new["to"], new["steps"]) == (
        "draft", "2027-01-01", "2027-12-31", ["submit"],
    )  # fmt: skip
    named = ("--id", new["id"])
    refused = filled("targets", "skp", "submit", nip, *named, code=3).error
    assert (refused["code"], len(refused["facts"]["reasons"])) == ("skp.incomplete", 1)
    outside = "Drs. Contoh|||Asisten Pemerintahan|Sekretariat Daerah"
    told = filled(
        "targets",
        "skp",
        "set",
        nip,
        *named,
        "--approach",
        "qualitative",
        "--form",
        "leader",
        "--superior",
        outside,
    ).json["skp"]
    assert (told["approach"], told["form"]) == ("qualitative", "jpt")
    assert told["superior"].splitlines()[0] == "Drs. Contoh"
    filled("targets", "skp", "approve", nip, *named, code=3)
    tried = filled("targets", "skp", "annex", nip, *named, "support", "--preset", "--dry-run").json
    assert len(tried["annex"]["support"]) > 3
    shown = filled("targets", "skp", "show", nip, *named).json["skp"]
    assert shown["annex"] == {"support": [], "accountability": [], "consequences": []}


def test_steps_of_an_imported_plan(filled: CommandLine) -> None:
    nip = other(filled, 4)
    filled("targets", "skp", "reopen", nip, "--reason", "Perjanjian kinerja berubah")
    assert filled("targets", "skp", "submit", nip).json["skp"]["status"] == "submitted"
    told = filled("targets", "skp", "refuse", nip, "--note", "Target terlalu rendah").json["skp"]
    assert (told["status"], told["decision_note"]) == ("refused", "Target terlalu rendah")
    filled("targets", "skp", "submit", nip)
    told = filled("targets", "skp", "approve", nip, "--on", "2026-01-20").json["skp"]
    assert (told["status"], told["set_on"], told["findings"]) == ("approved", "2026-01-20", [])
    closed = filled("targets", "skp", "close", nip, "--last-day", "2026-10-31", "--note", "Mutasi").json[
        "skp"
    ]
    assert (closed["status"], closed["to"], closed["close_note"]) == ("closed", "2026-10-31", "Mutasi")
    assert (
        filled("targets", "skp", "close", nip, "--last-day", "2026-10-31", code=3).error["code"] == "skp.step"
    )


def test_texts_beside_the_results(filled: CommandLine) -> None:
    nip = other(filled, 5)
    lines = filled("targets", "skp", "annex", nip, "accountability", "Tiap bulan", "Tiap triwulan").json
    assert lines["annex"]["accountability"] == ["Tiap bulan", "Tiap triwulan"]
    told = filled("targets", "skp", "expectation", nip, "loyal", "Jaga rahasia").json["expectations"]
    assert (told["loyal"], told["akuntabel"]) == ("Jaga rahasia", "")
    result = filled("targets", "list", "--nip", nip).json["skp"][0]["results"][0]["id"]
    plans = filled("targets", "skp", "plan", result, "--every", "quarter").json["plans"]
    assert [one["period"] for one in plans] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    one = filled(
        "targets", "skp", "plan", result, "--period", "2026-Q1", "--text", "Arsip", "--number", "7"
    ).json
    assert (one["plans"][0]["text"], one["plans"][0]["number"]) == ("Arsip", 7)
    left = filled("targets", "skp", "plan", result, "--period", "2026-Q4", "--drop").json["plans"]
    assert len(left) == 3
    assert len(filled("targets", "skp", "show", nip).json["skp"]["plans"]) == 3
    filled("targets", "skp", "plan", result, "--drop", code=2)


def test_a_target_changed_from_a_date_on(filled: CommandLine) -> None:
    before = filled("targets", "list", "--nip", CAMAT).json["skp"][0]["results"][0]["indicators"]
    key = before[0]["id"]
    assert (before[0]["target_number"], before[0]["reached"], before[0]["until"]) == (204, 147, "2026-09")
    ahead = before[0]["forecast"]
    assert (ahead["target"], ahead["end"], ahead["why"]) == (204, "2026-12-31", None)
    assert 147 < ahead["expected"] < 204
    assert "204" in ahead["message"]
    assert {one["forecast"]["why"] for one in before[1:]} <= {"level", "time"}
    told = filled("targets", "change", key, "--target", "250", "--from", "2026-11-01", "--note", "PK").json
    assert [(one["from"], one["number"]) for one in told["targets"]] == [
        ("2026-01-01", 204), ("2026-11-01", 250),
    ]  # fmt: skip
    after = filled("targets", "list", "--nip", CAMAT).json["skp"][0]["results"][0]["indicators"][0]
    assert (after["target_number"], after["forecast"]["target"]) == (250, 250)
    filled("targets", "change", key, "--from", "2026-11-01", "--withdraw")
    again = filled("targets", "list", "--nip", CAMAT).json["skp"][0]["results"][0]["indicators"][0]
    assert again["target_number"] == 204


def test_the_list_names_who_has_no_plan(filled: CommandLine) -> None:
    listed = filled("targets", "skp", "list", "--year", "2025", code=1).json
    assert listed["skp"] == []
    assert len(listed["missing"]) == 35
    assert filled("targets", "skp", "list", "--year", "2028").json["missing"] == []


def test_words_of_the_forms(filled: CommandLine) -> None:
    labels = filled("targets", "labels").json["labels"]
    assert {"key", "text", "usual", "own"} == set(labels[0])
    told = filled("targets", "labels", "Aspect.time", "Ketepatan waktu").json["labels"]
    assert told == [{"key": "Aspect.time", "text": "Ketepatan waktu", "usual": "Waktu", "own": True}]
    assert filled("targets", "labels", "Aspect.time", "").json["labels"][0]["own"] is False
    assert filled("targets", "labels", "Aspect.rasa", code=3).error["code"] == "form_label.unknown"


def test_plans_go_out_and_come_back(filled: CommandLine, tmp_path: Path) -> None:
    told = filled("targets", "export", "--out", tmp_path / "skp.xlsx", "--year", "2026").json
    assert (told["people"], told["lines"]) == (35, 311)
    again = filled("targets", "import", tmp_path / "skp.xlsx", "--dry-run").json
    assert (again["people"], again["results"], again["indicators"], again["rejected"]) == (35, 127, 311, [])
