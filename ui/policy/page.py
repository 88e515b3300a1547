"""The screen “Aturan”: the unit's rules, its facts, the calendar, the looks, the backups."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.i18n import N_, _
from ui.feedback.reporter import Reporter
from ui.policy.about_view import AboutView
from ui.policy.backups_view import BackupsView
from ui.policy.calendar_view import CalendarView
from ui.policy.display_view import DisplayView
from ui.policy.packs_view import PRESETS, PacksView
from ui.policy.rules_view import RulesView
from ui.policy.unit_view import UnitView
from ui.qt import fonts
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.badge import BadgeFacts
from ui.widgets.button import Button
from ui.widgets.entries import Entry, EntryList
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.tones import Tone

_LIST_WIDTH = 148
RULES, PACKS, UNIT, CALENDAR = "rules", "packs", "unit", "calendar"
DISPLAY, BACKUPS, ABOUT = "display", "backups", "about"
_VIEWS = (
    (RULES, N_("Flexible work"), "scale"),
    (PACKS, N_("Rule packs"), "package-check"),
    (UNIT, N_("The unit"), "building-2"),
    (CALENDAR, N_("Calendar"), "calendar-days"),
    (DISPLAY, N_("Display"), "sun-moon"),
    (BACKUPS, N_("Backups"), "hard-drive"),
    (ABOUT, N_("About"), "info"),
)


class PolicyPage(Page):
    help_name = "policy"

    def __init__(
        self,
        desk: Desk,
        *,
        editor: Editor,
        runner: Runner,
        reporter: Reporter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Rules"), parent)
        self.rules = RulesView(desk, editor, runner, reporter)
        self.packs = PacksView(desk, editor, runner, reporter)
        self.unit = UnitView(desk, editor)
        self.calendar = CalendarView(desk, editor, reporter)
        self.display = DisplayView()
        self.backups = BackupsView(desk, runner, reporter)
        self.about = AboutView(desk.store.device[:4], str(desk.folder))
        self.list = EntryList(_("Pages of the rules"), bare=True)
        self.list.show_entries([Entry(key, _(title), icon=icon) for key, title, icon in _VIEWS])
        self.list.choose(RULES)
        self.list.setFixedWidth(fonts.scaled(_LIST_WIDTH))
        self.stack = QStackedWidget()
        self.view = RULES
        self._views = dict(
            zip(
                (key for key, _title, _icon in _VIEWS),
                (
                    self.rules,
                    self.packs,
                    self.unit,
                    self.calendar,
                    self.display,
                    self.backups,
                    self.about,
                ),
                strict=True,
            )
        )
        for view in self._views.values():
            self.stack.addWidget(view if view is self.rules else _scrolled(view))
        left = QVBoxLayout()
        left.setContentsMargins(6, 8, 6, 8)
        left.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(left)
        row.addWidget(self.stack, 1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(row)
        self.load = self.header.add_action(Button(_("Open rule file"), icon="download"))
        self.load.clicked.connect(lambda: self.ask_pack())
        self.list.chosen.connect(self.show_view)
        self.header.set_title(_("Rules"), str(desk.unit.row().get("name") or ""))
        self.rules.versioned.connect(self._show_version)
        self.packs.decided.connect(lambda: self.show_view(RULES))
        self.rules.refresh()

    def _show_version(self, version: str) -> None:
        self.header.set_badge(BadgeFacts(version, Tone.NEUTRAL, "circle-check"))

    def show_view(self, key: str) -> None:
        self.list.choose(key)
        self.view = key
        self.stack.setCurrentIndex(list(self._views).index(key))
        self.load.setVisible(key in (RULES, PACKS))
        if key == PACKS:
            self.packs.activate()
        if key == BACKUPS:
            self.backups.refresh()

    def ask_pack(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(
            self, _("Open rule file"), str(Path.home()), "TOML (*.toml)"
        )
        if path:
            self.show_view(PACKS)
            self.packs.show_file(Path(path))

    # -- what the frame asks

    def apply(self, change: Change) -> None:
        for view in (self.rules, self.packs, self.unit, self.calendar):
            view.apply(change)

    def open_item(self, key: str) -> None:
        """A view's name, a rule such as `LOC-10`, or a setting."""
        if key in self._views:
            self.show_view(key)
        elif self.rules.find_rule(key):
            self.show_view(RULES)

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("Enter", _("Try another value for the sentence in hand")),
            KeyRow("Esc", _("Put the trial away")),
            KeyRow("Ctrl+F", _("Search rules")),
        )

    def commands(self) -> Sequence[Command]:
        views = [Command(_(title), partial(self.show_view, key), icon=icon) for key, title, icon in _VIEWS]
        return (
            *views,
            Command(_("Back up now"), self.backups.back_up, icon="save"),
            Command(_("Open rule file"), self.ask_pack, icon="download"),
        )

    def panes(self) -> Sequence[QWidget]:
        if self.view == PACKS:
            return (self.list, self.packs.views[self.packs.switch.choice], self.packs.offer.use)
        if self.view == CALENDAR:
            return (self.list, self.calendar.table, self.calendar.add)
        if self.view != RULES:
            return (self.list, self.stack)
        first = next((row.hole for row in self.rules.rows.values() if row.facts.changeable), self.list)
        trial = [self.rules.what_if] if self.rules.what_if.isVisible() else []
        return [self.list, first, *trial]

    def find_in_page(self) -> bool:
        if self.view == PACKS:
            self.packs.show_table(PRESETS)
            self.packs.search.setFocus()
            self.packs.search.selectAll()
            return True
        self.show_view(RULES)
        self.rules.search.setFocus()
        self.rules.search.selectAll()
        return True

    def leave_smallest(self) -> bool:
        if self.view == PACKS:
            return self.packs.leave()
        return self.calendar.leave() if self.view == CALENDAR else self.rules.leave()

    def shut(self) -> None:
        self.rules.shut()
        self.packs.shut()


def _scrolled(view: QWidget) -> QScrollArea:
    """Large letters need more room than the window has."""
    made = QScrollArea()
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setWidgetResizable(True)
    made.setWidget(view)
    for ground in (made.viewport(), view):
        ground.setAutoFillBackground(False)
    return made
