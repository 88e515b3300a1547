"""What a unit has settled: typed settings with their source, their bounds and since when they hold."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cached_property, lru_cache

from flexdesk.domain.calendar import WEEKDAYS, Calendar, Holiday, HolidayKind, Hours, weekdays
from flexdesk.domain.settings import (
    BadSettingError,
    Definition,
    SentenceClass,
    Setting,
    SettingEndsEarlyError,
    SettingFixedError,
    SettingOutOfBoundsError,
    UnknownSettingError,
    ValueType,
    bounds_in_words,
    check_bounds,
    fits,
    parse,
    spoken,
)
from flexdesk.i18n import _, language

__all__ = [
    "BadSettingError",
    "Definition",
    "Edit",
    "Phase",
    "Policy",
    "Sentence",
    "SentenceClass",
    "Setting",
    "SettingEndsEarlyError",
    "SettingFixedError",
    "SettingOutOfBoundsError",
    "Terms",
    "UnknownSettingError",
    "ValueType",
    "calendar_of",
    "check_bounds",
    "differences",
    "parse",
    "spoken",
]


@dataclass(frozen=True, slots=True)
class Edit:
    """One row of `policy`: what holds from a day on, to `until` where that is given."""

    key: str
    from_: date
    value: str
    source: str = ""
    grade: str = ""
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.from_ <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A policy sentence as `policy show` gives it; `bounds` are what a unit may choose from, in words.

    `is_own` when the unit's own edit is shown, `until` when that edit ends.
    """

    key: str
    value: Setting
    text: str
    sentence_class: SentenceClass
    source: str
    grade: str
    rule: str
    article: str
    changeable: bool
    bounds: str = ""
    is_own: bool = False
    until: date | None = None


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
    exclude_echelon_four: bool = False
    least_predicate: str = "none"


FOREVER = date(1, 1, 1)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Phase:
    """The base of the days from `from_` on, until the next phase begins."""

    from_: date
    definitions: tuple[Definition, ...]
    version: str
    pack: str = ""
    facts: tuple[str, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, Definition]:
        return {definition.key: definition for definition in self.definitions}


@dataclass(frozen=True)
class Policy:
    """A base and the unit's own edits. Values are looked up for a day, because bases and edits begin on one.

    `definitions` and `version` hold until the first of `later` begins. An edit that the base of a day does
    not allow does not count on that day, whoever wrote it and wherever it came from.
    """

    definitions: tuple[Definition, ...]
    edits: tuple[Edit, ...] = ()
    version: str = ""
    later: tuple[Phase, ...] = ()  # by day

    @cached_property
    def _phases(self) -> tuple[Phase, ...]:
        return (Phase(FOREVER, self.definitions, self.version), *self.later)

    @cached_property
    def _starts(self) -> list[date]:
        return [phase.from_ for phase in self._phases]

    @cached_property
    def _edits_by_key(self) -> Mapping[str, tuple[Edit, ...]]:
        """Newest first."""
        found: dict[str, list[Edit]] = {}
        for edit in sorted(self.edits, key=lambda edit: edit.from_, reverse=True):
            found.setdefault(edit.key, []).append(edit)
        return {key: tuple(edits) for key, edits in found.items()}

    @cached_property
    def change_days(self) -> tuple[date, ...]:
        """Every day on which some value can change, earliest first."""
        found = set(self._starts)
        for edit in self.edits:
            found.add(edit.from_)
            if edit.until is not None:
                found.add(edit.until + _ONE_DAY)
        return tuple(sorted(found))

    def is_national(self, key: str) -> bool:
        """Whether the program's own pack has the sentence; nothing reads those that only an agency has."""
        return key in self._phases[0].by_key

    def phase(self, day: date) -> Phase:
        return self._phases[bisect_right(self._starts, day) - 1]

    def version_on(self, day: date) -> str:
        """Name and version of the pack that is the base that day."""
        return self.phase(day).version

    def definitions_on(self, day: date) -> tuple[Definition, ...]:
        return self.phase(day).definitions

    def definition(self, key: str, day: date = FOREVER) -> Definition:
        """Raises UnknownSettingError."""
        for phase in (self.phase(day), self._phases[0]):
            if key in phase.by_key:
                return phase.by_key[key]
        raise UnknownSettingError(key=key)

    def edit_of(self, key: str, day: date) -> Edit | None:
        """The edit that counts that day."""
        definition = self.definition(key, day)
        for edit in self._edits_by_key.get(key, ()):
            if edit.covers(day) and fits(definition, edit.value):
                return edit
        return None

    def lapsed(self, day: date) -> tuple[Edit, ...]:
        """Edits of that day or later that the base does not allow when they would begin to count."""
        return tuple(
            edit
            for edit in self.edits
            if (edit.until is None or edit.until >= day)
            and edit.key in self.phase(max(day, edit.from_)).by_key
            and not fits(self.definition(edit.key, max(day, edit.from_)), edit.value)
        )

    def value(self, key: str, day: date) -> Setting:
        definition, edit = self.definition(key, day), self.edit_of(key, day)
        return definition.default if edit is None else parse(definition, edit.value)

    def history(self, key: str) -> tuple[Edit, ...]:
        """The unit's edits of a setting, newest first."""
        return self._edits_by_key.get(key, ())

    def with_edit(
        self,
        key: str,
        value: str,
        *,
        from_day: date = FOREVER,
        until: date | None = None,
        source: str = "",
        grade: str = "",
    ) -> "Policy":
        """A policy in which `value` (as text) holds from a day on.

        Raises UnknownSettingError, SettingFixedError, BadSettingError, SettingOutOfBoundsError or
        SettingEndsEarlyError.
        """
        definition = self.definition(key, from_day)
        if not definition.changeable:
            raise SettingFixedError(key=key, article=definition.article or definition.source)
        check_bounds(definition, parse(definition, value), value)
        if until is not None and until < from_day:
            raise SettingEndsEarlyError(first=from_day.isoformat(), until=until.isoformat())
        kept = tuple(e for e in self.edits if (e.key, e.from_) != (key, from_day))
        return replace(self, edits=(*kept, Edit(key, from_day, value.strip(), source, grade, until)))

    def sentence(self, key: str, day: date) -> Sentence:
        definition, edit, value = self.definition(key, day), self.edit_of(key, day), self.value(key, day)
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
            bounds_in_words(definition),
            edit is not None,
            edit.until if edit else None,
        )

    def sentences(self, day: date) -> tuple[Sentence, ...]:
        return tuple(self.sentence(definition.key, day) for definition in self.definitions_on(day))

    def terms(self, day: date) -> Terms:
        return _terms(self, self.change_days[bisect_right(self.change_days, day) - 1])

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
        exclude_echelon_four=bool(policy.value("location.exclude_echelon_four", day)),
        least_predicate=str(policy.value("person.least_predicate", day)),
    )


def _integer(value: Setting) -> int:
    if isinstance(value, int):
        return value
    raise TypeError(value)


def _number(value: Setting) -> float:
    if isinstance(value, int | float):
        return float(value)
    raise TypeError(value)


def differences(old: Policy, new: Policy, day: date) -> tuple[tuple[Sentence | None, Sentence | None], ...]:
    """Sentences that a new policy changes, adds or drops: (before, after) in the order of the new one.

    A sentence with other bounds or another source has changed too.
    """
    before = {s.key: s for s in old.sentences(day)}
    after = {s.key: s for s in new.sentences(day)}
    keys: Iterable[str] = [*after, *(key for key in before if key not in after)]
    return tuple(
        (before.get(key), after.get(key)) for key in keys if _told(before.get(key)) != _told(after.get(key))
    )


def _told(sentence: Sentence | None) -> tuple[object, ...] | None:
    if sentence is None:
        return None
    return (sentence.text, sentence.bounds, sentence.source, sentence.grade, sentence.sentence_class)


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
