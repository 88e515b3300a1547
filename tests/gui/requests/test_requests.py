"""The room of requests in the real window on a real store, by keyboard alone."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from flexdesk.domain.people import RequestState
from flexdesk.domain.performance import Rating
from flexdesk.exchange.tables import read_tables
from tests.gui.requests.conftest import Hand
from tests.helpers.desks import TODAY
from tests.unit.requests.office import (
    AGUS,
    DEWI,
    EKO,
    FRI,
    MON,
    TUE,
    ask,
    ask_swap,
    held,
    key_of,
    placed,
    put,
    rate,
)
from ui.widgets.button import Button
from ui.widgets.fields import LineField

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def state(hand: Hand, key: str) -> RequestState:
    return held(hand.desk, key).state(TODAY)


def names(hand: Hand) -> list[str]:
    return [view.name for view in hand.page.requests.model.rows]


def fill(hand: Hand, name: str, text: str) -> None:
    field = hand.page.panel.form.inputs[name]
    assert isinstance(field, LineField)
    field.setText(text)


# -- deciding


def test_one_key_approves_and_one_undo_takes_it_back(hand: Hand) -> None:
    key = ask(hand.desk)
    page = hand.open(key)
    hand.press(Key.Key_1)
    assert state(hand, key) is RequestState.GRANTED
    assert page.panel.badge.facts.text == "Granted"
    hand.press(Key.Key_Z, Modifier.ControlModifier)
    assert state(hand, key) is RequestState.WAITING
    assert page.panel.badge.facts.text == "Waits"


def test_a_rule_that_wants_a_reason_asks_for_it_and_it_becomes_the_note(hand: Hand) -> None:
    rate(hand.desk, DEWI, Rating.BELOW, Rating.BELOW)
    key = ask(hand.desk)
    hand.open(key)
    assert "EMP-08" in hand.words()
    assert "sangat kurang" in hand.words()
    hand.press(Key.Key_1)
    assert state(hand, key) is RequestState.WAITING
    hand.type("Pendampingan mingguan")
    hand.press(Key.Key_Return)
    assert held(hand.desk, key).note == "Pendampingan mingguan"
    assert state(hand, key) is RequestState.GRANTED


def test_adjusting_grants_other_days_with_a_note(hand: Hand) -> None:
    key = ask(hand.desk, days="mon,tue")
    page = hand.open(key)
    hand.press(Key.Key_2)
    assert not page.panel.approve.isVisible()
    fill(hand, "to", "27-11-2026")
    hand.press(Key.Key_Return)
    assert page.panel.form.fault.isVisible()
    assert state(hand, key) is RequestState.WAITING
    fill(hand, "note", "Sampai Jumat")
    hand.press(Key.Key_Return)
    request = held(hand.desk, key)
    assert (request.decision, request.last, request.weekdays) == ("adjust", FRI, {0, 1})
    assert page.panel.form.isHidden()


def test_days_of_the_weekend_survive_an_adjustment(hand: Hand) -> None:
    key = ask(hand.desk, days="fri,sat")
    hand.open(key)
    hand.press(Key.Key_2)
    fill(hand, "note", "Mulai Selasa")
    fill(hand, "first", "24-11-2026")
    hand.press(Key.Key_Return)
    assert held(hand.desk, key).weekdays == {4, 5}


def test_what_is_no_day_is_said_in_place(hand: Hand) -> None:
    key = ask(hand.desk)
    page = hand.open(key)
    hand.press(Key.Key_2)
    fill(hand, "note", "x")
    fill(hand, "first", "besok")
    page.panel.form.keep()
    assert "besok" in page.panel.form.fault.text()
    hand.press(Key.Key_Escape)
    assert page.panel.form.isHidden()
    assert page.panel.approve.isVisible()


def test_refusing_needs_a_note(hand: Hand) -> None:
    key = ask(hand.desk)
    hand.open(key)
    hand.press(Key.Key_3)
    hand.press(Key.Key_Return)
    assert state(hand, key) is RequestState.WAITING
    hand.type("Loket kurang orang")
    hand.press(Key.Key_Return)
    assert state(hand, key) is RequestState.REFUSED
    assert "Loket kurang orang" in hand.words()


def test_digits_typed_into_a_field_decide_nothing(hand: Hand) -> None:
    key = ask(hand.desk)
    page = hand.open(key)
    page.find_in_page()
    hand.type("123")
    assert page.search.text() == "123"
    assert state(hand, key) is RequestState.WAITING


def test_a_granted_one_is_ended_renewed_and_agreed_upon(hand: Hand) -> None:
    key = ask(hand.desk)
    hand.desk.requests.decide(key, "approve")
    page = hand.open(key)
    hand.press(Key.Key_J)
    hand.type("800/7")
    hand.press(Key.Key_Return)
    assert page.views.choice == "agreements"
    assert "800/7" in hand.words()
    page.open_item(key)
    hand.press(Key.Key_E)
    fill(hand, "day", "24-11-2026")
    fill(hand, "reason", "Sudah pulih")
    hand.press(Key.Key_Return)
    assert held(hand.desk, key).ended_on == TUE
    hand.press(Key.Key_R)
    fill(hand, "first", "04-01-2027")
    fill(hand, "to", "29-01-2027")
    hand.press(Key.Key_Return)
    assert page.panel.view is not None
    assert page.panel.view.request.from_ == date(2027, 1, 4)
    assert page.panel.view.state is RequestState.WAITING


# -- swaps


def test_a_swap_shows_what_would_change_and_is_applied(hand: Hand) -> None:
    put(hand.desk, DEWI, TUE)
    key = ask_swap(hand.desk, agreed=False)
    page = hand.open(key)
    assert "Dewi Anggraini: Rumah (WFA) → Kantor" in hand.words()
    assert not page.panel.adjust.isVisible()
    hand.press(Key.Key_1)
    assert hand.window.notices.banner is not None
    assert hand.window.notices.banner.ticket == "FD-PMH-06"
    hand.press(Key.Key_A)
    hand.press(Key.Key_1)
    assert (placed(hand.desk, DEWI, TUE), placed(hand.desk, EKO, TUE)) == ("office", "home")
    hand.press(Key.Key_Z, Modifier.ControlModifier)
    assert (placed(hand.desk, DEWI, TUE), placed(hand.desk, EKO, TUE)) == ("home", "office")
    assert state(hand, key) is RequestState.WAITING


def test_a_swap_with_a_person_on_leave_says_which_rule_forbids_it(hand: Hand) -> None:
    put(hand.desk, DEWI, TUE)
    hand.desk.registers.add_leave(EKO, "annual", MON, FRI, "Surat 1")
    key = ask_swap(hand.desk)
    hand.open(key)
    assert "TIM-08" in hand.words()
    hand.press(Key.Key_1)
    assert state(hand, key) is RequestState.WAITING
    assert placed(hand.desk, DEWI, TUE) == "home"


# -- asking


def test_the_form_tells_what_is_missing_while_it_is_filled(hand: Hand) -> None:
    page = hand.open()
    hand.press(Key.Key_N, Modifier.ControlModifier)
    form = page.new_request
    assert form.missing()[0] == "who asks"
    assert not form.keep.isEnabled()
    form.person.setCurrentIndex(form.person.findText("Dewi Anggraini"))
    form.first.setText("23-11-2026")
    form.to.setText("18-12-2026")
    assert form.missing() == ["reason", "evidence", "work plan", "outputs"]
    for name, text in (("reason", "Merawat"), ("evidence", "Surat"), ("plan", "Laporan")):
        form.texts[name].setText(text)
    assert "outputs" in form.told.text()
    form.texts["outputs"].setText("4 laporan")
    assert form.keep.isEnabled()
    form.days.buttons[1].click()
    hand.press(Key.Key_Return, Modifier.ControlModifier)
    (view,) = hand.desk.requests.views()
    assert (view.nip, view.request.days, view.request.outputs) == (DEWI, {1}, "4 laporan")
    assert page.side.currentWidget() is page.panel
    assert page.panel.view is not None
    assert page.panel.view.key == view.key


def test_the_roster_leads_to_a_request_of_the_person_under_the_cursor(hand: Hand) -> None:
    hand.window.go("people", key_of(hand.desk, EKO))
    hand.settle()
    hand.press(Key.Key_N, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert hand.page.side.currentWidget() is hand.page.new_request
    assert hand.page.new_request.person.currentText() == "Eko Prasetyo"


def test_the_form_of_a_swap_wants_a_partner_and_no_evidence(hand: Hand) -> None:
    page = hand.open()
    page.open_new()
    form = page.new_request
    form.person.setCurrentIndex(form.person.findText("Dewi Anggraini"))
    form.kind.setCurrentIndex(form.kind.findData("swap"))
    form.first.setText("24-11-2026")
    assert form.missing() == ["the partner"]
    assert not form.texts["evidence"].isVisible()
    form.partner.setCurrentIndex(form.partner.findText("Dewi Anggraini"))
    form.keep.click()
    assert hand.desk.requests.views() == []
    form.partner.setCurrentIndex(form.partner.findText("Eko Prasetyo"))
    form.keep.click()
    (view,) = hand.desk.requests.views()
    assert view.partner_nip == EKO


def test_backwards_dates_are_told_before_they_are_refused(hand: Hand) -> None:
    page = hand.open()
    page.open_new()
    form = page.new_request
    form.first.setText("18-12-2026")
    form.to.setText("23-11-2026")
    assert "a last day after the first" in form.missing()
    hand.press(Key.Key_Escape)
    assert page.side.currentWidget() is page.panel


# -- lists


def test_an_empty_room_says_what_to_do(hand: Hand) -> None:
    page = hand.open()
    assert page.requests.middle.currentWidget() is page.requests.empty
    assert page.requests.empty.buttons[0].hasFocus()
    hand.press(Key.Key_Space)
    assert page.side.currentWidget() is page.new_request


def test_filters_and_the_search_narrow_the_list(hand: Hand) -> None:
    granted = ask(hand.desk, AGUS)
    hand.desk.requests.decide(granted, "approve")
    ask(hand.desk, DEWI)
    page = hand.open()
    assert names(hand) == ["Dewi Anggraini", "Agus Hermawan"]
    page.state.setCurrentIndex(page.state.findData("granted"))
    page.state.activated.emit(0)
    assert names(hand) == ["Agus Hermawan"]
    page.search.setText("dewi")
    assert page.requests.middle.currentWidget() is page.requests.nothing
    hand.press(Key.Key_Escape)
    assert len(names(hand)) == 2
    page.search.setText("19790904 2005")
    assert names(hand) == ["Agus Hermawan"]


def test_the_side_bar_counts_what_waits_and_duties_lead_here(hand: Hand) -> None:
    key = ask(hand.desk)
    hand.open()
    counts: list[int] = []
    hand.page.counted.connect(lambda count, _alarm: counts.append(count))
    hand.page.refresh()
    assert counts == [1]
    duty = next(one for one in hand.desk.day.duties(TODAY) if one.kind == "special_condition")
    hand.window.go("today")
    hand.window.go(duty.page, duty.item)
    assert hand.page.panel.view is not None
    assert hand.page.panel.view.key == key


def test_a_change_from_elsewhere_shows_at_once(hand: Hand) -> None:
    hand.open()
    ask(hand.desk)
    hand.settle()
    assert names(hand) == ["Dewi Anggraini"]


def test_what_changed_while_the_room_was_away_is_there_on_return(hand: Hand) -> None:
    put(hand.desk, DEWI, TUE)
    key = ask_swap(hand.desk)
    hand.open(key)
    hand.window.go("today")
    hand.desk.registers.add_leave(EKO, "annual", MON, FRI, "Surat 1")
    hand.settle()
    hand.window.go("people")
    hand.settle()
    assert "TIM-08" in hand.words()


def test_f8_goes_to_the_next_that_waits(hand: Hand) -> None:
    first, second = ask(hand.desk, AGUS), ask(hand.desk, DEWI)
    page = hand.open(first)
    order = [view.key for view in page.requests.model.rows]
    assert set(order) == {first, second}
    page.requests.table.stand_on(order[0])
    hand.press(Key.Key_F8)
    assert page.requests.table.key == order[1]


def test_a_list_is_imported_and_undone_as_one_step(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, rejects = tmp_path / "daftar.csv", tmp_path / "ditolak.xlsx"
    rows = f"NIP;Jenis;Mulai\n'{DEWI};Keinginan;30/11/2026\n'{AGUS};Libur;30/11/2026\n"
    source.write_text(rows, "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(source), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(rejects), ""))
    page = hand.open()
    page.files.choose()
    hand.wait(lambda: names(hand) == ["Dewi Anggraini"])
    banner = hand.window.notices.banner
    assert banner is not None
    banner.buttons[0].click()
    hand.wait(lambda: rejects.exists() and not hand.window.runner.jobs)
    assert len(read_tables(rejects)[0].rows) == 2
    hand.window.editor.undo()
    hand.wait(lambda: names(hand) == [])


# -- agreements


def test_an_agreement_of_its_own_is_made_signed_printed_and_ended(hand: Hand) -> None:
    page = hand.open()
    page.show_list("agreements")
    hand.press(Key.Key_N, Modifier.ControlModifier)
    panel = page.agreement_panel
    for name, text in (("first", "23-11-2026"), ("to", "27-11-2026")):
        field = panel.form.inputs[name]
        assert isinstance(field, LineField)
        field.setText(text)
    panel.form.keep()
    hand.settle()
    assert panel.view is not None
    assert panel.view.agreement.to == FRI
    hand.press(Key.Key_N)
    hand.type("800/9")
    hand.press(Key.Key_Return)
    assert "800/9" in hand.words()
    hand.press(Key.Key_C)
    assert hand.window.page.help_name == "printing"
    hand.open(panel.view.key)
    hand.press(Key.Key_E)
    assert panel.form.is_open
    for name, text in (("day", "24-11-2026"), ("reason", "Pindah")):
        field = panel.form.inputs[name]
        assert isinstance(field, LineField)
        field.setText(text)
    hand.press(Key.Key_Return)
    assert hand.desk.agreements.agreement(panel.view.key).ended_on == TUE


def test_days_away_without_an_agreement_are_named_where_the_unit_asks(hand: Hand) -> None:
    put(hand.desk, DEWI, TUE)
    page = hand.open()
    assert page.warning.isHidden()
    hand.desk.policy.set("agreement.required", "yes", from_day=TODAY)
    hand.settle()
    assert "Dewi Anggraini" in page.warning.text()
    assert page.warning.isVisible()


def test_everything_fits_the_smallest_window(hand: Hand) -> None:
    """No button reaches over the edge of what it stands in, and none is too small to be hit."""
    key = ask(hand.desk)
    page = hand.open(key)
    buttons = [one for one in page.findChildren(Button) if one.isVisible()]
    assert len(buttons) >= 6
    for button in buttons:
        parent = button.parentWidget()
        assert parent is not None
        assert parent.rect().contains(button.geometry()), button.text()
        assert min(button.width(), button.height()) >= 22
    table = page.requests.table
    assert table.horizontalHeader().length() <= table.viewport().width()
