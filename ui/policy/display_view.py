"""How the program looks: colours, row height, text size and language."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _, language
from ui.qt import fonts, theme, window_state
from ui.qt.tokens import Density, Scheme
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented


class DisplayView(QWidget):
    """Everything takes effect at once but the language, which waits for the next start."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.scheme = Segmented(((Scheme.LIGHT, _("Light")), (Scheme.DARK, _("Dark"))), _("Colours"))
        rows = ((Density.COMPACT, _("Compact")), (Density.NORMAL, _("Normal")), (Density.ROOMY, _("Roomy")))
        self.density = Segmented(rows, _("Row height"))
        self.scale = Segmented([(str(one), f"{one} %") for one in fonts.SCALES], _("Text size"))
        self.language = Segmented((("id", "Bahasa Indonesia"), ("en", "English")), _("Language"))
        self.told = Label("", "small", token="muted")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, fonts.scaled(140))
        parts = (
            (_("Colours"), self.scheme),
            (_("Row height"), self.density),
            (_("Text size"), self.scale),
            (_("Language"), self.language),
        )
        for at, (label, part) in enumerate(parts):
            grid.addWidget(Label(label, "base", fonts.MEDIUM), at, 0)
            grid.addWidget(part, at, 1, Qt.AlignmentFlag.AlignLeft)
        card = Card(_("Display"))
        card.body.addLayout(grid)
        card.body.addWidget(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(card)
        column.addStretch(1)
        self.scheme.chosen.connect(lambda key: look.set_scheme(Scheme(key)))
        self.density.chosen.connect(lambda key: look.set_density(Density(key)))
        self.scale.chosen.connect(lambda key: look.set_scale(int(key)))
        self.language.chosen.connect(self._choose_language)
        look.changed.connect(self.refresh)
        look.density_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        look = theme.current()
        self.scheme.choose(look.scheme)
        self.density.choose(look.density)
        self.scale.choose(str(fonts.scale_percent()))
        self.language.choose(window_state.kept("look/language", language()))

    def _choose_language(self, key: str) -> None:
        window_state.keep("look/language", value=key)
        waits = key != language()
        self.told.setText(_("The language changes when FlexDesk is opened again.") if waits else "")
