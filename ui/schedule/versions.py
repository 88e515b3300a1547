"""The versions of a published week: what two of them differ in, and taking back the one that stands."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from flexdesk.domain import publications
from flexdesk.domain.periods import day_label
from flexdesk.domain.publications import Version
from flexdesk.i18n import _
from flexdesk.services.publications import Difference, place_word
from ui.qt import accessible, fonts
from ui.schedule import words
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.confirm import Confirm
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label

_WIDTH = 620
_LIST_HEIGHT = 150

Compare = Callable[[Version, Version], Sequence[Difference]]
Withdraw = Callable[[str, str], bool]  # reason, letter; True when it is done


class VersionsDialog(QDialog):
    """`withdraw` is asked for only after a confirmation that names what follows."""

    def __init__(
        self,
        title: str,
        versions: Sequence[Version],
        compare: Compare,
        withdraw: Withdraw,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._versions, self._compare, self._withdraw = versions, compare, withdraw
        self.setWindowTitle(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(6)
        self._column.addWidget(Label(title, "heading", fonts.STRONG, wrap=True))
        self.lines = [version_line(versions, one) for one in versions]
        for line in self.lines or [_("Nothing was published yet.")]:
            self._column.addWidget(Label(line, wrap=True))
        self.old, self.new = ComboBox(_("Older version")), ComboBox(_("Newer version"))
        self.text = QPlainTextEdit(self)
        self.reason, self.letter = LineField(_("Reason of the withdrawal")), LineField(_("Letter number"))
        self.take_back = Button(_("Withdraw…"), kind=Kind.DANGER, icon="undo-2")
        if versions:
            self._add_difference()
        if publications.standing(versions) is not None:
            self._add_withdrawal()
        self._add_buttons()
        self.setFixedWidth(fonts.scaled(_WIDTH))
        accessible.name(self, title, "\n".join(self.lines))

    def _add_difference(self) -> None:
        self._column.addWidget(Hairline())
        row = QHBoxLayout()
        row.addWidget(Label(_("Difference"), "small", token="muted"))
        for box in (self.old, self.new):
            for one in self._versions:
                box.addItem(_("Version {version}").format(version=one.number), one.number)
            row.addWidget(box)
        row.addStretch(1)
        self._column.addLayout(row)
        self.old.setCurrentIndex(max(len(self._versions) - 2, 0))
        self.new.setCurrentIndex(len(self._versions) - 1)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(fonts.scaled(_LIST_HEIGHT))
        self._column.addWidget(self.text)
        for box in (self.old, self.new):
            box.currentIndexChanged.connect(lambda _index: self._show_difference())
        self._show_difference()

    def _show_difference(self) -> None:
        old, new = (self._versions[box.currentIndex()] for box in (self.old, self.new))
        lines = [change_line(one) for one in self._compare(old, new)]
        self.text.setPlainText("\n".join(lines) or _("The two versions do not differ."))
        accessible.name(self.text, _("Difference of the two versions"))

    def _add_withdrawal(self) -> None:
        self._column.addWidget(Hairline())
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        fields = ((_("Reason of the withdrawal"), self.reason), (_("Letter number"), self.letter))
        for row, (text, field) in enumerate(fields):
            grid.addWidget(Label(text, "small", token="muted"), row, 0)
            grid.addWidget(field, row, 1)
        self._column.addLayout(grid)
        self.take_back.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.take_back.setEnabled(bool(text.strip())))
        self.take_back.setAutoDefault(False)
        self.take_back.clicked.connect(lambda: self.ask_withdrawal())

    def _add_buttons(self) -> None:
        row = QHBoxLayout()
        if publications.standing(self._versions) is not None:
            row.addWidget(self.take_back)
        else:
            for unused in (self.reason, self.letter, self.take_back):
                unused.setParent(self)
                unused.hide()
        if not self._versions:
            for empty in (self.old, self.new, self.text):
                empty.setParent(self)
                empty.hide()
        row.addStretch(1)
        self.close_ = Button(_("Close"), shortcut="Esc", bind=False)
        self.close_.clicked.connect(self.reject)
        row.addWidget(self.close_)
        self._column.addSpacing(6)
        self._column.addLayout(row)

    def ask_withdrawal(self) -> None:
        """With what follows from it; the dialog closes when it is done."""
        stands = publications.standing(self._versions)
        if stands is None or not self.reason.text().strip():
            return
        back = publications.before(self._versions, stands)
        follows = (
            _("Version {version} stands again.").format(version=back.number)
            if back is not None
            else _("No schedule of this week is published any more.")
        )
        consequence = follows + " " + _("Cells stay as they are. This cannot be undone with Ctrl+Z.")
        question = _("Withdraw version {version}, letter {letter}?").format(
            version=stands.number, letter=stands.letter or "–"
        )
        if not Confirm.ask(self, question, consequence, _("Withdraw"), danger=True):
            return
        if self._withdraw(self.reason.text().strip(), self.letter.text().strip()):
            self.accept()


def version_line(versions: Sequence[Version], one: Version) -> str:
    """`Versi 2, perubahan ke-1 · 21 Nov 2026 · 800/2 · berlaku`."""
    count = publications.amendment(versions, one)
    head = _("Version {version}").format(version=one.number)
    if count:
        head += ", " + _("amendment {count}").format(count=count)
    parts = [head, day_label(one.published_on), one.letter or "–"]
    if one.withdrawn_on is not None:
        day = words.short_date(one.withdrawn_on)
        parts.append(_("withdrawn on {day}, {reason}").format(day=day, reason=one.withdraw_reason))
    else:
        parts.append(_("stands") if one is publications.standing(versions) else _("replaced"))
    return " · ".join(parts)


def change_line(one: Difference) -> str:
    """`Dewi Anggraini, Jum 27: Kantor → Rumah (WFA)`."""
    change = one.change
    day = words.day_and_number(change.day)
    return f"{one.name}, {day}: {place_word(change.before)} → {place_word(change.after)}"
