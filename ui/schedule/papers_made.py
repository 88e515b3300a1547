"""The files of a publication: made beside the window, and a notice that says where they are."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from flexdesk.domain.periods import Period
from flexdesk.i18n import _
from flexdesk.progress import Progress
from ui.schedule.ports import Beside, OutputPort
from ui.widgets.banner import BannerAction
from ui.widgets.tones import Tone

Tell = Callable[[str, Tone, tuple[BannerAction, ...]], object]


class PapersMade:
    def __init__(self, port: OutputPort, beside: Beside, tell: Tell) -> None:
        self._port, self._beside, self._tell = port, beside, tell

    def make(self, period: Period, outputs: Sequence[str], folder: Path, look: BannerAction) -> None:
        """Every output that was ticked; a stopped or failed run leaves the publication as it is."""

        def work(progress: Progress) -> list[Path]:
            return self._port.make(period, outputs, folder, progress)

        def done(files: list[Path]) -> None:
            text = _("Published. {count} files are in {folder}.").format(count=len(files), folder=folder)
            shown = BannerAction(
                _("Open folder"),
                lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
                "folder-open",
            )
            self._tell(text, Tone.POSITIVE, (shown, look))

        self._beside(_("Papers of week {week}").format(week=period.number), work, done)
