"""Signs the papers in the preview one by one, and checks papers that somebody brings."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.periods import Period
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.printing import Drawn
from ui.feedback.reporter import Reporter
from ui.printing.check_paper import CheckPaperDialog
from ui.printing.sign_papers import SignDialog, Signing
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.widgets.banner import BannerAction
from ui.widgets.tones import Tone


class Signer:
    """Dialogs stand before `parent`."""

    def __init__(self, desk: Desk, runner: Runner, reporter: Reporter, parent: QWidget) -> None:
        self._desk, self._runner, self._reporter, self._parent = desk, runner, reporter, parent

    def ask_check(self) -> None:
        """Which paper."""
        dialog = CheckPaperDialog(self._desk, self._runner, self._parent)
        dialog.exec()
        dialog.deleteLater()

    def ask(self, count: int, folder: Path) -> Signing | None:
        """With which certificate, and where the signed files go."""
        return SignDialog.ask(self._desk, count, folder, self._parent)

    def sign(self, signing: Signing, period: Period, draw: Callable[[Progress], list[Drawn]]) -> None:
        """`draw` gives the papers one by one, each with its place for a signature."""

        def work(progress: Progress) -> int:
            drawn = draw(progress)
            made = self._desk.signing.sign_drawn(
                drawn, period, signing.certificate, signing.folder, progress=progress
            )
            return len(made)

        self._runner.start(
            on_store(self._desk.store, work),
            done=lambda count: self._say_signed(count, signing.folder),
            label=_("Signing the papers"),
        )

    def _say_signed(self, count: int, folder: Path) -> None:
        text = _("{count} papers are signed and lie in {folder}.").format(count=count, folder=folder)
        self._reporter.tell(text, Tone.POSITIVE, (open_folder(folder),))


def open_folder(folder: Path) -> BannerAction:
    url = QUrl.fromLocalFile(str(folder))
    return BannerAction(_("Open folder"), lambda: QDesktopServices.openUrl(url), "folder-open")
