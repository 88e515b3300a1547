"""Who leads on site, which home is meant, and how people are called back: LOC-07, LOC-15 to LOC-18."""

from collections.abc import Iterator
from datetime import date, datetime

from flexdesk.domain.people import Person
from flexdesk.domain.places import Place
from flexdesk.domain.policy import SentenceClass
from flexdesk.domain.rules.board import Board, finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import Scope, rule, state
from flexdesk.domain.schedule import Assignment
from flexdesk.i18n import N_, _


@rule(
    "LOC-07",
    Level.SOFT,
    article="Pasal 15 PermenPANRB 4/2025",
    evidence="B",
    scope=Scope.AWAY,
    text=N_("Home is the residence that is recorded as domicile."),
)
def home_is_the_domicile(board: Board, person: Person, cell: Assignment) -> Finding | None:
    """A cell that names no address means the recorded one; `homes_not_recorded` tells where none is."""
    row = board.place_rows.get(cell.place_row) if cell.place == Place.HOME else None
    if row is None or _plain(person.domicile) in (_plain(row.address), _plain(row.name)):
        return None
    message = _("“{address}” is not the recorded domicile. Note why work is done there.")
    return finding("LOC-07", message.format(address=row.address or row.name), person=person, day=cell.day)


def homes_not_recorded(board: Board) -> Iterator[Finding]:
    """Told once: demanding a reason for every day at home would stop a unit that has just begun."""
    at_home = {
        p for (p, day), cell in board.cells.items() if cell.place == Place.HOME and day in board.reported
    }
    blank = sum(not board.people[person].domicile.strip() for person in at_home)
    if blank:
        message = _("{count} people work at home whose domicile is not recorded.").format(count=blank)
        yield finding("LOC-07", message, level=Level.INFO)


def _plain(address: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in address.casefold()).split())


@rule(
    "LOC-15",
    Level.SOFT,
    article="Praktik daerah (Bengkulu)",
    evidence="B",
    scope=Scope.DAY,
    text=N_("At least one official of a managerial post is at the office on every working day."),
)
def a_leader_is_on_site(board: Board, day: date) -> Iterator[Finding]:
    if not board.working[day]:
        return
    leaders = board.leaders_on(day)
    if leaders and all(key in board.not_on_site[day] for key in leaders):
        message = _("None of the {count} managerial officials is at the office.")
        yield finding("LOC-15", message.format(count=len(leaders)), day=day, size=1)


@rule(
    "LOC-16",
    Level.HARD,
    article="Praktik daerah (Bengkulu, Semarang)",
    evidence="B",
    scope=Scope.PLAIN,
    text=N_("Calling somebody in ends the day away at once; who called, when and why stays on record."),
)
def recall_is_recorded(day: date, *, by: str, at: datetime | None, reason: str) -> list[Finding]:
    told = {_("who called"): by.strip(), _("when"): at, _("why"): reason.strip()}
    missing = [name for name, value in told.items() if not value]
    if not missing:
        return []
    message = _("The call to the office does not say: {missing}.").format(missing=", ".join(missing))
    return [finding("LOC-16", message, day=day)]


state(
    "LOC-17",
    nature=SentenceClass.INFO,
    article="KMK 223/KMK.01/2020",
    evidence="B",
    text=N_("How often each person was away lately is shown, so that turns stay fair."),
    settings=("planner.wanted_days_per_week",),
    reader=Board.away_so_far,
)
state(
    "LOC-18",
    article="Praktik Mahkamah Agung, Kemenkeu, Bengkulu, Serang",
    evidence="A",
    text=N_("A schedule is published with the number and the signer of an order letter."),
    settings=("publish.letter_required",),
)
