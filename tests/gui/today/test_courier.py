"""Two weeks without a line: the first screen asks for a courier, and one key leads to the bundle."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flexdesk.services.duties import DutyKind
from flexdesk.system.clock import FixedClock
from tests.gui.sending.windows import frame_pages, quiet, settle
from tests.helpers.desks import small_desk
from ui.opened import OpenedUnit
from ui.sending.page import SendingPage
from ui.shell.main_window import MainWindow
from ui.shell.ports import PageSpec
from ui.today.page import TodayPage

PEOPLE = [("198804192012121001", "Eko Prasetyo")]


@pytest.mark.parametrize(("days", "asks", "red"), [(6, False, False), (13, False, True), (14, True, True)])
def test_the_first_screen_asks_for_a_courier_after_two_weeks(
    tmp_path: Path, days: int, asks: bool, red: bool
) -> None:
    clock = FixedClock(datetime(2026, 11, 2, 2, 0, tzinfo=UTC))
    with small_desk(tmp_path / "unit", PEOPLE, clock=clock) as desk:
        clock.advance(days=days)
        pages = {spec.key: spec for spec in frame_pages(desk)}
        pages["today"] = PageSpec(
            "today",
            "Today",
            "calendar-days",
            lambda frame: TodayPage(desk, frame.editor, report=frame.reporter.report),
        )
        window = MainWindow(OpenedUnit(desk), tuple(pages.values()))
        window.show()
        window.resize(1366, 768)
        window.go("today")
        settle(window)
        today = window.page
        assert isinstance(today, TodayPage)
        assert today.courier.isVisible() is asks
        assert (today.courier in today.panes()) is asks
        [duty] = [one for one in desk.day.duties(desk.clock.today()) if one.kind is DutyKind.UNSENT]
        assert (duty.days, duty.item) == (days, "bundle" if asks else "")
        trust = window.trust_line.parts["unsent"]
        assert (trust.part.token == "negative") is red
        if asks:
            today.courier.setFocus()
            QTest.keyClick(today.courier, Qt.Key.Key_Space)
            settle(window)
            page = window.page
            assert isinstance(page, SendingPage)
            assert page.dealings.bundle_form.isVisible()
        quiet(window)
