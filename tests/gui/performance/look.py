"""Renders the three performance screens in the real window to pictures, to be held beside the design."""

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import Place
from flexdesk.domain.schema import join_key
from tests.gui.indonesian import spoken
from tests.gui.performance.opened import window_of
from tests.helpers.desks import kecamatan_desk
from ui.evaluation.page import EvaluationPage
from ui.qt import platform, theme
from ui.qt.tokens import Scheme
from ui.review.page import ReviewPage
from ui.review.queue import Tab
from ui.shell.main_window import MainWindow
from ui.targets.lines import Filter
from ui.targets.page import TargetsPage

QUARTER = parse_period("2026-Q3")


def enrich(desk: Desk) -> None:
    """Ratings, notes and a week of places, so that every part of the screens has something to show."""
    ratings = [(Rating.MEETS, Rating.MEETS), (Rating.ABOVE, Rating.ABOVE), (Rating.MEETS, Rating.ABOVE)]
    ratings += [(Rating.BELOW, Rating.MEETS), (Rating.MEETS, Rating.MEETS), (Rating.MEETS, Rating.MEETS)]
    evaluations = desk.evaluation.evaluations(QUARTER)
    desk.evaluation.rate_many(
        {e.skp.key: (*ratings[n % 6], None) for n, e in enumerate(evaluations[:31])}, QUARTER
    )
    desk.evaluation.set_organisation(QUARTER, "baik")
    ops = []
    for number, one in enumerate(evaluations):
        for day in desk.reader.calendar(date(2026, 9, 1)).working_days(date(2026, 7, 1), date(2026, 9, 30)):
            place = Place.HOME if (number + day.toordinal()) % 5 == 0 else Place.OFFICE
            key = join_key(str(one.skp.person["key"]), day.isoformat())
            ops.append(desk.committer.insert("assignment", {"place": place}, key))
    desk.committer.commit(Change("schedule.set_place", tuple(ops)))
    person = str(evaluations[3].skp.person["key"])
    desk.day.note(person, date(2026, 9, 22), "Bahan rapat rapi dan siap sebelum waktunya.")
    desk.day.note(person, date(2026, 9, 4), "Membantu rekan belajar mengolah data.")


class Looker:
    def __init__(self, folder: Path, window: MainWindow) -> None:
        self.folder, self.window = folder, window

    def shot(self, name: str) -> None:
        self.window.resize(1366, 768)
        for _ in range(6):
            QApplication.processEvents()
        picture = self.window.grab()
        picture.save(str(self.folder / f"{name}.png"))
        print(name, picture.width(), picture.height())

    def targets(self) -> None:
        self.window.go("targets")
        page = self.window.page
        assert isinstance(page, TargetsPage)
        page.table.selectRow(2)
        self.shot("targets")
        page.panel.edit_first()
        self.shot("targets-edit")
        page.panel.close_form()
        page.show_only(Filter.BEHIND)
        self.shot("targets-behind")
        page.show_only(Filter.ALL)
        page.plan_room.open()
        self.shot("targets-skp")
        page.plan_room.close()
        page.show_year(2027)
        self.shot("targets-empty")
        page.show_year(2026)

    def review(self) -> None:
        self.window.go("review")
        page = self.window.page
        assert isinstance(page, ReviewPage)
        self.shot("review-day")
        page.show_period(parse_period("2026-08"))
        self.shot("review-month")
        page.deciding.send_back()
        self.shot("review-return")
        page.leave_smallest()
        page.show_period(parse_period("2026-09"))
        self.shot("review-silent")
        page.tabs.choose(Tab.ALL)
        page._fill()
        page._walk(+1)
        self.shot("review-all")
        page.show_period(parse_period("2026-11-20"))
        self.shot("review-empty")
        page.show_period(parse_period("2026-08"))
        page.tabs.choose(Tab.ASKED)
        page._fill()

    def evaluation(self) -> None:
        self.window.go("evaluation")
        page = self.window.page
        assert isinstance(page, EvaluationPage)
        self.shot("evaluation")
        page.open_item(page.evaluations[3].skp.key)
        self.shot("evaluation-rated")

    def states(self, desk: Desk) -> None:
        """Warnings about the spread, a locked person, a person without report."""
        evaluations = desk.evaluation.evaluations(QUARTER)
        desk.evaluation.rate_many(
            {e.skp.key: (Rating.MEETS, Rating.MEETS, None) for e in evaluations}, QUARTER
        )
        desk.evaluation.lock_all([e.skp.key for e in evaluations[:20]], QUARTER, reason="Disetujui camat")
        self.shot("evaluation-warnings")
        self.window.go("review")
        page = self.window.page
        assert isinstance(page, ReviewPage)
        page.show_period(parse_period("2026-09"))
        page.tabs.choose(Tab.ASKED)
        page._fill(select_first=True)
        self.shot("review-no-report")

    def dark(self) -> None:
        theme.current().set_scheme(Scheme.DARK)
        for key in ("targets", "review", "evaluation"):
            self.window.go(key)
            self.shot(f"{key}-dark")
        theme.current().set_scheme(Scheme.LIGHT)


def main(folder: Path) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with spoken(), TemporaryDirectory() as place:
        platform.dress(app)
        desk = kecamatan_desk(Path(place) / "unit")
        enrich(desk)
        window = window_of(desk)
        window.show()
        looker = Looker(folder, window)
        looker.targets()
        looker.review()
        looker.evaluation()
        looker.dark()
        looker.states(desk)
        window.editor.forget()
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
