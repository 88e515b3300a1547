"""The annex and the expectations of an SKP: ten lists, edited as lines of text, with usual lines to take."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from flexdesk.domain.core_values import CONDUCTS, CoreValue
from flexdesk.domain.performance import Annex, label
from flexdesk.i18n import _
from flexdesk.services.skp_texts import annex_presets, expectation_presets
from ui.qt import accessible, fonts
from ui.widgets import keys
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.entries import Entry, EntryList
from ui.widgets.label import Label


class LinesField(QPlainTextEdit):
    """One line for each entry; kept when the person leaves it, Esc brings back what was stored."""

    kept = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stored = ""
        self.setTabChangesFocus(True)
        accessible.name(self, _("Lines"))

    def show_text(self, text: str) -> None:
        self.stored = text
        self.setPlainText(text)

    def keep(self) -> None:
        text = self.toPlainText().strip()
        if text != self.stored and not self.isReadOnly():
            self.stored = text
            self.kept.emit(text)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self.stored)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.keep()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.key() == Qt.Key.Key_Z and not self.document().isUndoAvailable()
            if undo and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
                return False
        return super().event(event)


class TextsCard(Card):
    """`kept` carries the list's token (of `Annex` or `CoreValue`) and its lines as one text."""

    kept = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Annex and expectations"), parent=parent)
        self.list = EntryList(_("Lists of the annex, and expectations of each value"))
        self.title = Label("", "base", fonts.STRONG, wrap=True)
        self.guides = Label("", "small", token="muted", wrap=True)
        self.field = LinesField()
        self.field.setFixedHeight(fonts.scaled(128))
        self.usual = Button(_("Usual lines"), icon="wand-sparkles", shortcut="Alt+L", bind=False)
        self.usual.clicked.connect(self.take_usual)
        self._texts: Mapping[str, str] = {}
        self._shown = ""
        foot = QHBoxLayout()
        foot.addWidget(
            Label(_("One line for each entry; kept when you leave it."), "caption", token="muted", wrap=True),
            1,
        )
        foot.addWidget(self.usual)
        right = QVBoxLayout()
        right.setSpacing(6)
        for part in (self.title, self.guides):
            right.addWidget(part)
        right.addWidget(self.field)
        right.addLayout(foot)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(right)
        self.list.chosen.connect(self._show)
        self.list.opened.connect(lambda _key: self.field.setFocus(Qt.FocusReason.OtherFocusReason))
        self.field.kept.connect(lambda text: self.kept.emit(self._shown, text))
        self.field.left.connect(self.list.setFocus)
        keys.bind(self, "Alt+L", self.take_usual)

    def show_texts(
        self, annex: Mapping[Annex, list[str]], expected: Mapping[CoreValue, str], *, living: bool
    ) -> None:
        """What is being typed outlives a change from elsewhere."""
        self._texts = {str(kind): "\n".join(lines) for kind, lines in annex.items()}
        self._texts |= {str(value): text for value, text in expected.items()}
        entries = [Entry("", _("Annex of the SKP"), heading=True)]
        entries += [Entry(str(kind), label(kind).capitalize(), amount=self._count(kind)) for kind in Annex]
        entries.append(Entry("", _("Special expectations of the leader"), heading=True))
        entries += [Entry(str(v), CONDUCTS[v].name, amount=self._count(v)) for v in CoreValue]
        self.list.show_entries(entries)
        self.field.setReadOnly(not living)
        self.usual.setEnabled(living)
        if not self.list.key():
            self.list.choose(str(Annex.SUPPORT))
        if self.list.key() != self._shown or not self.field.hasFocus():
            self._fill(self.list.key())

    def forget(self) -> None:
        """Another plan comes: what is in the field belongs to the one before."""
        self.field.keep()
        self._shown = ""

    def take_usual(self) -> None:
        """Put the usual lines that are not there yet under what is written."""
        if not self._shown or not self.usual.isEnabled():
            return
        have = [line.strip() for line in self.field.toPlainText().splitlines() if line.strip()]
        more = [line for line in _presets(self._shown) if line not in have]
        self.field.setPlainText("\n".join([*have, *more]))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.keep()

    def _count(self, token: str) -> str:
        return str(len(self._texts[str(token)].splitlines()) or "–")

    def _show(self, key: str) -> None:
        self.field.keep()
        self._fill(key)

    def _fill(self, key: str) -> None:
        self._shown = key
        if key in set(CoreValue):
            conduct = CONDUCTS[CoreValue(key)]
            self.title.setText(conduct.name)
            self.guides.setText(" · ".join(conduct.guides))
        elif key:
            self.title.setText(label(Annex(key)).capitalize())
            self.guides.setText("")
        self.guides.setVisible(bool(self.guides.text()))
        accessible.name(self.field, self.title.text())
        self.field.show_text(self._texts.get(key, ""))


def _presets(token: str) -> tuple[str, ...]:
    if token in set(CoreValue):
        return expectation_presets(CoreValue(token))
    return annex_presets(Annex(token))
