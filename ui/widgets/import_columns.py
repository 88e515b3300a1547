"""The columns of the file beside the fields of the program, with how many cells fit."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from flexdesk.exchange.columns import ColumnView
from flexdesk.i18n import N_, _
from ui.qt import fonts
from ui.widgets.card import Card, Hairline
from ui.widgets.fields import ComboBox
from ui.widgets.label import ElidedLabel, IconLabel, Label

_HEADS = (
    N_("Column in the file"),
    N_("Contents"),
    "",
    N_("Field"),
    N_("Filled"),
    N_("Fitting"),
    N_("Remark"),
)
_WIDTHS = (150, 214, 22, 186, 44, 52)


class Columns(Card):
    """`chosen` carries a column's index and the field, empty for none.

    `labels` are the fields to choose from; `silent` ones the reader finds for itself.
    """

    chosen = Signal(int, str)

    def __init__(
        self, labels: Mapping[str, str], silent: Collection[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Columns"), flush=True, parent=parent)
        self._labels, self._silent = labels, silent
        self.boxes: dict[int, ComboBox] = {}
        self._scroller = QScrollArea()
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setWidgetResizable(True)
        self._scroller.viewport().setAutoFillBackground(False)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._scroller)

    def show_views(self, views: Sequence[ColumnView], faults: Mapping[str, int], note: str) -> None:
        """`faults` counts the rejected rows by the field they were rejected for."""
        held = next((index for index, box in self.boxes.items() if box.hasFocus()), None)
        self.note.setText(note)
        self.boxes.clear()
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(11, 0, 11, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        self._head(grid)
        shown = [view for view in views if view.field not in self._silent and (view.filled or view.heading)]
        shown.sort(key=lambda view: view.field is None)  # what is used stands first
        for number, view in enumerate(shown):
            self._row(grid, 2 * number + 2, view, faults)
        grid.setRowStretch(grid.rowCount(), 1)
        grid.setColumnStretch(6, 1)
        self._scroller.setWidget(content)
        content.setAutoFillBackground(False)  # `setWidget` switches it on
        if held in self.boxes:
            self.boxes[held].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def choosing(self) -> bool:
        """Whether the keyboard is on one of the choices."""
        return any(box.hasFocus() for box in self.boxes.values())

    def first_box(self) -> ComboBox | None:
        return next(iter(self.boxes.values()), None)

    def _head(self, grid: QGridLayout) -> None:
        for at, label in enumerate(_HEADS):
            word = Label(_(label), "small", fonts.MEDIUM, token="muted")
            if at in (4, 5):
                word.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(word, 0, at)
        for at, width in enumerate(_WIDTHS):
            grid.setColumnMinimumWidth(at, fonts.scaled(width))

    def _row(self, grid: QGridLayout, at: int, view: ColumnView, faults: Mapping[str, int]) -> None:
        grid.addWidget(Hairline(), at - 1, 0, 1, 7)
        heading = ElidedLabel(
            view.heading or _("Column {number}").format(number=view.index + 1), "base", fonts.STRONG
        )
        grid.addWidget(_narrow(heading), at, 0)
        grid.addWidget(_narrow(ElidedLabel(" | ".join(_samples(view)), token="muted")), at, 1)
        grid.addWidget(IconLabel("arrow-right", "muted"), at, 2)
        grid.addWidget(self._box(view), at, 3)
        filled = Label(str(view.filled))
        filled.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(filled, at, 4)
        short = view.field is not None and view.matched < view.filled
        matched = Label(
            str(view.matched) if view.field else "–",
            "base",
            fonts.STRONG if view.field else fonts.REGULAR,
            token="warning" if short else "text",
        )
        matched.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(matched, at, 5)
        text, token = _remark(view, faults)
        grid.addWidget(_narrow(ElidedLabel(text, token=token)), at, 6)

    def _box(self, view: ColumnView) -> ComboBox:
        box = ComboBox(_("Field of the column {heading}").format(heading=view.heading or view.index + 1))
        box.addItem(_("(ignore)"), "")
        for name, label in self._labels.items():
            box.addItem(_(label), name)
        box.setFixedWidth(fonts.scaled(_WIDTHS[3]))
        box.setCurrentIndex(max(box.findData(view.field or ""), 0))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        index = view.index
        box.activated.connect(lambda _at: self.chosen.emit(index, str(box.currentData())))
        self.boxes[index] = box
        return box


def _narrow(label: ElidedLabel) -> ElidedLabel:
    """A label that takes the width of its column instead of asking for its own."""
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _samples(view: ColumnView) -> tuple[str, ...]:
    """Two contents; the number of the column, which some forms print under the heading, is none."""
    telling = tuple(text for text in view.samples if not (text.isdigit() and len(text) < 3))
    return (telling or view.samples)[:2]


def _remark(view: ColumnView, faults: Mapping[str, int]) -> tuple[str, str]:
    """Words and token."""
    if view.field is None:
        return _("not used"), "muted"
    if count := faults.get(view.field, 0):
        return _("{count} rows to mend").format(count=count), "warning"
    if view.matched < view.filled:
        return _("{count} cells do not fit").format(count=view.filled - view.matched), "warning"
    return "", "muted"
