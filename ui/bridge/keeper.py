"""Keeps the one strip of a window: opens it for whoever asks, and closes it with the window."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from flexdesk.desk.desk import Desk
from flexdesk.domain.ekinerja import DayStyle, Form
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import month_of, parse_period
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.bridge import Place
from flexdesk.services.bridge_walk import Walk
from ui.bridge.strip import BridgeStrip
from ui.feedback.bridge import ChangeBridge
from ui.feedback.reporter import Reporter
from ui.undo.editor import Editor
from ui.widgets.banner import BannerAction
from ui.widgets.page import Command
from ui.widgets.tones import Tone

KEY = "bridge"  # what a page asks for with `wanted`; its item is `person|period` or `person|period|form`
_RELEVANT = frozenset(
    {
        "ekinerja_tick", "output", "feedback", "realisation", "skp", "work_result", "indicator", "person",
    }
)  # fmt: skip


class BridgeKeeper(QObject):
    wanted = Signal(str, str)  # a screen and an item in it

    def __init__(self, desk: Desk, editor: Editor, reporter: Reporter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._editor, self._reporter = desk, editor, reporter
        self.strip: BridgeStrip | None = None
        self._changes = ChangeBridge(desk.bus, self)
        self._changes.changed.connect(self._apply)

    def ask(self, key: str, item: str) -> None:
        """A page wants something that is no screen: `bridge` and whose forms."""
        if key == KEY:
            person, period, form = (*item.split("|"), "", "")[:3]
            self.open_for(person, period, form)

    def open_for(self, person: str, period: str = "", form: str = "") -> bool:
        """False when there is nothing to copy from; then it is reported why."""
        if self.strip is None:
            self.strip = BridgeStrip(self._desk.bridge, self._editor, self._reporter.report, self._with_plans)
        span = parse_period(period) if period else month_of(self._desk.clock.today())
        return self.strip.open_for(person, span, Form(form) if form else None)

    def _with_plans(self, year: int) -> Sequence[str]:
        return [str(plan.person["key"]) for plan in self._desk.targets.plans(year=year)]

    def go_on(self) -> None:
        """Where this laptop stopped last; says so when there is no such place."""
        place = self._desk.bridge.place()
        if place is None:
            self._reporter.tell(_("Nothing was copied to e-Kinerja from this laptop yet."), Tone.ACCENT)
        else:
            self.open_for(place.person, place.period, place.form)

    def offer(self) -> None:
        """After a start: the strip was open when the program or the power went, and something still waits."""
        place = self._desk.bridge.place()
        if place is None or not place.is_open:
            return
        said = self._left(place)
        if said:
            action = BannerAction(_("Go on"), self.go_on, "copy")
            self._reporter.tell(said, Tone.ACCENT, (action,))

    def _left(self, place: Place) -> str:
        try:
            sheet = self._desk.bridge.sheet(place.person, parse_period(place.period), tuple(Form))
            walk = Walk(sheet, Form(place.form))
        except FlexDeskError:  # the plan is gone
            return ""
        if walk.entry is None:
            return ""
        return _("Bridge to e-Kinerja: {name}, {done} of {all} records copied.").format(
            name=sheet.person["name"], done=walk.done, all=walk.total
        )

    def commands(self) -> Sequence[Command]:
        """What the palette offers on every screen."""
        return (
            Command(
                _("Compare with e-Kinerja"),
                lambda: self.wanted.emit("targets", "ekinerja:"),
                icon="git-compare",
                words="cocokkan jembatan bkn",
            ),
            *(
                Command(
                    _("Type days for e-Kinerja as {style}").format(style=style),
                    partial(self.type_days, style),
                    icon="calendar-days",
                    words="jembatan bkn tanggal",
                )
                for style in DayStyle
            ),
            Command(_("Go on copying to e-Kinerja"), self.go_on, icon="copy", words="jembatan bkn salin"),
        )

    def type_days(self, style: DayStyle) -> None:
        """As the date fields of this laptop's browser take them."""
        self._desk.bridge.set_day_style(style)
        if self.strip is not None and self.strip.isVisible():
            self.strip.read_again()

    def hide(self) -> None:
        """The screen is locked: nothing may be read from it."""
        if self.strip is not None:
            self.strip.hide()

    def shut(self) -> None:
        """Before the store is closed."""
        self._changes.shut()
        if self.strip is not None:
            self.strip.shut()
            self.strip = None

    def _apply(self, change: Change) -> None:
        strip = self.strip
        if strip is not None and strip.isVisible() and any(op.table in _RELEVANT for op in change.ops):
            strip.read_again()
