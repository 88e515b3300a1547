"""Reasons for and against somebody's flexible work, each with its mark; those against carry their article."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.eligibility import Reason
from flexdesk.i18n import _
from ui.qt import accessible
from ui.widgets.label import IconLabel, Label


def reasons_list(reasons: Sequence[Reason], *, all_articles: bool = False) -> QWidget:
    """`all_articles` names the source of what is met, too."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for reason in reasons:
        icon, token = ("circle-check", "positive") if reason.holds else ("circle-x", "negative")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, token), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(Label(reason.text, wrap=True))
        if all_articles or not reason.holds:
            text.addWidget(Label(reason.article, "small", token="muted", wrap=True))
        row.addLayout(text, 1)
        column.addLayout(row)
    signs = {True: _("met"), False: _("not met")}  # not inside the f-string: the extraction looks past it
    spoken = [f"{signs[reason.holds]}: {reason.text}" for reason in reasons]
    accessible.name(box, "; ".join(spoken))
    return box
