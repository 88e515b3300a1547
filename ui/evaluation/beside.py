"""Sections of the facts that lead somewhere: what is missing, the person's own words, complaints, values."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from flexdesk.domain.core_values import CONDUCTS, CoreValue
from flexdesk.domain.performance import FeedbackTone, label
from flexdesk.i18n import _
from flexdesk.services.evaluation_checks import Missing
from flexdesk.services.fact_sheet import FactSheet
from flexdesk.services.self_assessments import SelfAssessment
from flexdesk.store.carriers import SyncState
from flexdesk.store.store import Row
from ui.evaluation import words
from ui.qt import accessible, fonts
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.label import ElidedLabel, IconLabel, Label

Open = Callable[[str, str], object]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the counted facts; `state` is None before there is an evaluation."""

    lacks: tuple[Missing, ...] = ()
    own: SelfAssessment | None = None
    state: SyncState | None = None


def link(text: str, spoken: str, go: Callable[[], object]) -> Button:
    """A quiet button; its spoken name says what it opens."""
    made = Button(text, kind=Kind.QUIET, small=True)
    accessible.name(made, spoken)
    made.clicked.connect(lambda _checked=False: go())
    return made


def heading(column: QVBoxLayout, text: str, note: str = "", opener: Button | None = None) -> None:
    if column.count():
        column.addWidget(Hairline())
    row = QHBoxLayout()
    row.addWidget(Label(text, "small", fonts.STRONG, token="muted"))
    row.addStretch(1)
    if note:
        row.addWidget(Label(note, "small", token="muted"))
    if opener is not None:
        row.addWidget(opener)
    column.addLayout(row)


def add_lacks(column: QVBoxLayout, lacks: Sequence[Missing], go: Open) -> None:
    """Each sentence is a button that opens the field."""
    if not lacks:
        return
    heading(column, _("Missing before signature"), str(len(lacks)))
    for lack in lacks:
        row = QHBoxLayout()
        row.addWidget(IconLabel("triangle-alert", "warning"))
        row.addWidget(Label(lack.sentence, "small", wrap=True), 1)
        spoken = _("Open: {what}").format(what=lack.sentence)
        row.addWidget(link(_("Open"), spoken, partial(go, lack.page, lack.item)))
        column.addLayout(row)


def add_own(column: QVBoxLayout, own: SelfAssessment | None, facts: FactSheet) -> None:
    if own is None:
        return
    given = words.short_day(own.given_on.isoformat()) if own.given_on else ""
    heading(column, _("Own assessment"), given)
    for fact in facts.targets:
        if (said := own.results.get(fact.key)) is None:
            continue
        column.addWidget(ElidedLabel(fact.text, "small", token="muted"))
        amount = words.number(said.number) if said.number is not None else ""
        rated = label(said.rating) if said.rating else ""
        column.addWidget(Label(" · ".join(part for part in (said.text, amount, rated) if part), wrap=True))
    if own.behaviour:
        column.addWidget(Label(_("Behaviour: {rating}").format(rating=label(own.behaviour))))
    if own.note:
        column.addWidget(Label(f"“{own.note}”", wrap=True))


def add_complaints(column: QVBoxLayout, complaints: Sequence[Row], go: Open) -> None:
    if not complaints:
        return
    heading(column, _("Complaints about the person's counter"), str(len(complaints)))
    for row in complaints:
        line = QHBoxLayout()
        said = f"{words.short_day(str(row['received']))} · {row['subject']}"
        line.addWidget(ElidedLabel(said), 1)
        spoken = _("Open: {what}").format(what=said)
        line.addWidget(link(_("Open"), spoken, partial(go, "today", f"complaints:{row['key']}")))
        column.addLayout(line)


def add_values(column: QVBoxLayout, facts: FactSheet) -> None:
    """Notes on each core value, in the order of the form; one sign for each note with a tone."""
    heading(column, _("Behaviour by core value"))
    for value in CoreValue:
        tones = Counter(str(row["tone"] or "") for row in facts.notes if row["value"] == value)
        total = sum(tones.values())
        row = QHBoxLayout()
        row.addWidget(Label(CONDUCTS[value].name), 1)
        signs = "+" * tones[FeedbackTone.POSITIVE] + "–" * tones[FeedbackTone.CORRECTIVE]
        row.addWidget(Label(signs, "base", fonts.STRONG, token="warning" if "–" in signs else "positive"))
        told = _("{count} notes").format(count=total) if total else _("no notes")
        row.addWidget(Label(told, "small", token="muted"))
        column.addLayout(row)
