"""A pack before it is taken: what it says, what would change in words, and its effect on two weeks."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from flexdesk.desk.desk import Desk
from flexdesk.domain.periods import day_label
from flexdesk.domain.policy import Edit, Policy, Sentence
from flexdesk.errors import FlexDeskError
from flexdesk.exchange.packs import PolicyPack
from flexdesk.i18n import _
from flexdesk.services.effects import WeekEffect, weeks_to_see
from flexdesk.services.policy_packs import Offer
from ui.policy.days import SpanField
from ui.policy.effect_lines import EffectLines, clear
from ui.qt import fonts
from ui.tasks.on_store import on_store
from ui.tasks.runner import Job, Runner
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel

WIDTH = 420


class OfferPanel(SidePanel):
    """`taken` and `refused` are decided by the page; `left` puts the panel away."""

    taken = Signal(object, object, object)  # pack, first day, last day or None
    refused = Signal(object, str)
    left = Signal()

    def __init__(self, desk: Desk, runner: Runner, report: Callable[[BaseException], object]) -> None:
        super().__init__(_("Rules that could be used"), min(fonts.scaled(WIDTH), 520))
        self._desk, self._runner, self._report = desk, runner, report
        self.pack: PolicyPack | None = None
        self.offer: Offer | None = None
        self.effects: list[WeekEffect] = []
        self._job: Job | None = None
        self.body.setContentsMargins(14, 10, 14, 8)
        self.body.setSpacing(6)
        self.words = QVBoxLayout()
        self.words.setSpacing(6)
        self.results = EffectLines(desk)
        self.body.addLayout(self.words)
        self.body.addWidget(self.results)
        self.body.addStretch(1)
        self._build_foot()

    def _build_foot(self) -> None:
        self.fault = Label("", "small", token="negative", wrap=True)
        self.fault.hide()
        self.span = SpanField(self._desk.clock.today(), fonts.scaled(240))
        self.reason = LineField(_("Reason for refusing, or what was checked"))
        self.reason.setPlaceholderText(_("Reason for refusing, or what was checked"))
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.refuse = Button(_("Refuse"), icon="x")
        self.use = Button(_("Use"), icon="check", kind=Kind.PRIMARY)
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.refuse)
        row.addWidget(self.use)
        self.foot.setSpacing(6)
        for part in (self.fault, self.span, self.reason):
            self.foot.addWidget(part)
        self.foot.addLayout(row)
        self.cancel.clicked.connect(self.left)
        self.use.clicked.connect(lambda: self._take())
        self.refuse.clicked.connect(lambda: self._refuse())
        self.span.changed.connect(self._look)

    # -- showing

    def open(self, pack: PolicyPack) -> None:
        """Show a verified pack."""
        self.pack = pack
        self.title.setText(pack.title)
        self.reason.clear()
        self.span.reset(pack.from_)
        self._look()

    @property
    def last(self) -> date | None:
        return None if self.span.fault() else self.span.last

    def _look(self) -> None:
        if self.pack is None:
            return
        fault = self.span.fault()
        self.offer = None
        if not fault:
            try:
                self.offer = self._desk.packs.offer(self.pack, self.span.first, self.last)
            except FlexDeskError as error:
                fault = f"{error.message} {error.what_to_do}"
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.use.setEnabled(self.offer is not None)
        self.use.set_words(_("Use from {day}").format(day=day_label(self.span.first).rsplit(" ", 1)[0]))
        if self.offer is not None:
            self._show(self.offer)
            self._ask_effect(self.offer)

    def _show(self, offer: Offer) -> None:
        clear(self.words)
        pack, now = offer.pack, self._desk.policy.policy()
        about = (
            pack.publisher,
            _("version {version}").format(version=pack.version),
            _("source grade {grade}").format(grade=pack.grade) if pack.grade else "",
            _("until {day}").format(day=day_label(offer.until)) if offer.until else "",
        )
        self._say(" · ".join(part for part in about if part), token="muted", size="small")
        self._heading(_("What changes"))
        if not offer.differences:
            self._say(_("No sentence changes."))
        for before, after in offer.differences:
            self._difference(before, after)
        if offer.lapsing:
            self._heading(_("Changes of this unit that end, because they lie outside the bounds"))
            for edit in offer.lapsing:
                self._say(_said(now, offer, edit), token="warning", size="small")
        if offer.kept:
            self._heading(_("Changes of this unit that stay"))
            for edit in offer.kept:
                self._say(_said(offer.policy, offer, edit), size="small")
        if pack.facts:
            self._heading(_("To know, not a setting"))
            for fact in pack.facts:
                self._say(fact, size="small")
        self._heading(_("Effect on two weeks"))

    def _heading(self, text: str) -> None:
        self.words.addWidget(Hairline())
        self.words.addWidget(Label(text, "small", fonts.STRONG, token="muted", wrap=True))

    def _say(self, text: str, *, token: str = "text", size: str = "base") -> None:
        self.words.addWidget(Label(text, size, token=token, wrap=True))

    def _difference(self, before: Sentence | None, after: Sentence | None) -> None:
        if after is None:
            self._say(_("Left out: {text}").format(text=before.text if before else ""))
            return
        if before is None or before.text != after.text:
            if before is not None:
                self._say(_("Now: {text}").format(text=before.text), token="muted", size="small")
            self.words.addWidget(
                Label(_("New: {text}").format(text=after.text), "base", fonts.MEDIUM, wrap=True)
            )
        else:
            self._say(after.text)
        self._say(" · ".join(part for part in _about(before, after) if part), token="muted", size="small")

    # -- effect

    def _ask_effect(self, offer: Offer) -> None:
        weeks = weeks_to_see(self._desk.clock.today(), offer.first)
        effect = self._desk.packs.effect
        if self._job is not None:
            self._job.silence()
        self._job = self._runner.start(
            on_store(self._desk.store, lambda _progress: effect(offer, weeks)),
            done=self._show_effect,
            failed=self._report,
        )

    def _show_effect(self, effects: Sequence[WeekEffect]) -> None:
        self._job = None
        self.effects = list(effects)
        self.results.show_effects(effects)

    # -- deciding

    def _take(self) -> None:
        if self.offer is not None:
            self.taken.emit(self.offer.pack, self.span.first, self.last)

    def _refuse(self) -> None:
        if self.pack is not None:
            self.refused.emit(self.pack, self.reason.text().strip())

    def shut(self) -> None:
        if self._job is not None:
            self._job.silence()


def _said(policy: Policy, offer: Offer, edit: Edit) -> str:
    """The unit's own sentence as it is under that policy."""
    return policy.sentence(edit.key, max(offer.first, edit.from_)).text


def _about(before: Sentence | None, after: Sentence) -> tuple[str, ...]:
    """What else a reader must know of a sentence: bounds where they change, and its source."""
    bounds = after.bounds if before is None or before.bounds != after.bounds else ""
    return (
        _("bounds now {bounds}").format(bounds=bounds) if bounds else "",
        after.source,
        _("source grade {grade}").format(grade=after.grade) if after.grade else "",
    )
