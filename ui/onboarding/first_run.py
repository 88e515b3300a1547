"""The window of the first start: try the fictional unit, or begin with one's own."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _
from flexdesk.keys.errors import NoKeyWay
from ui.onboarding.beginning import Begin, Wish
from ui.onboarding.choice import Choice
from ui.onboarding.cover import Cover
from ui.onboarding.forms import Form, KeyForm, UnitForm
from ui.qt import accessible, fonts, theme
from ui.tasks.runner import Runner
from ui.widgets.banner import Banner
from ui.widgets.button import Button, Kind
from ui.widgets.label import IconLabel, Label

_STEPS = (N_("Data"), N_("The unit"), N_("Key"))
_DATA, _UNIT, _KEY = range(3)


class StepLine(QWidget):
    """Three bars, filled up to the present step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = 0
        self.setFixedHeight(fonts.scaled(34))

    def show_step(self, at: int) -> None:
        self._at = at
        accessible.name(self, _("Step {number} of {count}").format(number=at + 1, count=len(_STEPS)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = theme.current().color
        width = (self.width() - 8 * (len(_STEPS) - 1)) / len(_STEPS)
        for number, step in enumerate(_STEPS):
            left = number * (width + 8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent" if number <= self._at else "sunken"))
            painter.drawRoundedRect(QRectF(left, 0, width, 5), 2.5, 2.5)
            here = number == self._at
            painter.setFont(fonts.font("small", fonts.STRONG if here else fonts.REGULAR))
            painter.setPen(color("text" if here else "muted"))
            text = QRectF(left, 12, width, self.height() - 12)
            painter.drawText(text, Qt.AlignmentFlag.AlignTop, f"{number + 1}  {_(step)}")


class FirstRun(QDialog):
    """`desk` is the open unit once accepted; “Hari ini” then leads an empty one to its people."""

    def __init__(self, begin: Begin, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begin = begin
        self.desk: Desk | None = None
        self.runner = Runner(self._fail, self)
        self._banner: Banner | None = None
        self._wish = Wish(is_sample=True)
        self.setWindowTitle("FlexDesk")
        self._build()
        self._go(_DATA)

    # Building
    def _build(self) -> None:
        self.step_line = StepLine()
        self.sample = Choice(
            "users",
            _("Try it first with a sample unit"),
            _("40 fictional people, two months of schedules, and 6 problems to mend."),
        )
        self.own = Choice(
            "building-2",
            _("Begin with my unit"),
            _("Give the unit's name, then paste the list of people from Excel."),
        )
        self.sample.setChecked(True)
        self.unit_form, self.key_form = UnitForm(), KeyForm()
        for form in (self.unit_form, self.key_form):
            form.entered.connect(self.forth)
        self.stack = QStackedWidget()
        for page in (self._data_page(), self.unit_form, self.key_form):
            self.stack.addWidget(page)
        self.back_button = Button(_("Back"), icon="arrow-left")
        self.forth_button = Button(_("Continue"), shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.back_button.clicked.connect(self.back)
        self.forth_button.clicked.connect(self.forth)
        self.forth_button.setDefault(True)
        self.busy = Label("", token="muted")
        foot = QHBoxLayout()
        foot.addWidget(self.back_button)
        foot.addStretch(1)
        foot.addWidget(self.busy)
        foot.addWidget(self.forth_button)
        self._notice = QVBoxLayout()
        right = QVBoxLayout()
        right.setContentsMargins(72, 40, 72, 28)
        right.setSpacing(18)
        right.addWidget(self.step_line)
        right.addLayout(self._notice)
        right.addWidget(self.stack, 1)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Cover())
        row.addLayout(right, 1)

    def _data_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Label(_("Where to begin?"), "figure", fonts.STRONG))
        column.addWidget(Label(_("Everything can be changed later."), "lead", token="muted"))
        column.addSpacing(6)
        column.addWidget(self.sample)
        column.addWidget(self.own)
        column.addStretch(1)
        promise = QHBoxLayout()
        promise.addWidget(IconLabel("lock", "muted"))
        text = _("Nothing leaves this laptop before you make a bundle or press Sync.")
        promise.addWidget(Label(text, token="muted", wrap=True), 1)
        column.addLayout(promise)
        return page

    # Going
    @property
    def step(self) -> int:
        return self.stack.currentIndex()

    def _go(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self.step_line.show_step(step)
        self.back_button.setVisible(step != _DATA)
        first: dict[int, QWidget] = {
            _DATA: self.sample if self.sample.isChecked() else self.own,
            _UNIT: self.unit_form.unit,
            _KEY: self.key_form.first,
        }
        first[step].setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        self._clear()
        self._go(_DATA if self.step == _UNIT or self._wish.is_sample else _UNIT)

    def forth(self) -> None:
        """Go on if the page allows it; from the last page needed, make the unit."""
        if not self.forth_button.isEnabled():
            return
        self._clear()
        page = self.stack.currentWidget()
        if isinstance(page, Form):
            fault = page.fault()
            page.complain(fault)
            if fault:
                return
        if self.step == _DATA and not self.sample.isChecked():
            self._go(_UNIT)
        elif self.step == _KEY:
            self._make(self.key_form.first.text())
        else:
            self._wish = Wish(is_sample=True) if self.step == _DATA else self.unit_form.wish()
            self._make(None)

    def _make(self, passphrase: str | None) -> None:
        wish, begin = self._wish, self._begin
        self._wait(_("Preparing the unit …"))
        self.runner.start(lambda _progress: begin(wish, passphrase), done=self._made, failed=self._fail)

    def _made(self, desk: Desk) -> None:
        self.desk = desk
        self.accept()

    def _fail(self, error: BaseException) -> None:
        self._wait("")
        if isinstance(error, NoKeyWay):
            self._go(_KEY)
        elif isinstance(error, FlexDeskError):
            self._banner = Banner.of_error(error)
            self._banner.closed.connect(self._clear)
            self._notice.addWidget(self._banner)
        else:
            raise error

    def _wait(self, text: str) -> None:
        self.busy.setText(text)
        self.forth_button.setEnabled(not text)
        self.back_button.setEnabled(not text)

    def _clear(self) -> None:
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None

    @classmethod
    def ask(cls, begin: Begin, parent: QWidget | None = None) -> Desk | None:
        """The open unit, or None when the window was closed."""
        dialog = cls(begin, parent)
        try:
            dialog.exec()
            return dialog.desk
        finally:
            dialog.deleteLater()

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    def done(self, result: int) -> None:
        """A unit that is still being made is let go of, so that its folder is not held for ever."""
        self.runner.shut()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.forth()
        elif event.key() == Qt.Key.Key_Escape and self.step != _DATA and self.back_button.isEnabled():
            self.back()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("surface"))
