"""Real files through the command line: the seven rosters, and the whole cycle of the demonstration."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import DATA
from tests.helpers.command_line import CommandLine

FOLDER = DATA / "rosters"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))["files"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    fd = CommandLine(tmp_path_factory.mktemp("kosong") / "data")
    fd.found_cheaply()
    return fd


def comparable(person: dict[str, Any]) -> dict[str, Any]:
    """The fields as the description compares them: spelling of capitals, spaces and dots aside."""
    return {
        **{field: person[field] for field in ("row", "nip", "golongan")},
        **{field: flat(person[field]) for field in ("name", "jabatan", "unit")},
        **{field: [letters(title) for title in person[field]] for field in ("front_titles", "back_titles")},
    }


def flat(text: str | None) -> str | None:
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip().casefold() if text else None


def letters(title: str) -> str:
    return "".join(char for char in title.casefold() if char.isalpha())


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_roster_is_read_as_described(empty: CommandLine, name: str) -> None:
    wanted = EXPECTED[name]
    before = empty.digest()
    code = 1 if wanted["rejected"] else 0
    found = empty("people", "import", FOLDER / name, "--dry-run", code=code).json
    assert [comparable(p) for p in found["people"]] == [comparable(p) for p in wanted["accepted"]]
    rejected = [(r["row"], r["kind"]) for r in found["rejected"]]
    assert rejected == [(r["row"], r["kind"]) for r in wanted["rejected"]]
    assert all(r["message"] and "{" not in r["message"] for r in found["rejected"])
    assert found["layout"]["sheet"] == wanted["sheet"]
    assert found["layout"]["header_rows"] == wanted["header_rows"]
    assert empty.digest() == before


def test_the_same_roster_twice_doubles_nobody(empty: CommandLine) -> None:
    file = FOLDER / "01-siasn-export-data-asn-disdukcapil.csv"
    code = 1 if EXPECTED[file.name]["rejected"] else 0
    first = empty("people", "import", file, code=code).json
    again = empty("people", "import", file, code=code).json
    assert first["new"] == first["accepted"]
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, first["accepted"])


def test_demo_on_real_files_ends_with_two_equal_laptops(tmp_path: Path) -> None:
    activities = DATA / "activities"
    fd = CommandLine(tmp_path / "tidak-dipakai")
    done = fd(
        "demo", "--out", tmp_path / "demo",
        "--people", FOLDER / "02-duk-kecamatan-tirtawening.xlsx",
        "--skp", activities / "skp-2026.xlsx",
        "--outputs", activities / "laporan-harian-2026-09.xlsx",
        "--register", activities / "register-cuti-dan-dinas-luar-2026.xlsx",
        env={"FLEXDESK_TODAY": "2026-09-30"},
    ).json  # fmt: skip
    rejected = len(EXPECTED["02-duk-kecamatan-tirtawening.xlsx"]["rejected"])
    assert (done["people"], done["rejected"]) == (35, rejected)
    assert done["second_device"]["digest_equal"] is True
    assert done["sync"]["receipt"]
    assert done["bundle"]["changes"] > 0
    assert done["plan"]["status"] in ("optimal", "feasible")
    assert all(Path(path).read_bytes().startswith(b"%PDF") for path in done["documents"])
    assert {"unit", "seconds"} <= set(done)
    again = fd("demo", "--out", tmp_path / "demo", code=2)
    assert again.error["code"] == "usage"


def test_demo_without_files_brings_its_own_unit(tmp_path: Path) -> None:
    fd = CommandLine(tmp_path / "tidak-dipakai")
    answer = fd("demo", "--out", tmp_path / "demo", json=False)
    assert len(answer.out.splitlines()) == 7
    laptop = CommandLine(tmp_path / "demo" / "laptop-1")
    laptop.passphrase.write_text("demonstrasi", "utf-8")
    assert len(laptop("people", "list").json["people"]) == 40
    assert laptop("history", "verify").json["chain"] == "intact"
