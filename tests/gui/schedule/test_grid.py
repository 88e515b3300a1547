"""Typing, painting and moving in the real window."""

from datetime import date

from PySide6.QtCore import QPoint, Qt

from flexdesk.domain.places import Place
from tests.gui.schedule.conftest import Hand
from tests.gui.schedule.sukamaju import Sukamaju
from ui.schedule.outcomes import Block
from ui.schedule.sheet import Mark, Spot

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def test_letters_write_and_the_cursor_moves_right(hand: Hand) -> None:
    hand.stand("Kartika Sari", 23)
    hand.press("wkd1")
    assert hand.row("Kartika Sari") == "WKD1K.."
    assert hand.cursor() == ("Kartika Sari", 27)


def test_each_letter_is_one_step_of_undo_and_redo(hand: Hand) -> None:
    hand.stand("Kartika Sari", 23)
    hand.press("wd")
    hand.undo()
    assert hand.row("Kartika Sari") == "WKKKK.."
    hand.undo()
    assert hand.row("Kartika Sari") == "KKKKK.."
    hand.redo()
    hand.redo()
    assert hand.row("Kartika Sari") == "WDKKK.."


def test_a_letter_fills_the_selection_as_one_step(hand: Hand) -> None:
    hand.stand("Kartika Sari", 23)
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Down):
        hand.key(key, Modifier.ShiftModifier)
    hand.press("p")
    assert (hand.row("Kartika Sari"), hand.row("Lukman Hakim")) == ("PPPKK..", "PPPPK..")
    assert hand.window.editor.stack.count() == 1
    hand.undo()
    assert (hand.row("Kartika Sari"), hand.row("Lukman Hakim")) == ("KKKKK..", "KKPPK..")


def test_point_and_delete_empty_a_cell(hand: Hand) -> None:
    hand.stand("Lukman Hakim", 25)
    hand.press(".")
    hand.key(Key.Key_Delete)
    assert hand.row("Lukman Hakim") == "KK..K.."


def test_other_letters_do_nothing(hand: Hand) -> None:
    hand.stand("Kartika Sari", 23)
    hand.press("xz9-")
    assert hand.row("Kartika Sari") == "KKKKK.."
    assert hand.window.editor.stack.count() == 0


def test_second_l_means_the_other_place(hand: Hand, unit: Sukamaju) -> None:
    for _ in range(2):
        hand.stand("Kartika Sari", 23)
        hand.press("l")
        hand.desk.settled()
    assert unit.cells[unit.key_of["Kartika Sari"], date(2026, 11, 23)].place is Place.OTHER_PLACE


def test_space_selects_column_and_row(hand: Hand) -> None:
    hand.stand("Kartika Sari", 24)
    hand.key(Key.Key_Space, Modifier.ControlModifier)
    assert hand.desk.grid.selected_block() == Block(0, 1, 39, 1)
    hand.stand("Kartika Sari", 24)
    hand.key(Key.Key_Space, Modifier.ShiftModifier)
    row = hand.at("Kartika Sari", 24).row
    assert hand.desk.grid.selected_block() == Block(row, 0, row, 6)


def test_a_group_is_selected_by_its_band(hand: Hand) -> None:
    header = hand.desk.grid.verticalHeader()
    row = hand.at("Maya Permatasari", 23).row
    top = header.sectionViewportPosition(row) + 5
    hand.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, top))
    first, last = hand.at("Kartika Sari", 23).row, hand.at("Siti Rohmah", 23).row
    assert hand.desk.grid.selected_block() == Block(first, 0, last, 6)


def test_drag_paints_the_letter_in_hand(hand: Hand) -> None:
    hand.desk.grid.set_brush(Place.HOME)
    hand.drag([hand.at("Kartika Sari", 23), hand.at("Kartika Sari", 25), hand.at("Lukman Hakim", 25)])
    assert (hand.row("Kartika Sari"), hand.row("Lukman Hakim")) == ("WWWKK..", "KKWPK..")
    assert hand.window.editor.stack.count() == 1


def test_a_click_with_a_letter_in_hand_only_moves_the_cursor(hand: Hand) -> None:
    hand.desk.grid.set_brush(Place.HOME)
    hand.drag([hand.at("Kartika Sari", 24)])
    assert hand.row("Kartika Sari") == "KKKKK.."
    assert hand.cursor() == ("Kartika Sari", 24)


def test_alt_drag_paints_a_rectangle(hand: Hand) -> None:
    hand.desk.grid.set_brush(Place.TRAINING)
    ends = [hand.at("Kartika Sari", 23), hand.at("Maya Permatasari", 24)]
    hand.drag(ends, Modifier.AltModifier)
    assert [hand.row(name)[:3] for name in ("Kartika Sari", "Lukman Hakim", "Maya Permatasari")] == [
        "PPK", "PPP", "PPK",
    ]  # fmt: skip


def test_esc_stops_a_drag_before_it_writes(hand: Hand) -> None:
    hand.desk.grid.set_brush(Place.HOME)
    hand.drag([hand.at("Kartika Sari", 23), hand.at("Kartika Sari", 25)], drop=False)
    hand.key(Key.Key_Escape)
    assert hand.desk.grid.drag is None
    assert hand.row("Kartika Sari") == "KKKKK.."


def test_without_a_letter_in_hand_a_drag_selects(hand: Hand) -> None:
    hand.drag([hand.at("Kartika Sari", 23), hand.at("Lukman Hakim", 25)])
    row = hand.at("Kartika Sari", 23).row
    assert hand.desk.grid.selected_block() == Block(row, 0, row + 1, 2)
    assert hand.window.editor.stack.count() == 0


def test_control_drag_swaps_two_filled_cells(hand: Hand) -> None:
    hand.drag([hand.at("Lukman Hakim", 25), hand.at("Rahmat Hidayat", 25)], Modifier.ControlModifier)
    assert (hand.shown("Lukman Hakim", 25), hand.shown("Rahmat Hidayat", 25)) == ("I", "P")
    hand.undo()
    assert (hand.shown("Lukman Hakim", 25), hand.shown("Rahmat Hidayat", 25)) == ("P", "I")


def test_control_drag_onto_an_empty_cell_moves(hand: Hand) -> None:
    hand.drag([hand.at("Lukman Hakim", 25), hand.at("Lukman Hakim", 28)], Modifier.ControlModifier)
    assert hand.row("Lukman Hakim") == "KK.PKP."


def test_locked_days_are_skipped(hand: Hand, unit: Sukamaju) -> None:
    unit.lock(date(2026, 11, 23))
    hand.desk.refresh()
    hand.stand("Kartika Sari", 23)
    hand.key(Key.Key_Space, Modifier.ShiftModifier)
    hand.press("w")
    assert hand.row("Kartika Sari") == "KWWWWWW"
    index = hand.desk.model.index_of(hand.at("Kartika Sari", 23))
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert not hand.desk.model.setData(index, "W")


def test_fill_down_takes_the_first_row_of_the_selection(hand: Hand) -> None:
    hand.stand("Lukman Hakim", 25)
    hand.key(Key.Key_Down, Modifier.ShiftModifier)
    hand.key(Key.Key_D, Modifier.ControlModifier)
    assert hand.shown("Maya Permatasari", 25) == "P"


def test_pin_by_key_and_back(hand: Hand) -> None:
    hand.stand("Kartika Sari", 23)
    hand.key(Key.Key_Period, Modifier.ControlModifier)
    spot = hand.at("Kartika Sari", 23)
    assert hand.desk.settled().mark(spot) & Mark.PINNED
    hand.key(Key.Key_Period, Modifier.ControlModifier)
    assert not hand.desk.settled().mark(spot) & Mark.PINNED


def test_editing_by_f2_takes_words_too(hand: Hand) -> None:
    index = hand.desk.model.index_of(hand.at("Kartika Sari", 23))
    assert hand.desk.model.setData(index, "dinas luar")
    assert hand.shown("Kartika Sari", 23) == "D"
    assert not hand.desk.model.setData(index, "entah")


def test_a_remote_change_during_an_edit_keeps_selection_and_arrives(hand: Hand, unit: Sukamaju) -> None:
    hand.stand("Kartika Sari", 24)
    hand.key(Key.Key_Down, Modifier.ShiftModifier)
    before = hand.desk.grid.selected_block()
    unit.arrives("Fitri Handayani", date(2026, 11, 27), Place.OFFICE)
    hand.qtbot.waitUntil(lambda: hand.desk.model.index_of(hand.at("Fitri Handayani", 27)).data() == "K")
    assert hand.desk.grid.selected_block() == before
    assert hand.desk.panel.cards[0].facts.title == "Eko Prasetyo"


def test_a_remote_change_makes_an_older_undo_step_obsolete(hand: Hand, unit: Sukamaju) -> None:
    hand.stand("Kartika Sari", 24)
    hand.press("w")
    unit.arrives("Kartika Sari", date(2026, 11, 24), Place.DUTY_TRAVEL)
    hand.undo()
    assert hand.shown("Kartika Sari", 24) == "D"
    assert hand.window.editor.stack.count() == 0


def test_group_rows_and_cells_speak(hand: Hand) -> None:
    model, role = hand.desk.model, Qt.ItemDataRole.AccessibleTextRole
    spoken = model.index_of(hand.at("Eko Prasetyo", 27)).data(role)
    assert spoken.startswith("Eko Prasetyo, Friday 27 November, WFA, problem 1 of 7")
    assert "Alt+1" in spoken
    row = hand.at("Eko Prasetyo", 27).row
    assert (
        model.headerData(row, Qt.Orientation.Vertical, role)
        == "Eko Prasetyo, Sekretariat, baru, WFA 1 of 0, 1 problems"
    )


def test_arrow_cursor_stays_in_the_sheet(hand: Hand) -> None:
    hand.desk.grid.go_to(Spot(0, 0))
    hand.key(Key.Key_Left)
    hand.key(Key.Key_Up)
    assert hand.desk.grid.cursor_spot() == Spot(0, 0)


def test_the_first_letter_goes_to_the_cell_where_the_keyboard_arrives(hand: Hand) -> None:
    hand.stand("Kartika Sari", 23)
    hand.desk.grid.clearSelection()
    hand.press("d")
    assert hand.row("Kartika Sari") == "DKKKK.."
