"""Fills the daily report on paper: what somebody reported in a period, or the days to write on."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from flexdesk.documents.daily_report import DailyDay, DailyEntry, DailyReport
from flexdesk.documents.parties import Official
from flexdesk.documents.wording import number
from flexdesk.domain.calendar import days as every_day
from flexdesk.domain.people import Person
from flexdesk.domain.periods import Period
from flexdesk.services.facts import FactReader
from flexdesk.services.papers import Papers
from flexdesk.store.store import Row, Store


def daily_reports(
    papers: Papers, store: Store, reader: FactReader, period: Period, people: Collection[str], *, blank: bool
) -> Iterator[tuple[Person, DailyReport]]:
    """One for each person; `blank` empties all, and whoever reported nothing gets a blank one anyway."""
    span = (period.first.isoformat(), period.last.isoformat())
    reported: defaultdict[str, list[Row]] = defaultdict(list)
    for row in store.select("output", day=span, order="day, starts, key") if not blank else ():
        reported[str(row["person"])].append(row)
    empty = reader.calendar(period.first).working_days(period.first, period.last)
    empty = empty or list(every_day(period.first, period.last))
    for person in reader.people():
        if people and person.key not in people:
            continue
        rows = reported[person.key]
        yield (
            person,
            DailyReport(
                person=papers.official(person.key),
                superior=_superior(papers, store, person.key, period.first.year),
                period=period.label("id"),
                days=_days(rows) or tuple(DailyDay(day) for day in empty),
                place=papers.place,
                signed_on=papers.today if rows else None,
                paper=papers.paper,
            ),
        )


def _superior(papers: Papers, store: Store, person: str, year: int) -> Official | None:
    """Who rates the person's work, else the head; nobody for a head without one."""
    plans = store.select("skp", person=person, year=year)
    rater = next((str(plan["rater"]) for plan in plans if plan["rater"]), "")
    if rater:
        return papers.official(rater)
    return papers.signatory("") if papers.head not in ("", person) else None


def _days(rows: list[Row]) -> tuple[DailyDay, ...]:
    by_day: defaultdict[str, list[DailyEntry]] = defaultdict(list)
    for row in rows:
        by_day[str(row["day"])].append(_entry(row))
    return tuple(DailyDay(date.fromisoformat(day), tuple(entries)) for day, entries in by_day.items())


def _entry(row: Row) -> DailyEntry:
    times = "–".join(str(row[name])[:5].replace(":", ".") for name in ("starts", "ends") if row[name])
    amount = row["amount"]
    # once it is reviewed, the note is the superior's
    remarks = (str(row["code"] or ""), str(row["note"] or "") if row["reviewed_on"] is None else "")
    return DailyEntry(
        activity=f"{times} {row['activity'] or ''}".strip(),
        amount=number(amount) if isinstance(amount, int | float) else str(row["amount_text"] or ""),
        unit=str(row["unit"] or ""),
        evidence=str(row["evidence"] or ""),
        remark="; ".join(filter(None, remarks)),
    )
