"""The roster as its screen shows it: an order of everybody that is quick to search, rows read by the page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flexdesk.domain import rules
from flexdesk.domain.calendar import MONTH_NAMES
from flexdesk.domain.eligibility import Answer, Eligibility, eligibilities
from flexdesk.domain.identity import Nip, parse_nip
from flexdesk.domain.people import Discipline, Person, Posting, Request
from flexdesk.domain.rules import Board
from flexdesk.domain.rules.case import Dossier
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.schedule import Facts, ServiceDuty
from flexdesk.i18n import _
from flexdesk.services.facts import FactReader
from flexdesk.services.records import record
from flexdesk.store.store import Row, Store

__all__ = ["Answer", "Entry", "Issue", "RosterRow", "RosterService", "grouped_nip", "short_day"]

_GROUPING = ("person", "from", "unit", "section", "acting")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in the order of the roster; `folded` holds all that a search may hit, in lower case."""

    key: str
    name: str
    nip: str
    group: str
    folded: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about the record that wants a look; `short` fits into a column."""

    short: str
    text: str
    hard: bool = False


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person with the post of the day and the computed answer; `posting` may be missing."""

    person: Person
    posting: Posting | None
    duties: tuple[str, ...]  # names of the service points served
    eligibility: Eligibility
    answer: Answer
    limit_days: int  # days away a week, 0 where the answer is not yes
    issues: tuple[Issue, ...]

    @property
    def key(self) -> str:
        return self.person.key


class RosterService:
    """Reads afresh at each call: `entries` is one pass over the people, `rows` costs what is asked for."""

    def __init__(self, store: Store, reader: FactReader) -> None:
        self._store = store
        self._reader = reader

    def entries(self, day: date | None = None) -> list[Entry]:
        """Everybody, group by group as the groups first appear in the roster's own order.

        Somebody whose last day is still to come after `day` is in the roster.
        """
        units = self._units(day)
        grouped: dict[str, list[Entry]] = {}
        everybody = self._store.select("person")
        stay = self._stay(everybody, day)
        found = [row for row in everybody if not row["archived"] or row["key"] in stay]
        found.sort(key=lambda row: (int(row["order"] or 0), str(row["name"]), str(row["key"])))
        for row in found:
            entry = _entry(row, units.get(str(row["key"]), ""))
            grouped.setdefault(entry.group, []).append(entry)
        return [entry for group in grouped.values() for entry in group]

    def _stay(self, people: Sequence[Row], day: date | None) -> set[str]:
        """Archived people who have days left in the unit."""
        archived = [str(row["key"]) for row in people if row["archived"]]
        if day is None or not archived:
            return set()
        return {key for key, left in self._reader.left_days(archived).items() if left > day}

    def _units(self, day: date | None) -> dict[str, str]:
        """The group of each person: the part of the unit that the post of the day lies in."""
        found: dict[str, str] = {}
        until = day.isoformat() if day is not None else "9999"
        named = {section.key: section.name for section in self._reader.sections() if not section.archived}
        for row in self._store.select("posting", only=_GROUPING, order='"from"'):
            key = str(row["person"])
            if not row["acting"] and (key not in found or str(row["from"]) <= until):
                found[key] = named.get(str(row["section"]), str(row["unit"] or ""))
        return found

    def rows(self, keys: Sequence[str], day: date) -> dict[str, RosterRow]:
        """The rows of these people as they stand that day."""
        wanted = list(keys)
        board = Board(self._facts(wanted, day))
        verdicts = eligibilities(board, day)
        cap = board.terms(day).max_days_per_week
        faults = self._faults(board)
        return {
            key: _row(dossier, verdicts[key], day, cap, faults.get(key, ()))
            for key, dossier in board.dossiers.items()
        }

    def faults(self, key: str, day: date) -> list[Finding]:
        """What the rules say about the master data of one person."""
        facts = self._facts([key], day)
        return rules.check_identity(facts.people, facts.postings)

    def _facts(self, keys: list[str], day: date) -> Facts:
        policy = self._reader.policy()
        select = self._store.select
        return Facts(
            first=day,
            last=day,
            calendar=self._reader.calendar(day, policy),
            policy=policy,
            unit=self._reader.unit(),
            people=tuple(self._living(record(Person, row)) for row in select("person", key=keys)),
            postings=tuple(record(Posting, row) for row in select("posting", person=keys)),
            service_points=self._reader.service_points(),
            service_duties=tuple(record(ServiceDuty, row) for row in select("service_duty", person=keys)),
            disciplines=tuple(record(Discipline, row) for row in select("discipline", person=keys)),
            requests=tuple(record(Request, row) for row in select("request", person=keys)),
            branches=self._reader.branches(),
            criteria=self._reader.criteria(),
            patterns=self._reader.time_patterns(),
            predicates=self._reader.predicates(keys),
        )

    def _living(self, person: Person) -> Person:
        """An archived person who is asked for is shown as of the last day."""
        if not person.archived:
            return person
        return replace(person, left_on=self._reader.left_days([person.key]).get(person.key))

    @staticmethod
    def _faults(board: Board) -> Mapping[str, Sequence[Issue]]:
        """What the rules about master data say, by person."""
        found: defaultdict[str, list[Issue]] = defaultdict(list)
        for finding in rules.check_identity(tuple(board.people.values()), board.facts.postings):
            found[finding.person].append(Issue(finding.rule, finding.message, finding.level is Level.HARD))
        return found


def _entry(row: Row, group: str) -> Entry:
    name, nip = str(row["name"] or ""), str(row["nip"] or "")
    titled = f"{row['front_titles'] or ''} {name} {row['back_titles'] or ''}"
    return Entry(str(row["key"]), name, nip, group, f"{titled} {nip} {group}".casefold())


def _row(dossier: Dossier, verdict: Eligibility, day: date, cap: int, faults: Sequence[Issue]) -> RosterRow:
    answer = verdict.location.answer
    posting = dossier.posting(day)
    issues = (*faults, *_gaps(dossier.person, posting), *_newness(verdict))
    limit = cap if answer is Answer.YES else 0
    return RosterRow(dossier.person, posting, dossier.serves, verdict, answer, limit, issues)


def _gaps(person: Person, posting: Posting | None) -> list[Issue]:
    """Fields that papers need and that are still empty."""
    gaps = []
    if person.is_asn and not person.golongan:
        gaps.append(Issue(_("no golongan"), _("The golongan is empty; the forms need it.")))
    if posting is None or not posting.jabatan:
        gaps.append(Issue(_("no jabatan"), _("The jabatan is empty; letters and forms need it.")))
    return gaps


def _newness(verdict: Eligibility) -> list[Issue]:
    location = verdict.location
    until = location.changes_on if location.answer is Answer.NO else None
    word = _("new until {day}").format(day=short_day(until)) if until else _("new")
    return [Issue(word, reason.text) for reason in location.against if reason.rule == "EMP-02"]


def short_day(day: date) -> str:
    """`5 Jan`, for a column."""
    return f"{day.day} {MONTH_NAMES[day.month - 1][:3]}"


def grouped_nip(nip: str) -> str:
    """`19850512 200901 2 003`; anything that is no NIP stays as it is."""
    parsed = parse_nip(nip)
    return parsed.grouped if isinstance(parsed, Nip) else nip
