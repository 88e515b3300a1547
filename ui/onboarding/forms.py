"""The two forms of the first window: what the unit is, and the passphrase that locks its data."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from flexdesk.domain.identity import Nip, parse_nip
from flexdesk.exchange import packs
from flexdesk.i18n import N_, _
from flexdesk.services.policy_packs import fixes_a_day
from ui.onboarding.beginning import Wish
from ui.qt import fonts
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented

LEAST_CHARACTERS = 8
_ZONES = (("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT"))


class Form(QWidget):
    """`entered` is Enter in a field. `fault` is a sentence, empty when the form can go on."""

    entered = Signal()

    def __init__(self, title: str, line: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(title, "figure", fonts.STRONG, wrap=True))
        column.addWidget(Label(line, "lead", token="muted", wrap=True))
        column.addSpacing(10)
        self.rows = QFormLayout()
        self.rows.setVerticalSpacing(10)
        self.rows.setHorizontalSpacing(14)
        column.addLayout(self.rows)
        self.complaint = Label("", token="negative", wrap=True)
        column.addWidget(self.complaint)
        column.addStretch(1)
        self.complaint.hide()

    def complain(self, sentence: str) -> None:
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))

    def fault(self) -> str:
        raise NotImplementedError

    def _field(self, label: str, hint: str = "") -> LineField:
        field = LineField(label)
        field.setPlaceholderText(hint)
        field.returnPressed.connect(self.entered)
        self.rows.addRow(Label(label, token="muted"), field)
        return field


class UnitForm(Form):
    def __init__(self, parent: QWidget | None = None) -> None:
        text = _("Only the name is needed now; the head's NIP fills in the rest on letters and forms.")
        super().__init__(_("Your unit"), text, parent)
        self.unit = self._field(_("Name of the unit"), "Kecamatan …")
        self.agency = self._field(_("Agency"), "Pemerintah Kabupaten …")
        self.head_nip = self._field(_("NIP of the head"))
        self.head_name = self._field(_("Name of the head, with titles"))
        self.zone = ComboBox(_("Time zone"))
        for zone, label in _ZONES:
            self.zone.addItem(label, zone)
        self.paper = Segmented([("F4", "F4"), ("A4", "A4")], _("Paper"))
        self.rows.addRow(Label(_("Time zone"), token="muted"), self.zone)
        self.rows.addRow(Label(_("Paper"), token="muted"), self.paper)
        self.rules = _rules_to_choose()
        self.rows.addRow(Label(_("Rules"), token="muted"), self.rules)

    def fault(self) -> str:
        if not self.unit.text().strip():
            return _("Write the name of the unit.")
        nip = self.head_nip.text().strip()
        if nip and not isinstance(parse_nip(nip), Nip):
            return _("The NIP of the head must have 18 digits with a real date of birth.")
        if nip and not self.head_name.text().strip():
            return _("Write the name that belongs to this NIP.")
        return ""

    def wish(self) -> Wish:
        return Wish(
            unit=self.unit.text().strip(),
            agency=self.agency.text().strip(),
            zone=str(self.zone.currentData()),
            head_nip=self.head_nip.text().strip(),
            head_name=self.head_name.text().strip(),
            paper=self.paper.choice,
            preset=str(self.rules.currentData()),
        )


def _rules_to_choose() -> ComboBox:
    """Presets that somebody has to check first wait under Aturan, where their effect is shown."""
    box = ComboBox(_("Rules"))
    box.addItem(_("The national rules"), "")
    for pack in packs.presets():
        if not fixes_a_day(pack):
            box.addItem(pack.title, pack.name)
    box.setToolTip(_("More presets, and what each changes, stand under Rules."))
    return box


_WHY = N_(
    "This computer has no keyring that answers, so a passphrase locks the data. "
    "It is asked for at each start; nobody can open the data without it."
)


class KeyForm(Form):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Passphrase"), _(_WHY), parent)
        self.first = self._field(_("Passphrase"))
        self.second = self._field(_("Once more"))
        for field in (self.first, self.second):
            field.setEchoMode(QLineEdit.EchoMode.Password)

    def fault(self) -> str:
        if len(self.first.text()) < LEAST_CHARACTERS:
            return _("Take at least {count} characters; several words are best.").format(
                count=LEAST_CHARACTERS
            )
        if self.first.text() != self.second.text():
            return _("The two do not agree.")
        return ""
