"""An opened unit as the frame wants it, around a real desk."""

from collections.abc import Callable, Sequence

from flexdesk.desk.desk import Desk
from flexdesk.events import ChangeBus
from flexdesk.services.commits import Committer
from flexdesk.system.clock import Clock
from ui.evaluation.page import EvaluationPage
from ui.review.page import ReviewPage
from ui.shell.main_window import MainWindow
from ui.shell.ports import Frame, PageSpec, PersonHit, TrustFacts
from ui.shell.screens import NINE, page_specs
from ui.targets.page import TargetsPage
from ui.widgets.page import Page


class Opened:
    unit_name = "Kec. Tirtawening"
    unit_region = "Kab. Sagaramukti"
    person_name = "Anita Linda Susanti"
    person_role = "Camat"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def clock(self) -> Clock:
        return self._desk.clock

    @property
    def bus(self) -> ChangeBus:
        return self._desk.bus

    @property
    def committer(self) -> Committer:
        return self._desk.committer

    def trust(self) -> TrustFacts:
        return TrustFacts(self.clock.now(), rules="v4")

    def people(self) -> Sequence[PersonHit]:
        return []

    def unlock(self, passphrase: str) -> bool:
        return bool(passphrase)

    def close(self) -> None:
        self._desk.close()


def specs(desk: Desk) -> tuple[PageSpec, ...]:
    blank: dict[str, Callable[[Frame], Page]] = {key: lambda _frame: Page("") for key, _title, _icon in NINE}

    pages: dict[str, Callable[[Frame], Page]] = {
        "targets": lambda frame: TargetsPage(
            desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter
        ),
        "review": lambda frame: ReviewPage(
            desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter
        ),
        "evaluation": lambda frame: EvaluationPage(desk, editor=frame.editor),
    }
    return page_specs({**blank, **pages})


def window_of(desk: Desk) -> MainWindow:
    return MainWindow(Opened(desk), specs(desk))  # type: ignore[arg-type]
