"""The panel for what forms print beside the rating: amounts by month, words on results and values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.core_values import CONDUCTS, CoreValue
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.evaluation import Evaluation, NoteSource
from flexdesk.services.fact_sheet import FactSheet
from flexdesk.services.realising import Line, amount
from flexdesk.services.suggestions import for_result, for_value
from ui.evaluation import words
from ui.evaluation.beside import heading
from ui.qt import fonts
from ui.widgets.button import Button
from ui.widgets.fields import LineField
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.side_panel import SidePanel

_WIDTH, _NUMBER = 332, 76


@dataclass(frozen=True, slots=True)
class Contents:
    """`written` are the leader's words by result or value."""

    one: Evaluation
    lines: tuple[Line, ...]
    written: Mapping[str, str]
    facts: FactSheet


class SuggestedField(LineField):
    """Shows a sentence to begin from while it is empty; Tab takes it. Kept when it is left."""

    kept = Signal(str, str)  # text, a NoteSource

    def __init__(self, spoken: str, text: str, suggestion: str) -> None:
        super().__init__(spoken, text)
        self._stored, self._suggestion, self._taken = text, suggestion, ""
        self.setPlaceholderText(suggestion)

    def show_stored(self, text: str) -> None:
        if text != self._stored and not self.hasFocus():
            self.setText(text)
        self._stored = text

    def _keep(self) -> None:
        text = self.text().strip()
        if text == self._stored or self.isReadOnly():
            return
        self._stored = text
        source = NoteSource.TYPED
        if self._taken:
            source = NoteSource.SUGGESTED if text == self._taken else NoteSource.EDITED
        self.kept.emit(text, str(source))

    # Qt overrides
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            empty = not self.text() and not self.isReadOnly()
            if event.key() == Qt.Key.Key_Tab and empty and self._suggestion:
                self._taken = self._suggestion
                self.setText(self._suggestion)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._keep()


class ContentsPanel(SidePanel):
    # The plan comes first in both: what was typed is kept when another person is shown already.
    realised = Signal(str, str, str, object)  # plan, indicator, month, amount or None
    worded = Signal(str, str, str, str)  # plan, result or value, text, a NoteSource
    taken = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Results and feedback"), _WIDTH, parent)
        self.numbers: dict[tuple[str, str], LineField] = {}
        self.texts: dict[str, SuggestedField] = {}
        self.fault = Label("", "small", token="negative", wrap=True)
        self.take = Button(_("Take all sums"), icon="check", small=True)
        self.done = Button(_("Close"), shortcut="Esc", bind=False, small=True)
        self.take.clicked.connect(self.taken)
        self.done.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addStretch(1)
        row.addWidget(self.done)
        self.foot.addWidget(self.fault)
        self.foot.addLayout(row)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content: QWidget | None = None
        self._shown: tuple[str, ...] = ()
        self._whose = ""
        self.hide()

    def show_contents(self, shown: Contents) -> None:
        """The same person's fields stay, so that typing outlives a change from elsewhere."""
        self.take.setEnabled(any(line.is_open for line in shown.lines) and not shown.one.locked)
        names = (shown.one.skp.key, *(f"{_key(line)}{line.proposal}" for line in shown.lines))
        if names != self._shown:
            self._shown, self._whose = names, shown.one.skp.key
            self._build(shown)
        for line in shown.lines:
            field = self.numbers.get(_key(line))
            if field is not None and not field.hasFocus():
                field.setText(_stored(line))
        for about, text in self.texts.items():
            text.show_stored(shown.written.get(about, ""))
            text.setReadOnly(shown.one.locked)
        self._say("")

    def take_keys(self) -> None:
        fields: list[LineField] = [*self.numbers.values(), *self.texts.values()]
        if fields:
            fields[0].setFocus()

    def _build(self, shown: Contents) -> None:
        self.numbers.clear()
        self.texts.clear()
        if self._content is not None:
            self._content.hide()
            self.body.removeWidget(self._content)
            self._content.deleteLater()
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(15, 8, 12, 10)
        column.setSpacing(5)
        for fact in shown.facts.targets:
            heading(column, _("Planned result"))
            column.addWidget(ElidedLabel(fact.text))
            self._add_lines(column, [one for one in shown.lines if one.result.row["key"] == fact.key], shown)
            self._add_text(column, fact.key, _("Feedback: {what}").format(what=fact.text), for_result(fact))
        heading(column, _("Behaviour by core value"))
        for value in CoreValue:
            column.addWidget(Label(CONDUCTS[value].name, "small", token="muted"))
            spoken = _("Feedback: {what}").format(what=CONDUCTS[value].name)
            self._add_text(column, str(value), spoken, for_value(value, shown.facts))
        self.body.addWidget(self._content)

    def _add_lines(self, column: QVBoxLayout, lines: Sequence[Line], shown: Contents) -> None:
        for line in lines:
            if line.covered:
                continue  # an amount of several months holds this one
            month = line.month.label()
            named = f"{month}, {line.indicator.row['text']}"
            row = QHBoxLayout()
            row.addWidget(ElidedLabel(f"{month} · {line.indicator.row['text']}", "small", token="muted"), 1)
            if line.is_open and line.proposal is not None and not shown.one.locked:
                take = Button(words.number(line.proposal), icon="check", small=True)
                take.setAccessibleName(
                    _("Take {number}: {what}").format(number=words.number(line.proposal), what=named)
                )
                take.clicked.connect(partial(self._take, self._whose, line))
                row.addWidget(take)
            field = self.numbers[_key(line)] = LineField(named, _stored(line))
            field.setFixedWidth(fonts.scaled(_NUMBER))
            field.setReadOnly(shown.one.locked)
            field.editingFinished.connect(partial(self._read, self._whose, line, field))
            row.addWidget(field)
            column.addLayout(row)

    def _add_text(self, column: QVBoxLayout, about: str, spoken: str, suggestion: str) -> None:
        field = self.texts[about] = SuggestedField(spoken, "", suggestion)
        whose = self._whose
        field.kept.connect(lambda text, source: self.worded.emit(whose, about, text, source))
        column.addWidget(field)

    def _take(self, whose: str, line: Line) -> None:
        self.realised.emit(whose, str(line.indicator.row["key"]), line.month.code, line.proposal)

    def _read(self, whose: str, line: Line, field: LineField) -> None:
        if field.isReadOnly() or field.text().strip() == _stored(line):
            return
        try:
            number = amount(field.text())
        except UsageError as error:
            field.show_fault(str(error.facts["detail"]))
            self._say(str(error.facts["detail"]))
            return
        field.show_fault("")
        self._say("")
        self.realised.emit(whose, str(line.indicator.row["key"]), line.month.code, number)

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _key(line: Line) -> tuple[str, str]:
    return str(line.indicator.row["key"]), line.month.code


def _stored(line: Line) -> str:
    number = (line.stored or {}).get("number")
    return words.number(number) if isinstance(number, int | float) else ""
