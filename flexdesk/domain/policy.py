"""What a unit has settled: typed settings with their source, their bounds and since when they hold."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from functools import lru_cache

from flexdesk.domain.calendar import (
    WEEKDAY_NAMES,
    WEEKDAYS,
    Calendar,
    Holiday,
    HolidayKind,
    Hours,
    long_date,
    weekdays,
)
from flexdesk.domain.people import CATEGORY_LABELS
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _, language

Setting = int | float | bool | str | date | time | tuple[str, ...] | None


# Sentences that a unit can settle already although no service counts by them so far; the window says so.
# `packaging/rules_page.py --check` fails when this is no longer what the rules say.
NOT_YET_READ = frozenset(
    {
        "attendance.afternoon_from",
        "attendance.afternoon_to",
        "attendance.marks",
        "attendance.morning_from",
        "attendance.morning_to",
        "attendance.photo",
        "complaint.examined_days",
        "complaint.first_reminder",
        "complaint.first_response_days",
        "complaint.second_reminder",
        "complaint.simple_days",
        "complaint.unexamined_days",
        "contact.ladder",
        "discipline.convert_lateness",
        "leave.pppk_carry_days",
        "leave.unpaid_years",
        "performance.interval",
        "person.least_predicate",
        "report.due",
        "report.evidence_required",
        "report.mendagri_form",
        "report.monthly_due_day",
        "report.weekly_schedule",
        "request.max_months",
        "review.due_working_days",
    }
)


class ValueType(StrEnum):
    INTEGER = "integer"
    SHARE = "share"  # 0 to 1
    YES_NO = "yes_no"
    CHOICE = "choice"
    LIST = "list"
    DATE = "date"
    TIME = "time"
    TEXT = "text"  # such as the name of the agency's own rule


class SentenceClass(StrEnum):
    HARD = "hard"
    SOFT = "soft"
    SETTING = "setting"
    INFO = "info"


class UnknownSettingError(FlexDeskError):
    """No policy pack names this key."""

    code = "policy.unknown"
    ticket = "FD-ATR-11"
    text = N_("No policy has a setting “{key}”.")
    next = N_("See `flexdesk policy show` for the names of all settings.")


class BadSettingError(FlexDeskError):
    """The value is of another kind than the setting."""

    code = "policy.value"
    ticket = "FD-ATR-12"
    text = N_("“{value}” is not a value for “{key}”.")
    next = N_("Write {wanted}.")


class SettingOutOfBoundsError(FlexDeskError):
    """The regulation or the pack does not let a unit go there."""

    code = "policy.bounds"
    ticket = "FD-ATR-13"
    text = N_("“{value}” lies outside what {article} allows for “{key}”.")
    next = N_("Choose a value {bounds}.")


class SettingFixedError(FlexDeskError):
    """The unit may not change this sentence at all."""

    code = "policy.fixed"
    ticket = "FD-ATR-14"
    text = N_("“{key}” cannot be changed by a unit: it is fixed by {article}.")
    next = N_("Ask the agency for another policy pack.")


@dataclass(frozen=True, slots=True)
class Definition:
    """One sentence of a policy pack; `texts` maps a language to the sentence with the hole `{value}`.

    `unset` are the sentences for a value that nobody has given yet.
    """

    key: str
    rule: str
    type: ValueType
    sentence_class: SentenceClass
    default: Setting
    texts: dict[str, str]
    article: str = ""
    source: str = ""
    grade: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    changeable: bool = True
    unset: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edit:
    """One row of `policy`: what holds from a day on."""

    key: str
    from_: date
    value: str
    source: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A policy sentence as `policy show` gives it."""

    key: str
    value: Setting
    text: str
    sentence_class: SentenceClass
    source: str
    grade: str
    rule: str
    article: str
    changeable: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """The settings that schedules are judged by on one day, ready for fast reading."""

    max_days_per_week: int
    max_share: float
    min_share_on_site: float
    fixed_weekday: int | None  # 0 is Monday
    fixed_day_counts: bool
    excluded_categories: tuple[str, ...]
    direct_service: bool
    new_posting_months: int | None
    wanted_days_per_week: int
    flex_minutes: int


FOREVER = date(1, 1, 1)


@dataclass(frozen=True)
class Policy:
    """A base pack and the unit's own edits. Values are looked up for a day, because edits begin on one."""

    definitions: tuple[Definition, ...]
    edits: tuple[Edit, ...] = ()
    version: str = ""

    def definition(self, key: str) -> Definition:
        """Raises UnknownSettingError."""
        for definition in self.definitions:
            if definition.key == key:
                return definition
        raise UnknownSettingError(key=key)

    def edit_of(self, key: str, day: date) -> Edit | None:
        """The edit in force that day."""
        held = [edit for edit in self.edits if edit.key == key and edit.from_ <= day]
        return max(held, key=lambda edit: edit.from_) if held else None

    def value(self, key: str, day: date) -> Setting:
        definition, edit = self.definition(key), self.edit_of(key, day)
        return definition.default if edit is None else parse(definition, edit.value)

    def history(self, key: str) -> tuple[Edit, ...]:
        """The unit's edits of a setting, newest first."""
        return tuple(
            sorted((e for e in self.edits if e.key == key), key=lambda edit: edit.from_, reverse=True)
        )

    def with_edit(
        self, key: str, value: str, *, from_day: date = FOREVER, source: str = "", grade: str = ""
    ) -> "Policy":
        """A policy in which `value` (as text) holds from a day on.

        Raises UnknownSettingError, SettingFixedError, BadSettingError or SettingOutOfBoundsError.
        """
        definition = self.definition(key)
        if not definition.changeable:
            raise SettingFixedError(key=key, article=definition.article or definition.source)
        check_bounds(definition, parse(definition, value), value)
        kept = tuple(e for e in self.edits if (e.key, e.from_) != (key, from_day))
        return replace(self, edits=(*kept, Edit(key, from_day, value.strip(), source, grade)))

    def sentence(self, key: str, day: date) -> Sentence:
        definition, edit, value = self.definition(key), self.edit_of(key, day), self.value(key, day)
        texts = definition.unset if value in (None, ()) and definition.unset else definition.texts
        text = texts.get(language()) or texts["id"]
        return Sentence(
            key,
            value,
            text.format(value=spoken(definition, value)),
            definition.sentence_class,
            (edit.source or _("this unit")) if edit else definition.source,
            edit.grade if edit else definition.grade,
            definition.rule,
            definition.article,
            definition.changeable,
        )

    def sentences(self, day: date) -> tuple[Sentence, ...]:
        return tuple(self.sentence(definition.key, day) for definition in self.definitions)

    def terms(self, day: date) -> Terms:
        starts = [edit.from_ for edit in self.edits if edit.from_ <= day]
        return _terms(self, max(starts, default=FOREVER))

    # Policies hash by identity: look-ups of a day's terms are kept for the object at hand.
    __hash__ = object.__hash__


@lru_cache(maxsize=256)
def _terms(policy: Policy, day: date) -> Terms:
    fixed = str(policy.value("location.fixed_day", day))
    months = policy.value("person.new_posting_months", day)
    categories = policy.value("location.excluded_categories", day)
    return Terms(
        max_days_per_week=_integer(policy.value("location.max_days_per_week", day)),
        max_share=_number(policy.value("location.max_share", day)),
        min_share_on_site=_number(policy.value("location.min_share_on_site", day)),
        fixed_weekday=None if fixed == "none" else WEEKDAYS.index(fixed),
        fixed_day_counts=bool(policy.value("location.fixed_day_counts", day)),
        excluded_categories=categories if isinstance(categories, tuple) else (),
        direct_service=bool(policy.value("location.direct_service", day)),
        new_posting_months=None if months is None else _integer(months),
        wanted_days_per_week=_integer(policy.value("planner.wanted_days_per_week", day)),
        flex_minutes=_integer(policy.value("hours.flex_minutes", day)),
    )


def _integer(value: Setting) -> int:
    if isinstance(value, int):
        return value
    raise TypeError(value)


def _number(value: Setting) -> float:
    if isinstance(value, int | float):
        return float(value)
    raise TypeError(value)


_YES = {
    "yes": True,
    "ya": True,
    "true": True,
    "1": True,
    "no": False,
    "tidak": False,
    "false": False,
    "0": False,
}


def _share(text: str) -> float:
    """`0.5`, `0,5` or `50%`."""
    plain = text.replace(",", ".").strip()
    return float(plain[:-1]) / 100 if plain.endswith("%") else float(plain)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


_READERS: dict[ValueType, Callable[[str], Setting]] = {
    ValueType.INTEGER: int,
    ValueType.SHARE: _share,
    ValueType.YES_NO: lambda text: _YES[text.strip().lower()],
    ValueType.CHOICE: lambda text: text.strip(),
    ValueType.LIST: _list,
    ValueType.DATE: date.fromisoformat,
    ValueType.TEXT: lambda text: " ".join(text.split()),
    ValueType.TIME: lambda text: time.fromisoformat(text.strip().replace(".", ":")),
}


def parse(definition: Definition, text: str) -> Setting:
    """The typed value of a stored text; empty means "not set" where the pack has no value either.

    Raises BadSettingError.
    """
    if not text.strip() and (definition.default is None or definition.type is ValueType.LIST):
        return () if definition.type is ValueType.LIST else None
    try:
        value = _READERS[definition.type](text)
    except (ValueError, KeyError, IndexError) as fault:
        raise BadSettingError(key=definition.key, value=text, wanted=_wanted(definition)) from fault
    if definition.type is ValueType.CHOICE and value not in definition.choices:
        raise BadSettingError(key=definition.key, value=text, wanted=_wanted(definition))
    if isinstance(value, tuple) and definition.choices and not set(value) <= set(definition.choices):
        raise BadSettingError(key=definition.key, value=text, wanted=_wanted(definition))
    return value


def check_bounds(definition: Definition, value: Setting, text: str) -> None:
    """Raises SettingOutOfBoundsError; NaN lies outside every bound."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    low, high = definition.low, definition.high
    if (low is None or value >= low) and (high is None or value <= high) and value == value:
        return
    raise SettingOutOfBoundsError(
        key=definition.key,
        value=text,
        article=definition.article or definition.source,
        bounds=_("from {low} to {high}").format(low=_plain(low), high=_plain(high)),
    )


def _wanted(definition: Definition) -> str:
    words = {
        ValueType.INTEGER: _("a whole number"),
        ValueType.SHARE: _("a number from 0 to 1"),
        ValueType.YES_NO: _("yes or no"),
        ValueType.DATE: _("a date such as 2026-11-23"),
        ValueType.TIME: _("a time such as 07:30"),
    }
    return words.get(definition.type) or _("one of {choices}").format(choices=", ".join(definition.choices))


def _plain(number: float | None) -> str:
    return "…" if number is None else f"{number:g}"


_OWN_WORDS = {
    "none": N_("none"),
    "by_region": N_("the posts named by the circular"),
    "required": N_("required"),
    "month": N_("month"),
    "quarter": N_("quarter"),
    "mendagri": "SE Mendagri",
    "bogor": "Kota Bogor",
    "kaltim": "Kalimantan Timur",
    "butuh_perbaikan": "butuh perbaikan",
    "sangat_baik": "sangat baik",
}


def spoken(definition: Definition, value: Setting) -> str:
    """A value in words for the hole of its sentence."""
    if value is None or value == ():
        return _("not set")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if definition.type is ValueType.SHARE and isinstance(value, int | float):
        return f"{value * 100:g} %"
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, time):
        return f"{value.hour:02d}.{value.minute:02d}"
    if isinstance(value, tuple):
        return ", ".join(_word(part) for part in value)
    return _word(value) if isinstance(value, str) else f"{value}"


def _word(token: str) -> str:
    if token in WEEKDAYS:
        return WEEKDAY_NAMES[WEEKDAYS.index(token)]
    if token in CATEGORY_LABELS:
        return CATEGORY_LABELS[token]
    return _(_OWN_WORDS[token]) if token in _OWN_WORDS else token


def differences(old: Policy, new: Policy, day: date) -> tuple[tuple[Sentence | None, Sentence | None], ...]:
    """Sentences that a new policy changes, adds or drops: (before, after) in the order of the new one."""
    before = {s.key: s for s in old.sentences(day)}
    after = {s.key: s for s in new.sentences(day)}
    keys: Iterable[str] = [*after, *(key for key in before if key not in after)]
    return tuple(
        (before.get(key), after.get(key))
        for key in keys
        if (before.get(key) and before[key].text) != (after.get(key) and after[key].text)
    )


def calendar_of(policy: Policy, holidays: Iterable[Holiday], day: date) -> Calendar:
    """The calendar as the settings of that day make it.

    A year counts as decreed when a national row of it names its decree.
    """
    held = tuple(holidays)
    decreed = {h.day.year for h in held if h.decree and h.kind != HolidayKind.REGIONAL}
    begins, ends = policy.value("ramadan.from", day), policy.value("ramadan.to", day)
    ramadan = (begins, ends) if isinstance(begins, date) and isinstance(ends, date) else None
    work_days = policy.value("calendar.work_days", day)
    return Calendar(
        holidays=held,
        years_with_decree=frozenset(decreed),
        ramadan=ramadan,
        hours=_hours(policy, "hours", day),
        ramadan_hours=_hours(policy, "ramadan", day),
        work_days=weekdays(",".join(work_days)) if isinstance(work_days, tuple) else frozenset(range(5)),
    )


def _hours(policy: Policy, area: str, day: date) -> Hours:
    start = policy.value(f"{area}.start", day)
    if not isinstance(start, time):
        raise TypeError(start)
    return Hours(
        _integer(policy.value(f"{area}.week_minutes", day)),
        start,
        _integer(policy.value(f"{area}.rest_minutes", day)),
        _integer(policy.value(f"{area}.friday_rest_minutes", day)),
    )
