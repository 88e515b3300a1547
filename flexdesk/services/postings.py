"""The posts of each person in time: given, corrected, ended, taken back, and who acts for the head."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flexdesk.domain import posts
from flexdesk.domain.calendar import long_date
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.people import Posting
from flexdesk.domain.posts import Fault, Gap, Span
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.people_fields import checked_person, checked_posting
from flexdesk.services.records import record
from flexdesk.store.store import Row

_FAULTS: dict[Fault, str] = {
    Fault.ENDS_BEFORE: N_("it would end on {until}, before it begins on {start}"),
    Fault.NO_END: N_("a Plh. is appointed for days that are known, and the last day is missing"),
    Fault.OVERLAPS: N_("it overlaps “{other}”, which begins on {other_start}"),
    Fault.SAME_DAY: N_("“{other}” begins on the same day, {other_start}"),
    Fault.ACTING_KIND: N_("an acting post is Plt. or Plh."),
}


class PostRefused(FlexDeskError):
    """A post that cannot stand in somebody's history; `fault` is a token of `posts.Fault`."""

    code = "posting.refused"
    ticket = "FD-PEG-03"
    text = N_("This post of {name} cannot be kept: {reason}.")
    safe = N_("The posts are as they were.")
    next = N_("Correct the days as the decree says, and save again.")


class LastPost(FlexDeskError):
    code = "posting.last"
    ticket = "FD-PEG-04"
    text = N_("This is the only post of {name}, so it cannot be taken out.")
    safe = N_("The posts are as they were.")
    next = N_("Correct it, or archive the person on the day of leaving.")


@dataclass(frozen=True, slots=True)
class History:
    """Main posts with the days they cover, acting posts, and the days without any post; latest first."""

    spans: tuple[Span, ...]
    acting: tuple[Posting, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class HeadOfDay:
    """Who signs for the unit; `acting` is `Plt.`, `Plh.` or empty for the head."""

    person: str
    acting: str = ""
    jabatan: str = ""


class PostingService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader

    # -- looking

    def of(self, key: str) -> list[Posting]:
        """The posts of one person, earliest first."""
        return [record(Posting, row) for row in self._store.select("posting", person=key, order='"from"')]

    def history(self, key: str, today: date) -> History:
        held = self.of(key)
        acting = sorted((one for one in held if one.acting), key=lambda one: one.from_, reverse=True)
        return History(
            tuple(reversed(posts.spans(held))), tuple(acting), tuple(reversed(posts.gaps(held, today)))
        )

    def head_on(self, day: date) -> HeadOfDay:
        """The head of the unit that day, or who acts for the head by a Plt. or Plh. post."""
        head = self._reader.unit().head
        rows = self._store.select("posting", acting=list(posts.ACTING))
        rows += self._store.select("posting", person=head) if rows else []
        acting = posts.acting_head((record(Posting, row) for row in rows), head, day)
        if acting is None:
            return HeadOfDay(head)
        return HeadOfDay(acting.person, acting.acting, acting.jabatan)

    # -- writing

    def add(self, nip: str, start: date, fields: Mapping[str, Any], *, golongan: str = "") -> Change | None:
        """A post from a day on, in the future too; the one before ends by itself.

        Raises PostRefused, NotFound, UsageError.
        """
        person = person_row(self._store, nip)
        ops = self.ops_to_add(person, start, fields)
        if golongan:
            cells = checked_person(self._store, {"golongan": golongan}, str(person["key"]))
            ops.append(self._committer.update("person", person, cells))
        return self._committer.commit(Change("person.move", tuple(ops)))

    def ops_to_add(self, person: Row, start: date, fields: Mapping[str, Any]) -> list[Op]:
        """What `add` writes; a post that begins that day already is changed.

        Raises PostRefused, UsageError.
        """
        key = str(person["key"])
        cells = checked_posting({name: value for name, value in fields.items() if value})
        rows = self._store.select("posting", person=key, order='"from"')
        held = [record(Posting, row) for row in rows]
        same = next((row for row in rows if row["from"] == start.isoformat()), None)
        others = [one for one in held if one.from_ != start]
        wanted = _posting(key, start, cells)
        if same is not None and bool(same["acting"]) != bool(wanted.acting):
            others = held  # another kind of post begins that day
        before = posts.main_posts(one for one in others if one.from_ < start)
        if before and not wanted.acting:
            for name in ("unit", "section"):  # a new jabatan in the same part of the unit
                if not {"unit", "section"} & fields.keys():
                    cells.setdefault(name, getattr(before[-1], name))
        ops = []
        shorter = posts.shortened(others, start) if not wanted.acting else None
        if shorter is not None:
            row = next(row for row in rows if row["from"] == shorter.from_.isoformat())
            ops.append(self._committer.update("posting", row, {"until": shorter.until}))
            others = [shorter if one.from_ == shorter.from_ else one for one in others]
        self._judge(person, wanted, others)
        if same is not None:
            return [*ops, self._committer.update("posting", same, cells)]
        return [*ops, self._committer.upsert("posting", join_key(key, start.isoformat()), cells)]

    def correct(self, nip: str, start: date, fields: Mapping[str, Any]) -> Change | None:
        """Change a post that was recorded wrongly; `from` moves its first day.

        Raises PostRefused, NotFound, UsageError.
        """
        ops = self.ops_to_correct(person_row(self._store, nip), start, fields)
        return self._committer.commit(Change("posting.correct", tuple(ops)))

    def ops_to_correct(self, person: Row, start: date, fields: Mapping[str, Any]) -> list[Op]:
        """What `correct` writes. Raises PostRefused, NotFound, UsageError."""
        row, rows = self._row(person, start)
        given = dict(fields)
        moved = _date(given.pop("from", start))
        cells = checked_posting(given)
        key = str(person["key"])
        kept = {n: v for n, v in row.items() if n not in ("key", "person", "from") and v is not None}
        wanted = _posting(key, moved, {**kept, **cells})
        self._judge(person, wanted, [record(Posting, one) for one in rows if one is not row])
        if moved == start:
            return [self._committer.update("posting", row, cells)]
        fresh = {name: value for name, value in {**kept, **cells}.items() if value is not None}
        return [
            self._committer.delete("posting", str(row["key"])),
            self._committer.upsert("posting", join_key(key, moved.isoformat()), fresh),
        ]

    def end(self, nip: str, last: date, start: date | None = None) -> Change | None:
        """Write down the last day of a post: of the one that begins on `start`, else of the present one.

        Raises PostRefused, NotFound.
        """
        if start is None:
            key = str(person_row(self._store, nip)["key"])
            running = [one for one in self.of(key) if not one.acting and one.from_ <= last]
            if not running:
                raise NotFound(what=_("Post"), key=last.isoformat())
            start = running[-1].from_
        return self.correct(nip, start, {"until": last})

    def reopen(self, nip: str, start: date) -> Change | None:
        """Take the written last day of a post away."""
        return self.correct(nip, start, {"until": None})

    def remove(self, nip: str, start: date) -> Change | None:
        """Take a post out that was never held. Raises LastPost, NotFound."""
        person = person_row(self._store, nip)
        row, rows = self._row(person, start)
        if not row["acting"] and sum(not one["acting"] for one in rows) == 1:
            raise LastPost(name=person["name"])
        return self._committer.commit(
            Change("posting.remove", (self._committer.delete("posting", str(row["key"])),))
        )

    def _row(self, person: Row, start: date) -> tuple[Row, list[Row]]:
        """The post that begins on that day, among all of the person. Raises NotFound."""
        rows = self._store.select("posting", person=person["key"])
        for row in rows:
            if row["from"] == start.isoformat():
                return row, rows
        raise NotFound(what=_("Post"), key=start.isoformat())

    def _judge(self, person: Row, wanted: Posting, others: list[Posting]) -> None:
        """Raises PostRefused."""
        found = posts.fault_of(wanted, others)
        if found is None:
            return
        fault, other = found
        reason = _(_FAULTS[fault]).format(
            until=long_date(wanted.until) if wanted.until else "",
            start=long_date(wanted.from_),
            other=(other.jabatan if other else "") or "–",
            other_start=long_date(other.from_) if other else "",
        )
        raise PostRefused(name=person["name"], reason=reason, fault=str(fault))


def _posting(key: str, start: date, cells: Mapping[str, Any]) -> Posting:
    """The post as the rules see it; empty cells take their defaults."""
    until = cells.get("until")
    return Posting(
        key,
        start,
        jabatan=str(cells.get("jabatan") or ""),
        acting=str(cells.get("acting") or ""),
        until=_date(until) if until else None,
    )


def _date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
