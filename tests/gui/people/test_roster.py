"""The roster in the real window on a real store: filter, edit in place, posts, keys."""

from collections.abc import Sequence
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.modeltest import ModelTester

from flexdesk.desk.desk import Desk
from flexdesk.services.roster import Entry, RosterRow
from tests.gui import indonesian
from tests.gui.people.conftest import Hand
from ui.people.columns import ANSWER, JABATAN, NAME, NIP
from ui.people.model import PAGE, RosterModel, Wanted

Key = Qt.Key


def open_editor() -> QLineEdit:
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    return editor


def cell(hand: Hand, name: str, column: int) -> QModelIndex:
    hand.stand_on(name)
    found = hand.page.table.currentIndex().siblingAtColumn(column)
    hand.page.table.setCurrentIndex(found)
    return found


def test_the_model_behaves_as_qt_wants(hand: Hand, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(hand.page.model)


def test_filter_as_you_type_by_name_and_by_nip(hand: Hand) -> None:
    QTest.keyClick(hand.window, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hand.type("dewi")
    hand.wait(lambda: hand.names() == ["Dewi Anggraini"])
    hand.page.filters.search.clear()
    hand.type("19901123 2015")
    assert hand.names() == ["Eko Prasetyo"]
    hand.page.filters.search.clear()
    hand.type("nobody at all")
    assert hand.page.middle.currentWidget() is hand.page.nothing
    hand.press(Key.Key_Escape)
    assert len(hand.names()) == 4


def test_a_cell_is_typed_into_and_undone(hand: Hand) -> None:
    cell(hand, "Dewi Anggraini", NAME)
    hand.press(Key.Key_F2, at=hand.page.table)
    editor = open_editor()
    assert editor.text() == "Dewi Anggraini"
    QTest.keyClicks(editor, "Dewi Anggraeni")
    QTest.keyClick(editor, Key.Key_Return)
    hand.wait(lambda: "Dewi Anggraeni" in hand.names())
    hand.window.editor.undo()
    hand.wait(lambda: "Dewi Anggraini" in hand.names())


def test_a_wrong_nip_is_told_while_typing_and_refused(hand: Hand) -> None:
    index = cell(hand, "Eko Prasetyo", NIP)
    hand.press(Key.Key_F2, at=hand.page.table)
    editor = open_editor()
    QTest.keyClicks(editor, "19901323")
    assert editor.property("wrong") is True
    assert "8 of 18" in editor.toolTip()
    QTest.keyClick(editor, Key.Key_Return)
    QApplication.processEvents()
    hand.wait(lambda: hand.window.notices.banner is not None)
    assert index.data(Qt.ItemDataRole.EditRole) == "199011232015031906"
    assert hand.window.notices.banner is not None
    assert hand.window.notices.banner.ticket == "FD-PEG-01"
    assert hand.window.editor.stack.count() == 0


def test_someone_elses_nip_is_refused_with_the_name(hand: Hand) -> None:
    cell(hand, "Eko Prasetyo", NIP)
    hand.press(Key.Key_F2, at=hand.page.table)
    editor = open_editor()
    QTest.keyClicks(editor, "197909042005011903")
    QTest.keyClick(editor, Key.Key_Return)
    hand.wait(lambda: hand.window.notices.banner is not None)
    assert hand.window.notices.banner is not None
    assert "Agus Hermawan" in hand.window.notices.banner.text


def test_a_new_person_by_keyboard_alone(hand: Hand) -> None:
    QTest.keyClick(hand.window, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    hand.type("19880419 201212 1 910")
    assert "Born 19-04-1988, man, PNS since 2012" in hand.page.new_person.told.text()
    hand.press(Key.Key_Tab)
    hand.type("Indra Kurniawan, S.Kom.")
    hand.press(Key.Key_Return)
    assert "Indra Kurniawan" in hand.names()
    row = hand.desk.people.find("Indra")[0]
    stored = hand.desk.store.get("person", str(row["key"]))
    assert stored is not None
    assert (stored["back_titles"], stored["status"]) == ("S.Kom.", "pns")
    assert hand.page.table.key == row["key"]
    hand.window.editor.undo()
    hand.wait(lambda: len(hand.names()) == 4)


def test_a_change_of_post_asks_from_when_and_keeps_the_history(hand: Hand) -> None:
    hand.stand_on("Eko Prasetyo")
    hand.page.panel.move_button.click()
    form = hand.page.panel.move_form
    form.jabatan.setText("Pranata Komputer Ahli Pertama")
    QTest.keyClick(form.jabatan, Key.Key_Return)
    assert form.isVisible()  # without a day nothing happens
    assert form.fault.text()
    form.start.setText("5-10-2026")
    QTest.keyClick(form.start, Key.Key_Return)
    assert not form.isVisible()
    posts = hand.desk.people.postings(hand.page.table.key)
    assert [post["from"] for post in posts] == ["2026-10-05", "2015-03-01"]
    hand.wait(
        lambda: (
            hand.page.table.currentIndex().siblingAtColumn(JABATAN).data() == "Pranata Komputer Ahli Pertama"
        )
    )
    assert str(hand.page.table.currentIndex().siblingAtColumn(ANSWER).data()).endswith("?")


def test_the_panel_gives_every_reason_with_its_article(hand: Hand) -> None:
    hand.desk.people.set("199011232015031906", {"jabatan": "Camat"})
    hand.stand_on("Eko Prasetyo")
    hand.wait(lambda: hand.page.panel.row is not None and bool(hand.page.panel.row.posting))
    row = hand.page.model.person(hand.page.table.key)
    assert row is not None
    against = [reason for reason in row.eligibility.location.reasons if not reason.holds]
    assert [reason.rule for reason in against] == ["LOC-14"]
    assert against[0].article


def test_a_field_of_the_record_is_kept_when_left(hand: Hand) -> None:
    hand.stand_on("Agus Hermawan")
    hand.page.panel.show_tab("record")
    hand.wait(lambda: "phone" in hand.page.panel.fields and hand.page.panel.title.text() == "Agus Hermawan")
    field = hand.page.panel.fields["phone"]
    field.setFocus()
    QTest.keyClicks(field, "081200000903")
    QTest.keyClick(field, Key.Key_Return)
    found = hand.desk.store.select("person", nip="197909042005011903")
    assert found[0]["phone"] == "081200000903"
    hand.window.editor.undo()
    hand.wait(lambda: hand.page.panel.fields["phone"].text() == "")


def test_taking_somebody_out_can_be_undone(hand: Hand) -> None:
    hand.stand_on("Agus Hermawan")
    hand.page.panel.leave_button.click()
    form = hand.page.panel.leave_form
    assert form.day.text() == "21-11-2026"
    QTest.keyClick(form.day, Key.Key_Return)
    hand.wait(lambda: "Agus Hermawan" not in hand.names())
    assert [one.name for one in hand.desk.people.archived()] == ["Agus Hermawan"]
    hand.window.editor.undo()
    hand.wait(lambda: "Agus Hermawan" in hand.names())


def test_groups_head_the_table_and_are_stepped_over(hand: Hand) -> None:
    for nip, unit in (("197203151997031901", "Pimpinan"), ("199011232015031906", "Sekretariat")):
        hand.desk.people.set(nip, {"unit": unit})
    hand.wait(lambda: len(hand.page.model.rows) == 7)
    rows = [line.group if line.entry is None else line.entry.name for line in hand.page.model.rows]
    assert rows[:4] == ["", "Agus Hermawan", "Dewi Anggraini", "Pimpinan"]
    hand.stand_on("Dewi Anggraini")
    hand.press(Key.Key_Down, at=hand.page.table)
    line = hand.page.model.row_at(hand.page.table.currentIndex())
    assert line is not None
    assert line.entry is not None
    assert line.entry.name == "Bambang Wiryawan"


def test_an_empty_roster_offers_three_ways_in(empty: Hand) -> None:
    assert empty.page.middle.currentWidget() is empty.page.empty
    assert len(empty.page.empty.buttons) == 3
    empty.press(Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert empty.page.new_person.isVisible()


def test_another_screens_person_is_found(hand: Hand) -> None:
    key = str(hand.desk.people.find("Eko")[0]["key"])
    hand.page.filters.search.setText("dewi")
    hand.window.go("people", key)
    assert hand.page.table.key == key


def test_every_word_is_indonesian(hand: Hand) -> None:
    with indonesian.spoken():
        page_words = [
            str(column.label)
            for column in type(hand.page.model)(
                hand.desk.roster, lambda: date(2026, 11, 21), lambda *_: True
            ).columns
        ]
    assert page_words == ["Nama", "NIP", "Jabatan", "Fungsi", "Layak WFA", "Mulai jabatan", "Perhatian"]


class Crowd:
    """Sixty-two thousand people; counts how many records were read."""

    def __init__(self, desk: Desk) -> None:
        self._row = desk.roster.rows([desk.roster.entries()[0].key], date(2026, 11, 21))
        self.read = 0

    def entries(self, _day: date | None = None) -> list[Entry]:
        return [
            Entry(f"p{n}", f"Pegawai {n}", str(n), f"Bidang {n // 500}", f"pegawai {n} 19{n:016}")
            for n in range(62_000)
        ]

    def rows(self, keys: Sequence[str], _day: date) -> dict[str, RosterRow]:
        self.read += len(keys)
        return dict.fromkeys(keys, next(iter(self._row.values())))


def test_a_crowd_is_filtered_without_reading_it_and_read_by_the_page(hand: Hand) -> None:
    crowd = Crowd(hand.desk)
    model = RosterModel(crowd, lambda: date(2026, 11, 21), lambda *_: True)
    model.read()
    assert crowd.read == 0
    model.want(Wanted("61999"))
    assert [line.entry.name for line in model.rows if line.entry] == ["Pegawai 61999"]
    assert model.index(0, ANSWER).data()
    assert crowd.read <= PAGE
    assert model.with_issues() == 0


@pytest.mark.parametrize("size", [(1366, 768), (1366, 697)])
def test_enough_people_fit_the_reference_laptop(hand: Hand, size: tuple[int, int]) -> None:
    hand.window.resize(*size)
    QApplication.processEvents()
    assert (hand.window.width(), hand.window.height()) == size
    assert hand.page.table.viewport().height() // hand.page.table.rowHeight(0) >= 26 - (768 - size[1]) // 22


def test_a_key_opens_the_eligibility_of_the_person(hand: Hand) -> None:
    hand.stand_on("Dewi Anggraini")
    asked: list[tuple[str, str]] = []
    hand.page.wanted.connect(lambda screen, item: asked.append((screen, item)))
    hand.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert asked == [("people", f"eligibility:{hand.page.table.key}")]
