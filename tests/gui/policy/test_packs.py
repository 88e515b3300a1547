"""Presets and signed files on the screen “Aturan”: looked at first, then taken, refused, or put away."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.exchange import pack_signatures
from flexdesk.keys.signing import SigningKey
from tests.gui.indonesian import spoken
from tests.gui.sending.windows import opened, settle, told
from tests.helpers.desks import TODAY, kecamatan_desk
from ui.feedback.reason import ReasonForm
from ui.policy.editors import NumberEditor, ShareEditor
from ui.policy.page import PolicyPage
from ui.shell.main_window import MainWindow

MONDAY = date(2026, 11, 23)
PACK = Path(__file__).parents[2] / "data" / "policies" / "cendana.toml"
KEY = SigningKey(bytes(range(32)))


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
    found.show_view("packs")
    return found


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def choose(page: PolicyPage, window: MainWindow, name: str) -> None:
    index = page.packs.presets.find(name)
    assert index.isValid()
    page.packs.views["presets"].setCurrentIndex(index)
    settle(window)


def test_every_preset_is_offered_and_can_be_searched(page: PolicyPage, desk: Desk) -> None:
    assert len(page.packs.presets.rows) == len(desk.packs.presets()) + 1
    page.packs.search.setText("bogor")
    assert {one.name for one in page.packs.presets.rows} == {"kota-bogor-2026", "kabupaten-bogor-2026"}


def test_a_preset_is_read_with_its_effect_and_taken_as_one_step(
    page: PolicyPage, window: MainWindow, desk: Desk
) -> None:
    desk.schedule.take(desk.schedule.plan_proposal(MONDAY))
    choose(page, window, "banten-2025")
    offer = page.packs.offer
    assert offer.isVisible()
    said = words(offer)
    assert "20 %" in said
    assert "SIMASTEN" in said
    following = offer.effects[1]
    assert following.lost
    assert all(turn.name in said for turn in following.lost[:12])
    assert desk.store.select("policy_pack") == []
    offer.use.click()
    settle(window)
    assert desk.reader.policy().version_on(MONDAY) == "banten-2025 2026.1"
    assert page.view == "rules"
    assert len(desk.schedule.week(MONDAY).findings) == following.after
    assert "banten-2025 2026.1" in words(page.rules)
    assert window.editor.undo()
    settle(window)
    assert desk.store.select("policy_pack") == []


def test_a_pack_may_end_and_nonsense_as_its_end_is_told(
    page: PolicyPage, window: MainWindow, desk: Desk
) -> None:
    choose(page, window, "banten-2025")
    offer = page.packs.offer
    offer.span.until.setText("besok")
    assert not offer.use.isEnabled()
    assert offer.fault.isVisible()
    offer.span.until.setText("20-11-2026")
    assert not offer.use.isEnabled()
    offer.span.until.setText("27-11-2026")
    settle(window)
    offer.use.click()
    policy = desk.reader.policy()
    assert policy.version_on(MONDAY).startswith("banten")
    assert policy.version_on(MONDAY + timedelta(days=5)).startswith("nasional")


def test_a_preset_with_a_fixed_day_asks_what_was_checked(
    page: PolicyPage, window: MainWindow, desk: Desk
) -> None:
    choose(page, window, "se-panrb-3-2026")
    page.packs.offer.use.click()
    settle(window)
    assert desk.packs.entries(TODAY) == ()
    form = window.findChild(ReasonForm)
    assert form is not None
    form.field.setText("Ditanyakan ke BKPSDM")
    QTest.keyClick(form.field, Qt.Key.Key_Return)
    settle(window)
    (entry,) = desk.packs.entries(TODAY)
    assert entry.reason == "Ditanyakan ke BKPSDM"
    assert page.view == "rules"


def test_a_refusal_asks_for_its_reason_and_keeps_it(page: PolicyPage, window: MainWindow, desk: Desk) -> None:
    choose(page, window, "banten-2025")
    page.packs.offer.refuse.click()
    assert desk.packs.entries(TODAY) == ()
    form = window.findChild(ReasonForm)  # the frame asks for the reason in place
    assert form is not None
    form.field.setText("bukan daerah kami")
    QTest.keyClick(form.field, Qt.Key.Key_Return)
    settle(window)
    (entry,) = desk.packs.entries(TODAY)
    assert (entry.state, entry.reason) == ("refused", "bukan daerah kami")
    page.packs.show_table("past")
    assert [one.state for one in page.packs.past.rows] == ["refused"]
    assert page.packs.empty.isVisible()


def test_own_changes_that_would_end_are_named(page: PolicyPage, window: MainWindow, desk: Desk) -> None:
    desk.policy.set("location.max_share", "0.4", from_day=TODAY)
    desk.policy.set("hours.start", "08:00", from_day=TODAY)
    settle(window)
    choose(page, window, "kemenpanrb")
    said = words(page.packs.offer)
    assert "40 %" in said.split("Changes of this unit that end")[1]
    assert "08.00" in said.split("Changes of this unit that stay")[1]
    page.packs.offer.span.start.setCurrentIndex(1)  # from today
    settle(window)
    page.packs.offer.use.click()
    settle(window)
    assert "location.max_share" in words(page.rules)


def test_an_unknown_publisher_is_compared_before_its_file_is_shown(
    page: PolicyPage, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "aturan.toml"
    file.write_text(pack_signatures.sign(PACK.read_text("utf-8"), KEY), "utf-8")
    page.packs.show_file(file)
    trust = page.packs.trust
    assert trust.isVisible()
    digits = pack_signatures.fingerprint(KEY.public.hex())
    assert digits not in words(trust)
    trust.digits.setText("0000")
    trust.accept.click()
    assert trust.fault.isVisible()
    assert desk.packs.signers() == ()
    trust.digits.setText(digits)
    trust.accept.click()
    settle(window)
    assert page.packs.offer.isVisible()
    assert "Kamis" in words(page.packs.offer) or "Thursday" in words(page.packs.offer)
    assert len(page.packs.signers.rows) == 1
    page.packs.show_table("signers")
    page.packs.drop.click()
    assert desk.packs.signers() == ()


def test_an_unsigned_file_is_refused_in_words(page: PolicyPage, window: MainWindow) -> None:
    page.packs.show_file(PACK)
    settle(window)
    assert "signature" in told(window)
    assert page.packs.empty.isVisible()


def test_everything_by_keyboard(page: PolicyPage, window: MainWindow) -> None:
    view = page.packs.views["presets"]
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    settle(window)
    assert page.packs.offer.isVisible()
    first = page.packs.offer.pack
    QTest.keyClick(view, Qt.Key.Key_Down)
    settle(window)
    assert page.packs.offer.pack is not first
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert page.packs.empty.isVisible()
    assert page.find_in_page()
    assert page.packs.search.hasFocus()


def test_several_sentences_are_tried_and_kept_together(
    page: PolicyPage, window: MainWindow, desk: Desk
) -> None:
    desk.schedule.take(desk.schedule.plan_proposal(MONDAY))
    page.show_view("rules")
    trial = page.rules.what_if
    page.rules.choose("location.max_share")
    assert isinstance(trial.editor, ShareEditor)
    trial.editor.field.setText("25 %")
    settle(window)
    alone = trial.effects[1].after
    trial.together.click()
    page.rules.choose("location.max_days_per_week")
    assert isinstance(trial.editor, NumberEditor)
    trial.editor.field.setText("0")
    settle(window)
    assert dict(trial.trials) == {"location.max_share": "25%", "location.max_days_per_week": "0"}
    assert trial.effects[1].after > alone
    assert trial.effects[1].lost
    lost = trial.effects[1].lost[0]
    assert lost.name in words(trial.results)
    trial.unpin("location.max_share")
    settle(window)
    assert dict(trial.trials) == {"location.max_days_per_week": "0"}
    page.rules.choose("location.max_share")
    trial.editor.field.setText("30 %")
    settle(window)
    trial.span.until.setText("27-11-2026")
    trial.pin()
    page.rules.choose("location.max_days_per_week")
    trial.editor.field.setText("1")
    settle(window)
    trial.keep.click()
    policy = desk.reader.policy()
    assert (policy.terms(MONDAY).max_share, policy.terms(MONDAY).max_days_per_week) == (0.3, 1)
    later = MONDAY + timedelta(days=5)
    assert (policy.terms(later).max_share, policy.terms(later).max_days_per_week) == (0.5, 2)
    assert window.editor.undo()
    assert desk.reader.policy().edits == ()
    assert trial.trials == ()


def test_a_sentence_tells_its_history_and_goes_back_to_the_packs_value(
    page: PolicyPage, window: MainWindow, desk: Desk
) -> None:
    page.show_view("rules")
    desk.policy.set("location.max_share", "0.4", from_day=TODAY, source="Rapat staf")
    settle(window)
    page.rules.choose("location.max_share")
    settle(window)
    trial = page.rules.what_if
    assert "Rapat staf" in words(trial)
    assert trial.back.isVisible()
    trial.back.click()
    assert desk.reader.policy().terms(MONDAY).max_share == 0.5
    page.rules.choose("hours.start")
    assert not trial.back.isVisible()


def test_every_view_fits_the_smallest_window_in_indonesian(desk: Desk) -> None:
    with spoken(), opened(desk, "policy") as window:
        found = window.page
        assert isinstance(found, PolicyPage)
        for key in ("rules", "packs", "unit", "calendar", "display", "backups", "about"):
            found.show_view(key)
            found.packs.show_table("presets")
            if key == "packs":
                found.packs.show_pack(desk.packs.presets()[0])
            if key == "calendar":
                found.calendar.add.click()
            settle(window)
            assert window.minimumSizeHint().width() <= 1366, key
