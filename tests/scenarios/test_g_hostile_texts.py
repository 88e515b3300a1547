"""Formulas, markup, commands and turned-round text in names: they survive, and do nothing anywhere."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from flexdesk.cli.app import main
from flexdesk.desk.desk import Desk
from flexdesk.domain.periods import parse_period
from flexdesk.exchange.tables import read_tables
from flexdesk.server.run import running
from flexdesk.services import sharing
from flexdesk.store.digest import digest
from tests.helpers.desks import PASSPHRASE
from tests.helpers.units import Unit, copied, make_unit
from ui.qt.accessible import plain_tip
from ui.widgets.label import ElidedLabel, Label

pytestmark = pytest.mark.usefixtures("english")

NAMES = (
    '=HYPERLINK("http://contoh.invalid";"Budi")',
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "<b>Budi</b><img src='file:///etc/passwd'><script>alert(1)</script>",
    "Budi \u202eohotnoc\u202c Contoh",
    "Budi\x1b[31m\x1b]0;judul\x07 Contoh",
    "Robert'); DROP TABLE s_person;--",
    "{name} %s ${HOME} ../../Budi",
)
NIPS = tuple(f"1980010120050111{number:02}" for number in range(len(NAMES)))
WEEK = parse_period("2026-W48")
DAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    return make_unit(tmp_path_factory.mktemp("unit"))


@pytest.fixture
def unit(met: Unit, tmp_path: Path) -> Unit:
    return copied(met, tmp_path / "unit")


def fill(desk: Desk) -> None:
    for nip, name in zip(NIPS, NAMES, strict=True):
        desk.people.add(nip, name)
    for nip in NIPS:
        key = str(desk.store.select("person", nip=nip)[0]["key"])
        desk.schedule.set_places([(key, DAY, "home")], reason="=1+1 <i>rapat</i>")


def names(desk: Desk) -> dict[str, object]:
    return {str(row["nip"]): row["name"] for row in desk.store.select("person") if row["nip"] in NIPS}


@pytest.mark.scenario(56)
def test_every_text_arrives_as_it_was_typed_by_file_and_by_line(unit: Unit) -> None:
    with unit.open("sri") as sri:
        fill(sri)
        sri.bundles.create(unit.folder / "sri.flexdesk", "unit")
        typed = names(sri)
        assert tuple(typed[nip] for nip in NIPS) == NAMES
        digests = {digest(sri.store)}
    with unit.open("budi") as budi:
        budi.bundles.apply(unit.folder / "sri.flexdesk")
        assert names(budi) == typed
        digests.add(digest(budi.store))
        with running(unit.settings) as url:
            assert budi.sync.sync(url).rejected == ()
            with unit.open("wayan") as wayan:
                wayan.sync.sync(url)
                assert names(wayan) == typed
                digests.add(digest(wayan.store))
    assert len(digests) == 1


@pytest.mark.scenario(56)
def test_no_file_for_others_runs_anything(unit: Unit, tmp_path: Path) -> None:
    with unit.open("sri") as sri:
        fill(sri)
        view = sri.schedule.week(date(2026, 11, 23))
        made = {
            "jadwal.xlsx": sharing.as_xlsx(view, "=1+1"),
            "jadwal.csv": sharing.as_csv(view),
        }
        calendar = sharing.as_calendar(view, "Kelurahan\nBEGIN:VALARM", datetime(2026, 11, 23, tzinfo=UTC))
        text = sharing.shared_text(view, "Jadwal")
    (tmp_path / "jadwal.xlsx").write_bytes(made["jadwal.xlsx"])
    rows = [row.cells for sheet in read_tables(tmp_path / "jadwal.xlsx") for row in sheet.rows]
    rows += list(csv.reader(io.StringIO(made["jadwal.csv"].decode("utf-8-sig"))))
    told = {str(cell) for row in rows for cell in row if cell is not None}
    assert f"'{NAMES[0]}" in told  # with the guard that spreadsheets take for "this is text"
    assert not any(cell[:1] in ("=", "@") for cell in told)
    with zipfile.ZipFile(io.BytesIO(made["jadwal.xlsx"])) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts.values())
    assert b"<script>" not in b"".join(parts.values())
    assert b"\r\nBEGIN:VALARM" not in calendar
    assert all(name in text for name in NAMES if name.isprintable())


@pytest.mark.scenario(56)
def test_papers_are_printed_and_lie_where_they_should(unit: Unit, tmp_path: Path) -> None:
    with unit.open("sri") as sri:
        fill(sri)
        made = sri.printing.make(["schedule", "daily-report"], WEEK, nips=list(NIPS), out=tmp_path / "papers")
        assert len(made) > len(NIPS)
        for paper in made:
            assert paper.path.parent == tmp_path / "papers"
            assert paper.path.read_bytes().startswith(b"%PDF")
            assert not any(word in paper.path.read_bytes() for word in (b"/JavaScript", b"/URI", b"/Launch"))
        assert sorted(tmp_path.rglob("*.pdf")) == sorted(paper.path for paper in made)


@pytest.mark.scenario(56)
def test_the_terminal_obeys_nobodys_name(
    unit: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with unit.open("sri") as sri:
        fill(sri)
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    where = ["--data", str(unit.folder / "sri"), "--passphrase-file", str(secret)]
    main([*where, "people", "list"])
    told = capsys.readouterr().out
    assert "\\u001b[31m" in told
    assert "\\u202e" in told
    assert not {"\x1b", "\x07", "\u202e", "\u202c"} & set(told)
    main([*where, "--json", "people", "list"])
    listed = json.loads(capsys.readouterr().out)["people"]
    assert set(NAMES) <= {person["name"] for person in listed}


@pytest.mark.scenario(56)
@pytest.mark.parametrize("name", NAMES)
def test_labels_and_tool_tips_show_markup_as_text(name: str, qtbot: QtBot) -> None:
    label, narrow = Label(name), ElidedLabel(name)
    for widget in (label, narrow):
        qtbot.addWidget(widget)
        assert widget.textFormat() is Qt.TextFormat.PlainText
    narrow.resize(30, 20)
    narrow.grab()
    assert "<img" not in narrow.toolTip()
    assert "<script" not in plain_tip(f"{name}\n{name}")
    assert plain_tip("Budi & Sri, 3 < 4") == "Budi & Sri, 3 < 4"
