"""One sentence of a policy pack: its type, its bounds, and the way between a stored text and a value."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from string import Formatter

from flexdesk.domain.calendar import WEEKDAY_NAMES, WEEKDAYS, long_date
from flexdesk.domain.people import CATEGORY_LABELS
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _

Setting = int | float | bool | str | date | time | tuple[str, ...] | None
LONGEST_TEXT = 60  # characters


class ValueType(StrEnum):
    INTEGER = "integer"
    SHARE = "share"  # 0 to 1
    YES_NO = "yes_no"
    CHOICE = "choice"
    LIST = "list"
    DATE = "date"
    TIME = "time"
    TEXT = "text"


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


class SettingEndsEarlyError(FlexDeskError):
    """A value would end before it begins."""

    code = "policy.ends_early"
    ticket = "FD-ATR-15"
    text = N_("The value would end on {until}, before it begins on {first}.")
    next = N_("Choose a last day that is not before the first.")


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


def _line(text: str) -> str:
    """One line of words; raises ValueError for none, too many or more than one line."""
    words = text.strip()
    if not words or len(words) > LONGEST_TEXT or not words.isprintable():
        raise ValueError(text)
    return words


_READERS: dict[ValueType, Callable[[str], Setting]] = {
    ValueType.INTEGER: int,
    ValueType.SHARE: _share,
    ValueType.YES_NO: lambda text: _YES[text.strip().lower()],
    ValueType.CHOICE: lambda text: text.strip(),
    ValueType.LIST: _list,
    ValueType.DATE: date.fromisoformat,
    ValueType.TIME: lambda text: time.fromisoformat(text.strip().replace(".", ":")),
    ValueType.TEXT: _line,
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
        ValueType.TEXT: _("one line of at most {count} characters").format(count=LONGEST_TEXT),
    }
    return words.get(definition.type) or _("one of {choices}").format(choices=", ".join(definition.choices))


def check_sentence(text: str) -> None:
    """Raises ValueError unless `{value}` is the only hole: a pack may not ask for anything else."""
    for _words, hole, shape, conversion in Formatter().parse(text):
        if hole is not None and (hole, shape, conversion) != ("value", "", None):
            raise ValueError(text)


def fits(definition: Definition, text: str) -> bool:
    """Whether a unit may hold that text under this definition."""
    if not definition.changeable:
        return False
    try:
        check_bounds(definition, parse(definition, text), text)
    except (BadSettingError, SettingOutOfBoundsError):
        return False
    return True


def bounds_in_words(definition: Definition) -> str:
    """What a unit may choose from; empty where there is nothing to say."""
    if not definition.changeable:
        return _("cannot be changed")
    if definition.low is None and definition.high is None:
        return ""
    low, high = (
        "…" if bound is None else spoken(definition, bound) for bound in (definition.low, definition.high)
    )
    return _("from {low} to {high}").format(low=low, high=high)


def as_text(value: Setting) -> str:
    """A typed value as the text that `parse` reads back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


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
    if definition.type is ValueType.TEXT:
        return str(value)
    return _word(value) if isinstance(value, str) else f"{value}"


def _word(token: str) -> str:
    if token in WEEKDAYS:
        return WEEKDAY_NAMES[WEEKDAYS.index(token)]
    if token in CATEGORY_LABELS:
        return CATEGORY_LABELS[token]
    return _(_OWN_WORDS[token]) if token in _OWN_WORDS else token
