"""The monthly report of flexible work: what is counted, what the head answers, what last month proposes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flexdesk.domain.monthly_form import (
    FIELDS,
    FIRST_PROPOSALS,
    SAVINGS,
    USES,
    FieldKind,
    answer,
    rupiah,
    total,
)
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.people import CATEGORY_LABELS
from flexdesk.domain.periods import Period, PeriodKind
from flexdesk.domain.rules.reports import form_wanted, summary_due
from flexdesk.domain.schema import join_key
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.effect import EffectService, EffectView
from flexdesk.services.facts import FactReader
from flexdesk.services.month_figures import MonthCounter, MonthFigures
from flexdesk.services.targets import TargetService

_DAY_NAMES = {"mon": "Senin", "tue": "Selasa", "wed": "Rabu", "thu": "Kamis", "fri": "Jumat"}
_EXCLUDED = {**CATEGORY_LABELS, "by_region": "jabatan yang disebut surat edaran"}


@dataclass(frozen=True, slots=True)
class Answers:
    """Field -> stored text: what was answered, what is counted, and what could be taken over.

    A proposal stands only where nothing is answered, and is never printed before somebody takes it over.
    """

    given: Mapping[str, str]
    counted: Mapping[str, str]
    proposed: Mapping[str, str]

    @property
    def printed(self) -> dict[str, str]:
        return {**self.given, **self.counted}

    @property
    def open(self) -> int:
        """How many fields still want an answer."""
        wanted = [key for key, field in FIELDS.items() if field.kind is not FieldKind.COUNTED]
        return sum(key not in self.given for key in wanted)


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """`note` is the head's own note of the month; `form` is the one meant when nobody says."""

    month: Period
    figures: MonthFigures
    answers: Answers
    effect: EffectView
    note: str
    due: date | None
    form: str
    closed_on: date | None = None


class MonthlyReportService:
    def __init__(
        self, committer: Committer, reader: FactReader, targets: TargetService, effect: EffectService
    ) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader
        self._effect = effect
        self._counter = MonthCounter(self._store, reader, targets)

    # -- looking

    def report(self, month: Period) -> MonthlyReport:
        """Everything for one month; raises UsageError for another stretch of time."""
        _must_be_month(month)
        figures = self.figures(month)
        policy = self._reader.policy()
        day = policy.value("report.monthly_due_day", month.last)
        return MonthlyReport(
            month,
            figures,
            self._answers(month, figures),
            self._effect.of_period(month),
            self._note(month),
            summary_due(month.first, day if isinstance(day, int) else None),
            form_wanted(policy.value("report.mendagri_form", month.last)),
            self._closed_on(month),
        )

    def answers(self, month: Period, figures: MonthFigures | None = None) -> Answers:
        """With `figures` that are known already it is quick; UsageError for another stretch than a month."""
        _must_be_month(month)
        return self._answers(month, figures or self.figures(month))

    def figures(self, month: Period) -> MonthFigures:
        """What is counted of the month."""
        return self._counter.figures(month, self._effect.today())

    def _answers(self, month: Period, figures: MonthFigures) -> Answers:
        given = self._given(month.code)
        proposed = {**self._usual(month), **_from_figures(figures), **self._carried(month)}
        open_ones = {key: text for key, text in proposed.items() if key not in given and text}
        return Answers(given, _counted(figures, given), open_ones)

    def _given(self, code: str) -> dict[str, str]:
        rows = self._store.select("monthly_answer", month=code)
        return {
            str(row["field"]): str(row["value"])
            for row in rows
            if row["value"] is not None and str(row["field"]) in FIELDS
        }

    def _carried(self, month: Period) -> dict[str, str]:
        """The latest earlier answer of every field that usually stays as it is."""
        rows = self._store.select("monthly_answer", order="month")
        found: dict[str, str] = {}
        for row in rows:
            field = FIELDS.get(str(row["field"]))
            if field is not None and field.carried and str(row["month"]) < month.code:
                found[field.key] = str(row["value"] or "")
        return found

    def _usual(self, month: Period) -> dict[str, str]:
        """What the unit's settings say before anybody answered."""
        terms = self._reader.policy().terms(month.last)
        found = dict(FIRST_PROPOSALS)
        if terms.fixed_weekday is not None:
            found["task.wfh_day"] = list(_DAY_NAMES.values())[terms.fixed_weekday]
        if terms.excluded_categories:
            names = (_EXCLUDED.get(key, key) for key in terms.excluded_categories)
            found["exception.posts"] = ", ".join(names)
        return found

    def _closed_on(self, month: Period) -> date | None:
        """When the month was last closed; None for one that is open, or open again."""
        rows = self._store.select("month_close", month=month.code)
        if not rows:
            return None
        last = max(rows, key=lambda row: int(str(row["version"])))
        return date.fromisoformat(str(last["closed_on"])) if not last["reopened_on"] else None

    def _note(self, month: Period) -> str:
        row = self._store.get("monitoring_note", month.code) or {}
        parts = (
            ("Kinerja", row.get("performance")),
            ("Disiplin", row.get("discipline")),
            ("Prasarana", row.get("infrastructure")),
            ("Sebelum dan sesudah", row.get("compared")),
        )
        return " ".join(f"{name}: {str(text).rstrip('. ')}." for name, text in parts if text)

    # -- answering

    def set(self, month: Period, answers: Mapping[str, str]) -> Change | None:
        """Write answers of a month as one change; an empty one clears its field.

        Raises UnknownField, FieldCounted, BadAnswer, UsageError for another stretch of time.
        """
        _must_be_month(month)
        stored = {key: answer(key, text) for key, text in answers.items()}
        given = self._given(month.code)
        ops: list[Op] = [
            self._committer.upsert("monthly_answer", join_key(month.code, key), {"value": value})
            for key, value in stored.items()
            if value != given.get(key, "")
        ]
        return self._committer.commit(Change("report.answer", tuple(ops))) if ops else None

    def take_proposals(self, month: Period) -> Change | None:
        """Take over every proposal of the month as its answer; None when there is none."""
        return self.set(month, self.answers(month).proposed)


def _must_be_month(period: Period) -> None:
    if period.kind is not PeriodKind.MONTH:
        raise UsageError(detail=_("the monthly report needs a month such as 2026-11"))


def _from_figures(figures: MonthFigures) -> dict[str, str]:
    """What the numbers suggest; whoever signs decides."""
    found: dict[str, str] = {}
    if figures.total.away:
        found["task.applied"] = "applied"
    obstacles = []
    if figures.short_days:
        obstacles.append(f"loket kurang petugas pada {figures.short_days} hari")
    if figures.total.missing:
        obstacles.append(f"{figures.total.missing} hari WFA tanpa laporan")
    if figures.over_limit:
        obstacles.append(f"batas {figures.limit} hari seminggu terlewati {figures.over_limit} kali")
    if obstacles:
        text = "; ".join(obstacles)
        found["obstacles"] = f"{text[0].upper()}{text[1:]}"
    return found


def _counted(figures: MonthFigures, given: Mapping[str, str]) -> dict[str, str]:
    """The fields that nobody types, as they are printed."""
    whole, found = figures.total, {}
    composition = figures.composition
    if composition is not None:
        found["task.composition"] = f"{composition[0]} : {composition[1]}"
    found["task.headcount"] = f"{whole.people} orang, {whole.eligible} layak WFA"
    if whole.away:
        told = [f"{whole.away} hari-orang WFA"]
        told += [f"{whole.late} terlambat"] if whole.late is not None else []
        told += [f"{whole.missing} tanpa laporan"] if whole.missing is not None else []
        found["control.reports"] = ", ".join(told)
    if whole.recalled is not None:
        found["control.recalls"] = f"{whole.recalled} kali"
    if figures.planned:
        found["service.targets"] = f"{figures.on_track} dari {figures.planned} pegawai pada jalur"
    if figures.opened:
        staffed = 100 * (figures.opened - figures.short) / figures.opened
        found["service.counters"] = f"{staffed:.1f} %".replace(".", ",")
    if figures.trips:
        found["travel.trips"] = f"{figures.trips} surat tugas, {figures.travellers} orang"
    for key, parts in (("saving.total", SAVINGS), ("use.total", USES)):
        amount = total(given, parts)
        if amount is not None:
            found[key] = rupiah(amount)
    return found
