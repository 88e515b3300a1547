"""Next week of forty people by the keyboard alone, with every key counted (UX 1.11: at most 45)."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flexdesk.services.sample import make_sample
from tests.end_to_end.windows import Person, at_window, week_of
from tests.gui.conftest import _nothing_leaks, _plain_look, qapp  # noqa: F401
from tests.helpers.desks import small_desk
from ui.schedule.page import SchedulePage
from ui.schedule.pattern_list import PatternList

pytestmark = pytest.mark.usefixtures("qapp")

MOST_KEYS = 45
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
LETTER = "800.1.11.1/48"


def bad(page: SchedulePage) -> tuple[int, int]:
    """Binding rules broken and advice not followed, in the week as it is shown."""
    sheet = page.desk.settled()
    return sheet.count("hard"), sheet.count("soft")


def published(person: Person) -> list[str]:
    rows = person.desk.store.select("publication")
    return [str(row["letter"]) for row in rows if str(row["key"]).startswith("2026-W48")]


def test_a_draft_with_six_problems_is_mended_and_published(tmp_path: Path) -> None:
    desk = small_desk(tmp_path / "unit", unit="Kecamatan Sukamaju")
    make_sample(desk)
    with at_window(desk) as person:
        page = person.at(SchedulePage)
        assert page.desk.monday == MONDAY
        assert bad(page) == (5, 2)
        for _ in range(5):
            person.press("F8", "Alt+1")
            person.settle()
        # Mending what binds has brought the share away below its limit too; the counter stays short.
        assert bad(page) == (0, 1)
        person.answer("<Shift+Tab>", "KTP dilayani", "<Tab>", LETTER, "<Enter>")
        person.press("Ctrl+Enter")
        person.settle()
        assert published(person) == [LETTER]
        assert person.window.notices.banner is not None
        assert "3 berkas" in person.told  # letter with annex, wall sheet, text for the chat
        assert person.keys <= MOST_KEYS


def test_an_empty_week_is_copied_evened_out_and_published(tmp_path: Path) -> None:
    desk = small_desk(tmp_path / "unit", unit="Kecamatan Sukamaju")
    make_sample(desk)
    desk.schedule.clear(MONDAY, SUNDAY)
    with at_window(desk) as person:
        page = person.at(SchedulePage)
        person.press("Ctrl+Shift+D")
        person.settle()
        assert page.desk.strip.offer is not None
        person.press("Enter", "Ctrl+R")
        person.settle()
        assert page.desk.strip.offer is not None
        person.press("Enter")
        person.settle()
        assert bad(page) == (0, 0)
        person.answer(LETTER, "<Enter>")
        person.press("Ctrl+Enter")
        person.settle()
        assert published(person) == [LETTER]
        people = [one for one in page.desk.settled().people if one.eligible]
        assert len(people) >= 20
        assert [one.name for one in people if one.away_count == 0] == []
        assert person.keys <= MOST_KEYS


def test_an_untouched_week_offers_ways_to_begin_until_something_is_written(tmp_path: Path) -> None:
    desk = small_desk(tmp_path / "unit", unit="Kecamatan Sukamaju")
    make_sample(desk)
    desk.schedule.clear(MONDAY, SUNDAY)
    with at_window(desk) as person:
        page = person.at(SchedulePage)
        beginning = page.desk.panel.beginning
        assert beginning is not None
        assert list(beginning.buttons) == ["copy", "pattern", "even"]
        for way in ("copy", "even"):
            QTest.mouseClick(beginning.buttons[way], Qt.MouseButton.LeftButton)
            person.settle()
            assert page.desk.strip.offer is not None, way
            person.press("Esc")
        QTest.mouseClick(beginning.buttons["pattern"], Qt.MouseButton.LeftButton)
        popup = page.desk.findChild(PatternList)
        assert popup is not None
        person.press("Esc", on=popup.list)
        person.settle()
        page.desk.grid.setFocus()
        person.press("Ctrl+Home")
        person.type_in("d")
        person.settle()
        assert week_of(page, "Bambang Wiryawan")[0] == "D"
        assert page.desk.panel.beginning is None
        person.press("Ctrl+Z")
        person.settle()
        assert page.desk.panel.beginning is not None
