"""The narrow window over everything: one value of an e-Kinerja form at a time, copied by Ctrl+J.

No program may listen for keys while another one is in front, at least not on every system; so the strip has
to have the keyboard, or its button is pressed.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.ekinerja import Form
from flexdesk.domain.periods import Period
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.bridge import BridgeService, Sheet
from flexdesk.services.bridge_walk import Walk
from ui.bridge import words
from ui.bridge.dots import StepDots
from ui.qt import accessible, fonts, theme, window_state
from ui.undo.editor import Editor
from ui.widgets import keys
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.card import Hairline
from ui.widgets.fields import ComboBox
from ui.widgets.label import ElidedLabel, Label

WIDE, HIGH = 1366, 64
NARROW = 360
_WHERE = "bridge/where"  # x,y,width
_SHAPE = "bridge/shape"  # wide or narrow
_FLAGS = (
    Qt.WindowType.Window
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.CustomizeWindowHint
    | Qt.WindowType.WindowTitleHint
    | Qt.WindowType.WindowCloseButtonHint
)


class BridgeStrip(QWidget):
    """`people` are the keys of those who have an SKP, in the order of the roster; it has no parent window,
    because a window stays visible only as long as its parent does. `left` says that it was closed."""

    left = Signal()

    def __init__(
        self,
        service: BridgeService,
        editor: Editor,
        report: Callable[[BaseException], object],
        people: Callable[[int], Sequence[str]],
    ) -> None:
        super().__init__(None, _FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self._service, self._editor, self._report, self._people = service, editor, report, people
        self.walk: Walk | None = None
        self._narrow = window_state.kept(_SHAPE) == "narrow"
        self._build()
        self._wire()
        self._stand()

    # Building
    def _build(self) -> None:
        self.setWindowTitle(_("Bridge to e-Kinerja"))
        self.name = ElidedLabel("", "base", fonts.STRONG)
        self.period = Label("", "small", token="muted")
        self.forms = ComboBox(_("Form of e-Kinerja"))
        self.dots = StepDots()
        self.count = Label("", "small", fonts.STRONG)
        self.last = ElidedLabel("", "small", token="positive")
        self.field = Label("", "small", fonts.STRONG, token="muted")
        self.mark = Label("", "small", token="warning")
        self.value = ElidedLabel("", "lead", fonts.STRONG)
        self.record = ElidedLabel("", "small", token="muted")
        self.last.hide()
        self.copy = Button(_("Copy"), icon="copy", shortcut="Ctrl+J", kind=Kind.PRIMARY)
        self.back = Button(_("Back"), shortcut="Ctrl+Shift+J")
        self.skip = Button(_("Leave for later"), shortcut="Ctrl+Right")
        self.shape = IconButton("rows-3", _("Narrow or wide"), shortcut="Ctrl+M", faint=True)
        who = QVBoxLayout()
        who.setContentsMargins(0, 0, 0, 0)
        who.setSpacing(0)
        who.addWidget(self.name)
        who.addWidget(self.period)
        self.who = QWidget()
        self.who.setLayout(who)
        self.what = self._what()
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.row.setContentsMargins(10, 4, 8, 4)
        self.row.setSpacing(10)
        self.row.addWidget(self.who)
        self.row.addWidget(self.forms)
        self.row.addWidget(self.what, 1)
        self.row.addWidget(self._buttons())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.row, 1)
        column.addWidget(Hairline())

    def _what(self) -> QWidget:
        """Upwards what comes next, with its field; below, which record and what was copied last."""
        box = QWidget()
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.setSpacing(8)
        lower.setSpacing(8)
        upper.addWidget(self.field)
        upper.addWidget(self.value, 1)
        upper.addWidget(self.mark)
        lower.addWidget(self.dots)
        lower.addWidget(self.count)
        lower.addWidget(self.record, 2)
        lower.addWidget(self.last, 1)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(upper)
        column.addLayout(lower)
        return box

    def _buttons(self) -> QWidget:
        box = QWidget()
        self.grid = QGridLayout(box)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(6)
        return box

    def _place_buttons(self) -> None:
        """In one row, or in two where the strip is narrow."""
        for at, button in enumerate((self.copy, self.back, self.skip, self.shape)):
            self.grid.addWidget(button, at // 2 if self._narrow else 0, at % 2 if self._narrow else at)

    def _wire(self) -> None:
        self.copy.clicked.connect(self.copy_next)
        self.back.clicked.connect(self.go_back)
        self.skip.clicked.connect(self.leave_for_later)
        self.shape.clicked.connect(self.change_shape)
        self.forms.activated.connect(lambda at: self.show_form(Form(self.forms.itemData(at))))
        keys.bind(self, "Ctrl+PgDown", lambda: self.step_person(+1))
        keys.bind(self, "Ctrl+PgUp", lambda: self.step_person(-1))
        keys.bind(self, "Ctrl+Z", self._editor.undo)
        keys.bind(self, "Ctrl+Shift+Z", self._editor.redo)
        keys.bind(self, "Esc", self.close)
        for at, form in enumerate(Form, 1):
            keys.bind(self, f"Ctrl+{at}", partial(self.show_form, form))
        theme.current().changed.connect(self.update)

    # Opening
    def open_for(self, person: str, period: Period, form: Form | None = None) -> bool:
        """Stand before the next value of a person's form; where one stopped, if it is the same form.

        Without a form the first that has something to copy is taken.
        """
        try:
            sheet = self._service.sheet(person, period, tuple(Form))
        except FlexDeskError as error:
            self._report(error)
            return False
        place = self._service.place()
        same = (
            place is not None
            and (place.person, place.period) == (str(sheet.person["key"]), period.code)
            and form in (None, place.form)
        )
        walks = {one: Walk(sheet, one) for one in Form}
        wanted = form or next((one for one, walk in walks.items() if walk.entry is not None), Form.DAILY)
        if place is not None and same:
            wanted = Form(place.form) if walks[Form(place.form)].entry is not None or form else wanted
            walks[wanted].go_to(place)
        self.walk = walks[wanted]
        self._keep()
        self.show_walk()
        self.show()
        self.raise_()
        self.activateWindow()
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def show_form(self, form: Form) -> None:
        if self.walk is not None and form is not self.walk.form:
            self.walk = Walk(self.walk.sheet, form)
            self._tell("")
            self._keep()
            self.show_walk()

    def step_person(self, by: int) -> None:
        """The next person with an SKP, round to the first; the form stays."""
        if self.walk is None:
            return
        sheet, form = self.walk.sheet, self.walk.form
        order = list(self._people(sheet.period.first.year))
        here = str(sheet.person["key"])
        if here in order and len(order) > 1:
            self._tell("")
            self.open_for(order[(order.index(here) + by) % len(order)], sheet.period, form)

    def read_again(self) -> None:
        """Something changed, here or on another laptop."""
        walk = self.walk
        if walk is None:
            return
        try:
            walk.show(self._service.sheet(str(walk.sheet.person["key"]), walk.sheet.period, tuple(Form)))
        except FlexDeskError:  # the plan is gone
            self.close()
            return
        self._keep()
        self.show_walk()

    def _read_unless_told(self, sheet: Sheet) -> None:
        """The commit itself usually brings the new sheet; a refusal does not."""
        if self.walk is not None and self.walk.sheet is sheet:
            self.read_again()

    # Walking
    def copy_next(self) -> None:
        """Ctrl+J: the value to the clipboard, and on to the next; the last one of a record ticks it."""
        step = self.walk.copy() if self.walk is not None else None
        if self.walk is None or step is None:
            return
        QGuiApplication.clipboard().setText(step.field.value)
        self._tell(_("copied: {field}").format(field=step.field.name))
        if step.finished:
            sheet = self.walk.sheet
            text = _("In e-Kinerja: {name}, {record}").format(
                name=sheet.person["name"], record=step.entry.item
            )
            self._editor.run(text, lambda: self._service.tick(sheet, [step.entry]))
            self._read_unless_told(sheet)
        else:
            self._moved()

    def go_back(self) -> None:
        """Ctrl+Shift+J: one value back, also into the record before, whose tick is taken away."""
        walk = self.walk
        if walk is None:
            return
        reopened = walk.back()
        self._tell("")
        if reopened is None:
            self._moved()
            return
        text = _("Not in e-Kinerja: {name}, {record}").format(
            name=walk.sheet.person["name"], record=reopened.item
        )
        place = walk.place()
        sheet = walk.sheet
        self._editor.run(text, lambda: self._service.untick(sheet, [reopened]))
        self._read_unless_told(sheet)
        walk.go_to(place)
        self._moved()

    def leave_for_later(self) -> None:
        """Ctrl+Right: this record waits until the others are done."""
        if self.walk is not None:
            self.walk.skip()
            self._tell("")
            self._moved()

    def _tell(self, text: str) -> None:
        self.last.setText(text)
        self.last.setVisible(bool(text))

    def _moved(self) -> None:
        self._keep()
        self.show_walk()

    def _keep(self, *, is_open: bool = True) -> None:
        if self.walk is not None:
            self._service.keep_place(self.walk.place(is_open=is_open))

    # Showing
    def show_walk(self) -> None:
        walk = self.walk
        if walk is None:
            return
        sheet, entry, field = walk.sheet, walk.entry, walk.field
        self.name.setText(str(sheet.person["name"]))
        self.period.setText(sheet.period.label())
        self._show_forms(walk)
        self.count.setText(words.counted(walk))
        waits = entry is not None and field is not None
        self.field.setVisible(waits)
        self.dots.setVisible(waits)
        self.copy.setEnabled(waits)
        self.skip.setEnabled(waits)
        self.back.setEnabled(walk.at > 0 or walk.done > 0)
        if entry is None or field is None:
            self.value.setText(words.nothing_left(walk))
            self.mark.setText("")
            self.record.setText("")
            accessible.name(self, words.nothing_left(walk))
            return
        self.field.setText(field.name)
        self.value.setText(field.value)
        self.mark.setText(field.mark)
        self.record.setText(words.record(entry))
        self.dots.show_steps(walk.at, len(entry.steps))
        accessible.name(self.copy, f"{_('Copy')}, Ctrl+J", words.spoken(entry, field))
        accessible.name(self, words.spoken(entry, field))

    def _show_forms(self, walk: Walk) -> None:
        self.forms.blockSignals(True)
        self.forms.clear()
        for form in Form:
            other = Walk(walk.sheet, form)
            self.forms.addItem(words.form_choice(form, other.total - other.done), str(form))
        self.forms.setCurrentIndex(list(Form).index(walk.form))
        self.forms.blockSignals(False)

    # Shape and place on the screen
    def change_shape(self) -> None:
        self._narrow = not self._narrow
        window_state.keep(_SHAPE, value="narrow" if self._narrow else "wide")
        self._shaped()

    def _shaped(self) -> None:
        direction = QBoxLayout.Direction
        self.row.setDirection(direction.TopToBottom if self._narrow else direction.LeftToRight)
        self._place_buttons()
        self.who.setMaximumWidth(fonts.scaled(NARROW if self._narrow else 200))
        self.who.setMinimumWidth(fonts.scaled(120))
        self.setMinimumWidth(fonts.scaled(NARROW))
        layout = self.layout()
        if layout is not None:
            layout.activate()  # the least height of the new shape counts, not that of the old one
        width = fonts.scaled(NARROW) if self._narrow else min(self._room().width(), fonts.scaled(WIDE))
        least = max(self.minimumSizeHint().height(), fonts.scaled(HIGH) if not self._narrow else 0)
        self.resize(width, least)

    def _room(self) -> QRect:
        screen = self.screen() or QGuiApplication.primaryScreen()
        return screen.availableGeometry()

    def _stand(self) -> None:
        """Where it stood last, if that is still on a screen; else at the top edge."""
        self._shaped()
        at = self._room().topLeft()
        kept = window_state.kept(_WHERE).split(",")
        if len(kept) == 3 and all(part.lstrip("-").isdigit() for part in kept):
            x, y, width = map(int, kept)
            if any(one.availableGeometry().contains(x, y) for one in QGuiApplication.screens()):
                at = QPoint(x, y)
                self.resize(max(width, self.minimumWidth()), self.height())
        self.move(at)  # with its frame, which the system adds

    def shut(self) -> None:
        """The program ends: the place stays open, so that the next start offers to go on."""
        self._remember()
        self.walk = None
        self.hide()
        self.deleteLater()

    def _remember(self) -> None:
        window_state.keep(_WHERE, value=f"{self.x()},{self.y()},{self.width()}")

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("surface"))

    def hideEvent(self, event: QHideEvent) -> None:
        self._remember()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._keep(is_open=False)
        self.left.emit()
        super().closeEvent(event)
