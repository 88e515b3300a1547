"""The frame, driven by its keys as a person would."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton

from flexdesk.domain.ops import Change, Op
from flexdesk.errors import ReasonNeeded
from tests.gui.desks import NOW, BlankPage, MemoryDesk, blank_specs
from tests.gui.indonesian import spoken
from ui.feedback.reason import ReasonForm
from ui.qt import theme, window_state
from ui.qt.tokens import Scheme
from ui.shell.fuzzy import best, score
from ui.shell.help_view import help_text
from ui.shell.main_window import MainWindow
from ui.shell.ports import LineState, TrustFacts
from ui.shell.screens import NINE, page_specs
from ui.shell.trust_line import backup_part, line_part, role_part, saved_part, unsent_part

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
TODAY = NOW.date()


@pytest.fixture
def desk():
    return MemoryDesk()


@pytest.fixture
def window(desk, qtbot):
    made = MainWindow(desk, blank_specs())
    qtbot.addWidget(made)
    made.go("today")
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.close()


def change(before, after):
    return Change("schedule.set_place", (Op("assignment", "a0", {"place": before}, {"place": after}),))


def test_the_window_is_a_screen_of_1366_by_768_with_nine_screens(window):
    picture = window.grab()
    assert (picture.width(), picture.height()) == (1366, 768)
    assert len(window.side_bar.items) == 9
    assert window.side_bar.width() == 176
    assert window.trust_line.height() == 24
    assert window.page.header.height() == 44


def test_the_content_starts_right_under_the_header(window):
    assert window.page.header.geometry().top() == 0
    window.reporter.tell("Jadwal terbit.")
    window.grab()
    assert window.page.header.geometry().top() == 0
    assert window.notices.height() < 60


@pytest.mark.parametrize("number", range(1, 10))
def test_a_number_key_opens_its_screen(window, qtbot, number):
    qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), CTRL)
    key = NINE[number - 1][0]
    assert window.current_key == key
    assert window.side_bar.items[key].isChecked()


def test_pages_are_built_on_the_first_visit_only(desk, qtbot):
    built = []

    def factory(key):
        def make(_frame):
            built.append(key)
            return BlankPage(key)

        return make

    window = MainWindow(desk, page_specs({key: factory(key) for key, _title, _icon in NINE}))
    qtbot.addWidget(window)
    window.go("today")
    window.go("schedule")
    window.go("today")
    assert built == ["today", "schedule"]
    window.close()


def test_an_unknown_screen_is_refused_early():
    with pytest.raises(KeyError):
        page_specs({"astrology": BlankPage})


def test_alt_left_goes_back(window, qtbot):
    window.go("schedule")
    window.go("sending", "bundle-7")
    assert window.page.asked == ["activate", "open bundle-7"]
    qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.current_key == "schedule"
    window.go_back()
    window.go_back()
    assert window.current_key == "today"


def test_a_page_can_send_the_person_on(window):
    window.page.wanted.emit("people", "eko")
    assert window.current_key == "people"
    assert window.page.asked[-1] == "open eko"


def test_a_change_reaches_every_built_page_once(window, desk):
    first = window.page
    window.go("schedule")
    desk.committer.commit(change(None, "home"))
    assert [len(page.changes) for page in (first, window.page)] == [1, 1]


def test_undo_and_redo_by_key_across_screens(window, desk, qtbot):
    window.editor.run("Ubah tempat", lambda: desk.committer.commit(change(None, "home")))
    assert window.undo_bar.text == "Ubah tempat"
    window.go("people")
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert desk.committer.values[("assignment", "a0", "place")] is None
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.committer.values[("assignment", "a0", "place")] == "home"


def test_a_refusal_is_shown_over_the_page_and_esc_clears_it(window, desk, qtbot):
    window.editor.run("Ubah", lambda: desk.committer.commit(change("office", "home")))
    assert window.notices.banner.ticket == "FD-UBH-01"
    window.go("people")
    assert window.notices.parentWidget() is window.page
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.notices.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.page.asked[-1] == "leave"


def test_a_reason_is_asked_in_place_and_kept(window, desk, qtbot):
    def without():
        raise ReasonNeeded(sentence="Jumat ketiga.")

    window.editor.run("Ubah", without, with_reason=lambda why: desk.committer.commit(change(None, why)))
    form = window.findChild(ReasonForm)
    assert not form.keep.isEnabled()
    qtbot.keyClicks(form.field, "tugas mendesak")
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert desk.committer.values[("assignment", "a0", "place")] == "tugas mendesak"
    assert window.notices.isHidden()


def test_the_palette_finds_people_commands_and_screens(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.palette_panel
    assert window.focusWidget() is palette.field
    qtbot.keyClicks(palette.field, "fitri")
    assert palette.model.index(0).data() == "Fitri Handayani"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isHidden()
    assert window.current_key == "people"
    assert window.page.asked[-1] == "open fitri"
    window.palette_panel.open()
    qtbot.keyClicks(palette.field, "ratakan")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.page.asked[-1] == "level"


def test_the_palette_closes_by_esc_and_gives_the_keyboard_back(window, qtbot):
    target = window.side_bar.items["people"]
    target.setFocus()
    window.palette_panel.open()
    qtbot.keyClick(window.palette_panel.field, Qt.Key.Key_Escape)
    assert window.palette_panel.isHidden()
    assert window.focusWidget() is target


def test_f6_goes_round_the_window(window, qtbot):
    window.side_bar.items["today"].setFocus()
    seen = []
    for _number in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        seen.append(window.focusWidget())
    assert seen == [window.page, window.trust_line.first(), window.side_bar.items["today"]]
    qtbot.keyClick(window, Qt.Key.Key_F6, SHIFT)
    assert window.focusWidget() is window.trust_line.first()


def test_two_panes_side_by_side_are_two_stops(window, qtbot, monkeypatch):
    panes = [QPushButton("kiri"), QPushButton("kanan")]
    for pane in panes:
        window.page.body.addWidget(pane)
    monkeypatch.setattr(window.page, "panes", lambda: panes, raising=False)
    qtbot.waitUntil(panes[1].isVisible)
    panes[0].setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.focusWidget() is panes[1]
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.focusWidget() is window.trust_line.first()


def test_f8_asks_the_page_for_problems(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.keyClick(window, Qt.Key.Key_F8, SHIFT)
    assert window.page.asked[-2:] == ["problem +1", "problem -1"]


def test_f9_folds_and_remembers(window, desk, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert window.side_bar.width() == 48
    assert window.side_bar.items["schedule"].toolTip() == "Schedule  Ctrl+3"
    again = MainWindow(desk, blank_specs())
    qtbot.addWidget(again)
    assert again.side_bar.folded
    again.close()


def test_question_mark_shows_the_keys_of_the_screen(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Question, SHIFT)
    assert not window.keys_panel.isHidden()
    qtbot.keyClick(window.keys_panel, Qt.Key.Key_Escape)
    assert window.keys_panel.isHidden()


def test_f1_shows_help(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window._help.isVisible()
    assert window._help.browser.toPlainText()
    window._help.close()


def test_help_falls_back_to_words():
    assert help_text("no-such-page")


def test_history_goes_back_to_before_a_step(window, desk, qtbot):
    for before, after in ((None, "home"), ("home", "office")):
        window.editor.run(after, lambda b=before, a=after: desk.committer.commit(change(b, a)))
    qtbot.keyClick(window, Qt.Key.Key_H, ALT)
    panel = window.history_panel
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert desk.committer.values[("assignment", "a0", "place")] is None
    assert panel.isHidden()


def test_the_lock_hides_everything_until_the_passphrase(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    cover = window.lock_cover
    assert cover.geometry() == window.rect()
    qtbot.keyClick(cover.field, Qt.Key.Key_Escape)
    qtbot.keyClicks(cover.field, "salah")
    qtbot.keyClick(cover.field, Qt.Key.Key_Return)
    assert not cover.isHidden()
    assert cover.fault.text()
    qtbot.keyClicks(cover.field, "sukamaju")
    qtbot.keyClick(cover.field, Qt.Key.Key_Return)
    assert cover.isHidden()


def test_keys_do_not_reach_behind_the_lock(window, qtbot):
    window.lock()
    qtbot.keyClick(window.lock_cover.field, Qt.Key.Key_3, CTRL)
    qtbot.keyClick(window.lock_cover.field, Qt.Key.Key_K, CTRL)
    assert window.current_key == "today"
    assert window.palette_panel.isHidden()
    assert not window.lock_cover.isHidden()
    qtbot.keyClicks(window.lock_cover.field, "sukamaju")
    qtbot.keyClick(window.lock_cover.field, Qt.Key.Key_Return)
    qtbot.keyClick(window, Qt.Key.Key_3, CTRL)
    assert window.current_key == "schedule"


def test_counts_stand_beside_screens_never_opened(window):
    window.show_count("review", 9)
    assert window.side_bar.items["review"].count == 9
    window.page.counted.emit(2, False)
    assert window.side_bar.items["today"].count == 2


def test_each_part_of_the_trust_line_leads_somewhere(window):
    for part, target in (("unsent", "sending"), ("rules", "policy")):
        window.trust_line.parts[part].click()
        assert window.current_key == target
    window.trust_line.parts["saved"].click()
    assert not window.history_panel.isHidden()
    window.history_panel.hide()
    window.trust_line.parts["density"].click()
    assert window.trust_line.parts["density"].part.text == "Normal"


def test_the_trust_line_speaks_as_one_sentence(window):
    with spoken():
        window.refresh_trust()
        assert "12 belum terkirim · 3 hari" in window.trust_line.spoken()
        assert "Luring" in window.trust_line.spoken()


@pytest.mark.parametrize(
    ("unsent", "days", "token", "loud"),
    [(0, 0, "positive", False), (4, 0, "muted", False), (4, 3, "warning", True), (4, 7, "negative", True)],
)
def test_unsent_ages_from_grey_to_red(unsent, days, token, loud):
    part = unsent_part(TrustFacts(NOW, unsent, days))
    assert (part.token, part.loud) == (token, loud)


def test_backup_and_save_show_time_today_and_day_before():
    facts = TrustFacts(NOW, backup_at=NOW - timedelta(days=3))
    local = NOW.astimezone()
    assert saved_part(facts, local.date()).text.endswith(f"{local:%H.%M}")
    assert "16" in backup_part(facts, local.date()).text
    assert backup_part(replace(facts, backup_at=None), TODAY).loud
    assert saved_part(TrustFacts(None), TODAY).token != "positive"


@pytest.mark.parametrize(
    ("days", "token"), [(30, None), (7, None), (6, "warning"), (0, "warning"), (-1, "negative")]
)
def test_the_end_of_a_role_is_said_a_week_before(days, token):
    part = role_part(TrustFacts(NOW, role_until=TODAY + timedelta(days=days)), TODAY)
    assert (part.token if part else None) == token
    assert role_part(TrustFacts(NOW), TODAY) is None


def test_the_line_shows_a_role_only_while_it_is_about_to_end(window):
    line = window.trust_line
    assert not line.parts["role"].isVisible()
    line.show_facts(TrustFacts(NOW, role_until=TODAY), TODAY)
    assert line.parts["role"].isVisible()
    assert line.parts["role"].accessibleName() in line.spoken()
    line.show_facts(TrustFacts(NOW), TODAY)
    assert not line.parts["role"].isVisible()


def test_each_state_of_the_line_has_words_and_icon():
    shown = {line_part(TrustFacts(NOW, line=state)) for state in LineState}
    assert len({part.text for part in shown}) == len(LineState)
    assert len({part.icon for part in shown}) == len(LineState)


def test_a_crash_is_reported_once_and_grows(window):
    for text in ("one", "two"):
        window.reporter.report(ValueError(text))
    assert "ValueError: two" in window._crash.text.toPlainText()
    window._crash.close()


def test_closing_lets_go_of_everything_once(desk, qtbot):
    window = MainWindow(desk, blank_specs())
    qtbot.addWidget(window)
    window.go("today")
    page = window.page
    window.close()
    window.shut()
    assert desk.closed == 1
    assert desk.bus.listeners == 0
    assert page.asked[-1] == "shut"
    assert not window._trust_timer.isActive()


def test_a_closed_window_keeps_the_look_no_longer(desk, qtbot):
    window = MainWindow(desk, blank_specs())
    qtbot.addWidget(window)
    look = theme.current()
    look.set_scheme(Scheme.DARK)
    assert window_state.kept("look/scheme") == Scheme.DARK
    window.close()
    look.set_scheme(Scheme.LIGHT)
    assert window_state.kept("look/scheme") == Scheme.DARK


def test_fuzzy_prefers_word_starts_and_order():
    assert best("ep", ["Keep", "Eko Prasetyo", "Siap"], str)[0] == "Keep"
    assert best("eko", ["Gekko", "Eko Prasetyo"], str)[0] == "Eko Prasetyo"
    assert score("xyz", "Eko") is None
    assert best("", ["b", "a"], str) == ["b", "a"]


@pytest.mark.parametrize(
    "parts",
    [
        "ui.app",
        "ui.schedule.page, flexdesk.services.publish_outputs, flexdesk.services.week_codes",  # the schedule's
    ],
)
def test_what_is_seen_first_loads_no_heavy_parts(parts):
    code = f"import sys, {parts}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"PySide6.QtNetwork", "PySide6.QtPrintSupport", "PySide6.QtSql", "reportlab", "cryptography"}
    assert not heavy & set(done.stdout.split())


def test_switching_the_scheme_leaves_nothing_of_the_old_one(window, desk, qtbot, qapp):
    window.show_count("review", 9)
    window.reporter.tell("Jadwal terbit.")
    window.toggle_scheme()
    qapp.processEvents()
    switched = window.grab().toImage()
    fresh = MainWindow(desk, blank_specs())
    qtbot.addWidget(fresh)
    fresh.go("today")
    fresh.show_count("review", 9)
    fresh.reporter.tell("Jadwal terbit.")
    fresh.show()
    qapp.processEvents()
    assert fresh.grab().toImage() == switched
    fresh.close()


def test_bigger_text_keeps_the_window_in_its_frame(window, qapp):
    theme.current().set_scale(150)
    qapp.processEvents()
    assert window.grab().size() == QSize(1366, 768)
    assert window.trust_line.height() == 36
    assert window.page.header.height() == 66


def test_the_window_is_the_only_top_level_widget_it_makes(qapp, qtbot):
    before = set(qapp.topLevelWidgets())
    window = MainWindow(MemoryDesk(), blank_specs())
    qtbot.addWidget(window)
    window.go("today")
    assert set(qapp.topLevelWidgets()) - before == {window}
    window.close()
