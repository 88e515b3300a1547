"""The line at the foot that is never hidden: saved, unsent, backup, line state; rules, density, keys."""

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QLocale, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from flexdesk.i18n import N_, _
from ui.qt import accessible, fonts, icons, theme
from ui.qt.tokens import Density, tokens
from ui.shell.ports import LineState, TrustFacts
from ui.widgets.card import Hairline

AMBER_DAYS, RED_DAYS = 3, 7
ROLE_DAYS = 7

DENSITY_WORDS = {
    Density.COMPACT: N_("Compact"),
    Density.NORMAL: N_("Normal"),
    Density.ROOMY: N_("Roomy"),
}
_LINE_WORDS = {
    LineState.OFFLINE: (N_("Offline"), "wifi-off", "muted"),
    LineState.ONLINE: (N_("Online"), "wifi", "positive"),
    LineState.RUNNING: (N_("Sending"), "refresh-cw", "accent"),
    LineState.REFUSED: (N_("Server refuses"), "circle-alert", "negative"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One button of the line: what it says, its icon and the icon's token; `loud` colours the words too."""

    text: str
    icon: str
    token: str = "muted"
    loud: bool = False
    quiet: bool = False


def saved_part(facts: TrustFacts, today: date) -> Part:
    if facts.saved_at is None:
        return Part(_("Nothing written yet"), "circle-check")
    return Part(_("Saved {time}").format(time=_moment(facts.saved_at, today)), "circle-check", "positive")


def unsent_part(facts: TrustFacts) -> Part:
    """Green only when a receipt answered for everything."""
    if facts.unsent == 0:
        return Part(_("All received"), "package-check", "positive")
    text = _("{count} unsent").format(count=facts.unsent)
    if facts.unsent_days > 0:
        text = _("{count} unsent · {days} days").format(count=facts.unsent, days=facts.unsent_days)
    if facts.unsent_days >= RED_DAYS:
        return Part(text, "package", "negative", loud=True)
    if facts.unsent_days >= AMBER_DAYS:
        return Part(text, "package", "warning", loud=True)
    return Part(text, "package")


def backup_part(facts: TrustFacts, today: date) -> Part:
    if facts.backup_at is None:
        return Part(_("No backup yet"), "hard-drive", "warning", loud=True)
    return Part(_("Backup {time}").format(time=_moment(facts.backup_at, today)), "hard-drive")


def line_part(facts: TrustFacts) -> Part:
    text, icon, token = _LINE_WORDS[facts.line]
    return Part(_(text), icon, token, loud=facts.line is LineState.REFUSED)


def role_part(facts: TrustFacts, today: date) -> Part | None:
    """Said a week before a role ends, and from then on."""
    last = facts.role_until
    if last is None or (last - today).days >= ROLE_DAYS:
        return None
    day = QLocale().toString(last, "d MMM")  # type: ignore[call-overload]
    if last < today:
        return Part(_("Your role ended {day}").format(day=day), "clock", "negative", loud=True)
    return Part(_("Your role ends {day}").format(day=day), "clock", "warning", loud=True)


def _moment(at: datetime, today: date) -> str:
    """The time of a moment today, else its day."""
    here = at.astimezone() if at.tzinfo else at
    if here.date() == today:
        return here.strftime("%H.%M")
    return QLocale().toString(here.date(), "d MMM")  # type: ignore[call-overload, no-any-return]


class TrustPart(QAbstractButton):
    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.part = Part("", "info")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_part(self, part: Part) -> None:
        if part == self.part:
            return
        self.part = part
        self.setText(part.text)
        accessible.name(self, part.text)
        self.updateGeometry()
        self.update()

    # Qt overrides
    def sizeHint(self) -> QSize:
        font = fonts.font("caption", fonts.STRONG if self.part.loud else fonts.REGULAR)
        return QSize(QFontMetrics(font).horizontalAdvance(self.part.text) + icons.SMALL + 5 + 20, 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(icons.SMALL + 20, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), look.color("sunken"))
        icons.paint(painter, QRect(10, 0, icons.SMALL, self.height()), self.part.icon, self.part.token, 14)
        painter.setFont(fonts.font("caption", fonts.STRONG if self.part.loud else fonts.REGULAR))
        token = self.part.token if self.part.loud else "muted" if self.part.quiet else "text"
        painter.setPen(look.color(token))
        box = self.rect().adjusted(10 + icons.SMALL + 5, 0, -2, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.part.text)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)


class TrustLine(QWidget):
    """`asked` names the pressed part: saved, unsent, backup, line, role, rules, density or keys."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: dict[str, TrustPart] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(0)
        for key in ("saved", "unsent", "backup", "line"):
            row.addWidget(self._add(key))
            row.addWidget(self._divider())
        row.addWidget(self._add("role"))
        row.addStretch(1)
        for key in ("rules", "density", "keys"):
            if key != "rules":
                row.addWidget(self._divider())
            row.addWidget(self._add(key))
        self.parts["keys"].show_part(Part(_("? keys of this screen"), "keyboard", quiet=True))
        accessible.name(self, _("Trust line"))
        theme.current().density_changed.connect(self._fit)
        self._fit()

    def show_facts(self, facts: TrustFacts, today: date) -> None:
        self.parts["saved"].show_part(saved_part(facts, today))
        self.parts["unsent"].show_part(unsent_part(facts))
        self.parts["backup"].show_part(backup_part(facts, today))
        self.parts["line"].show_part(line_part(facts))
        role = role_part(facts, today)
        self.parts["role"].setVisible(role is not None)
        self.parts["role"].show_part(role or Part("", "clock"))
        self.parts["rules"].setVisible(bool(facts.rules))
        rules = Part(_("Rules {version}").format(version=facts.rules), "scale", quiet=True)
        self.parts["rules"].show_part(rules)

    def first(self) -> QWidget:
        return self.parts["saved"]

    def gap(self) -> QRect:
        """Where the line says nothing, between its two halves; in the coordinates of the parent."""
        left = self.parts["role" if self.parts["role"].isVisible() else "line"].geometry().right() + 2
        right = min(self.parts[key].x() for key in ("rules", "density") if self.parts[key].isVisible())
        return QRect(left, 0, right - left - 1, self.height()).translated(self.pos())

    def spoken(self) -> str:
        """The whole line as one sentence for a screen reader."""
        return ". ".join(part.part.text for part in self.parts.values() if part.part.text)

    def _fit(self) -> None:
        self.setFixedHeight(fonts.scaled(tokens().size["statusBar"]))
        words = _(DENSITY_WORDS[theme.current().density])
        self.parts["density"].show_part(Part(words, "rows-3", quiet=True))

    def _add(self, key: str) -> TrustPart:
        part = TrustPart(key)
        part.clicked.connect(lambda: self.asked.emit(key))
        self.parts[key] = part
        return part

    @staticmethod
    def _divider() -> QWidget:
        line = Hairline(upright=True)
        line.setFixedHeight(12)
        return line

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, self.width(), 1, theme.current().color("border"))
