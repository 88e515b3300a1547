"""The strip in real windows: what is on the clipboard after each key, and where a restart goes on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from flexdesk.domain.ekinerja import Form
from flexdesk.domain.ops import Change
from tests.gui.bridge.conftest import MONTH, Control, Hand, Shift, again, opened
from tests.gui.indonesian import spoken
from tests.helpers.desks import kecamatan_desk
from ui.bridge.strip import NARROW, BridgeStrip
from ui.evaluation.page import EvaluationPage

J = Qt.Key.Key_J


def values(hand: Hand, record: int = 0) -> list[str]:
    entry = hand.desk.bridge.sheet(hand.reporter(), MONTH, (Form.DAILY,)).entries[record]
    return [field.value for field in entry.steps]


def test_each_press_copies_the_next_value_and_the_last_one_ticks(hand: Hand) -> None:
    wanted = values(hand)
    strip = hand.open()
    assert strip.value.text() == wanted[0]
    got = []
    for at in range(len(wanted)):
        assert hand.desk.store.select("ekinerja_tick") == [], at
        hand.press(J)
        got.append(hand.copied())
    assert got == wanted
    assert len(hand.desk.store.select("ekinerja_tick")) == 1
    assert strip.count.text().startswith("1 of ")
    assert strip.value.text() == values(hand, 1)[0]
    hand.press(J)
    assert hand.copied() == values(hand, 1)[0]


def test_the_button_does_the_same(hand: Hand) -> None:
    strip = hand.open()
    strip.copy.click()
    assert hand.copied() == values(hand)[0]
    assert strip.last.text() == "copied: Rencana Aksi"


def test_back_takes_the_tick_away_and_undo_gives_it_back(hand: Hand) -> None:
    strip = hand.open()
    wanted = values(hand)
    for _ in wanted:
        hand.press(J)
    hand.press(J, Control | Shift)
    assert strip.value.text() == wanted[-1]
    assert [row["copied_on"] for row in hand.desk.store.select("ekinerja_tick")] == [None]
    assert strip.count.text().startswith("0 of ")
    hand.press(J, Control | Shift)
    assert strip.value.text() == wanted[-2]
    hand.press(Qt.Key.Key_Z)  # the tick is there again: the strip goes on behind that record
    assert strip.count.text().startswith("1 of ")
    assert strip.value.text() == values(hand, 1)[0]


def test_a_record_is_left_for_later(hand: Hand) -> None:
    strip = hand.open()
    hand.press(Qt.Key.Key_Right)
    assert strip.value.text() == values(hand, 1)[0]
    assert hand.desk.store.select("ekinerja_tick") == []


def test_it_stays_and_works_while_the_window_is_minimised(hand: Hand) -> None:
    strip = hand.open()
    hand.window.showMinimized()
    QApplication.processEvents()
    assert hand.window.isMinimized()
    assert strip.isVisible()
    assert strip.parent() is None
    assert strip.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    hand.press(J)
    assert hand.copied() == values(hand)[0]


def test_values_are_typed_as_the_form_takes_them(hand: Hand) -> None:
    row = hand.desk.store.select("output", person=hand.reporter(), day=("2026-09-01", "2026-09-30"))[0]
    cells = {"amount": 2.5, "activity": "Rapat\nlanjutan"}
    hand.desk.committer.commit(Change("output.edit", (hand.desk.committer.update("output", row, cells),)))
    strip = hand.open()
    seen = {}
    for _ in range(8):
        if strip.count.text().startswith("1"):
            break
        name, mark = strip.field.text(), strip.mark.text()
        hand.press(J)
        seen[name] = (hand.copied(), mark)
    assert seen["Kegiatan Harian"] == ("Rapat lanjutan", "line breaks folded")
    assert seen["Realisasi"] == ("3", "rounded from 2,5")
    assert seen["Tanggal Kegiatan"] == ("01/09/2026", "")


def test_days_are_typed_as_the_palette_says(hand: Hand) -> None:
    strip = hand.open()
    hand.press(J)
    assert strip.value.text() == "01/09/2026"
    found = {command.text: command for command in hand.keeper.commands()}
    found["Type days for e-Kinerja as yyyy-mm-dd"].call()
    assert strip.value.text() == "2026-09-01"
    hand.press(J)
    assert hand.copied() == "2026-09-01"


def test_a_correction_from_elsewhere_is_shown_at_once(hand: Hand) -> None:
    strip = hand.open()
    hand.press(J)
    row = hand.desk.store.select("output", person=hand.reporter(), day=("2026-09-01", "2026-09-30"))[0]
    op = hand.desk.committer.update("output", row, {"evidence": "https://contoh.go.id/bukti"})
    hand.desk.committer.commit(Change("output.edit", (op,)))
    QApplication.processEvents()
    assert strip.walk is not None
    assert strip.walk.at == 1  # still in the same record
    for _ in range(4):
        hand.press(J)
    assert "https://contoh.go.id/bukti" in [field.value for field in strip.walk.sheet.entries[0].fields]


def test_other_forms_and_people_by_keyboard(hand: Hand) -> None:
    strip = hand.open()
    hand.press(Qt.Key.Key_2)
    assert strip.walk is not None
    assert strip.walk.form is Form.REVIEW
    assert strip.field.text() == "Realisasi"
    assert "RHK-01" in strip.record.text()
    before = strip.name.text()
    hand.press(Qt.Key.Key_PageDown)
    assert strip.name.text() != before
    assert strip.walk.form is Form.REVIEW
    hand.press(Qt.Key.Key_PageUp)
    assert strip.name.text() == before
    hand.press(Qt.Key.Key_3)
    assert strip.value.text() == "There is nothing to copy for this form in this period."
    assert not strip.copy.isEnabled()
    kept = hand.copied()
    hand.press(J)
    assert hand.copied() == kept


def test_all_of_it_is_named_for_a_screen_reader(hand: Hand) -> None:
    strip = hand.open()
    assert strip.accessibleName().startswith("Rencana Aksi. ")
    assert strip.copy.accessibleDescription() == strip.accessibleName()
    assert "empty here: Jam Mulai Kegiatan" in strip.record.text()
    assert strip.forms.accessibleName()


def test_ctrl_j_opens_it_from_the_screens(hand: Hand) -> None:
    hand.window.go("evaluation")
    QApplication.processEvents()
    page = hand.window.page
    assert isinstance(page, EvaluationPage)
    page.table.setFocus()
    hand.press(J, on=page.table)
    one = page.current()
    assert one is not None
    assert hand.strip.name.text() == one.skp.person["name"]
    assert hand.strip.walk is not None
    assert hand.strip.walk.sheet.period == page.period
    for screen in ("targets", "review", "people"):
        hand.strip.close()
        hand.window.go(screen)
        QApplication.processEvents()
        found = [one for one in hand.window.page_commands() if one.key == "Ctrl+J"]
        assert len(found) == 1, screen
    hand.window.go("people")
    found[0].call()
    QApplication.processEvents()
    assert hand.strip.isVisible()


def test_somebody_without_skp_is_reported(hand: Hand) -> None:
    told: list[str] = []
    hand.window.reporter.noticed.connect(lambda notice: told.append(notice.code))
    hand.window.beside.emit("bridge", f"{hand.reporter()}|2019-09")
    QApplication.processEvents()
    assert told == ["not_found"]
    assert not hand.strip.isVisible()


def test_locking_hides_it(hand: Hand) -> None:
    strip = hand.open()
    hand.window.lock()
    assert not strip.isVisible()


def test_it_closes_with_the_window_and_esc_ends_the_session(qapp: QApplication, tmp_path: Path) -> None:
    hand = opened(kecamatan_desk(tmp_path / "unit"))
    strip = hand.open()
    hand.press(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not strip.isVisible()
    place = hand.desk.bridge.place()
    assert place is not None
    assert not place.is_open
    hand.open()
    hand.close()
    assert not [one for one in qapp.topLevelWidgets() if isinstance(one, BridgeStrip) and one.isVisible()]


@pytest.mark.usefixtures("qapp")
def test_after_a_restart_it_goes_on_at_the_same_field(tmp_path: Path) -> None:
    hand = opened(kecamatan_desk(tmp_path / "unit"))
    first, second = values(hand), values(hand, 1)
    hand.open()
    for _ in range(len(first) + 2):
        hand.press(J)
    hand.close()
    hand = again(tmp_path / "unit")
    notices: list[str] = []
    hand.window.reporter.noticed.connect(lambda notice: notices.append(notice.text))
    hand.keeper.offer()
    assert len(notices) == 1
    assert ", 1 of " in notices[0]
    assert hand.go_on().value.text() == second[2]
    hand.press(J)
    assert hand.copied() == second[2]
    hand.press(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    hand.keeper.offer()
    assert len(notices) == 1  # it was closed by hand
    hand.close()


@pytest.mark.usefixtures("qapp")
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill like that")
@pytest.mark.parametrize("presses", [4, 8])
def test_after_the_power_went_it_goes_on_at_the_same_field(tmp_path: Path, presses: int) -> None:
    folder = tmp_path / "unit"
    desk = kecamatan_desk(folder)
    hand = opened(desk)
    steps = [*values(hand), *values(hand, 1)]
    hand.close()
    script = Path(__file__).with_name("power.py")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, str(script), str(folder), str(presses)],
        env=environment,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert ended.stdout.splitlines() == steps[:presses]
    hand = again(folder)
    hand.go_on()
    hand.press(J)
    assert hand.copied() == steps[presses]
    hand.close()


def test_it_remembers_where_it_stood_and_its_shape(hand: Hand) -> None:
    strip = hand.open()
    strip.move(40, 300)
    hand.press(Qt.Key.Key_M)
    assert strip.width() == NARROW
    strip.close()
    again_strip = BridgeStrip(hand.desk.bridge, hand.window.editor, lambda _error: None, lambda _year: [])
    assert (again_strip.x(), again_strip.y(), again_strip.width()) == (strip.x(), strip.y(), NARROW)
    again_strip.deleteLater()


def test_indonesian_words_fit_the_strip(hand: Hand) -> None:
    with spoken():
        strip = hand.open()
        strip.resize(1366, 64)
        QApplication.processEvents()
        assert strip.minimumSizeHint().width() <= 1366
        assert strip.height() <= 70
        hand.press(Qt.Key.Key_M)
        assert strip.minimumSizeHint().width() <= NARROW
        for button in (strip.copy, strip.back, strip.skip):
            assert button.width() >= button.sizeHint().width()
