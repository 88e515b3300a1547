"""Which published weeks went to the personnel agency as a table, where the setting wants that (REP-14)."""

from collections.abc import Iterable

from flexdesk.domain.periods import Period
from flexdesk.domain.rules.reports import waits_for_export
from flexdesk.services.facts import FactReader
from flexdesk.services.schedule import ScheduleService
from flexdesk.store.store import Store


def note_export(store: Store, schedule: ScheduleService, period: Period) -> None:
    """Remember on this laptop which version of each published week left as a table."""
    for span in period.weeks():
        whole = period.first <= span.first and span.last <= period.last
        if whole and (published := schedule.published(span.first, span.last)) is not None:
            store.set_setting(_name(span), str(published.version))


def unexported_weeks(
    store: Store, reader: FactReader, schedule: ScheduleService, weeks: Iterable[Period]
) -> list[Period]:
    """Published weeks whose newest version was not exported, where the setting wants it."""
    policy = reader.policy()
    found = []
    for span in weeks:
        wanted = bool(policy.value("report.weekly_schedule", span.first))
        published = schedule.published(span.first, span.last) if wanted else None
        sent = store.setting(_name(span))
        version = published.version if published is not None else None
        if waits_for_export(version, int(sent) if sent else None, wanted=wanted):
            found.append(span)
    return found


def _name(span: Period) -> str:
    return f"exported/{span.code}"
