"""One agreement beside the list: its terms, and what can be done with it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.domain.calendar import long_date
from flexdesk.domain.people import Person
from flexdesk.i18n import _
from flexdesk.services.agreements import AgreementState, AgreementView
from flexdesk.services.roster import grouped_nip
from ui.qt import fonts
from ui.requests import parts, words
from ui.requests.ask_form import Asked, AskForm
from ui.requests.edits import Edits
from ui.widgets.badge import Badge
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel


class AgreementPanel(SidePanel):
    """`made` carries the key of an agreement just made; `printing` asks for the sheet of a period."""

    made = Signal(str)
    printing = Signal(str)
    closed = Signal()

    def __init__(
        self, edits: Edits, today: Callable[[], date], width: int, parent: QWidget | None = None
    ) -> None:
        super().__init__("", fonts.scaled(width), parent)
        self._edits, self._today = edits, today
        self.view: AgreementView | None = None
        self.title.setWordWrap(True)
        self.head.setStretchFactor(self.title, 100)
        self.badge = Badge("")
        self.head.addWidget(self.badge)
        self.body.setContentsMargins(15, 10, 12, 12)
        self.body.setSpacing(8)
        self.form = AskForm()
        self.form.closed.connect(self._form_closed)
        self.renew = Button(_("Renew"), icon="refresh-cw", shortcut="R")
        self.end = Button(_("End"), icon="circle-x", shortcut="E")
        self.sign = Button(_("Number and signing"), icon="signature", shortcut="N")
        self.print = Button(_("Print"), icon="printer", shortcut="C")
        self.renew.clicked.connect(self.ask_renew)
        self.end.clicked.connect(self.ask_end)
        self.sign.clicked.connect(self.ask_signing)
        self.print.clicked.connect(self.do_print)
        self.foot.addWidget(self.form)
        self.foot.setSpacing(6)
        for row in ((self.renew, self.end, self.print), (self.sign,)):
            line = QHBoxLayout()
            line.setSpacing(6)
            for button in row:
                line.addWidget(button)
            line.addStretch(1)
            self.foot.addLayout(line)
        self.show_view(None)

    def show_view(self, view: AgreementView | None) -> None:
        if view is None or self.view is None or view.key != self.view.key:
            self.leave_smallest()
        self.view = view
        self._show_buttons()
        parts.clear(self.body)
        self.badge.setVisible(view is not None)
        if view is None:
            self.title.setText("")
            self.body.addWidget(Label(_("Choose an agreement in the list."), token="muted"))
            self.body.addStretch(1)
            return
        self.title.setText(view.name)
        self.badge.show_facts(words.agreement_badge(view.state))
        self._show_terms(view)
        self.body.addStretch(1)

    def _show_terms(self, view: AgreementView) -> None:
        held, body = view.agreement, self.body
        body.addWidget(Label(f"NIP {grouped_nip(view.nip)}", "small", token="muted"))
        parts.fact(body, _("Number of the letter"), held.letter)
        parts.fact(body, _("Signed on"), long_date(held.signed_on) if held.signed_on else "")
        parts.fact(body, _("Holds"), words.terms(held.from_, held.to, held.days, ""))
        parts.fact(body, _("Place"), ", ".join(held.places.splitlines()))
        if held.ended_on is not None:
            said = _("{day}: {reason}").format(day=long_date(held.ended_on), reason=held.end_reason)
            parts.fact(body, _("Ended early"), said)
        if view.renewed:
            parts.sentence(body, "info", "muted", _("A later agreement goes on from this one."))
        parts.section(body, _("Duties"))
        for line in held.duties.splitlines():
            body.addWidget(parts.wrapped(f"· {line}"))

    def _show_buttons(self) -> None:
        view, free = self.view, not self.form.is_open
        lives = view is not None and view.state is not AgreementState.ENDED
        for button, wanted in (
            (self.renew, view is not None and not view.renewed),
            (self.end, lives),
            (self.sign, lives),
            (self.print, lives),
        ):
            button.setVisible(free and wanted)

    def _form_closed(self) -> None:
        if self.view is None:
            self.show_view(None)
        self._show_buttons()
        self.closed.emit()

    def leave_smallest(self) -> bool:
        was_open = self.form.is_open
        if was_open:
            self.form.drop()
        return was_open

    def _ask(self, title: str, verb: str, asked: list[Asked], take: Callable[..., bool]) -> None:
        self.form.open(title, verb, asked, take)
        self._show_buttons()

    # Doing
    def ask_new(self, people: Sequence[Person], add: Callable[[Mapping[str, str]], str]) -> None:
        """An agreement of its own; `add` gives its key, nothing when refused."""
        self.show_view(None)
        self.title.setText(_("New agreement"))
        parts.clear(self.body)
        self.body.addWidget(
            Label(_("The usual duties a to f are written into it."), token="muted", wrap=True)
        )
        self.body.addStretch(1)
        asked = [
            Asked("person", _("Employee"), "choice", options=[(one.key, one.name) for one in people]),
            Asked("first", _("From"), "date", needed=True),
            Asked("to", _("To"), "date", needed=True),
            Asked("days", _("Weekdays, none means any"), "days"),
            Asked("place", _("Place"), "choice", options=words.place_options()),
            Asked("letter", _("Number of the letter")),
        ]

        def take(given: Mapping[str, str]) -> bool:
            return self._tell_made(add(given))

        self._ask(_("Number and day may be filled in later"), _("Make"), asked, take)

    def ask_renew(self) -> None:
        view = self.view
        if view is None:
            return
        asked = [
            Asked("first", _("From"), "date", needed=True),
            Asked("to", _("To"), "date", needed=True),
            Asked("letter", _("Number of the letter")),
        ]

        def take(given: Mapping[str, str]) -> bool:
            first, to = date.fromisoformat(given["first"]), date.fromisoformat(given["to"])
            return self._tell_made(self._edits.renew_agreement(view, first, to, given["letter"]))

        self._ask(_("The same terms for a new period"), _("Renew"), asked, take)

    def ask_end(self) -> None:
        view = self.view
        if view is None:
            return
        asked = [
            Asked("day", _("Last day"), "date", words.plain_date(self._today()), needed=True),
            Asked("reason", _("Why it ends"), needed=True),
        ]

        def take(given: Mapping[str, str]) -> bool:
            return self._edits.end_agreement(view, date.fromisoformat(given["day"]), given["reason"])

        self._ask(_("End it early"), _("End"), asked, take)

    def ask_signing(self) -> None:
        view = self.view
        if view is None:
            return
        held = view.agreement
        signed = words.plain_date(held.signed_on)
        asked = [
            Asked("letter", _("Number of the letter"), value=held.letter),
            Asked("day", _("Signed on"), "date", signed),
        ]

        def take(given: Mapping[str, str]) -> bool:
            day = date.fromisoformat(given["day"]) if given["day"] else None
            return self._edits.sign_agreement(view, given["letter"], day)

        self._ask(_("As on the signed paper"), _("Save"), asked, take)

    def do_print(self) -> None:
        if self.view is not None:
            day = max(self.view.agreement.from_, self._today())
            self.printing.emit(f"agreement|{day.year}-{day.month:02d}")

    def _tell_made(self, key: str) -> bool:
        if key:
            self.made.emit(key)
        return bool(key)
