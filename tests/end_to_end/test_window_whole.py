"""What holds on every screen: keys, words, sizes, help, and wrong files that change nothing."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from flexdesk.errors import StaleEdit
from flexdesk.keys.system_keyring import no_keyring
from flexdesk.system.clock import SystemClock
from tests.end_to_end.windows import SCREENS, Person, at_window, files, sentences
from tests.end_to_end.words_shown import foreign
from tests.gui.conftest import _nothing_leaks, _plain_look, qapp  # noqa: F401
from tests.gui.indonesian import spoken
from tests.helpers.desks import CHEAP, DATA, TODAY, kecamatan_desk
from ui.evaluation.page import EvaluationPage
from ui.onboarding.beginning import begin
from ui.onboarding.first_run import FirstRun
from ui.people.page import PeoplePage
from ui.policy.page import PolicyPage
from ui.qt import theme
from ui.qt.tokens import Scheme
from ui.review.page import ReviewPage
from ui.schedule.page import SchedulePage
from ui.schedule.publish import PublishDialog
from ui.sending.page import SendingPage
from ui.targets.page import TargetsPage
from ui.widgets.button import Button
from ui.widgets.confirm import Confirm
from ui.widgets.page import Page

pytestmark = pytest.mark.usefixtures("qapp")

NIP = "197203151997031901"
DUK = DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx"
WRONG = {
    "surat.pdf": b"%PDF-1.4 no table in here",
    "kosong.xlsx": b"",
    "terpotong.xlsx": DUK.read_bytes()[:4000],
    "foto.flexdesk": b"\x89PNG\r\n\x1a\n",
    "kosong.flexdesk": b"",
    "aturan.toml": b"this is no pack",
}
IMPORTS: tuple[tuple[type[Page], str, tuple[str, ...]], ...] = (
    (TargetsPage, "Ctrl+I", ("surat.pdf", "kosong.xlsx", "terpotong.xlsx", "tiada.xlsx")),
    (ReviewPage, "Ctrl+I", ("surat.pdf", "kosong.xlsx", "terpotong.xlsx", "tiada.xlsx")),
    (
        SendingPage,
        "Ctrl+O",
        ("surat.pdf", "foto.flexdesk", "kosong.flexdesk", "titip.flexdesk", "tiada.flexdesk"),
    ),
)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    folder = tmp_path / "salah"
    folder.mkdir()
    for name, content in WRONG.items():
        (folder / name).write_bytes(content)
    return folder


def test_wrong_files_are_told_in_three_sentences_and_change_nothing(tmp_path: Path, wrong: Path) -> None:
    desk = kecamatan_desk(tmp_path / "unit")
    desk.bundles.create(tmp_path / "utuh.flexdesk", "unit")
    whole = (tmp_path / "utuh.flexdesk").read_bytes()
    (wrong / "titip.flexdesk").write_bytes(whole[: len(whole) * 2 // 3])
    with at_window(desk) as person:
        before = person.digest
        for screen, key, names in IMPORTS:
            person.at(screen)
            for name in names:
                with files(opened=wrong / name):
                    person.press(key)
                    person.settle()
                expect_three_lines(person, name)
                person.picture(f"7-{screen.__name__}-{name}")
                person.window.notices.clear()
        page = person.at(PeoplePage)
        person.press("Ctrl+O")
        for name in ("surat.pdf", "kosong.xlsx", "terpotong.xlsx", "tiada.xlsx"):
            with files(opened=wrong / name):
                page.wizard.choose_file()
                person.settle()
            said = sentences(page.wizard.banner)
            assert len(said) == 3, (name, said)
            assert not foreign(page)
            person.picture(f"7-PeoplePage-{name}")
        person.at(PolicyPage)
        with files(opened=wrong / "aturan.toml"):
            command(person, "muat berkas aturan")
            person.settle()
        expect_three_lines(person, "aturan.toml")
        assert person.digest == before
        assert person.window.editor.stack.count() == 0


def expect_three_lines(person: Person, name: str) -> None:
    said = sentences(person.window.notices.banner)
    assert len(said) == 3, (name, said)
    assert all(line.endswith((".", "?")) for line in said), said
    assert not foreign(person.window.notices)


def command(person: Person, words: str) -> None:
    """Ctrl+K, a few letters, Enter."""
    person.press("Ctrl+K")
    person.type_in(words)
    person.press("Enter", on=person.window.palette_panel.field)
    person.settle()


def test_the_palette_finds_people_and_commands(tmp_path: Path) -> None:
    with at_window(kecamatan_desk(tmp_path / "unit")) as person:
        person.press("Ctrl+K")
        person.type_in("tika")
        person.picture("8-palet")
        person.press("Enter", on=person.window.palette_panel.field)
        person.settle()
        page = person.on(PeoplePage)
        assert person.name_of(page.table.key) == "Tika Yulianti"
        person.at(SchedulePage)
        command(person, "ratakan")
        assert person.on(SchedulePage).desk.strip.offer is not None
        person.press("Esc")
        command(person, "tinjau")
        person.on(ReviewPage)
        person.press("Alt+Left")
        person.on(SchedulePage)


def test_every_screen_opens_by_its_number_and_has_help_and_keys_in_indonesian(tmp_path: Path) -> None:
    with at_window(kecamatan_desk(tmp_path / "unit")) as person:
        window = person.window
        for screen in SCREENS:
            page = person.at(screen)
            assert window.isAncestorOf(window.focusWidget()), screen
            person.press("?", on=window)
            assert window.keys_panel.isVisible()
            assert foreign(window.keys_panel) == []
            for button in page.header.findChildren(Button):
                assert not button.isVisible() or button.accessibleName(), screen
            person.press("Esc", on=window.keys_panel)
            assert not window.keys_panel.isVisible()
            person.press("F1", on=window)
            help_view = window._help
            assert help_view is not None
            text = help_view.browser.toPlainText()
            assert len(text) > 200, screen
            assert not [word for word in (" the ", " and ", " of ") if word in text], screen
            help_view.hide()
            person.front()


def test_no_word_on_any_screen_is_english(tmp_path: Path) -> None:
    desk = kecamatan_desk(tmp_path / "unit")
    desk.schedule.take(desk.schedule.plan_proposal(desk.clock.today()))
    names = frozenset(one.name for one in desk.roster.entries())
    with at_window(desk) as person:
        left: dict[str, list[tuple[str, str]]] = {}

        def look(where: str) -> None:
            person.settle()
            found = foreign(person.window, names)
            if found:
                left[where] = found

        for screen in SCREENS:
            person.at(screen)
            look(screen.__name__)
        rules = person.at(PolicyPage)
        for view in ("unit", "calendar", "display", "backups", "about"):
            rules.show_view(view)
            look(view)
        sending = person.at(SendingPage)
        for key in ("Ctrl+B", "Ctrl+T", "F5"):
            person.press(key)
            look(f"Kirim {key}")
            person.press("Esc")
        assert sending.panes()
        people = person.at(PeoplePage)
        person.press("Ctrl+N")
        look("orang baru")
        person.press("Esc", "Ctrl+O")
        look("impor")
        with files(opened=DUK):
            people.wizard.choose_file()
            look("impor, periksa")
        person.press("Esc")
        person.at(TargetsPage)
        person.press("F2")
        look("target, ubah")
        person.press("Esc")
        person.at(ReviewPage)
        person.press("2")
        look("tinjau, catatan")
        person.press("Esc", "1")
        look("tinjau, diterima")
        person.at(EvaluationPage)
        person.press("Num+8")
        look("evaluasi, dinilai")
        dialogs: list[QDialog] = []

        def look_into(dialog: QDialog) -> None:
            dialogs.append(dialog)
            if found := foreign(dialog, names):
                left[type(dialog).__name__] = found

        person.answer("<Esc>", look=look_into)
        person.on(EvaluationPage).lock_all()
        rules.rules.choose("location.max_share")
        person.at(PolicyPage)
        rules.show_view("rules")
        look("bagaimana kalau")
        schedule = person.at(SchedulePage)
        person.answer("<Esc>", look=look_into)
        person.press("Ctrl+Enter")
        assert [type(one) for one in dialogs] == [Confirm, PublishDialog]
        for view in ("month", "two_weeks", "week"):
            schedule.switch.chosen.emit(view)
            look(view)
        person.press("Ctrl+K")
        look("palet")
        person.press("Esc", on=person.window.palette_panel)
        person.press("Alt+H")
        look("riwayat")
        person.press("Esc", on=person.window.history_panel)
        person.press("Ctrl+L")
        look("kunci")
        assert left == {}


def test_the_first_start_speaks_indonesian(tmp_path: Path) -> None:
    with spoken():
        clock = SystemClock(TODAY)
        first = FirstRun(partial(begin, tmp_path / "unit", clock=clock, keyring=no_keyring, cost=CHEAP))
        first.resize(1366, 697)
        first.show()
        try:
            for step in range(3):
                QApplication.processEvents()
                assert first.step == step
                assert foreign(first) == []
                assert (first.width(), first.height()) == (1366, 697)
                if step == 0:
                    first.own.setChecked(True)
                elif step == 1:
                    for text in ("Kelurahan Mekar", "Pemerintah Kota Contoh", NIP, "Bambang Wiryawan"):
                        QTest.keyClicks(first.focusWidget(), text)
                        QTest.keyClick(first.focusWidget(), Qt.Key.Key_Tab)
                if step < 2:
                    first.forth()
                    wait_until(lambda step=step: first.step == step + 1)
        finally:
            first.reject()
            first.deleteLater()


def wait_until(done: Callable[[], bool], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        QApplication.processEvents()
        assert time.monotonic() < end


@pytest.mark.parametrize("scheme", list(Scheme))
def test_no_screen_grows_the_window_of_the_reference_laptop(tmp_path: Path, scheme: Scheme) -> None:
    desk = kecamatan_desk(tmp_path / "unit")
    desk.schedule.take(desk.schedule.plan_proposal(desk.clock.today()))
    with at_window(desk) as person:
        theme.current().set_scheme(scheme)
        window = person.window
        for height in (768, 697):  # whole screen; maximised, with task bar and caption
            window.resize(1366, height)
            for screen in SCREENS:
                page = person.at(screen)
                person.picture(f"9-{screen.__name__}-{scheme}-{height}")
                assert cut_off(page) == [], screen
                for notice in (False, True):
                    if notice:
                        window.reporter.report(StaleEdit())
                    person.settle()
                    assert (window.width(), window.height()) == (1366, height), (screen, notice)
                    assert window.minimumSizeHint().height() <= 697, (screen, notice)
                person.picture(f"9-{screen.__name__}-{scheme}-{height}-spanduk")
                window.notices.clear()


def cut_off(page: Page) -> list[str]:
    """Buttons of the header that the page's edge cuts."""
    return [
        button.text()
        for button in page.header.findChildren(Button)
        if button.isVisible() and button.mapTo(page, button.rect().topRight()).x() >= page.width()
    ]


def test_the_way_back_covers_no_button(tmp_path: Path) -> None:
    with at_window(kecamatan_desk(tmp_path / "unit")) as person:
        person.window.resize(1366, 768)
        page = person.at(ReviewPage)
        person.press("1")
        bar = person.window.undo_bar
        assert bar.isVisible()
        covered, middle = bar.geometry(), person.window.centralWidget()
        assert middle is not None
        for button in page.findChildren(Button):
            if button.isVisible():
                corner = button.mapTo(middle, button.rect().topLeft())
                box = button.rect().translated(corner)
                assert box.intersected(covered).height() <= 2, button.text()
        person.window.editor.forget()
        assert not bar.isVisible()  # what cannot be taken back is not offered
