"""Packs of rules: presets to choose from, what was taken or refused, and publishers that are trusted."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import day_label
from flexdesk.errors import FlexDeskError
from flexdesk.exchange.packs import NATIONAL, PolicyPack
from flexdesk.i18n import N_, _
from flexdesk.services.policy_packs import PackEntry, PackSignerUnknown, Signer
from ui.feedback.reporter import Reporter
from ui.policy.offer_panel import WIDTH, OfferPanel
from ui.policy.trust_panel import TrustPanel
from ui.qt import fonts, theme
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.badge import BadgeFacts
from ui.widgets.button import Button
from ui.widgets.cells import Cell
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchField
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented
from ui.widgets.side_panel import SidePanel
from ui.widgets.table import Column, RowsModel, TableView
from ui.widgets.tones import Tone

PRESETS, PAST, SIGNERS = "presets", "past", "signers"
_STATES = {
    "taken": BadgeFacts(N_("Taken"), Tone.ACCENT, "check"),
    "withdrawn": BadgeFacts(N_("Replaced"), Tone.NEUTRAL, "minus"),
    "refused": BadgeFacts(N_("Refused"), Tone.WARNING, "x"),
}
_TABLES = frozenset({"policy_pack", "policy", "assignment", "holiday"})


class PacksView(QWidget):
    """`decided` when a pack was taken, so that the page shows the sentences."""

    decided = Signal()

    def __init__(
        self, desk: Desk, editor: Editor, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._editor, self._reporter = desk, editor, reporter
        self._silent = False
        self.offer = OfferPanel(desk, runner, reporter.report)
        self.trust = TrustPanel()
        self.empty = SidePanel(_("Rules that could be used"), min(fonts.scaled(WIDTH), 520))
        self.empty.body.addWidget(
            EmptyState(
                "scale",
                _("Choose a preset, or open a signed file"),
                _("What changes and whom it touches is shown here first; nothing is used before you say so."),
            )
        )
        self._build()
        self._wire()
        self._seen = False

    def _build(self) -> None:
        self.now = Label("", "small", token="muted", wrap=True)
        choices = ((PRESETS, _("Presets")), (PAST, _("Taken and refused")), (SIGNERS, _("Publishers")))
        self.switch = Segmented(choices, _("Packs of rules"))
        self.search = SearchField(_("Search presets"), "")
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 10, 8)
        head.addWidget(self.switch)
        head.addStretch(1)
        head.addWidget(self.search)
        self._build_tables()
        self.drop = Button(_("Trust no longer"), icon="trash-2")
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        now = QHBoxLayout()
        now.setContentsMargins(14, 0, 10, 8)
        now.addWidget(self.now, 1)
        now.addWidget(self.drop)
        left.addLayout(now)
        left.addWidget(self.tables, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        for panel in (self.empty, self.offer, self.trust):
            row.addWidget(panel)
        self._show(self.empty)

    def _build_tables(self) -> None:
        presets: list[Column[PolicyPack]] = [
            Column("title", _("Preset"), lambda one: Cell(one.title, strong=True, tip=one.title)),
            Column("publisher", _("Publisher"), lambda one: Cell(one.publisher, tip=one.publisher), 190),
            Column("grade", _("Grade"), lambda one: Cell(one.grade or "A"), 60),
        ]
        past: list[Column[PackEntry]] = [
            Column("title", _("Rules"), lambda one: Cell(f"{one.title} {one.version}", strong=True)),
            Column("state", _("State"), _state, 110),
            Column("span", _("Holds"), lambda one: Cell(_span(one.from_, one.until)), 170),
            Column("reason", _("Reason"), lambda one: Cell(one.reason, tip=one.reason), 100),
        ]
        signers: list[Column[Signer]] = [
            Column("publisher", _("Publisher"), lambda one: Cell(one.publisher, strong=True), 200),
            Column("digits", _("Fingerprint"), lambda one: Cell(one.fingerprint, tip=one.fingerprint)),
            Column("note", _("How compared"), lambda one: Cell(one.note, tip=one.note), 150),
        ]
        self.presets: RowsModel[PolicyPack] = RowsModel(presets, lambda one: one.name)
        self.past: RowsModel[PackEntry] = RowsModel(past, lambda one: one.key)
        self.signers: RowsModel[Signer] = RowsModel(signers, lambda one: one.key)
        self.tables = QStackedWidget()
        self.views: dict[str, TableView] = {}
        empty = {
            PAST: (_("No pack was taken or refused yet"), _("The national rules hold.")),
            SIGNERS: (_("No publisher is trusted yet"), _("Open a signed file to compare its fingerprint.")),
        }
        for key, model, name in (
            (PRESETS, self.presets, _("Presets")),
            (PAST, self.past, _("Taken and refused")),
            (SIGNERS, self.signers, _("Publishers")),
        ):
            model.setParent(self)
            view = self.views[key] = TableView(name)
            view.show_rows_of(model)
            holder = QStackedWidget()
            holder.addWidget(view)
            if key in empty:
                holder.addWidget(EmptyState("scale", *empty[key]))
            self.tables.addWidget(holder)

    def _wire(self) -> None:
        self.switch.chosen.connect(self.show_table)
        self.search.textChanged.connect(lambda _text: self._fill_presets())
        view = self.views[PRESETS]
        view.activated.connect(lambda _index: self.look())
        view.selectionModel().currentChanged.connect(lambda _now, _then: self.look())
        self.offer.taken.connect(self._take)
        self.offer.refused.connect(self._refuse)
        self.offer.left.connect(self.leave)
        self.trust.given.connect(self._accept)
        self.trust.left.connect(self.leave)
        self.drop.clicked.connect(lambda: self._drop())

    # -- showing

    @property
    def today(self) -> date:
        return self._desk.clock.today()

    def activate(self) -> None:
        """The view comes to the front; until then no pack is read."""
        if not self._seen:
            self._seen = True
            self.refresh()

    def refresh(self) -> None:
        if not self._seen:
            return
        policy = self._desk.policy.policy()
        phase = policy.phase(self.today)
        self.now.setText(_("The base today: {version}").format(version=phase.version))
        self._fill_presets()
        self.past.set_rows(self._desk.packs.entries(self.today))
        self.signers.set_rows(self._desk.packs.signers())
        for at, key in ((1, PAST), (2, SIGNERS)):
            holder = self.tables.widget(at)
            assert isinstance(holder, QStackedWidget)
            rows = self.past.rows if key == PAST else self.signers.rows
            holder.setCurrentIndex(0 if rows else 1)
        self.show_table(self.switch.choice)

    def _fill_presets(self) -> None:
        words = self.search.text().casefold().split()
        national = self._desk.packs.open(NATIONAL, self.today)
        found = [
            pack
            for pack in (national, *self._desk.packs.presets())
            if all(word in f"{pack.title} {pack.publisher} {pack.name}".casefold() for word in words)
        ]
        if [pack.name for pack in found] != [pack.name for pack in self.presets.rows]:
            self.presets.set_rows(found)

    def show_table(self, key: str) -> None:
        self.switch.choose(key)
        self.tables.setCurrentIndex((PRESETS, PAST, SIGNERS).index(key))
        self.search.setVisible(key == PRESETS)
        self.drop.setVisible(key == SIGNERS and bool(self.signers.rows))

    def look(self) -> None:
        """Show the preset in hand at the right."""
        pack = self.presets.row_at(self.views[PRESETS].currentIndex())
        if pack is not None and not self._silent:
            self.show_pack(pack)

    def show_pack(self, pack: PolicyPack) -> None:
        self.offer.open(pack)
        self._show(self.offer)

    def show_file(self, file: Path) -> None:
        """A file from outside: refused in words, or its publisher is asked for, or it is shown."""
        try:
            pack = self._desk.packs.open(file, self.today)
        except PackSignerUnknown as error:
            self.trust.open(file, str(error.facts["publisher"]))
            self._show(self.trust)
            return
        except FlexDeskError as error:
            self._reporter.report(error)
            return
        self.show_pack(pack)

    def _show(self, panel: SidePanel) -> None:
        for one in (self.empty, self.offer, self.trust):
            one.setVisible(one is panel)

    def leave(self) -> bool:
        """Put the offer away; False when there is none."""
        if not self.empty.isHidden():
            return False
        self._show(self.empty)
        self._silent = True  # a list that takes the keyboard moves to its first row
        self.views[self.switch.choice].setFocus()
        self._silent = False
        return True

    # -- deciding

    def _take(self, pack: PolicyPack, first: date, until: date | None) -> None:
        take = self._desk.packs.take
        reason = self.offer.reason.text()

        def again(given: str) -> Change | None:
            done = take(pack, first, until, reason=given)
            self._taken()
            return done

        if self._editor.run(
            _("Use rules"), lambda: take(pack, first, until, reason=reason), with_reason=again
        ):
            self._taken()

    def _taken(self) -> None:
        self.leave()
        self.refresh()
        self.decided.emit()

    def _refuse(self, pack: PolicyPack, reason: str) -> None:
        refuse = self._desk.packs.refuse

        def again(given: str) -> Change | None:
            done = refuse(pack, given)
            self.leave()
            return done

        if self._editor.run(_("Refuse rules"), lambda: refuse(pack, reason), with_reason=again):
            self.leave()
            self.refresh()

    def _accept(self, file: Path, digits: str, note: str) -> None:
        try:
            change = self._desk.packs.accept(file, digits, note)
        except FlexDeskError as error:
            self.trust.show_fault(f"{error.message} {error.what_to_do}")
            return
        if change is not None:
            self._editor.push(_("Accept a publisher"), change)
        self.refresh()
        self.show_file(file)

    def _drop(self) -> None:
        signer = self.signers.row_at(self.views[SIGNERS].currentIndex()) or next(
            iter(self.signers.rows), None
        )
        if signer is not None and self._editor.run(
            _("Trust a publisher no longer"), lambda: self._desk.packs.drop(signer.key)
        ):
            self.refresh()

    # -- what the page asks

    def apply(self, change: Change) -> None:
        if any(op.table in _TABLES for op in change.ops):
            self.refresh()

    def shut(self) -> None:
        self.offer.shut()

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("surface"))


def _state(one: PackEntry) -> Cell:
    facts = _STATES[one.state]
    if one.in_force:
        return Cell(badge=BadgeFacts(_("In force"), Tone.POSITIVE, "circle-check"), spoken=_("In force"))
    return Cell(badge=BadgeFacts(_(facts.text), facts.tone, facts.icon), spoken=_(facts.text))


def _span(first: date | None, until: date | None) -> str:
    if first is None:
        return "–"
    start = _("from {day}").format(day=day_label(first))
    return f"{start} {_('until {day}').format(day=day_label(until))}" if until else start
