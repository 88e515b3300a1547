"""The unit: its own facts, and the lists of what it is made of, one behind each word of the switch."""

from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.documents.head_pictures import read_picture, take_picture
from flexdesk.domain.ops import Change
from flexdesk.domain.schedule import ORGANISATION_LABELS, REGION_LABELS, UNIT_KIND_LABELS
from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.i18n import N_, _
from ui.policy.letterhead_field import LetterheadField
from ui.policy.unit_lists import FIELDS, PLACES, POINTS, SECTIONS, SITES, unit_lists
from ui.qt import accessible, fonts
from ui.undo.editor import Editor
from ui.widgets.banner import Banner, BannerAction
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented
from ui.widgets.tones import Tone

FACTS = "facts"
_VIEWS = (
    (FACTS, N_("The unit")),
    (SECTIONS, N_("Parts")),
    (POINTS, N_("Service points")),
    (SITES, N_("Sites")),
    (PLACES, N_("Other places")),
    (FIELDS, N_("Own fields")),
)
_TABLES = frozenset(
    {"unit", "service_point", "person", "section", "site", "place", "custom_field", "posting"}
)
_TEXTS = (("name", N_("Name of the unit")), ("agency", N_("Agency")), ("place", N_("Place on papers")))
_CHOICES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "zone": (
        N_("Time zone"),
        (("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")),
    ),
    "kind": (
        N_("Kind of unit"),
        tuple(UNIT_KIND_LABELS.items()),
    ),
    "region": (
        N_("Government"),
        tuple(REGION_LABELS.items()),
    ),
    "paper": (N_("Usual paper"), (("F4", "F4"), ("A4", "A4"))),
    "organisation": (
        N_("Organisation"),
        tuple(ORGANISATION_LABELS.items()),
    ),
}


class UnitView(QWidget):
    """Each field of the unit is written when it is left, as one step of undo."""

    def __init__(self, desk: Desk, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._editor = desk, editor
        self.texts: dict[str, LineField] = {}
        self.choices: dict[str, ComboBox] = {}
        self.head = ComboBox(_("Head of the unit"))
        self.head.setMinimumWidth(320)
        self.letterhead = QPlainTextEdit()
        self.letterhead.setFixedHeight(fonts.scaled(84))
        self.letterhead.setTabChangesFocus(True)
        accessible.name(self.letterhead, _("Letterhead, line by line"))
        self.switch = Segmented([(key, _(title)) for key, title in _VIEWS], _("Part of this page"))
        self.lists = unit_lists(desk, editor)
        self.stack = QStackedWidget()
        facts = QWidget()
        column = QVBoxLayout(facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._facts_card())
        column.addStretch(1)
        self.stack.addWidget(facts)
        for register in self.lists.values():
            self.stack.addWidget(register)
        self.offer = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self.switch)
        column.addLayout(self.offer)
        column.addWidget(self.stack, 1)
        self.switch.chosen.connect(self.show_part)
        self.refresh()

    def show_part(self, key: str) -> None:
        """`facts` or the name of a list."""
        self.switch.choose(key)
        self.stack.setCurrentIndex([name for name, _title in _VIEWS].index(key))
        self._refresh_list()

    @property
    def part(self) -> str:
        return self.switch.choice

    def _facts_card(self) -> Card:
        card = Card(_("The unit"), _("each field is kept when you leave it"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        card.body.addLayout(grid)
        for at, (name, label) in enumerate(_TEXTS):
            field = self.texts[name] = LineField(_(label))
            field.editingFinished.connect(lambda name=name: self._write_text(name))
            self._put(grid, at, 0, _(label), field)
        self._put(grid, len(_TEXTS), 0, _("Head of the unit"), self.head)
        self.head.activated.connect(lambda _at: self._write("head", str(self.head.currentData())))
        for at, (name, (label, choices)) in enumerate(_CHOICES.items()):
            box = self.choices[name] = ComboBox(_(label))
            box.setMinimumWidth(220)
            for value, words in choices:
                box.addItem(_(words), value)
            box.activated.connect(lambda _at, name=name: self._write(name, self.choices[name].currentData()))
            self._put(grid, at, 2, _(label), box)
        row = QHBoxLayout()
        row.addWidget(self.letterhead, 1)
        self.keep_head = Button(_("Keep the letterhead"), icon="check")
        self.keep_head.clicked.connect(
            lambda: self._write("letterhead", self.letterhead.toPlainText().strip())
        )
        row.addWidget(self.keep_head)
        at = max(len(_TEXTS) + 1, len(_CHOICES))
        grid.addWidget(Label(_("Letterhead"), "small", fonts.MEDIUM, token="muted"), at, 0)
        grid.addLayout(row, at, 1, 1, 3)
        self.picture = LetterheadField()
        self.picture.chosen.connect(self.take_picture)
        grid.addWidget(Label(_("Picture"), "small", fonts.MEDIUM, token="muted"), at + 1, 0)
        grid.addWidget(self.picture, at + 1, 1, 1, 3)
        self.acting = Label("", "small", token="muted", wrap=True)
        grid.addWidget(self.acting, at + 2, 1, 1, 3)
        return card

    def _put(self, grid: QGridLayout, row: int, column: int, label: str, widget: QWidget) -> None:
        grid.addWidget(Label(label, "small", fonts.MEDIUM, token="muted"), row, column)
        grid.addWidget(widget, row, column + 1)

    # -- showing

    def refresh(self) -> None:
        row = self._desk.unit.row()
        for name, field in self.texts.items():
            if not field.hasFocus():
                field.setText(str(row.get(name) or ""))
        for name, box in self.choices.items():
            box.setCurrentIndex(max(box.findData(str(row.get(name) or "")), 0 if row.get(name) else -1))
        if not self.letterhead.hasFocus():
            self.letterhead.setPlainText(str(row.get("letterhead") or ""))
        self.picture.show_picture(read_picture(str(row.get("letterhead_image") or "")))
        self._fill_heads(str(row.get("head") or ""))
        self._tell_acting()
        self._refresh_list()

    def _refresh_list(self) -> None:
        """Only the list in front is read; the others are when they come there."""
        if self.part in self.lists:
            self.lists[self.part].refresh()
        self._offer_parts()

    def _fill_heads(self, head: str) -> None:
        self.head.clear()
        for person in self._desk.people.roster():
            self.head.addItem(person.full_name, person.nip)
            if person.key == head:
                self.head.setCurrentIndex(self.head.count() - 1)
        if not head:
            self.head.setCurrentIndex(-1)

    def _tell_acting(self) -> None:
        """Who acts for the head today."""
        today = self._desk.clock.today(self._desk.reader.unit().zone)
        found = self._desk.postings.head_on(today)
        person = self._desk.store.get("person", found.person) if found.acting else None
        name = str((person or {}).get("name") or "")
        text = _("Today {name} acts for the head as {post}, and signs.")
        self.acting.setText(text.format(name=name, post=f"{found.acting} {found.jabatan}") if name else "")
        self.acting.setVisible(bool(name))

    def _offer_parts(self) -> None:
        """The roster's own words for parts that the tree lacks, to be taken over at once."""
        while (item := self.offer.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if self.part != SECTIONS:
            return
        today = self._desk.clock.today(self._desk.reader.unit().zone)
        found = self._desk.structure.proposed(today)
        if not found:
            return
        names = ", ".join(name for name, _people in found[:4])
        text = _("The roster names {count} parts that are not here yet: {names}.").format(
            count=len(found), names=names + (" …" if len(found) > 4 else "")
        )
        self.banner = Banner(
            Tone.ACCENT, text, actions=(BannerAction(_("Take these over"), self.take_parts, "check"),)
        )
        self.offer.addWidget(self.banner)

    # -- writing

    def take_parts(self) -> None:
        today = self._desk.clock.today(self._desk.reader.unit().zone)
        names = [name for name, _people in self._desk.structure.proposed(today)]
        text = _("Take over the parts that the roster names")
        if self._editor.run(text, lambda: self._desk.structure.take_proposed(names)):
            self.refresh()

    def take_picture(self, file: Path | None) -> None:
        """Of the letterhead; None takes it away."""

        def write() -> Change | None:
            try:
                text = take_picture(file.read_bytes(), file.name).text if file else ""
            except OSError as error:
                raise EnvironmentTrouble(detail=reason_of(error)) from error
            return self._desk.unit.set({"letterhead_image": text})

        self._editor.run(_("Change the picture of the letterhead"), write)

    def _write_text(self, name: str) -> None:
        text = self.texts[name].text().strip()
        if text != str(self._desk.unit.row().get(name) or ""):
            self._write(name, text)

    def _write(self, name: str, value: str) -> None:
        if not self._editor.run(_("Change the unit"), lambda: self._desk.unit.set({name: value})):
            self.refresh()

    def apply(self, change: Change) -> None:
        if any(op.table in _TABLES for op in change.ops):
            self.refresh()
