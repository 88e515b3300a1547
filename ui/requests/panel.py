"""The request in full beside the list: what is asked, what speaks for and against it, and the decision."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.calendar import day_name, long_date, weekday_list
from flexdesk.domain.people import GRANTED, RequestKind, RequestState
from flexdesk.domain.periods import parse_period
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.requests import RequestView, Terms
from flexdesk.services.roster import grouped_nip
from ui.qt import accessible, fonts
from ui.requests import parts, words
from ui.requests.ask_form import Asked, AskForm
from ui.requests.edits import Edits
from ui.widgets.badge import Badge
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel

WIDTH = 388


class RequestPanel(SidePanel):
    """`agreed` carries the key of an agreement just made, `renewed` that of a new request."""

    agreed = Signal(str)
    renewed = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__("", fonts.scaled(WIDTH), parent)
        self._desk, self._edits = desk, edits
        self.view: RequestView | None = None
        self.title.setWordWrap(True)
        self.head.setStretchFactor(self.title, 100)
        self.badge = Badge("")
        self.head.addWidget(self.badge)
        self.body.setContentsMargins(15, 10, 12, 12)
        self.body.setSpacing(8)
        self.form = AskForm()
        self.form.closed.connect(self._form_closed)
        self._build_buttons()
        self.show_view(None)

    def _build_buttons(self) -> None:
        self.approve = Button(_("Approve"), icon="check", shortcut="1", kind=Kind.PRIMARY)
        self.adjust = Button(_("Adjust"), icon="pencil", shortcut="2")
        self.refuse = Button(_("Refuse"), icon="x", shortcut="3")
        self.agree = Button(_("Partner agrees"), icon="hand", shortcut="A")
        self.end = Button(_("End"), icon="circle-x", shortcut="E")
        self.renew = Button(_("Renew"), icon="refresh-cw", shortcut="R")
        self.agreement = Button(_("Make an agreement"), icon="signature", shortcut="J")
        calls: dict[Button, Callable[[], object]] = {
            self.approve: self.do_approve,
            self.adjust: self.ask_adjust,
            self.refuse: self.ask_refuse,
            self.agree: self.do_agree,
            self.end: self.ask_end,
            self.renew: self.ask_renew,
            self.agreement: self.ask_agreement,
        }
        for button, call in calls.items():
            button.clicked.connect(lambda _checked=False, call=call: call())
        rows = [
            (self.approve, self.adjust, self.refuse),
            (self.agree, self.agreement),
            (self.renew, self.end),
        ]
        self.foot.addWidget(self.form)
        for row in rows:
            line = QHBoxLayout()
            line.setSpacing(6)
            for button in row:
                line.addWidget(button)
            line.addStretch(1)
            self.foot.addLayout(line)
        self.foot.setSpacing(6)

    # Showing
    def show_view(self, view: RequestView | None) -> None:
        """A form that is open stays open while the same request is shown anew."""
        if view is None or self.view is None or view.key != self.view.key:
            self._leave_form()
        self.view = view
        self._show_buttons()
        parts.clear(self.body)
        self.badge.setVisible(view is not None)
        if view is None:
            self.title.setText("")
            self.body.addWidget(Label(_("Choose a request in the list."), token="muted"))
            self.body.addStretch(1)
            return
        self.title.setText(view.name)
        self.badge.show_facts(words.badge(view.state))
        accessible.name(self, f"{view.name}, {words.kind(view.request.kind)}")
        self._show_request(view)
        if view.state is RequestState.WAITING:
            self._show_facts(view)
        self.body.addStretch(1)
        self.scroller.verticalScrollBar().setValue(0)

    def _show_request(self, view: RequestView) -> None:
        request, body = view.request, self.body
        line = f"{words.kind(request.kind)} · NIP {grouped_nip(view.nip)}"
        body.addWidget(parts.wrapped(line, "small", "muted"))
        if request.kind == RequestKind.SWAP:
            self._show_swap(view)
        else:
            where = self._desk.requests.asked_place(view.key) or request.place
            parts.fact(body, _("Asked for"), words.terms(request.from_, request.to, request.days, where))
        if request.flexibility:
            parts.fact(body, _("Kind of flexibility"), _(words.FLEXIBILITY[request.flexibility]))
        if request.decision:
            self._show_decision(view)
        if request.ended_on is not None:
            said = _("{day}: {reason}").format(day=long_date(request.ended_on), reason=request.end_reason)
            parts.fact(body, _("Ended early"), said)
        texts = ((_("Reason"), request.reason), (_("Evidence"), request.evidence))
        work = ((_("Work plan"), request.plan), (_("Outputs"), request.outputs))
        for label, text in (*texts, *work):
            if text or request.kind == RequestKind.SPECIAL_CONDITION:
                parts.fact(body, label, text)

    def _show_decision(self, view: RequestView) -> None:
        request = view.request
        parts.fact(self.body, _("Decision"), words.decision(view))
        if request.is_granted and request.kind != RequestKind.SWAP:
            granted = words.terms(
                request.granted_from or request.from_,
                request.granted_to or request.to,
                request.weekdays,
                request.place,
            )
            parts.fact(self.body, _("Granted"), granted)
        if request.note:
            parts.fact(self.body, _("Note of the decision"), request.note)

    def _show_swap(self, view: RequestView) -> None:
        parts.fact(self.body, _("Exchanges places with"), view.partner_name or _("nobody is named"))
        shown = ", ".join(f"{day_name(day)}, {long_date(day)}" for day in view.request.swap_days)
        parts.fact(self.body, _("Days"), shown)
        if view.state is not RequestState.WAITING:
            return
        if view.request.partner_agrees:
            parts.sentence(self.body, "circle-check", "positive", _("The partner agrees."))
        elif view.request.partner:
            parts.sentence(self.body, "clock", "warning", _("The partner has not agreed yet."))

    def _show_facts(self, view: RequestView) -> None:
        body, request = self.body, view.request
        if request.kind == RequestKind.SWAP:
            self._show_preview(view)
            return
        if request.kind == RequestKind.SPECIAL_CONDITION:
            parts.section(body, _("Facts for the decision"))
            known = self._desk.requests.facts(view.key)
            label = parse_period(known.period).label() if known.period else ""
            for line in words.facts(known, label):
                body.addWidget(parts.wrapped(line))
        self._show_obstacles(view)
        parts.section(body, _("What the rules say if it is granted"))
        parts.findings(body, self._desk.requests.would_say(request))

    def _show_obstacles(self, view: RequestView) -> None:
        """A special condition lifts the weekly limit and nothing else: what bars the person still does."""
        key, day = view.request.person, view.request.from_
        row = self._desk.roster.rows([key], day).get(key)
        against = [] if row is None else [one for one in row.eligibility.location.reasons if not one.holds]
        if against:
            parts.section(self.body, _("What keeps the person at the office"))
        for reason in against:
            parts.sentence(self.body, "triangle-alert", "warning", reason.text, reason.article)

    def _show_preview(self, view: RequestView) -> None:
        parts.section(self.body, _("What would change"))
        try:
            preview = self._desk.requests.swap_preview(view.key)
        except FlexDeskError as error:
            parts.sentence(self.body, "circle-alert", "negative", error.message, error.what_to_do)
            return
        for change in preview.changes:
            before = words.place(change.before or "") or "–"
            after = words.place(change.after or "") or "–"
            text = f"{change.name}: {before} → {after}"
            parts.sentence(self.body, "git-compare", "muted", text, long_date(change.day))
        if not preview.changes and not preview.findings:
            parts.sentence(self.body, "info", "muted", _("Both are at the same place; nothing would change."))
        names = {view.request.person: view.name, view.request.partner: view.partner_name}
        if preview.findings and not preview.changes:
            parts.sentence(self.body, "minus", "muted", _("Nothing can be exchanged."))
        parts.section(self.body, _("What the rules say if it is granted"))
        parts.findings(self.body, preview.findings, names)

    # Buttons
    def _show_buttons(self) -> None:
        view, busy = self.view, self.form.is_open
        waits = view is not None and view.state is RequestState.WAITING and not busy
        swap = view is not None and view.request.kind == RequestKind.SWAP
        runs = view is not None and view.state is RequestState.GRANTED and not swap and not busy
        over = view is not None and view.state in (RequestState.ENDED, RequestState.REFUSED)
        special = view is not None and view.request.kind == RequestKind.SPECIAL_CONDITION
        partner = view is not None and bool(view.request.partner) and not view.request.partner_agrees
        for button, wanted in (
            (self.approve, waits),
            (self.adjust, waits and not swap),
            (self.refuse, waits),
            (self.agree, waits and swap and partner),
            (self.end, waits or runs),
            (self.renew, special and not busy and (runs or over)),
            (self.agreement, runs and view is not None and view.request.decision in GRANTED),
        ):
            button.setVisible(wanted)
        self.end.set_words(_("Take back") if waits else _("End"))

    def _ask(self, title: str, verb: str, asked: list[Asked], take: Callable[..., bool]) -> None:
        self.form.open(title, verb, asked, take)
        self._show_buttons()

    def _form_closed(self) -> None:
        self._show_buttons()
        self.closed.emit()

    def _leave_form(self) -> None:
        if self.form.is_open:
            self.form.drop()

    def leave_smallest(self) -> bool:
        """Close the small form if it is open."""
        was_open = self.form.is_open
        self._leave_form()
        return was_open

    # Doing
    def do_approve(self) -> None:
        if self.view is not None:
            self._edits.approve(self.view)

    def do_agree(self) -> None:
        if self.view is not None:
            self._edits.agree(self.view)

    def ask_adjust(self) -> None:
        view = self.view
        if view is None:
            return
        request = view.request
        asked = [
            Asked("first", _("Granted from"), "date", words.plain_date(request.from_), needed=True),
            Asked("to", _("Granted to"), "date", words.plain_date(request.to), needed=True),
            Asked("days", _("Weekdays, none means any"), "days", weekday_list(request.days)),
            Asked("place", _("Place"), "choice", request.place, options=words.place_options()),
            Asked("note", _("Why it is changed"), needed=True),
        ]

        def take(given: Mapping[str, str]) -> bool:
            first, to = date.fromisoformat(given["first"]), date.fromisoformat(given["to"])
            terms = Terms(first, to, given["days"], given["place"] if request.is_by_place else "")
            return self._edits.adjust(view, terms, given["note"])

        self._ask(_("Grant something else than was asked"), _("Grant"), asked, take)

    def ask_refuse(self) -> None:
        view = self.view
        if view is not None:
            asked = [Asked("note", _("Why it is refused"), needed=True)]
            take = lambda given: self._edits.refuse(view, given["note"])  # noqa: E731
            self._ask(_("The note is kept with the decision"), _("Refuse"), asked, take)

    def ask_end(self) -> None:
        view = self.view
        if view is None:
            return
        today = self._desk.requests.today
        asked = [
            Asked(
                "day", _("Last day"), "date", words.plain_date(max(today, view.request.first)), needed=True
            ),
            Asked("reason", _("Why it ends"), needed=True),
        ]
        if view.state is RequestState.WAITING:
            asked = asked[1:]

        def take(given: Mapping[str, str]) -> bool:
            day = date.fromisoformat(given["day"]) if "day" in given else today
            return self._edits.end(view, day, given["reason"])

        title = _("End it early") if len(asked) > 1 else _("Take the request back")
        self._ask(title, _("End") if len(asked) > 1 else _("Take back"), asked, take)

    def ask_renew(self) -> None:
        view = self.view
        if view is None:
            return
        asked = [
            Asked("first", _("From"), "date", needed=True),
            Asked("to", _("To"), "date", needed=True),
            Asked("evidence", _("Evidence of today"), value=view.request.evidence, needed=True),
        ]

        def take(given: Mapping[str, str]) -> bool:
            first, to = date.fromisoformat(given["first"]), date.fromisoformat(given["to"])
            key = self._edits.renew(view, first, to, given["evidence"])
            if key:
                self.renewed.emit(key)
            return bool(key)

        self._ask(_("A new request with the same words"), _("Submit"), asked, take)

    def ask_agreement(self) -> None:
        view = self.view
        if view is None:
            return
        asked = [Asked("letter", _("Number of the letter")), Asked("signed_on", _("Signed on"), "date")]

        def take(given: Mapping[str, str]) -> bool:
            signed = date.fromisoformat(given["signed_on"]) if given["signed_on"] else None
            key = self._edits.agreement_of(view, given["letter"], signed)
            if key:
                self.agreed.emit(key)
            return bool(key)

        self._ask(_("Number and day may be filled in later"), _("Make"), asked, take)

    def shut(self) -> None:
        self.form.hide()

    def focus_target(self) -> QWidget:
        """Where F6 goes in this panel."""
        buttons = (self.approve, self.end, self.renew)
        shown = next((button for button in buttons if button.isVisible()), None)
        return shown or self.scroller

    def take_focus(self) -> None:
        self.focus_target().setFocus(Qt.FocusReason.OtherFocusReason)
