"""Where work is done, how often and by how many at once: LOC-01 to LOC-12."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from flexdesk.domain.calendar import day_name, long_date
from flexdesk.domain.people import Person
from flexdesk.domain.places import Place
from flexdesk.domain.policy import SentenceClass
from flexdesk.domain.rules.board import Board, finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import Scope, rule
from flexdesk.domain.schedule import Assignment
from flexdesk.i18n import N_, _

_PLACES = frozenset(Place)
_PASAL_13 = "Pasal 13 ayat (1) PermenPANRB 4/2025"


@rule(
    "LOC-01",
    Level.HARD,
    article="Pasal 12 ayat (1) PermenPANRB 4/2025",
    evidence="A",
    scope=Scope.CELL,
    text=N_("Every day away says which kind: another office, home, or another place."),
)
def place_has_a_kind(board: Board, person: Person, cell: Assignment) -> Finding | None:
    if cell.place in _PLACES:
        if cell.place != Place.OTHER_OFFICE or not cell.place_row:
            return None
        row = board.place_rows.get(cell.place_row)
        if row is not None and row.kind == Place.OTHER_OFFICE:
            return None
        message = _("The other office is not in the unit's list.")
        return finding("LOC-01", message, person=person, day=cell.day)
    message = _("“{place}” is not a known kind of place.").format(place=cell.place)
    return finding("LOC-01", message, person=person, day=cell.day)


@rule(
    "LOC-08",
    Level.HARD,
    article="Pasal 16 PermenPANRB 4/2025",
    evidence="A",
    scope=Scope.AWAY,
    text=N_("Another place is one that the PPK or the head of the agency has approved."),
)
def other_place_is_approved(board: Board, person: Person, cell: Assignment) -> Finding | None:
    if cell.place != Place.OTHER_PLACE:
        return None
    approved = [row.key for row in board.approved_places(cell.day)]
    # Nobody has to choose from a list of one.
    if cell.place_row in approved or (not cell.place_row and len(approved) == 1):
        return None
    known = [row for row in board.place_rows.values() if row.kind == Place.OTHER_PLACE]
    ended = board.place_rows.get(cell.place_row) or (known[0] if len(known) == 1 else None)
    if ended is not None and ended.until is not None and ended.until < cell.day:
        message = _("The approval of {place} ended on {day}.")
        text = message.format(place=ended.name, day=long_date(ended.until))
        return finding("LOC-08", text, person=person, day=cell.day)
    message = _("Choose the place from the list that was approved; {count} are on it.")
    return finding("LOC-08", message.format(count=len(approved)), person=person, day=cell.day)


def counted_days(board: Board, person: str, week: date) -> list[date]:
    """Away days that count towards the weekly limit (LOC-04: the fixed day may be left out)."""
    away = board.away_days(person, week)
    terms = board.terms(week)
    if terms.fixed_weekday is None or terms.fixed_day_counts:
        return away
    return [day for day in away if day.weekday() != terms.fixed_weekday]


def weekly_limit(board: Board, week: date) -> int:
    return board.terms(week).max_days_per_week


def days_over_limit(board: Board, person: str, week: date) -> list[date]:
    """Away days of the week beyond the limit that no exception of Pasal 13 excuses."""
    away = counted_days(board, person, week)
    limit = weekly_limit(board, week)
    dossier = board.dossiers[person]
    if len(away) <= limit or dossier.person.field_duty:
        return []
    return [day for day in away if dossier.special_condition(day) is None][limit:]


@rule(
    "LOC-02",
    Level.HARD,
    article=_PASAL_13,
    evidence="A",
    scope=Scope.WEEK,
    text=N_("At most two working days a week away from the office; a unit may only lower this."),
)
def weekly_away_days(board: Board, person: Person, week: date) -> Iterator[Finding]:
    over = days_over_limit(board, person.key, week)
    if not over:
        return
    away = counted_days(board, person.key, week)
    names = ", ".join(day_name(day) for day in away)
    for day in over:
        if day not in board.reported:
            continue
        message = _("Away day number {number} of this week ({days}). At most {limit} working days a week.")
        text = message.format(number=away.index(day) + 1, days=names, limit=weekly_limit(board, week))
        yield finding("LOC-02", text, person=person, day=day, size=len(over))


@rule(
    "LOC-03",
    Level.HARD,
    article="Pasal 13 PermenPANRB 4/2025",
    evidence="A",
    scope=Scope.WEEK,
    text=N_("Only field duty or a granted special condition lifts the weekly limit, and it is referred to."),
)
def excused_beyond_the_limit(board: Board, person: Person, week: date) -> Iterator[Finding]:
    away = counted_days(board, person.key, week)
    limit = weekly_limit(board, week)
    if len(away) <= limit or days_over_limit(board, person.key, week):
        return
    day = away[limit]
    if day not in board.reported:
        return
    request = next(filter(None, map(board.dossiers[person.key].special_condition, away)), None)
    if request is None:
        message = _("{count} days away this week: the duty lies outside the office.").format(count=len(away))
    else:
        granted = long_date(request.decided_on) if request.decided_on else "–"
        message = _("{count} days away this week, by the special condition granted on {granted}.").format(
            count=len(away), granted=granted
        )
    yield finding("LOC-03", message, person=person, day=day, level=Level.INFO)


@rule(
    "LOC-04",
    Level.INFO,
    article=_PASAL_13,
    evidence="C",
    scope=Scope.WEEK,
    text=N_("The fixed day away counts within the weekly limit, unless the unit sets otherwise."),
    nature=SentenceClass.SETTING,
)
def fixed_day_left_out(board: Board, person: Person, week: date) -> Iterator[Finding]:
    away, counted = board.away_days(person.key, week), counted_days(board, person.key, week)
    limit = weekly_limit(board, week)
    if len(away) <= limit or len(counted) > limit:
        return
    day = next((day for day in away if day not in counted), None)
    if day is not None and day in board.reported:
        message = _("{count} days away this week: by the unit's setting the fixed day is not counted.")
        yield finding("LOC-04", message.format(count=len(away)), person=person, day=day)


@rule(
    "LOC-06",
    Level.INFO,
    article="SE MenPANRB 3/2026",
    evidence="C",
    scope=Scope.PERIOD,
    text=N_("A fixed day away that falls on a holiday lapses without replacement."),
    nature=SentenceClass.SETTING,
)
def fixed_day_lapses(board: Board) -> Iterator[Finding]:
    for day in board.days:
        if board.terms(day).fixed_weekday != day.weekday() or board.working[day]:
            continue
        holiday = board.facts.calendar.holiday(day)
        if holiday is not None:
            message = _("The fixed day away falls on {name} and lapses without replacement.")
            yield finding("LOC-06", message.format(name=holiday.name), day=day)


@rule(
    "LOC-10",
    Level.SOFT,
    article="Aturan unit: porsi di luar kantor",
    evidence="B",
    scope=Scope.DAY,
    text=N_("Only a set share of the unit is away from the office at once."),
    nature=SentenceClass.SETTING,
)
def share_away(board: Board, day: date) -> Iterator[Finding]:
    if not board.working[day]:
        return
    away, limit, all_of_them = board.asn_away(day), board.away_limit(day), board.headcount_on(day)
    if away > limit and all_of_them:
        message = _("{away} of {all} people are away, {percent} %. The limit is {share} % ({limit} people).")
        text = message.format(
            away=away,
            all=all_of_them,
            percent=round(away * 100 / all_of_them),
            share=f"{board.terms(day).max_share * 100:g}",
            limit=limit,
        )
        yield finding("LOC-10", text, day=day, size=away - limit)
    yield from _shares_of_sections(board, day)


def _shares_of_sections(board: Board, day: date) -> Iterator[Finding]:
    """The same for each part of the unit that has a limit of its own."""
    for section in board.capped:
        people = board.members(section, day)
        gone, most = len(people & board.away[day]), board.section_limit(section, day)
        if gone <= most:
            continue
        message = _("{away} of {all} people of {part} are away. Its limit is {share} % ({limit} people).")
        share = f"{(section.max_share or 0) * 100:g}"
        text = message.format(away=gone, all=len(people), part=section.name, share=share, limit=most)
        found = finding("LOC-10", text, day=day, size=gone - most)
        yield replace(found, function=section.name, point=section.key)


@rule(
    "LOC-11",
    Level.INFO,
    article="Aturan unit: dasar hitungan porsi",
    evidence="B",
    scope=Scope.MEASURE,
    text=N_("The share is taken of the unit's ASN, and the number away is rounded down."),
    nature=SentenceClass.SETTING,
)
def base_of_the_share(board: Board, day: date) -> int:
    return board.away_limit(day)


@rule(
    "LOC-12",
    Level.SOFT,
    article="Aturan unit: jumlah paling sedikit di kantor",
    evidence="B",
    scope=Scope.DAY,
    text=N_("Enough people are at the office, in the unit and at every service point."),
    nature=SentenceClass.SETTING,
)
def enough_on_site(board: Board, day: date) -> Iterator[Finding]:
    if not board.working[day]:
        return
    on_site, least = board.on_site(day), board.least_on_site(day)
    if on_site < least:
        message = _("{count} at the office, at least {least} are needed.").format(count=on_site, least=least)
        yield finding("LOC-12", message, day=day, size=least - on_site)
    for point in board.day_points:
        if not board.is_open(point, day):
            continue
        count = board.on_site_for(point, day)
        if count < point.need:
            message = _("Needs {need}, {count} at the office. {absent}").format(
                need=point.need, count=count, absent=_absent(board, point.key, day)
            )
            yield finding("LOC-12", message.rstrip(), day=day, point=point, size=point.need - count)


def _absent(board: Board, point: str, day: date) -> str:
    """Who serves the point and is not there, at most four, with where they are."""
    gone = sorted(board.servers.get(point, frozenset()) & board.not_on_site[day])
    told = [f"{board.people[key].name} ({_where(board.place(key, day))})" for key in gone[:4]]
    return _("Not there: {people}.").format(people=", ".join(told)) if told else ""


_WHERE = {
    Place.HOME: N_("at home"),
    Place.OTHER_OFFICE: N_("at another office"),
    Place.OTHER_PLACE: N_("at another place"),
    Place.DUTY_TRAVEL: N_("on duty travel"),
    Place.TRAINING: N_("at a training"),
}


def _where(place: str | None) -> str:
    # The kind of an absence is nobody's business but the head's.
    return _(_WHERE[Place(place)]) if place in _WHERE else _("absent")


@rule(
    "LOC-05",
    Level.INFO,
    article="SE MenPANRB 3/2026",
    evidence="A",
    scope=Scope.PERIOD,
    text=N_("A fixed day away each week is worked at home; confirm that the circular still holds."),
    nature=SentenceClass.SETTING,
)
def fixed_day_is_at_home(board: Board) -> Iterator[Finding]:
    for day in board.days:
        if board.terms(day).fixed_weekday != day.weekday():
            continue
        for key in sorted(board.away[day]):
            if board.place(key, day) != Place.HOME:
                message = _("The fixed day away is worked at home.")
                yield finding("LOC-05", message, person=board.people[key], day=day)
