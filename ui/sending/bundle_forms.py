"""The bundle wizard: for whom, how, where to; and what to do with a bundle that was written."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from flexdesk.i18n import _
from flexdesk.services.bundles import Written
from ui.qt import fonts
from ui.sending import words
from ui.sending.forms import Form
from ui.sending.model import Centre
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label

FILE, CODES = "file", "codes"


class BundleForm(Form):
    """`asked` wants a bundle: a path, and for whom (`server`, `unit` or a device); `coded` a few codes."""

    asked = Signal(object, str)
    coded = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Make a bundle"), parent)
        self.whom = ComboBox(_("For whom"))
        self.whom.setMinimumWidth(260)
        self.folder = LineField(_("Folder or stick"))
        self.file = LineField(_("File name"))
        self.file.setFixedWidth(fonts.scaled(380))
        self.browse = Button(_("Choose"), icon="folder-open")
        self.facts = Label("", "base")
        self.how = ComboBox(_("How"))
        self.how.addItem(_("As a file on a stick, in a folder or for a chat"), FILE)
        self.how.addItem(_("As codes on paper or as text, for a few changes"), CODES)
        self.add_row(_("For whom"), self.whom)
        self.add_row(_("How"), self.how)
        self._of_file = (
            *self.add_row(_("Folder or stick"), self.folder, self.browse),
            *self.add_row(_("File name"), self.file),
        )
        self.add_row(_("Content"), self.facts)
        self.add_close(_("Cancel"))
        self.go = self.add_button(
            Button(_("Write and check"), icon="package", shortcut="Enter", kind=Kind.PRIMARY, bind=False)
        )
        self.go.clicked.connect(lambda: self.ask())
        self.browse.clicked.connect(lambda: self._browse())
        self.how.currentIndexChanged.connect(lambda _at: self._look())
        self.whom.currentIndexChanged.connect(lambda _at: self._look())
        for field in (self.folder, self.file):
            field.returnPressed.connect(self.ask)

    def offer(self, centre: Centre, tag: str, number: int) -> None:
        """Fill in what is usual: for the server where one was joined, else for the unit's laptops.

        The name of the file is read by whoever finds the stick: it says which laptop by a `tag`, and no more.
        """
        self.whom.clear()
        if centre.status.enrolled:
            self.whom.addItem(_("The server"), "server")
        self.whom.addItem(_("All laptops of the unit ({count})").format(count=len(centre.laptops)), "unit")
        for device, holder in centre.laptops:
            self.whom.addItem(_("{holder}, laptop {device}").format(holder=holder, device=device[:4]), device)
        if not self.folder.text():
            self.folder.setText(str(Path.home()))
        self.file.setText(f"{centre.today:%Y-%m-%d}_{tag}_{number:04d}.flexdesk")
        count = sum(one.changes for one in centre.out)
        text = _("Bundle {number}: {count} changes, about {size}, without photos")
        self.facts.setText(text.format(number=f"{number:04d}", count=count, size=words.size(centre.estimate)))
        self.how.setCurrentIndex(0)
        self._look()

    def _look(self) -> None:
        """Codes are sealed for one reader, so all laptops at once cannot read them."""
        is_file = self.how.currentData() == FILE
        for part in self._of_file:
            part.setVisible(is_file)
        alone = is_file or self.whom.currentData() != "unit"
        self.show_fault("" if alone else _("Codes are for one reader: choose the server or one laptop."))
        self.go.setText(_("Write and check") if is_file else _("Make codes"))
        self.go.setEnabled(alone)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder or stick"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def ask(self) -> None:
        if self.how.currentData() == CODES:
            if self.go.isEnabled():
                self.coded.emit(str(self.whom.currentData()))
            return
        folder, name = Path(self.folder.text().strip()).expanduser(), self.file.text().strip()
        if not folder.is_dir():
            self.show_fault(
                _("The folder {folder} is not there. Is the stick plugged in?").format(folder=folder)
            )
            return
        if not name or "/" in name or "\\" in name:
            self.show_fault(_("A file name without slashes is needed."))
            return
        self.show_fault("")
        name = name if name.endswith(".flexdesk") else f"{name}.flexdesk"
        self.asked.emit(folder / name, str(self.whom.currentData()))


class WrittenForm(Form):
    """A bundle lies on the disk and was read back: now it must be given away."""

    handed = Signal(int)
    copied = Signal()
    opened = Signal()
    slip = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("The bundle is written"), parent)
        self.number = 0
        self.path = Path()
        self.facts = Label("", "base", wrap=True)
        self.checked = Label("", "base", token="muted")
        self.where = Label("", "small", token="muted", wrap=True)
        self.body.insertWidget(1, self.facts)
        self.body.insertWidget(2, self.checked)
        self.body.insertWidget(3, self.where)
        self.add_close()
        self.folder = self.add_button(Button(_("Open folder"), icon="folder-open"))
        self.copy = self.add_button(Button(_("Copy courier text"), icon="copy"))
        self.paper = self.add_button(Button(_("Courier slip"), icon="printer"))
        self.hand = self.add_button(Button(_("Handed over"), icon="send", kind=Kind.PRIMARY))
        self.folder.clicked.connect(self.opened)
        self.copy.clicked.connect(self.copied)
        self.paper.clicked.connect(self.slip)
        self.hand.clicked.connect(lambda: self.handed.emit(self.number))

    def show_written(self, written: Written, whom: str) -> None:
        header = written.header
        self.number, self.path = header.number, written.path
        text = _("Bundle {number} for {whom}: {count} changes, {size}.")
        self.facts.setText(
            text.format(
                number=f"{header.number:04d}", whom=whom, count=header.changes, size=words.size(written.bytes)
            )
        )
        prints = _("Read back and checked. Fingerprint {print}.").format(print=fingerprint(written))
        self.checked.setText(prints)
        self.where.setText(str(written.path))
        self.hand.setEnabled(True)


def fingerprint(written: Written) -> str:
    """Two groups of four that a courier and an operator can compare."""
    text = written.header.digest.hex().upper()[:8]
    return f"{text[:4]} {text[4:]}"


def courier_text(written: Written, unit: str, whom: str, when: str) -> str:
    """Goes with the file in a chat or on paper."""
    text = _(
        "FlexDesk bundle {number} of {unit} for {whom}, {when}: {count} changes, {size}, fingerprint {print}."
        " Please send the receipt code back."
    )
    return text.format(
        number=f"{written.header.number:04d}",
        unit=unit,
        whom=whom,
        when=when,
        count=written.header.changes,
        size=words.size(written.bytes),
        print=fingerprint(written),
    )
