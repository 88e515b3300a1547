"""The left side of the review screen: what is shown, the list, and the road to accept the rest at once."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from flexdesk.i18n import N_, _
from ui.qt import accessible, fonts
from ui.review import words
from ui.review.delegate import QueueDelegate
from ui.review.model import ENTRY, QueueModel
from ui.review.queue import Queue, Tab
from ui.widgets.button import Button, IconButton
from ui.widgets.card import Hairline
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented

_TABS = (
    (Tab.ASKED, N_("To look at")),
    (Tab.SAMPLE, N_("Random sample")),
    (Tab.ALL, N_("All")),
    (Tab.TRAY, N_("Tray")),
)
_WIDTH = 436


class QueueList(QListView):
    """`dropped` tells the key of an entry and the files that were let go over it."""

    dropped = Signal(str, list)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def _key_at(self, place: QPoint) -> str:
        entry = self.indexAt(place).data(ENTRY)
        return entry.key if entry is not None and entry.item is not None else ""

    # Qt overrides
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(bool(files_of(event.mimeData())))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setAccepted(bool(files_of(event.mimeData()) and self._key_at(event.position().toPoint())))

    def dropEvent(self, event: QDropEvent) -> None:
        key, files = self._key_at(event.position().toPoint()), files_of(event.mimeData())
        if key and files:
            event.acceptProposedAction()
            self.dropped.emit(key, files)


def files_of(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class QueueSide(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(fonts.scaled(_WIDTH))
        self.model = QueueModel(self)
        self.list = QueueList()
        self.list.setModel(self.model)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        accessible.name(self.list, _("Reports to review"))
        self.delegate = QueueDelegate(self.list)
        self.list.setItemDelegate(self.delegate)
        self.tabs = Segmented([(tab, _(label)) for tab, label in _TABS], _("What is shown"))
        self.bulk_words = Label("", "small", token="muted", wrap=True)
        self.bulk = Button(_("Accept all"), icon="check", shortcut="Ctrl+Enter")
        tabs, foot = QHBoxLayout(), QHBoxLayout()
        tabs.setContentsMargins(12, 7, 12, 7)
        self.rules = IconButton("settings", _("Rules of the review"), shortcut="Alt+R", bind=False)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        tabs.addWidget(self.rules)
        foot.setContentsMargins(12, 7, 10, 7)
        foot.addWidget(self.bulk_words, 1)
        foot.addWidget(self.bulk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tabs)
        column.addWidget(Hairline())
        column.addWidget(self.list, 1)
        column.addWidget(Hairline())
        column.addLayout(foot)

    def show_counts(self, queue: Queue) -> None:
        for tab, label in _TABS:
            number = len(queue.outputs) if tab is Tab.ALL else len(queue.of(tab))
            self.tabs.set_label(tab, f"{_(label)} {words.number(number)}")

    def show_bulk(self, queue: Queue, opened: Collection[str]) -> None:
        """The button stands open only when every output of the sample was opened."""
        rest, sample = queue.matching(), queue.sample
        seen = sum(key in opened for key in sample.keys)
        count = words.number(len(rest))
        self.bulk.set_words(_("Accept {count}").format(count=count))
        self.bulk.setEnabled(bool(rest) and seen == len(sample.keys))
        said = _("Accept {count} matching ones after opening the random sample: {seen} of {size} opened.")
        self.bulk_words.setText(
            said.format(count=count, seen=seen, size=len(sample.keys))
            if rest
            else _("Nothing matching is waiting.")
        )
