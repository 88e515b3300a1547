"""Renders the schedule screen in the real window to pictures, to be held beside the design."""

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from flexdesk.domain.places import Place
from tests.gui.indonesian import spoken
from tests.gui.schedule.conftest import Opened
from tests.gui.schedule.sukamaju import MONDAY, TODAY, Sukamaju
from ui.qt import platform, theme
from ui.qt.tokens import Scheme
from ui.schedule.desk import View
from ui.schedule.page import SchedulePage
from ui.schedule.publish import Before, PublishDialog
from ui.schedule.sheet import Spot
from ui.shell.main_window import MainWindow
from ui.shell.ports import Frame
from ui.shell.screens import NINE, page_specs
from ui.widgets.page import Page


class Looker:
    def __init__(self, folder: Path) -> None:
        self.folder, self.unit = folder, Sukamaju()
        factories = {key: lambda _frame, title=title: Page(title) for key, title, _icon in NINE}
        self.window = MainWindow(Opened(self.unit), page_specs({**factories, "schedule": self._page}))  # type: ignore[arg-type]
        self.window.show()
        self.window.go("schedule")
        page = self.window.page
        assert isinstance(page, SchedulePage)
        self.desk = page.desk

    def _page(self, frame: Frame) -> Page:
        page = SchedulePage(self.unit, frame.editor, today=TODAY, report=frame.reporter.report, signer="p00")
        page.desk.show_period(MONDAY)
        return page

    def shot(self, name: str, width: int = 1366, height: int = 768) -> None:
        self.window.resize(width, height)
        for _ in range(5):
            QApplication.processEvents()
        picture = self.window.grab()
        assert (picture.width(), picture.height()) == (width, height), picture.size()
        picture.save(str(self.folder / f"{name}.png"))

    def look(self) -> None:
        desk = self.desk
        fitri = desk.model.sheet.row_of[self.unit.key_of["Fitri Handayani"]]
        desk.problems.open(next(n for n, one in enumerate(desk.model.sheet.problems) if one.row == fitri))
        self.shot("03-week")
        self.shot("03b-week-697", height=697)
        self.shot("13-week-1920", 1920, 1080)
        QGuiApplication.clipboard().setText("\n".join(["W\tW\tx\tP\tP", "W\tW\tP\tP\t?"] * 3))
        desk.grid.go_to(Spot(11, 0))
        desk.edits.paste()
        self.shot("paste")
        desk.leave()
        desk.plan()
        desk.problems.next(1)
        self.shot("proposal")
        desk.leave()
        self._states()
        self._dark()

    def _states(self) -> None:
        desk = self.desk
        self.unit.tear("Ratna Dewanti", MONDAY.replace(day=26), Place.DUTY_TRAVEL)
        self.unit.lock(MONDAY)
        desk.refresh()
        desk.grid.go_to(Spot(8, 1))
        desk.edits.pin()
        desk.grid.set_brush(Place.HOME)
        desk.grid.select_rows(11, 14)
        self.shot("states")
        before = Before(48, "23–29 Nov 2026", 1, 9, "", "p00")
        dialog = PublishDialog(desk.model.sheet, before, self.window)
        dialog.show()
        QApplication.processEvents()
        dialog.grab().save(str(self.folder / "publish.png"))
        dialog.close()

    def _dark(self) -> None:
        theme.current().set_scheme(Scheme.DARK)
        self.shot("03-week-dark")
        self.desk.show_period(MONDAY, View.MONTH)
        self.shot("04-month-dark")
        self.desk.show_period(MONDAY, View.TWO_WEEKS)
        self.shot("two-weeks-dark")
        theme.current().set_scheme(Scheme.LIGHT)


def main(folder: Path) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with spoken():
        platform.dress(app)
        looker = Looker(folder)
        looker.look()
        looker.window.editor.forget()
        looker.window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
