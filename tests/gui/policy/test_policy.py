"""The screen “Aturan”: sentences with holes, their effect before they are kept, and the other pages."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.policy import ValueType
from flexdesk.errors import FlexDeskError
from flexdesk.services.membership import IsACopy
from tests.gui.sending.windows import opened, settle, told
from tests.helpers.desks import PASSPHRASE, kecamatan_desk
from ui.policy.editors import DateEditor, NumberEditor, ShareEditor, editor_for
from ui.policy.page import PolicyPage
from ui.qt import theme
from ui.qt.tokens import Scheme
from ui.shell.main_window import MainWindow

MONDAY = date(2026, 11, 23)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = kecamatan_desk(tmp_path / "unit")
    yield made
    made.close()


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    with opened(desk, "policy") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> PolicyPage:
    found = window.page
    assert isinstance(found, PolicyPage)
    return found


def try_out(page: PolicyPage, window: MainWindow, key: str, text: str) -> None:
    page.rules.choose(key)
    editor = page.rules.what_if.editor
    assert isinstance(editor, NumberEditor | ShareEditor | DateEditor)
    editor.field.setText(text)
    settle(window)


def test_every_sentence_of_the_national_pack_is_counted_by(page: PolicyPage) -> None:
    assert all(row.facts.is_read for row in page.rules.rows.values())


def test_every_sentence_is_shown_and_only_the_free_ones_have_a_hole(page: PolicyPage, desk: Desk) -> None:
    sentences = desk.policy.sentences(desk.clock.today())
    assert [row.facts.key for row in page.rules.rows.values()] == [one.key for one in sentences]
    for one in sentences:
        row = page.rules.rows[one.key]
        assert row.hole.isVisibleTo(page.rules) is one.changeable
        assert row.accessibleName()


def test_the_effect_is_seen_before_and_kept_as_one_undoable_step(
    page: PolicyPage, window: MainWindow, desk: Desk
) -> None:
    desk.schedule.take(desk.schedule.plan_proposal(MONDAY))
    trial = page.rules.what_if
    try_out(page, window, "location.max_share", "15 %")
    this, following = trial.effects
    assert not this.new
    assert len(following.new) == 4
    assert all(finding.day and finding.day >= MONDAY for finding in following.new)
    assert [share.cap for share in following.shares] == [5] * 5
    assert desk.policy.policy().edits == ()  # nothing is kept yet
    trial.source.setText("Rapat staf 18 November")
    trial.keep.click()
    edit = desk.policy.policy().history("location.max_share")[0]
    assert (edit.from_, edit.source) == (MONDAY, "Rapat staf 18 November")
    assert "15" in page.rules.rows["location.max_share"].facts.later
    assert len(desk.schedule.week(MONDAY).findings) == following.after
    assert window.editor.undo()
    settle(window)
    assert desk.policy.policy().edits == ()
    assert page.rules.rows["location.max_share"].facts.later == ""


def test_a_value_outside_the_bounds_is_refused_in_words(
    page: PolicyPage, window: MainWindow, desk: Desk
) -> None:
    try_out(page, window, "location.max_days_per_week", "4")
    trial = page.rules.what_if
    assert "Pasal 13" in trial.fault.text()
    assert not trial.keep.isEnabled()
    trial.give()
    assert desk.policy.policy().edits == ()


@pytest.mark.parametrize("text", ["", "dua", "-1", "2.5"])
def test_nonsense_never_becomes_a_rule(page: PolicyPage, window: MainWindow, desk: Desk, text: str) -> None:
    try_out(page, window, "planner.wanted_days_per_week", text)
    assert page.rules.what_if.fault.text()
    page.rules.what_if.give()
    assert desk.policy.policy().edits == ()


def test_escape_puts_the_trial_away(page: PolicyPage, window: MainWindow) -> None:
    page.rules.choose("location.max_share")
    assert page.rules.what_if.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not page.rules.what_if.isVisible()
    assert page.rules.chosen == ""


def test_every_type_has_an_editor_that_gives_back_what_is_in_force(page: PolicyPage, desk: Desk) -> None:
    policy, today = desk.policy.policy(), desk.clock.today()
    seen = set()
    for definition in policy.definitions:
        if not definition.changeable:
            continue
        value = policy.value(definition.key, today)
        editor = editor_for(definition, value, definition.key)
        kept = policy.with_edit(definition.key, editor.text())
        assert kept.value(definition.key, today) == value, definition.key
        seen.add(definition.type)
        editor.deleteLater()
    assert seen == set(ValueType)
    assert page.rules.rows


def test_dates_are_taken_as_people_write_them(desk: Desk) -> None:
    definition = desk.policy.policy().definition("ramadan.from")
    editor = editor_for(definition, None, "")
    assert isinstance(editor, DateEditor)
    for typed in ("18-2-2026", "18/02/2026", "2026-02-18"):
        editor.field.setText(typed)
        assert editor.text() == "2026-02-18"
    editor.deleteLater()


def test_other_screens_open_a_rule_by_its_name(page: PolicyPage) -> None:
    page.open_item("LOC-10")
    chosen = page.rules.chosen
    assert page.rules.rows[chosen].facts.rule == "LOC-10"
    page.open_item("backups")
    assert page.view == "backups"


def test_a_broken_rule_file_is_told(page: PolicyPage, window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text("this is no pack", encoding="utf-8")
    page.packs.show_file(file)
    assert told(window)
    assert page.packs.offer.isHidden()


def test_unit_fields_are_written_once_when_left(page: PolicyPage, window: MainWindow, desk: Desk) -> None:
    page.show_view("unit")
    field = page.unit.texts["name"]
    field.setText("Kecamatan Sukamaju")
    field.editingFinished.emit()
    field.editingFinished.emit()
    assert desk.unit.row()["name"] == "Kecamatan Sukamaju"
    assert window.editor.stack.count() == 1
    page.unit.show_part("points")
    points = page.unit.lists["points"]
    points.inputs["name"].setText("Loket KTP-el")
    points.inputs["needs"].setText("08.00-15.00=1")
    points.save()
    assert [row["opens"] for row in desk.unit.service_points()] == ["08:00"]
    points.inputs["name"].setText("Pengaduan")
    points.inputs["needs"].setText("pagi")
    points.save()
    settle(window)
    assert told(window)
    assert len(desk.unit.service_points()) == 1


def test_the_year_is_shown_with_its_decrees(page: PolicyPage) -> None:
    page.show_view("calendar")
    rows = page.calendar.model.rows
    assert len(rows) == 25
    assert all("SKB" in row.decree for row in rows)
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    page.calendar.show_year(2031)
    assert page.calendar.missing.isVisibleTo(page.calendar)


def test_a_backup_is_made_checked_and_laid_out_as_a_copy_that_never_sends(
    page: PolicyPage, window: MainWindow, tmp_path: Path
) -> None:
    page.show_view("backups")
    page.backups.back_up()
    settle(window)
    assert len(page.backups.model.rows) == 1
    assert "readable and whole" in told(window)
    page.backups.restore_to(tmp_path / "copy")
    settle(window)
    with open_desk(tmp_path / "copy", passphrase=PASSPHRASE) as copy:
        assert len(copy.people.roster()) == 35
        with pytest.raises(IsACopy):
            copy.bundles.create(tmp_path / "x.flexdesk", "unit")
    page.backups.restore_to(tmp_path / "copy")
    settle(window)
    assert window.notices.banner is not None
    assert window.notices.banner.ticket


def test_a_damaged_backup_is_not_called_whole(page: PolicyPage, window: MainWindow, desk: Desk) -> None:
    page.show_view("backups")
    page.backups.back_up()
    settle(window)
    path = desk.folder / "backups" / page.backups.chosen()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    page.backups.verify()
    settle(window)
    assert "damaged" in told(window)


def test_the_looks_change_at_once(page: PolicyPage) -> None:
    page.show_view("display")
    page.display.scheme.chosen.emit("dark")
    assert theme.current().scheme is Scheme.DARK
    assert page.display.scheme.choice == "dark"


def test_effect_is_the_same_as_keeping(desk: Desk) -> None:
    """The trial and the real thing may never disagree."""
    from flexdesk.domain.periods import week_of

    desk.schedule.take(desk.schedule.plan_proposal(MONDAY))
    week = week_of(MONDAY)
    for key, text in (("location.max_share", "10%"), ("location.fixed_day", "tue"), ("hours.start", "08:00")):
        effect = desk.policy.effect(key, text, from_day=MONDAY, weeks=(week,))[0]
        change = desk.policy.set(key, text, from_day=MONDAY)
        assert effect.after == len(desk.schedule.week(MONDAY).findings), key
        assert change is not None
        desk.committer.commit(change.inverse())
    with pytest.raises(FlexDeskError):
        desk.policy.effect("hours.week_minutes", "100", from_day=MONDAY + timedelta(days=1), weeks=(week,))
