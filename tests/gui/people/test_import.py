"""The import wizard on files as offices have them, in the real window on a real store."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.modeltest import ModelTester

from flexdesk.exchange.rosters import read_roster
from flexdesk.exchange.tables import read_tables
from tests.gui.people.conftest import Hand
from tests.helpers.desks import DATA

Key = Qt.Key
DUK = DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx"
SIASN = DATA / "rosters" / "01-siasn-export-data-asn-disdukcapil.csv"
PASTED = (
    "Nama\tNIP\tGol\tJabatan\n"
    "SITI ROHMAH, S.AP\t19920303 201903 2 919\tIII/b\tPenelaah Teknis Kebijakan\n"
    "Lukman Hakim\t199103082016011918\tIII/c\tOperator Layanan Operasional\n"
)


def mend(hand: Hand, row: int, text: str) -> None:
    """Go to the failed row of the file, type into its red cell, and wait for the new check."""
    model, table = hand.wizard.check.model, hand.wizard.check.table
    shown = next(one for one in model.rows if one.number == row)
    table.setCurrentIndex(model.fault_cell(shown))
    before = hand.wizard.trial
    hand.press(Key.Key_F2, at=table)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Key.Key_Return)
    hand.wait(lambda: hand.wizard.trial is not before)


def counts(hand: Hand) -> tuple[int, int]:
    assert hand.wizard.trial is not None
    reading = hand.wizard.trial.reading
    return len(reading.accepted), len(reading.rejected)


def test_a_file_with_a_bad_row_is_mended_in_place_taken_undone_and_known_again(empty: Hand) -> None:
    empty.read(DUK)
    assert counts(empty) == (35, 5)
    mend(empty, 39, "III/d")
    assert counts(empty) == (36, 4)
    empty.take()
    assert len(empty.names()) == 36
    assert empty.window.editor.stack.count() == 1
    empty.page.close_import()
    empty.window.editor.undo()
    empty.wait(lambda: empty.names() == [])
    assert empty.desk.people.roster() == []
    empty.window.editor.redo()
    empty.wait(lambda: len(empty.names()) == 36)
    empty.read(DUK)
    assert empty.wizard.trial is not None
    assert empty.wizard.trial.count("new") == 0
    assert empty.wizard.trial.count("same") == 35
    empty.take()
    assert empty.window.editor.stack.count() == 1  # nothing changed, so there is no step


def test_failed_rows_come_first_with_reason_and_cell(empty: Hand, qtmodeltester: ModelTester) -> None:
    empty.read(SIASN)
    model = empty.wizard.check.model
    qtmodeltester.check(model)
    failed = [(row.number, row.fault) for row in model.rows if row.state == "failed"]
    assert failed == [
        (12, "golongan"), (13, "birth_date"), (26, "name"), (34, "nip"), (48, "nip"), (53, "nip"),
    ]  # fmt: skip
    assert all(row.message for row in model.rows)
    QTest.keyClick(empty.window, Key.Key_F8)
    assert model.rows[empty.wizard.check.table.currentIndex().row()].number == 13
    empty.wizard.check.switch._pick(0)
    assert model.rowCount() == 6


def test_failed_rows_are_saved_as_a_workbook_that_can_be_read(empty: Hand, tmp_path: Path) -> None:
    target = tmp_path / "gagal.xlsx"
    empty.read(DUK)
    empty.wizard.ask_target = lambda _parent, suggestion: target if suggestion.endswith(".xlsx") else None
    empty.wizard.check.foot.save.click()
    again = read_roster(read_tables(target))
    assert (len(again.accepted), len(again.rejected)) == (0, 5)


def test_a_table_is_pasted_from_the_clipboard_by_keyboard_alone(empty: Hand) -> None:
    QGuiApplication.clipboard().setText(PASTED)
    empty.press(Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    empty.wait(lambda: empty.wizard.trial is not None)
    assert counts(empty) == (2, 0)
    empty.take()
    empty.press(Key.Key_Return)  # the button that has the keyboard is “Done”
    QTest.keyClick(empty.window.focusWidget(), Key.Key_Space)
    empty.wait(lambda: not empty.page.importing)
    assert empty.names() == ["Siti Rohmah", "Lukman Hakim"] or len(empty.names()) == 2


@pytest.mark.parametrize(
    ("content", "ticket"),
    [
        (b"%PDF-1.4 no table", "FD-IMP-03"),
        (b"", "FD-IMP-04"),
        (b"PK\x03\x04 cut off", "FD-IMP-07"),
    ],
)
def test_a_wrong_file_says_what_happened_what_is_safe_and_what_to_do(
    empty: Hand, tmp_path: Path, content: bytes, ticket: str
) -> None:
    wrong = tmp_path / "daftar.xlsx"
    wrong.write_bytes(content)
    empty.page.open_import()
    empty.wizard.read_file(wrong)
    empty.wait(lambda: empty.wizard.banner is not None)
    banner = empty.wizard.banner
    assert banner is not None
    assert banner.ticket == ticket
    assert "daftar.xlsx" in banner.text
    assert len(banner.accessibleName().split(". ")) >= 3
    assert empty.desk.people.roster() == []


def test_a_missing_file_is_told(empty: Hand, tmp_path: Path) -> None:
    empty.page.open_import()
    empty.wizard.read_file(tmp_path / "hilang.xlsx")
    empty.wait(lambda: empty.wizard.banner is not None)
    assert empty.wizard.banner is not None
    assert empty.wizard.banner.ticket == "FD-IMP-01"


def test_columns_are_chosen_where_no_heading_tells_and_remembered(empty: Hand, tmp_path: Path) -> None:
    odd = tmp_path / "aneh.csv"
    rows = "".join(f"K{n};Orang Ke {['Satu', 'Dua', 'Tiga'][n]};x\n" for n in range(3))
    odd.write_text("kode;siapa;lain\n" + rows, encoding="utf-8")
    empty.page.open_import()
    empty.wizard.read_file(odd)
    empty.wait(lambda: empty.wizard.steps.at == 1)
    assert empty.wizard.banner is not None
    assert empty.wizard.banner.ticket == "FD-IMP-21"
    box = empty.wizard.check.columns.boxes[1]
    box.setCurrentIndex(box.findData("name"))
    box.activated.emit(box.currentIndex())
    empty.wait(lambda: empty.wizard.trial is not None)
    assert counts(empty)[1] >= 3  # names without NIP: each row says so


def test_a_column_ignored_by_hand_is_ignored_again(empty: Hand) -> None:
    empty.read(SIASN)
    columns = empty.wizard.check.columns
    before = empty.wizard.trial
    assert before is not None
    index = next(view.index for view in before.reading.columns if view.field == "phone")
    box = columns.boxes[index]
    box.setCurrentIndex(0)
    box.activated.emit(0)
    empty.wait(lambda: empty.wizard.trial is not before)
    empty.take()
    assert not any(row["phone"] for row in empty.desk.store.select("person"))
    empty.read(SIASN)
    assert empty.wizard.trial is not None
    assert "phone" not in empty.wizard.trial.reading.layout.columns


def test_leaving_gives_the_roster_back(hand: Hand) -> None:
    hand.page.open_import()
    assert not hand.page.header.isVisible()
    hand.press(Key.Key_Escape)
    assert hand.page.header.isVisible()
    assert not hand.page.importing
