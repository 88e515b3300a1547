"""Small pieces that both panels of the room are put together from."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.i18n import _
from ui.qt import accessible, fonts
from ui.widgets.card import Hairline
from ui.widgets.label import IconLabel, Label

LINE, GAP = 2, 8


def clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def wrapped(text: str, size: str = "base", token: str = "text") -> Label:
    """Text over several lines that asks for no more height than it needs at the panel's width."""
    label = Label(text, size, token=token, wrap=True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return label


def section(column: QVBoxLayout, title: str) -> None:
    column.addWidget(Hairline())
    column.addWidget(Label(title, "small", fonts.STRONG, token="muted"))


def fact(column: QVBoxLayout, label: str, text: str) -> None:
    """A label with what it says under it; the panel is too narrow for two columns."""
    box = QWidget()
    lines = QVBoxLayout(box)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(LINE)
    lines.addWidget(Label(label, "small", token="muted"))
    lines.addWidget(wrapped(text or "–"))
    accessible.name(box, f"{label}: {text or '–'}")
    column.addWidget(box)


def sentence(column: QVBoxLayout, icon: str, token: str, text: str, under: str = "") -> None:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    row.addWidget(IconLabel(icon, token), 0, Qt.AlignmentFlag.AlignTop)
    lines = QVBoxLayout()
    lines.setSpacing(0)
    lines.addWidget(wrapped(text))
    if under:
        lines.addWidget(wrapped(under, "small", "muted"))
    row.addLayout(lines, 1)
    accessible.name(box, f"{text} {under}".strip())
    column.addWidget(box)


_SIGNS = {
    Level.HARD: ("circle-alert", "negative"),
    Level.SOFT: ("triangle-alert", "warning"),
    Level.INFO: ("info", "muted"),
}


def findings(column: QVBoxLayout, found: Sequence[Finding], names: dict[str, str] | None = None) -> None:
    """Each finding with its article and the number of its rule; one sentence where there is none."""
    if not found:
        sentence(column, "circle-check", "positive", _("No rule speaks against it."))
    for one in found:
        who = f"{names[one.person]}: " if names and one.person in names else ""
        icon, token = _SIGNS[one.level]
        sentence(column, icon, token, f"{who}{one.message}", f"{one.article} · {one.rule}")
