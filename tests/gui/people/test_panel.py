"""The column beside the roster in the real window: posts in time, the record, doubles; by keyboard too."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.people.conftest import Hand
from ui.people.columns import JABATAN
from ui.people.panel import DOUBLES, HISTORY, RECORD
from ui.people.record_view import ComboBox
from ui.widgets.label import Label

Key = Qt.Key
EKO, DEWI, AGUS = "199011232015031906", "198505122009012905", "197909042005011903"


def key_of(hand: Hand, nip: str) -> str:
    return str(hand.desk.store.stored("person", nip=nip)[0]["key"])


def open_tab(hand: Hand, name: str, tab: str) -> None:
    hand.stand_on(name)
    hand.page.panel.show_tab(tab)


def words_in(hand: Hand) -> str:
    QApplication.processEvents()
    panel = hand.page.panel
    return " ".join(one.text() for one in panel.findChildren(Label) if one.isVisible())


def posts(hand: Hand, nip: str) -> list[tuple[str, str | None, str | None]]:
    rows = hand.desk.people.postings(key_of(hand, nip))
    return [(str(row["from"]), row["until"], row["acting"]) for row in rows]  # type: ignore[misc]


def test_the_views_are_walked_with_arrows(hand: Hand) -> None:
    hand.stand_on("Eko Prasetyo")
    tabs = hand.page.panel.tabs
    for wanted in (HISTORY, RECORD, DOUBLES, DOUBLES):
        QTest.keyClick(tabs, Key.Key_Right)
        assert tabs.choice == wanted
    QTest.keyClick(tabs, Key.Key_Left)
    assert hand.page.panel.record is not None
    assert "Record" in tabs.accessibleName()


def test_another_screen_opens_the_very_field(hand: Hand) -> None:
    hand.desk.custom_fields.add("Golongan darah", "text")
    field = hand.desk.custom_fields.fields()[0].key
    hand.window.go("people", f"{key_of(hand, EKO)}#phone")
    panel = hand.page.panel
    hand.wait(lambda: panel.row is not None and panel.row.key == key_of(hand, EKO))
    assert panel.tabs.choice == RECORD
    assert hand.window.focusWidget() is panel.fields["phone"]
    hand.window.go("people", f"{key_of(hand, DEWI)}#{field}")
    assert panel.record is not None
    assert hand.window.focusWidget() is panel.record.own[field]
    hand.window.go("people", f"{key_of(hand, DEWI)}#status")
    assert hand.window.focusWidget() is panel.record.boxes["status"]
    hand.window.go("people", f"{key_of(hand, AGUS)}#jabatan")
    assert hand.page.table.currentIndex().column() == JABATAN
    assert hand.page.table.key == key_of(hand, AGUS)
    hand.window.go("people", f"{key_of(hand, AGUS)}#no_such_field")
    assert hand.page.table.key == key_of(hand, AGUS)


def test_a_gap_and_a_future_post_are_told(hand: Hand) -> None:
    hand.desk.postings.end(EKO, date(2026, 1, 31))
    hand.desk.postings.add(EKO, date(2026, 3, 1), {"jabatan": "Pranata Komputer"})
    hand.desk.postings.add(EKO, date(2027, 1, 4), {"jabatan": "Analis Kebijakan"})
    open_tab(hand, "Eko Prasetyo", HISTORY)
    told = words_in(hand)
    assert "No post until 28-02-2026" in told
    assert "begins later" in told
    assert "until 03-01-2027" in told


def test_an_acting_post_wants_its_last_day_and_is_undone(hand: Hand) -> None:
    open_tab(hand, "Dewi Anggraini", HISTORY)
    hand.page.panel.acting_button.click()
    form = hand.page.panel.move_form
    form.jabatan.setText("Camat")
    form.start.setText("23-11-2026")
    QTest.keyClick(form.start, Key.Key_Return)
    assert form.isVisible()
    assert "last day" in form.fault.text()
    form.until.setText("27-11-2026")
    QTest.keyClick(form.until, Key.Key_Return)
    assert not form.isVisible()
    assert posts(hand, DEWI)[0] == ("2026-11-23", "2026-11-27", "Plh.")
    hand.window.editor.undo()
    assert len(posts(hand, DEWI)) == 1


def test_a_post_is_corrected_from_its_pencil_and_taken_out(hand: Hand) -> None:
    hand.desk.postings.add(DEWI, date(2026, 3, 1), {"jabatan": "Analis"})
    open_tab(hand, "Dewi Anggraini", HISTORY)
    history = hand.page.panel.history
    assert history is not None
    history.buttons[0].click()
    form = hand.page.panel.move_form
    assert (form.jabatan.text(), form.start.text()) == ("Analis", "01-03-2026")
    form.until.setText("01-02-2026")
    QTest.keyClick(form.until, Key.Key_Return)
    assert "before the first" in form.fault.text()
    form.until.clear()
    form.start.setText("15-03-2026")
    QTest.keyClick(form.start, Key.Key_Return)
    assert [start for start, _until, _acting in posts(hand, DEWI)] == ["2026-03-15", "2009-01-01"]
    assert hand.page.panel.history is not None
    hand.page.panel.history.buttons[0].click()
    form.out.click()
    assert [start for start, _until, _acting in posts(hand, DEWI)] == ["2009-01-01"]
    hand.window.editor.undo()
    hand.window.editor.undo()
    assert [start for start, _until, _acting in posts(hand, DEWI)] == ["2026-03-01", "2009-01-01"]


def test_two_posts_of_one_day_are_refused_with_a_ticket(hand: Hand) -> None:
    open_tab(hand, "Dewi Anggraini", HISTORY)
    hand.page.panel.acting_button.click()
    form = hand.page.panel.move_form
    form.jabatan.setText("Camat")
    form.start.setText("01-01-2009")
    form.until.setText("09-01-2009")
    QTest.keyClick(form.until, Key.Key_Return)
    hand.wait(lambda: hand.window.notices.banner is not None)
    assert hand.window.notices.banner is not None
    assert hand.window.notices.banner.ticket == "FD-PEG-03"
    assert form.isVisible()
    QTest.keyClick(form, Key.Key_Escape)
    assert not form.isVisible()
    assert hand.page.panel.move_button.isVisible()


def test_the_units_own_fields_are_kept_and_refused_in_the_record(hand: Hand) -> None:
    hand.desk.custom_fields.add("Anak", "number")
    hand.desk.custom_fields.add("Piket", "choice", ["Regu A", "Regu B"])
    open_tab(hand, "Dewi Anggraini", RECORD)
    record = hand.page.panel.record
    assert record is not None
    anak, piket = record.own.values()
    anak.setFocus()
    QTest.keyClicks(anak, "dua")
    QTest.keyClick(anak, Key.Key_Return)
    hand.wait(lambda: hand.window.notices.banner is not None)
    assert hand.desk.custom_fields.values(key_of(hand, DEWI)) == {}
    QTest.keyClicks(anak, "2")
    QTest.keyClick(anak, Key.Key_Return)
    assert list(hand.desk.custom_fields.values(key_of(hand, DEWI)).values()) == ["2"]
    record = hand.page.panel.record
    piket = list(record.own.values())[1]
    assert isinstance(piket, ComboBox)
    piket.setCurrentIndex(1)
    piket.activated.emit(1)
    assert set(hand.desk.custom_fields.values(key_of(hand, DEWI)).values()) == {"2", "Regu A"}


def test_a_person_is_moved_to_another_part_and_told_the_clock_there(hand: Hand) -> None:
    hand.desk.structure.add_site("Kantor Tarakan", "WITA")
    hand.desk.structure.add_section("Sekretariat", site="Kantor Tarakan")
    key = str(hand.desk.structure.section_row("Sekretariat")["key"])
    hand.desk.people.change(DEWI, {"section": key})
    open_tab(hand, "Dewi Anggraini", RECORD)
    assert "works by WITA; the daily report is due at 23.59 WITA (22.59 WIB)" in words_in(hand)
    assert any(line.group == "Sekretariat" for line in hand.page.model.rows if line.entry is None)


# -- doubles


def twins(hand: Hand) -> tuple[str, str]:
    old, new = "199407092022211005", "199407092022221005"
    hand.desk.people.add(old, "Joko Contoh", phone="0811")
    hand.desk.people.add(new, "Joko Contoh", golongan="IX")
    return old, new


def test_doubles_are_counted_compared_merged_and_undone_by_keyboard(hand: Hand) -> None:
    old, new = twins(hand)
    hand.wait(lambda: hand.names().count("Joko Contoh") == 2)
    hand.page.table.stand_on(key_of(hand, new))
    hand.page.panel.show_tab(DOUBLES)
    assert hand.page.panel.tabs.accessibleName().endswith(", 1")
    assert hand.page.panel.doubles is not None
    hand.page.panel.doubles.buttons[key_of(hand, old)].click()
    view = hand.page.comparison
    assert hand.page.views.currentWidget() is view
    assert view.taken == ["phone"]
    rows = {row.name: row for row in view.model.rows}
    assert (rows["nip"].first, rows["nip"].second) == (new, old)
    QTest.keyClick(view.table, Key.Key_Right)  # the cursor stands on the first field that differs
    assert view.taken == ["nip", "phone"]
    QTest.keyClick(view.table, Key.Key_Left)
    QTest.keyClick(view.table, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.wait(lambda: hand.names().count("Joko Contoh") == 1)
    assert hand.page.table.key == key_of(hand, new)
    row = hand.desk.store.select("person", nip=new)[0]
    assert (row["phone"], row["golongan"], row["former_nip"]) == ("0811", "IX", old)
    hand.page.panel.show_tab(DOUBLES)
    assert "Merged into this record" in words_in(hand)
    hand.window.editor.undo()
    hand.wait(lambda: hand.names().count("Joko Contoh") == 2)


def test_a_merged_record_is_taken_out_again_from_the_panel(hand: Hand) -> None:
    old, new = twins(hand)
    hand.desk.duplicates.merge(new, old)
    hand.wait(lambda: hand.names().count("Joko Contoh") == 1)
    hand.page.table.stand_on(key_of(hand, new))
    hand.page.panel.show_tab(DOUBLES)
    assert hand.page.panel.doubles is not None
    hand.page.panel.doubles.buttons[key_of(hand, old)].click()
    hand.wait(lambda: hand.names().count("Joko Contoh") == 2)


def test_the_other_record_may_stay_and_escape_changes_nothing(hand: Hand) -> None:
    old, new = twins(hand)
    hand.page.find_doubles()
    view = hand.page.comparison
    before = view.seen
    assert before is not None
    view.swap.click()
    assert view.seen is not None
    assert (view.seen.first, view.seen.second) == (before.second, before.first)
    QTest.keyClick(view.table, Key.Key_Escape)
    assert hand.page.views.currentWidget() is hand.page.roster
    assert hand.desk.duplicates.merged() == []
    assert {old, new} <= {person.nip for person in hand.desk.people.roster()}


def test_a_nip_that_somebody_has_lays_both_side_by_side(hand: Hand) -> None:
    hand.stand_on("Eko Prasetyo")
    index = hand.page.table.currentIndex().siblingAtColumn(1)
    assert not hand.page.model.setData(index, AGUS)
    seen = hand.page.comparison.seen
    assert seen is not None
    assert (seen.first.row["name"], seen.second.row["name"]) == ("Agus Hermawan", "Eko Prasetyo")
    assert hand.page.views.currentWidget() is hand.page.comparison


def test_somebody_new_who_may_be_known_is_shown_before_anything_is_kept(hand: Hand) -> None:
    hand.desk.people.add("199407092022211005", "Joko Contoh")
    hand.page.open_new()
    form = hand.page.new_person
    form.nip.setText("199407092022221005")
    form.name.setText("Joko Contoh")
    QTest.keyClick(form.name, Key.Key_Return)
    assert form.likeness.isVisible()
    assert len(hand.desk.people.roster()) == 5
    form.likeness.renumber.click()
    assert len(hand.desk.people.roster()) == 5
    row = hand.desk.store.select("person", nip="199407092022221005")[0]
    assert row["former_nip"] == "199407092022211005"
    assert hand.page.table.key == row["key"]


def test_somebody_else_of_that_name_can_be_added_all_the_same(hand: Hand) -> None:
    hand.page.open_new()
    form = hand.page.new_person
    form.nip.setText("198505122010012911")
    form.name.setText("Dewi Anggraini")
    QTest.keyClick(form.name, Key.Key_Return)
    assert form.likeness.isVisible()
    form.likeness.go_on.click()
    assert [person.name for person in hand.desk.people.roster()].count("Dewi Anggraini") == 2


# -- cells


def test_a_pasted_column_is_told_first_then_kept_and_undone_as_one_step(hand: Hand) -> None:
    names = hand.names()
    hand.stand_on(names[0])
    table = hand.page.table
    table.setCurrentIndex(table.currentIndex().siblingAtColumn(2))
    table.setFocus()
    QApplication.clipboard().setText("Analis\n\nPenelaah\n")
    hand.press(Key.Key_V, Qt.KeyboardModifier.ControlModifier, at=table)
    strip = hand.page.strip
    assert strip.isVisible()
    assert strip.text.text() == "2 of 2 cells will change, 0 are refused"
    assert hand.desk.people.postings(hand.page.model.rows[0].key)[0]["jabatan"] is None
    QTest.keyClick(strip.keep, Key.Key_Return)
    assert not strip.isVisible()
    held = {p.name: hand.desk.people.postings(p.key)[0]["jabatan"] for p in hand.desk.people.roster()}
    assert (held[names[0]], held[names[1]], held[names[2]]) == ("Analis", None, "Penelaah")
    assert hand.window.editor.stack.count() == 1
    hand.window.editor.undo()
    assert hand.desk.people.postings(hand.page.model.rows[0].key)[0]["jabatan"] is None


def test_pasted_numbers_that_are_wrong_or_taken_are_refused_one_by_one(hand: Hand) -> None:
    names = hand.names()
    hand.stand_on(names[0])
    table = hand.page.table
    table.setCurrentIndex(table.currentIndex().siblingAtColumn(1))
    table.setFocus()
    QApplication.clipboard().setText(f"197203151997031902\n19720315\n{AGUS}")
    hand.page.paste()
    strip = hand.page.strip
    assert strip.judged is not None
    assert (len(strip.judged.ops), len(strip.judged.refused)) == (1, 2 if names[2] != "Agus Hermawan" else 1)
    assert names[1] in strip.why.text()
    QTest.keyClick(strip, Key.Key_Escape)
    assert not strip.isVisible()
    assert hand.window.editor.stack.count() == 0


def test_a_list_of_people_still_goes_to_the_import(hand: Hand) -> None:
    hand.stand_on("Eko Prasetyo")
    hand.page.table.setFocus()
    QApplication.clipboard().setText("NIP\tNama\n199503152022031004\tRian Contoh")
    hand.page.paste()
    assert hand.page.importing
    hand.wait(lambda: not hand.window.runner.jobs)


def test_cells_are_filled_down_and_copied_from_above(hand: Hand) -> None:
    names = hand.names()
    hand.desk.people.change(str(hand.page.model.rows[0].key), {"jabatan": "Analis"})
    table = hand.page.table
    hand.stand_on(names[1])
    table.setCurrentIndex(table.currentIndex().siblingAtColumn(2))
    hand.press(Key.Key_Apostrophe, Qt.KeyboardModifier.ControlModifier, at=table)
    assert hand.desk.people.postings(hand.page.model.rows[1].key)[0]["jabatan"] == "Analis"
    for _step in range(2):
        hand.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, at=table)
    hand.press(Key.Key_D, Qt.KeyboardModifier.ControlModifier, at=table)
    assert hand.page.strip.isVisible()
    QTest.keyClick(hand.page.strip.keep, Key.Key_Return)
    jabatan = [hand.desk.people.postings(line.key)[0]["jabatan"] for line in hand.page.model.rows]
    assert jabatan == ["Analis"] * 4


def test_the_head_of_the_panel_says_how_far_the_record_has_come(hand: Hand) -> None:
    open_tab(hand, "Eko Prasetyo", RECORD)
    QApplication.processEvents()
    panel = hand.page.panel
    assert panel.state.isVisible()
    assert panel.state.accessibleName() == "Local"
    hand.desk.exchange.batch_up()
    panel.show_row(panel.row)
    assert panel.state.accessibleName() == "Bundled"
    panel.show_row(None)
    hand.wait(lambda: not panel.state.isVisible())
