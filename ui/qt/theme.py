"""Turns the design tokens into palette, fonts and a few lines of QSS, and switches them at run time."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.qt import fonts
from ui.qt.tokens import Density, Scheme, tokens

_Role = QPalette.ColorRole
_ROLES: dict[str, tuple[QPalette.ColorRole, ...]] = {
    "window": (_Role.Window,),
    "surface": (_Role.Base, _Role.Button, _Role.ToolTipBase),
    "raised": (_Role.AlternateBase, _Role.Light, _Role.Midlight),
    "text": (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.ToolTipText, _Role.HighlightedText),
    "muted": (_Role.PlaceholderText,),
    "border": (_Role.Mid,),
    "borderStrong": (_Role.Dark, _Role.Shadow),
    "accent": (_Role.Accent, _Role.Link, _Role.LinkVisited),
    "onAccent": (_Role.BrightText,),
    "selection": (_Role.Highlight,),
}
_DRAWN_AS = {"?": "O"}  # a place that only a newer program knows has the colours of a day off
_DISABLED = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText)

# In high contrast the system's own colours carry every token; soft grounds fall back to the plain ground.
_CONTRAST: dict[str, QPalette.ColorRole] = {
    **dict.fromkeys(("window", "sunken"), _Role.Window),
    **dict.fromkeys(("surface", "raised"), _Role.Base),
    **dict.fromkeys(("accentSoft", "positiveSoft", "warningSoft", "negativeSoft", "infoSoft"), _Role.Base),
    **dict.fromkeys(("accent", "accentHover", "focus", "selection"), _Role.Highlight),
    "onAccent": _Role.HighlightedText,
}

# Everything else is palette or paint: a rule on a parent switches Fusion off for all its children.
_QSS = """
QLineEdit, QPlainTextEdit, QTextEdit {{ background: {surface}; border: 1px solid {borderStrong};
  border-radius: {radius}px; padding: 0 7px;
  selection-background-color: {selection}; selection-color: {text}; }}
QLineEdit {{ min-height: {field}px; }}
QPlainTextEdit, QTextEdit {{ padding: 3px 5px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {focus}; padding: 0 6px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: 2px 4px; }}
QLineEdit[wrong="true"] {{ border-color: {negativeGraphic}; }}
QLineEdit:disabled {{ color: {disabled}; border-color: {border}; }}
QAbstractItemView {{ background: {surface}; border: none; outline: 0;
  selection-background-color: {selection}; selection-color: {text}; }}
QTextBrowser {{ border: none; background: {surface}; }}
QHeaderView {{ background: {raised}; border: none; }}
QHeaderView::section {{ background: {raised}; color: {muted}; border: none;
  border-bottom: 1px solid {border}; padding: 0 8px; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {bar}px; }}
QScrollBar:horizontal {{ height: {bar}px; }}
QScrollBar::handle {{ background: {borderStrong}; border: 2px solid {surface}; border-radius: 4px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: none; border: none; width: 0; height: 0; }}
QRadioButton::indicator {{ width: 12px; height: 12px; border: 1px solid {borderStrong};
  border-radius: 7px; background: {surface}; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 4px solid {accent};
  background: {onAccent}; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {borderStrong}; padding: 3px 6px; }}
"""


@dataclass(frozen=True, slots=True)
class CodeColors:
    """One place code in the scheme in force."""

    fill: QColor
    ink: QColor
    solid: QColor
    pattern: str


class Theme(QObject):
    """The scheme, text size and row height in force; `changed` fires after palette and QSS are set."""

    changed = Signal()
    density_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme = Scheme.LIGHT
        self.density = Density.COMPACT
        self.high_contrast = False
        self._colors: dict[str, QColor] = {}
        self._codes: dict[str, CodeColors] = {}
        self._caches: list[Callable[[], None]] = []

    def color(self, token: str) -> QColor:
        """The colour of a token of `theme` in tokens.json; KeyError for an unknown one."""
        found = self._colors.get(token)
        if found is None:
            found = self._colors[token] = self._look_up(token)
        return found

    def code(self, letter: str) -> CodeColors:
        """The colours of a place code; KeyError for a letter that is no code."""
        found = self._codes.get(letter)
        if found is None:
            token = tokens().codes[_DRAWN_AS.get(letter, letter)]
            ink = token.inks[self.scheme]
            found = CodeColors(QColor(ink.fill), QColor(ink.ink), QColor(ink.solid), token.pattern)
            if self.high_contrast:
                text = self.color("text")
                found = CodeColors(self.color("surface"), text, text, token.pattern)
            self._codes[letter] = found
        return found

    def row_height(self) -> int:
        """Pixels of one table row at the density and text size in force."""
        return fonts.scaled(tokens().row[self.density.value])

    def on_clear(self, clear: Callable[[], None]) -> None:
        """Register a cache of painted things that must be emptied before the look changes."""
        self._caches.append(clear)

    def set_scheme(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.apply()

    def set_scale(self, percent: int) -> None:
        fonts.set_scale(percent)
        self.apply()
        self.density_changed.emit()

    def set_density(self, density: Density) -> None:
        if density != self.density:
            self.density = density
            self.density_changed.emit()

    def apply(self) -> None:
        """Give the application palette, font and QSS, then ask every window to paint anew."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._colors.clear()
        self._codes.clear()
        for clear in self._caches:
            clear()
        self.high_contrast = _asks_for_contrast(app)
        if self.high_contrast:
            app.setPalette(app.style().standardPalette())
        else:
            app.setPalette(self._palette())
        app.setFont(fonts.font())
        app.setStyleSheet(self._qss())
        for window in app.topLevelWidgets():
            window.style().polish(window)
            window.update()
        self.changed.emit()

    def _look_up(self, token: str) -> QColor:
        color = QColor(tokens().colors[self.scheme][token])
        if not self.high_contrast:
            return color
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        role = _CONTRAST.get(token, _Role.WindowText)
        return app.palette().color(role)

    def _palette(self) -> QPalette:
        palette = QPalette()
        for token, roles in _ROLES.items():
            for role in roles:
                palette.setColor(role, self.color(token))
        for role in _DISABLED:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("disabled"))
        return palette

    def _qss(self) -> str:
        names = tokens().colors[self.scheme]
        sizes = {
            "radius": tokens().radius["control"],
            "field": fonts.scaled(tokens().size["control"]) - 2,
            "bar": tokens().size["scrollBar"],
        }
        return _QSS.format(**{name: self.color(name).name() for name in names}, **sizes)


def _asks_for_contrast(app: QApplication) -> bool:
    hints = app.styleHints()  # kept in a name: the binding frees `accessibility()` together with its parent
    preference = hints.accessibility().contrastPreference()
    return preference is Qt.ContrastPreference.HighContrast


_current: Theme | None = None


def current() -> Theme:
    """The one theme of this process; made on first use, which must be on the UI thread."""
    global _current
    if _current is None:
        _current = Theme()
    return _current
