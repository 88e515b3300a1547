"""Every word a window shows or speaks, and which of them are still in the source language."""

import re
from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTreeView,
    QWidget,
)

from tests.gui.indonesian import catalogue
from ui.widgets.badge import Badge

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_MOST_ROWS = 40  # of each table: a longer one says the same again
# Words of English that no Indonesian office text holds; names of products are no sentences.
_ENGLISH = re.compile(
    r"\b(the|and|of|with|from|not|are|is|for|this|that|people|week|months?|days?|nobody|please|choose|file)\b",
    re.IGNORECASE,
)
_PATH = re.compile(r"\S*/\S*/\S*")
_HOLE = re.compile(r"\{[^}]*\}")


def shown(root: QWidget) -> Iterator[tuple[str, str]]:
    """(class of the widget, text) of all that is visible under `root`."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible():
            for text in _texts(widget):
                if words := _PATH.sub("", text).strip():
                    yield type(widget).__name__, words


def _texts(widget: QWidget) -> Iterator[str]:
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    elif isinstance(widget, Badge):
        yield widget.facts.text
    elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        yield from _cells(model)
        if isinstance(widget, QTableView | QTreeView):
            yield from _headings(model)


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(min(model.rowCount(), _MOST_ROWS)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
            index = model.index(row, column)
            yield from (str(index.data(role) or "") for role in _ROLES)


def _headings(model: QAbstractItemModel) -> Iterator[str]:
    for column in range(model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")


@cache
def _sources() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Plain source texts, and patterns of those with holes, whose translation is another text."""
    entries: dict[object, str] = catalogue()._catalog  # type: ignore[attr-defined]
    changed = [text for text, into in entries.items() if isinstance(text, str) and text and text != into]
    holed = [text for text in changed if _HOLE.search(text)]
    patterns = [_pattern(text) for text in holed if re.search(r"[A-Za-z]{3}", _HOLE.sub("", text))]
    plain = frozenset(changed) - frozenset(holed) - frozenset(entries.values())
    return plain, tuple(re.compile(one) for one in patterns)


def _pattern(text: str) -> str:
    return ".+".join(re.escape(part) for part in _HOLE.split(text))


def foreign(root: QWidget, ignored: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """What is shown in English; `ignored` are texts of the unit's own data."""
    plain, patterns = _sources()
    found = dict.fromkeys(shown(root))
    return [
        (kind, text)
        for kind, text in found
        if text not in ignored
        and (text in plain or _ENGLISH.search(text) or any(one.fullmatch(text) for one in patterns))
    ]
