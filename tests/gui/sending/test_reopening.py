"""A copied disk found in the open window: one button, and the person goes on under the laptop's new name."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.keys import keyfile
from flexdesk.keys.system_keyring import no_keyring
from flexdesk.server.run import running
from flexdesk.store.digest import digest
from flexdesk.store.errors import AlreadyOpen
from flexdesk.system.clock import FixedClock
from tests.gui.sending.windows import settle, told
from tests.helpers.desks import PASSPHRASE
from tests.helpers.ready_units import ready_unit
from tests.helpers.units import START, Unit
from tests.helpers.visits import names, sync, write
from ui.app import Stage
from ui.desktop import opened_again, specs, stand_by
from ui.opened import OpenedUnit
from ui.sending.security_page import SecurityPage
from ui.shell.main_window import MainWindow

MADE, PUTU = "Made Contohnya", "Putu Contohnya"
NIPS = {MADE: "199001012015041001", PUTU: "199202022016042002"}


@dataclass
class Program:
    """What stands on the screen, whichever window it is by now."""

    stage: Stage

    @property
    def window(self) -> MainWindow:
        assert self.stage.window is not None
        return self.stage.window

    @property
    def core(self) -> Desk:
        assert isinstance(self.window.desk, OpenedUnit)
        return self.window.desk.core


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return ready_unit(tmp_path / "unit")


@pytest.fixture
def url(unit: Unit) -> Iterator[str]:
    with running(unit.settings) as address:
        yield address


@pytest.fixture
def programs(qapp: object) -> Iterator[list[Program]]:
    assert qapp
    started: list[Program] = []
    yield started
    for program in started:
        program.stage.shut()
        program.window.close()
        program.window.deleteLater()


def start(programs: list[Program], folder: Path, url: str = "") -> Program:
    desk = open_desk(folder, passphrase=PASSPHRASE, clock=FixedClock(START), keyring=no_keyring)
    if url:
        desk.membership.set_url(url)
    program = Program(Stage(stand_by, opened_again))
    program.stage.show(OpenedUnit(desk), specs(desk))
    programs.append(program)
    program.window.go("sending")
    settle(program.window)
    return program


def press_remedy(program: Program, qtbot: QtBot) -> None:
    """The button of the notice, by keyboard; then wait for the window that takes its place."""
    old = program.window
    banner = old.notices.banner
    assert banner is not None
    (button,) = banner.buttons
    assert button.text() == "Open anew"
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.window is not old, timeout=20_000)
    settle(program.window)


@pytest.mark.scenario(43)
def test_one_button_and_the_work_goes_on_and_is_sent(
    unit: Unit, url: str, programs: list[Program], qtbot: QtBot
) -> None:
    original, copy = unit.folder / "budi", unit.folder / "copy"
    shutil.copytree(original, copy)
    before = write(original, NIPS[MADE], MADE)
    sync(original, url)
    program = start(programs, copy, url)
    program.core.people.add(NIPS[PUTU], PUTU)
    QTest.keyClick(program.window, Qt.Key.Key_F5)
    settle(program.window)
    assert "Another copy of this data folder" in told(program.window)
    assert program.core.store.device == before
    press_remedy(program, qtbot)
    renamed = program.core.store.device
    assert renamed != before
    assert program.window.isVisible()
    assert program.window.current_key == "sending"
    assert program.core.carriers.received() == 1
    found = {row["name"] for row in program.core.store.select("person")}
    assert {MADE, PUTU} <= found
    sync(original, url)
    assert PUTU in names(original)


def test_a_file_of_the_other_copy_offers_the_same_button(
    unit: Unit, programs: list[Program], qtbot: QtBot, tmp_path: Path
) -> None:
    original, copy = unit.folder / "budi", unit.folder / "copy"
    shutil.copytree(original, copy)
    write(copy, NIPS[PUTU], PUTU)
    with open_desk(copy, passphrase=PASSPHRASE) as desk:
        desk.bundles.create(tmp_path / "stick.flexdesk", "unit")
    before = write(original, NIPS[MADE], MADE)
    program = start(programs, original)
    page = program.window.page
    page.dealings.take_bundle(tmp_path / "stick.flexdesk")  # type: ignore[union-attr]
    settle(program.window)
    press_remedy(program, qtbot)
    assert program.core.store.device != before
    assert {MADE, PUTU} <= {row["name"] for row in program.core.store.select("person")}
    assert "goes on as" in told(program.window)


def test_new_keys_from_the_screen_open_the_unit_anew(
    unit: Unit, url: str, programs: list[Program], qtbot: QtBot
) -> None:
    folder = unit.folder / "budi"
    before = write(folder, NIPS[MADE], MADE)
    program = start(programs, folder, url)
    program.window.go("sending", "security:keys")
    settle(program.window)
    page, old = program.window.page, program.window
    assert isinstance(page, SecurityPage)
    digested = digest(program.core.store)
    QTest.keyClick(page.keys_form.go, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.window is not old, timeout=20_000)
    settle(program.window)
    assert program.core.store.device != before
    assert digest(program.core.store) != digested  # the authors' names are part of it
    assert {row["name"] for row in program.core.store.select("person")} >= {MADE}
    assert program.core.membership.is_successor is False  # the exchange that follows told the server
    with pytest.raises(AlreadyOpen):
        open_desk(folder, passphrase=PASSPHRASE, patience_s=0)


def test_where_it_cannot_be_opened_anew_the_program_ends(
    unit: Unit,
    programs: list[Program],
    qtbot: QtBot,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes: list[int] = []
    monkeypatch.setattr(QApplication, "exit", codes.append)  # the loop of this test would end for good
    folder = unit.folder / "budi"
    program = start(programs, folder)
    for name in (keyfile.NAME, keyfile.COPY):
        (folder / name).unlink()
    old = program.window
    program.window.beside.emit("reopen", "")
    qtbot.waitUntil(lambda: bool(codes), timeout=20_000)
    assert codes == [5]
    assert "FD-KUN-05" in capsys.readouterr().err
    assert program.window is old


def test_a_keyring_that_was_filled_again_is_told(
    unit: Unit, programs: list[Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(unit.folder / "budi", passphrase=PASSPHRASE, clock=FixedClock(START))
    monkeypatch.setattr(desk, "keyring_mended", True)
    program = Program(Stage(stand_by, opened_again))
    program.stage.show(OpenedUnit(desk), specs(desk))
    programs.append(program)
    settle(program.window)
    assert "has it again" in told(program.window)
