"""The right side of printing: paper, time, people, printer, and the ways out."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from flexdesk.domain.periods import PeriodKind
from flexdesk.i18n import _
from ui.paper import printers
from ui.paper.printers import Tray, Way
from ui.printing.kinds import PERIODS, KindFacts
from ui.printing.people import PeoplePicker
from ui.qt import fonts
from ui.widgets.banner import Banner
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.fields import CheckBox, ComboBox
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel
from ui.widgets.tones import Tone

_WIDTH = 288


class Settings(SidePanel):
    """`changed` asks for other papers, `period_kind_changed` for another stretch of time.

    `signing_changed` gives `wet` or `tte`, to be remembered.
    """

    changed = Signal()
    signing_changed = Signal(str)
    period_kind_changed = Signal(object)

    def __init__(self, people: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(_("Paper and printer"), _WIDTH, parent)
        self._trays: list[Tray] = []
        self.paper = self._combo(_("Paper"))
        self.paper.addItem("F4  215 × 330 mm", "F4")
        self.paper.addItem("A4  210 × 297 mm", "A4")
        self.turn = Label("", "base")
        self.period = self._combo(_("Period"))
        self.printer = self._combo(_("Printer"))
        self.signing = self._combo(_("Signature"))
        self.signing.addItem(_("By hand"), "wet")
        self.signing.addItem(_("Ready for an electronic signature"), "tte")
        self.people = PeoplePicker(people)
        self.save_ink = CheckBox(_("Save ink"))
        self.hide_reasons = CheckBox(_("Hide reasons (C, S, I)"))
        self.hide_reasons.setChecked(True)
        self.file_name = Label("", "small", wrap=True)
        self._ways = QButtonGroup(self)
        self._way_box = QVBoxLayout()
        self._build()
        self.paper.currentIndexChanged.connect(self._paper_changed)
        self.period.currentIndexChanged.connect(
            lambda _at: self.period_kind_changed.emit(self.period.currentData())
        )
        self.signing.currentIndexChanged.connect(lambda _at: self._signing_changed())
        self.printer.currentIndexChanged.connect(lambda _at: self._show_ways())
        for box in (self.save_ink, self.hide_reasons):
            box.toggled.connect(lambda _on: self.changed.emit())
        self.people.changed.connect(self.changed)

    def _combo(self, spoken: str) -> ComboBox:
        made = ComboBox(spoken)
        made.setMinimumWidth(_WIDTH - 40)
        return made

    def _build(self) -> None:
        body = self.body
        body.setContentsMargins(14, 10, 14, 8)
        body.setSpacing(4)
        self._period_label = Label(_("Period"), "small", fonts.MEDIUM, token="muted")
        self._signing_label = Label(_("Signature"), "small", fonts.MEDIUM, token="muted")
        self._people_label = Label(_("For whom"), "small", fonts.MEDIUM, token="muted")
        for part in (
            Label(_("Paper"), "small", fonts.MEDIUM, token="muted"),
            self.paper,
            self.turn,
            self._period_label,
            self.period,
            self._signing_label,
            self.signing,
            self._people_label,
            self.people,
        ):
            body.addWidget(part)
        body.addSpacing(4)
        body.addWidget(self.save_ink)
        body.addWidget(self.hide_reasons)
        body.addSpacing(4)
        body.addWidget(Hairline())
        body.addWidget(Label(_("Printer"), "small", fonts.MEDIUM, token="muted"))
        body.addWidget(self.printer)
        body.addLayout(self._way_box)
        body.addStretch(1)
        self.foot.setSpacing(6)
        self.foot.addWidget(Label(_("File name"), "small", fonts.MEDIUM, token="muted"))
        self.foot.addWidget(self.file_name)
        self.combined = Button(_("Combined PDF"), icon="save")
        self.each = Button(_("PDF for each"), icon="folder-open")
        self.message = Button(_("WhatsApp text"), icon="copy")
        self.go = Button(_("Print"), icon="printer", shortcut="Ctrl+P", bind=False, kind=Kind.PRIMARY)
        for buttons in ((self.combined, self.each), (self.message,), (self.go,)):
            row = QHBoxLayout()
            row.setSpacing(6)
            for button in buttons:
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                row.addWidget(button)
            self.foot.addLayout(row)

    # -- what is chosen

    def show_kind(self, kind: KindFacts, period_kind: PeriodKind) -> None:
        """Offer what this kind of paper knows; asks for nothing by itself."""
        for widget in (self.paper, self.period):
            widget.blockSignals(True)
        self.paper.setCurrentIndex(self.paper.findData(kind.paper))
        self.period.clear()
        for one in kind.periods:
            self.period.addItem(_(PERIODS[one]), one)
        self.period.setCurrentIndex(max(self.period.findData(period_kind), 0))
        for widget in (self.paper, self.period):
            widget.blockSignals(False)
        several = len(kind.periods) > 1
        self._period_label.setVisible(several)
        self.period.setVisible(several)
        self._people_label.setVisible(kind.each_person)
        self.people.setVisible(kind.each_person)
        self.each.setVisible(kind.each_person and kind.key != "slip")
        self.message.setVisible(kind.key in ("schedule", "assignment-letter", "slip"))
        self.hide_reasons.setVisible(kind.key == "schedule")
        for part in (self._signing_label, self.signing):
            part.setVisible(kind.is_signed)
        turned = _("landscape") if kind.landscape else _("portrait")
        self.turn.setText(_("Direction: {direction}, by the form").format(direction=turned))
        self.refresh_printers()

    def show_signing(self, way: str) -> None:
        """The one remembered; asks for nothing by itself."""
        self.signing.blockSignals(True)
        self.signing.setCurrentIndex(max(self.signing.findData(way), 0))
        self.signing.blockSignals(False)

    @property
    def signing_way(self) -> str:
        return str(self.signing.currentData())

    def _signing_changed(self) -> None:
        self.signing_changed.emit(self.signing_way)
        self.changed.emit()

    @property
    def paper_name(self) -> str:
        return str(self.paper.currentData())

    def _paper_changed(self, _at: int) -> None:
        self.refresh_printers()
        self.changed.emit()

    # -- printers

    def refresh_printers(self) -> None:
        self.show_trays(printers.trays(self.paper_name))

    def show_trays(self, trays: Sequence[Tray]) -> None:
        """The printers that this laptop has now; none is a normal case."""
        kept = self.printer.currentData()
        self._trays = list(trays)
        self.printer.blockSignals(True)
        self.printer.clear()
        for tray in self._trays:
            self.printer.addItem(tray.description, tray.name)
        if not self._trays:
            self.printer.addItem(_("No printer on this laptop"), "")
        self.printer.setCurrentIndex(max(self.printer.findData(kept), 0))
        self.printer.setEnabled(bool(self._trays))
        self.printer.blockSignals(False)
        self._show_ways()

    @property
    def tray(self) -> Tray | None:
        at = self.printer.currentIndex()
        return self._trays[at] if 0 <= at < len(self._trays) else None

    @property
    def way(self) -> Way:
        if self.tray is None:
            return Way.PDF
        button = self._ways.checkedButton()
        return Way(str(button.property("way"))) if button is not None else self.tray.ways[0]

    def _show_ways(self) -> None:
        while (item := self._way_box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                if isinstance(widget, QRadioButton):
                    self._ways.removeButton(widget)
                widget.hide()
                widget.deleteLater()
        tray = self.tray
        if tray is None or tray.ways == (Way.EXACT,):
            self._show_go()
            return
        text = _("This printer does not know {paper}. Choose a way:").format(paper=self.paper_name)
        self._way_box.addWidget(Banner(Tone.WARNING, text))
        for number, way in enumerate(tray.ways):
            radio = QRadioButton(self._words(way))
            radio.setProperty("way", way.value)
            radio.setChecked(number == 0)
            radio.toggled.connect(lambda _on: self._show_go())
            self._ways.addButton(radio)
            self._way_box.addWidget(radio)
        self._show_go()

    def _words(self, way: Way) -> str:
        percent = round(printers.shrink(Way.A4, self.paper_name) * 100)
        return {
            Way.LEGAL: _("Legal with cut marks, 100 %"),
            Way.A4: _("Made smaller on A4, {percent} %").format(percent=percent),
            Way.PDF: _("Only save a PDF"),
        }.get(way, "")

    def _show_go(self) -> None:
        """Without a printer the PDF is the main way out."""
        prints = self.way is not Way.PDF
        self.go.set_words(_("Print") if prints else _("Save PDF"), "printer" if prints else "save")
