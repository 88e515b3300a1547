"""`print --signing`, `sign`, `verify`, `template` and the letterhead's picture, as typed."""

from pathlib import Path

import pytest
from PIL import Image

from flexdesk.documents.preview import page_count, page_png
from flexdesk.documents.signing_places import find_places
from tests.helpers.certificates import PASSPHRASE, issuer, pkcs12
from tests.helpers.command_line import CommandLine

PERIOD = "2026-11"


@pytest.fixture
def letter(fd: CommandLine, tmp_path: Path) -> Path:
    """A paper with one signer: the recap of a month, ready to be signed."""
    line = ("print", "monthly-recap", "--period", PERIOD, "--signing", "tte", "--out", tmp_path / "keluar")
    return Path(fd(*line).json["files"][0]["path"])


def signing(fd: CommandLine, folder: Path, file: Path, *more: object, code: int = 0):
    (folder / "siti.p12").write_bytes(pkcs12())
    (folder / "sandi.txt").write_text(PASSPHRASE + "\n")
    line = ("sign", file, "--certificate", folder / "siti.p12", *more)
    return fd(*line, "--certificate-passphrase-file", folder / "sandi.txt", code=code)


def test_the_way_of_signing_is_remembered(fd: CommandLine, letter: Path, tmp_path: Path) -> None:
    assert [place.field for place in find_places(letter.read_bytes())] == ["pejabat"]
    again = fd("print", "monthly-recap", "--period", PERIOD, "--out", tmp_path / "b").json["files"][0]
    assert Path(again["path"]).read_bytes() == letter.read_bytes()
    line = ("print", "monthly-recap", "--period", PERIOD, "--signing", "wet", "--out", tmp_path / "c")
    fd(*line, "--dry-run")
    third = fd("print", "monthly-recap", "--period", PERIOD, "--out", tmp_path / "d").json["files"][0]
    assert Path(third["path"]).read_bytes() == letter.read_bytes()  # a trial is not remembered
    assert find_places(Path(fd(*line).json["files"][0]["path"]).read_bytes()) == []


def test_a_paper_is_signed_and_verified(fd: CommandLine, letter: Path, tmp_path: Path) -> None:
    tried = signing(fd, tmp_path, letter, "--dry-run").json
    assert not Path(tried["files"][0]["path"]).exists()
    done = signing(fd, tmp_path, letter, "--out", tmp_path / "ttd").json
    (file,) = done["files"]
    assert (done["signer"], done["issuer"], done["authority"]) == ("Siti Contoh", "Penerbit Contoh", None)
    assert Path(file["path"]) == tmp_path / "ttd" / f"{letter.stem}_TTD.pdf"
    assert file["kind"] == "monthly-recap"
    found = fd("verify", file["path"]).json
    assert (found["state"], found["known_by"]) == ("current", "bytes")
    (signature,) = found["signatures"]
    assert (signature["signer"], signature["intact"], signature["trusted"]) == ("Siti Contoh", True, False)
    folder = fd.folder / "psre"
    folder.mkdir()
    (folder / "Penerbit.pem").write_bytes(issuer().pem)
    assert fd("verify", file["path"]).json["signatures"][0]["trusted"] is True
    assert fd("verify", letter).json["state"] == "current"


def test_refusals_of_signing_leave_nothing_behind(fd: CommandLine, letter: Path, tmp_path: Path) -> None:
    (tmp_path / "lain.pdf").write_bytes(b"bukan pdf")
    signing(fd, tmp_path, tmp_path / "lain.pdf", code=3)
    signing(fd, tmp_path, tmp_path / "tiada.pdf", code=3)
    (tmp_path / "salah.txt").write_text("salah")
    line = ("sign", letter, "--certificate", tmp_path / "siti.p12")
    wrong = fd(*line, "--certificate-passphrase-file", tmp_path / "salah.txt", code=3).json
    assert wrong["error"]["ticket"] == "FD-TTD-02"
    fd(*line, code=2)
    assert not list(tmp_path.rglob("*_TTD.pdf"))


def test_a_code_and_a_photograph_are_answered(fd: CommandLine, letter: Path, tmp_path: Path) -> None:
    line = ("print", "monthly-recap", "--period", PERIOD, "--out", tmp_path / "b")
    code = fd(*line).json["files"][0]["code"]
    assert fd("verify", "--code", code).json["known_by"] == "code"
    photograph = tmp_path / "foto.png"
    data = letter.read_bytes()
    photograph.write_bytes(page_png(data, page_count(data) - 1, scale=3.0))
    assert fd("verify", photograph).json["document"]["kind"] == "monthly-recap"
    assert fd("verify", "--code", "ZZZZZ-ZZZZZ", code=1).json["state"] == "unknown"
    fd("verify", "--code", "entah", code=3)
    fd("verify", code=2)
    fd("verify", letter, "--code", code, code=2)


def test_a_template_is_shown_set_and_reset(fd: CommandLine, tmp_path: Path) -> None:
    shown = fd("template", "show", "agreement").json
    assert (shown["own"], shown["version"]) == (False, "1")
    file = tmp_path / "perjanjian.toml"
    file.write_text('kind = "agreement"\nversion = "kab-1"\n[texts]\nheading = "PERJANJIAN FLEKSIBEL"\n')
    fd("template", "set", "agreement", file, "--dry-run")
    assert fd("template", "show", "agreement").json["own"] is False
    done = fd("template", "set", "agreement", file).json
    assert (done["own"], done["texts"]["heading"]) == (True, "PERJANJIAN FLEKSIBEL")
    file.write_text('kind = "agreement"\nversion = "kab-2"\n[texts]\nnumber = "X"\n')
    assert fd("template", "set", "agreement", file, code=3).json["error"]["ticket"] == "FD-CTK-22"
    assert fd("template", "reset", "agreement").json["own"] is False


def test_the_picture_of_the_letterhead_is_taken_and_told_in_short(fd: CommandLine, tmp_path: Path) -> None:
    Image.new("RGB", (3000, 500), "navy").save(tmp_path / "kop.png")
    shown = fd("unit", "set", f"letterhead_image={tmp_path / 'kop.png'}").json["letterhead_image"]
    assert (shown["width"], shown["whole"]) == (1600, True)
    assert shown["bytes"] < 49_152
    (tmp_path / "teks.png").write_text("bukan gambar")
    fd("unit", "set", f"letterhead_image={tmp_path / 'teks.png'}", code=3)
