"""Reports of the form by the command line: pasted, as text files, and as pictures."""

import io
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
import segno

from tests.helpers.command_line import CommandLine
from tests.helpers.report_codes import ROW, body, line, pieces

ROWS: list[ROW] = [
    (date(2026, 11, day), ("08:00", "09:00", "", f"Rapat ke-{day}", "1", "kegiatan", "notulen.pdf", ""))
    for day in (16, 17)
]


@pytest.fixture
def whole(fd: CommandLine) -> str:
    person = fd("people", "list", "--limit", "1").json["people"][0]
    return body(person["nip"], person["name"], ROWS)


def pasted(fd: CommandLine, text: str, code: int = 0):
    with patch("sys.stdin", io.StringIO(text)):
        return fd("outputs", "paste", code=code)


def test_a_pasted_report_says_its_way_and_is_known_the_second_time(fd: CommandLine, whole: str) -> None:
    taken = pasted(fd, f"LAPORAN KERJA HARIAN November 2026\n1. Rapat 2 kali\n{line(whole)}").json
    assert (taken["accepted"], taken["duplicates"], taken["rejected"]) == (2, 0, [])
    assert {one["source"] for one in taken["outputs"]} == {"form-text"}
    assert [one["activity"] for one in taken["outputs"]] == ["Rapat ke-16", "Rapat ke-17"]
    again = pasted(fd, line(whole)).json
    assert (again["accepted"], again["duplicates"]) == (0, 2)


def test_pictures_and_a_text_file_are_imported_together(fd: CommandLine, whole: str, tmp_path: Path) -> None:
    files = [tmp_path / "pesan.txt"]
    files[0].write_text(line(whole), "utf-8")
    for number, piece in enumerate(pieces(whole, 2)):
        files.append(tmp_path / f"{number}.png")
        segno.make(piece, micro=False).save(str(files[-1]), scale=4)
    lacking = fd("outputs", "import", files[1], code=3).error
    assert (lacking["code"], lacking["facts"]) == ("outputs.parts_missing", {"parts": 2, "missing": "2"})
    assert "nomor 2" in lacking["message"]
    before = fd.digest()
    tried = fd("outputs", "import", *files, "--dry-run").json
    assert tried["accepted"] == 2
    assert fd.digest() == before
    taken = fd("outputs", "import", *files).json
    assert (taken["accepted"], taken["duplicates"]) == (2, 2)


def test_what_does_not_fit_is_refused_in_words(fd: CommandLine, whole: str, tmp_path: Path) -> None:
    before = fd.digest()
    damaged = pasted(fd, line(whole)[:-1], code=3).error
    assert damaged["code"] == "outputs.code_damaged"
    assert damaged["message"] == "Kode laporan tidak utuh: angka ceknya tidak cocok."
    assert pasted(fd, "FDL7T" + line(whole)[5:], code=3).error["code"] == "outputs.code_newer"
    other = tmp_path / "lain.png"
    segno.make("https://contoh.go.id", micro=False).save(str(other), scale=4)
    assert fd("outputs", "import", other, code=3).error["code"] == "outputs.no_code"
    assert fd.digest() == before


def test_a_stranger_is_named(fd: CommandLine) -> None:
    taken = pasted(fd, line(body("199001012015011001", "Orang Lain", ROWS)), code=1).json
    assert taken["accepted"] == 0
    assert {one["name"] for one in taken["unmatched"]} == {"Orang Lain"}
