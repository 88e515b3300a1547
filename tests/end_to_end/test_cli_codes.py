"""A few changes as codes and the slip of a stick, by the real command line and a real server's database."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.services.page_codes import scanned_page
from flexdesk.system.clock import FixedClock
from tests.helpers.command_line import CommandLine
from tests.helpers.server import START

NIP = "199503152022031004"


@pytest.fixture
def joined(fd: CommandLine, tmp_path: Path) -> tuple[CommandLine, str]:
    """A laptop that joined by files, and the server's address as `--database`."""
    url = f"sqlite:///{tmp_path / 'server.db'}"
    settings = Settings(url, clock=FixedClock(START))
    admin.init(settings)
    with Central(settings) as central:
        unit = admin.unit_add(central, "Kecamatan", admin.agency_add(central, "Kabupaten"))
        code, _until = admin.code(central, unit, "head")
    fd("enrol", "--request", tmp_path / "minta", "--code", code)
    fd("server", "import", tmp_path / "minta", "--database", url, "--receipt", tmp_path / "jawab")
    fd("enrol", "--certificate", tmp_path / "jawab")
    fd("bundle", "create", "--out", tmp_path / "awal.flexdesk")
    receipts = fd("server", "import", tmp_path / "awal.flexdesk", "--database", url).json["receipts"]
    fd("receipt", receipts[0]["code"])
    assert fd("status").json["unsent"] == 0
    return fd, url


@pytest.mark.parametrize("name", ["kode.txt", "kode.png", "kode.pdf"])
def test_a_few_changes_reach_the_server_by_telephone(
    joined: tuple[CommandLine, str], tmp_path: Path, name: str
) -> None:
    fd, url = joined
    fd("people", "add", "--nip", NIP, "--name", "Rian Contoh")
    fd("people", "set", NIP, "phone=0811")
    tried = fd("bundle", "create", "--qr", tmp_path / name, "--dry-run").json
    assert not (tmp_path / name).exists()
    made = fd("bundle", "create", "--qr", tmp_path / name).json
    assert {k: made[k] for k in ("number", "changes", "ranges")} == {
        k: tried[k] for k in ("number", "changes", "ranges")
    }
    assert (made["changes"], len(made["codes"]), made["files"]) == (2, 1, [str(tmp_path / name)])
    carried = tmp_path / name
    if name.endswith("pdf"):
        carried = tmp_path / "dibaca.txt"
        carried.write_text("\n".join(scanned_page((tmp_path / name).read_bytes(), 0, scale=3)), "utf-8")
    taken = fd("server", "import", carried, "--database", url).json
    assert (taken["accepted"], taken["refused"], taken["wanted"]) == (2, [], {})
    assert fd("server", "import", carried, "--database", url).json["known"] == 2
    fd("receipt", taken["receipts"][0]["code"])
    assert fd("status").json["unsent"] == 0
    assert fd("bundle", "create", "--qr", tmp_path / "x.txt", code=3).error["code"] == "tiny.nothing"


def test_more_than_fits_is_sent_to_the_file_instead(joined: tuple[CommandLine, str], tmp_path: Path) -> None:
    fd, _url = joined
    lines = tmp_path / "lines"
    lines.write_text(
        "".join(
            f'{{"run": ["place", "add", "Balai {n}x{n * 7919}", "--kind", "other_office",'
            f' "--approved-by", "SK {n * 104729}"]}}\n'
            for n in range(400)
        ),
        "utf-8",
    )
    fd("batch", lines, json=True)
    refused = fd("bundle", "create", "--qr", tmp_path / "x.png", code=3).error
    assert refused["code"] == "tiny.too_much"
    assert refused["facts"]["changes"] == 400
    assert "bundle create --out" in refused["next"]
    assert list(tmp_path.glob("x*.png")) == []


def test_a_colleague_reads_them_and_nobody_else(joined: tuple[CommandLine, str], tmp_path: Path) -> None:
    fd, url = joined
    unit = fd("server", "devices", "--database", url).json["devices"][0]["unit_id"]
    other = CommandLine(tmp_path / "lain")
    code = fd("server", "code", unit, "--role", "deputy", "--database", url).json["code"]
    other("enrol", "--request", tmp_path / "minta2", "--code", code)
    fd("server", "import", tmp_path / "minta2", "--database", url, "--receipt", tmp_path / "jawab2")
    other("enrol", "--certificate", tmp_path / "jawab2")
    other("bundle", "create", "--to", "unit", "--out", tmp_path / "salam.flexdesk")
    fd("bundle", "apply", tmp_path / "salam.flexdesk")
    fd("bundle", "create", "--to", "unit", "--out", tmp_path / "semua.flexdesk")
    other("bundle", "apply", tmp_path / "semua.flexdesk")
    assert other.digest() == fd.digest()
    other("unit", "set", "place=Contoh")
    other("bundle", "create", "--to", "unit", "--out", tmp_path / "balas.flexdesk")
    fd("bundle", "apply", tmp_path / "balas.flexdesk")
    fd("people", "add", "--nip", NIP, "--name", "Rian Contoh")
    name = next(
        d["device"]
        for d in fd("server", "devices", "--database", url).json["devices"]
        if d["role"] == "deputy"
    )
    made = fd("bundle", "create", "--to", name, "--qr", tmp_path / "untuk.txt").json
    text = (tmp_path / "untuk.txt").read_text("utf-8")
    assert text.split() == made["codes"]
    chat = tmp_path / "obrolan.txt"
    chat.write_text("﻿Pagi Bu, kodenya:\r\n" + text.lower() + "\r\nmakasih", "utf-8")
    assert other("bundle", "apply", "--text", chat, "--dry-run").json["applied"] == 1
    assert other("bundle", "apply", "--text", chat).json["applied"] == 1
    assert other("bundle", "apply", "--text", chat).json["applied"] == 0
    assert other.digest() == fd.digest()
    assert fd("bundle", "apply", "--text", chat, code=3).error["code"] == "tiny.for_others"
    assert fd("bundle", "apply", code=2).error["code"] == "usage"
    assert fd("bundle", "apply", "--text", tmp_path / "gone", code=4).error["code"] == "environment"
    chat.write_text(text[: len(text) // 2], "utf-8")
    assert other("bundle", "apply", "--text", chat, code=3).error["facts"] == {"number": 1, "count": 1}


@pytest.mark.parametrize("paper", ["A4", "F4"])
def test_a_slip_goes_with_the_stick(joined: tuple[CommandLine, str], tmp_path: Path, paper: str) -> None:
    fd, _url = joined
    fd("people", "add", "--nip", NIP, "--name", "Rian Contoh")
    stick, slip = tmp_path / "x.flexdesk", tmp_path / "pengantar.pdf"
    line = ("bundle", "create", "--out", stick, "--slip", slip, "--paper", paper)
    assert fd(*line, "--dry-run").json["slip"] is None
    assert not slip.exists()
    made = fd(*line).json
    assert made["slip"] == str(slip)
    [page] = PdfReader(BytesIO(slip.read_bytes())).pages
    words = " ".join(page.extract_text().split())
    digits = hashlib.sha256(stick.read_bytes()).hexdigest().upper()
    for said in (
        "Kecamatan Tirtawening",
        f"Nomor {made['number']:04d}",
        "Server instansi",
        f"{made['changes']} perubahan",
        f"{stick.stat().st_size:,}".replace(",", ".") + " byte",
        f"{digits[:4]} {digits[4:8]} {digits[8:12]} {digits[12:16]}",
        "x.flexdesk",
        "Diserahkan oleh",
        "Tanda terima",
    ):
        assert said in words
    assert "jangan" in fd(*line, json=False).out.lower()
    assert fd("bundle", "create", "--qr", tmp_path / "y.txt", "--slip", slip, code=2).error["code"] == "usage"
    refused = fd("bundle", "create", "--out", stick, "--slip", tmp_path / "no" / "x.pdf", code=4)
    assert refused.error["code"] == "environment"
