"""Publishing at the command line: versions, their differences, withdrawal, and the papers of each."""

from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine

WEEK = "2026-W48"


@pytest.fixture
def published(fd: CommandLine, tmp_path: Path) -> CommandLine:
    fd("schedule", "plan", "--period", WEEK, "--apply")
    signer = fd("people", "list", "--limit", "1").json["people"][0]["nip"]
    publish(fd, "1/2026", signer, tmp_path)
    return fd


def publish(fd: CommandLine, letter: str, signer: str, out: Path) -> list[str]:
    answer = fd(
        "schedule", "publish", "--period", WEEK, "--letter", letter, "--signer", signer,
        "--reason", "disetujui", "--out", out,
    )  # fmt: skip
    return [Path(one["path"]).name for one in answer.json["documents"]]


def test_versions_are_listed_compared_withdrawn_and_printed(published: CommandLine, tmp_path: Path) -> None:
    fd = published
    cells = fd("schedule", "show", "--period", WEEK).json["cells"]
    away = next(cell for cell in cells if cell["place"] == "home")
    signer = fd("people", "list", "--limit", "1").json["people"][0]["nip"]
    fd("schedule", "set", away["nip"], away["date"], "office", "--draft", code=None)
    assert "2026-W48_SPT_PERUBAHAN-1.pdf" in publish(fd, "2/2026", signer, tmp_path)
    told = fd("schedule", "versions", "--period", WEEK, "--between", "1", "2").json
    assert [(one["version"], one["amendment"], one["stands"]) for one in told["versions"]] == [
        (1, 0, False),
        (2, 1, True),
    ]
    assert [(one["nip"], one["date"], one["from"], one["to"]) for one in told["changes"]] == [
        (away["nip"], away["date"], "home", "office")
    ]
    gone = fd(
        "schedule", "withdraw", "--period", WEEK, "--reason", "salah", "--letter", "3/2026", "--out", tmp_path
    ).json
    assert (gone["withdrawn"], gone["stands"]) == (2, 1)
    assert [Path(one["path"]).name for one in gone["documents"]] == ["2026-W48_PENCABUTAN_VERSI-2.pdf"]
    shown = fd("schedule", "show", "--period", WEEK).json
    assert (shown["version"], shown["letter"]) == (1, "1/2026")
    printed = fd("print", "schedule", "--period", WEEK, "--version", "2", "--out", tmp_path).json
    assert sum(printed["checks"].values()) == 0
    lines = fd("schedule", "versions", "--period", WEEK, json=False).out.splitlines()
    assert len(lines) == 2
    assert "dicabut" in lines[1]


def test_withdrawing_what_does_not_stand_is_refused(fd: CommandLine) -> None:
    answer = fd("schedule", "withdraw", "--period", WEEK, "--reason", "salah", code=3)
    assert answer.error["code"] == "publish.nothing_stands"
    assert fd("schedule", "versions", "--period", WEEK).json == {"versions": []}


def test_a_dry_run_withdraws_nothing(published: CommandLine, tmp_path: Path) -> None:
    published(
        "schedule", "withdraw", "--period", WEEK, "--reason", "salah", "--out", tmp_path / "x", "--dry-run"
    )
    assert not (tmp_path / "x").exists() or not list((tmp_path / "x").iterdir())
    assert published("schedule", "versions", "--period", WEEK).json["versions"][0]["stands"] is True


def export(fd: CommandLine, format: str, out: Path) -> list[Path]:
    answer = fd("schedule", "export", "--period", WEEK, "--format", format, "--out", out)
    return [Path(path) for path in answer.json["files"]]


def test_a_week_leaves_as_slips_as_a_table_for_the_agency_and_as_one_code(
    published: CommandLine, tmp_path: Path
) -> None:
    people = len(published("people", "list", "--limit", "200").json["people"])
    slips = export(published, "slips", tmp_path / "slips")
    assert len(slips) == 3 * people
    assert {path.suffix for path in slips} == {".txt", ".png", ".ics"}
    (table,) = export(published, "bkd", tmp_path / "bkd")
    assert table.name == "2026-W48_JADWAL-BKD.xlsx"
    (code,) = export(published, "weekqr", tmp_path / "qr")
    assert code.read_bytes().startswith(b"\x89PNG")


def test_a_code_is_read_as_a_proposal_and_taken_only_when_asked(
    published: CommandLine, tmp_path: Path
) -> None:
    pytest.importorskip("zxingcpp")
    fd = published
    (code,) = export(fd, "weekqr", tmp_path)
    told = fd("schedule", "read-qr", code).json
    assert (told["version"], told["fits"], told["changed"]) == (1, True, [])
    away = next(c for c in fd("schedule", "show", "--period", WEEK).json["cells"] if c["place"] == "home")
    fd("schedule", "set", away["nip"], away["date"], "office", "--draft", code=None)
    before = fd.digest()
    told = fd("schedule", "read-qr", code, code=1).json
    assert [(c["nip"], c["from"], c["to"]) for c in told["changed"]] == [(away["nip"], "office", "home")]
    assert fd.digest() == before
    fd("schedule", "read-qr", code, "--apply", code=1)
    assert fd("schedule", "read-qr", code).json["changed"] == []


def test_a_text_without_a_code_is_refused(fd: CommandLine) -> None:
    assert fd("schedule", "read-qr", "FD1:abc", code=3).error["code"] == "weekcode.unreadable"
    assert fd("schedule", "read-qr", "tidak-ada.png", code=3).error["facts"] == {"file": "tidak-ada.png"}


def test_a_month_has_no_week_code(published: CommandLine, tmp_path: Path) -> None:
    answer = published(
        "schedule", "export", "--period", "2026-11", "--format", "weekqr", "--out", tmp_path, code=2
    )
    assert "--period" in answer.error["message"]
