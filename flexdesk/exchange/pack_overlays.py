"""What an agency's pack says instead of the national one: other values, never wider bounds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flexdesk.domain.settings import (
    BadSettingError,
    Definition,
    SentenceClass,
    Setting,
    SettingOutOfBoundsError,
    ValueType,
    as_text,
    check_bounds,
    check_sentence,
    parse,
)
from flexdesk.errors import FlexDeskError
from flexdesk.exchange.pack_signatures import SAFE
from flexdesk.i18n import N_

# How strongly a class binds; a pack may bind more strongly than the national one, never less.
_STRENGTH = {
    SentenceClass.INFO: 0,
    SentenceClass.SETTING: 1,
    SentenceClass.SOFT: 2,
    SentenceClass.HARD: 3,
}


class PackTooWide(FlexDeskError):
    """A sentence goes further than the national rules allow."""

    code = "pack.too_wide"
    ticket = "FD-ATR-25"
    text = N_("The rules file goes beyond the national rules in “{key}” ({article}): {value}.")
    safe = SAFE
    next = N_("Tell the publisher; no sentence of this file was taken over.")


@dataclass(frozen=True, slots=True)
class Overlay:
    """A sentence as the pack has it, from and until the days given."""

    definition: Definition
    from_: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


def overlay(
    entry: Mapping[str, Any],
    base: Mapping[str, Definition],
    new: Callable[[Mapping[str, Any]], Definition],
) -> Overlay:
    """One `[[sentence]]` of a pack that extends `base`; `new` reads a sentence that the base has not.

    Raises PackTooWide; KeyError, ValueError, TypeError for what is no sentence.
    """
    key = str(entry["key"])
    before = base.get(key)
    made = new(entry) if before is None else _narrowed(before, entry)
    return Overlay(made, _day(entry.get("from")), _day(entry.get("until")))


def _narrowed(before: Definition, entry: Mapping[str, Any]) -> Definition:
    made = replace(
        before,
        sentence_class=SentenceClass(entry.get("class", before.sentence_class)),
        article=str(entry.get("article", before.article)),
        source=str(entry.get("source", before.source)),
        grade=str(entry.get("grade", before.grade)),
        low=entry.get("low", before.low),
        high=entry.get("high", before.high),
        choices=tuple(str(choice) for choice in entry.get("choices", before.choices)),
        changeable=before.changeable and entry.get("changeable", True) is True,
        texts={**before.texts, **_texts(entry.get("text", {}))},
    )
    _check_narrow(before, made)
    return replace(made, default=_value(before, made, entry))


def _check_narrow(before: Definition, made: Definition) -> None:
    for bound, sign in ((made.low, 1), (made.high, -1)):
        if bound is not None:
            if isinstance(bound, bool) or not isinstance(bound, int | float):
                raise ValueError(bound)
            _within(before, bound, f"{bound:g}")
            if sign == 1 and made.high is not None and bound > made.high:
                raise ValueError(bound)
    if not set(made.choices) <= set(before.choices):
        extra = sorted(set(made.choices) - set(before.choices))
        raise _too_wide(before, ", ".join(extra))
    if _STRENGTH[made.sentence_class] < _STRENGTH[before.sentence_class]:
        raise _too_wide(before, str(made.sentence_class))


def _value(before: Definition, made: Definition, entry: Mapping[str, Any]) -> Any:
    """The pack's own value, or the national one where the pack's bounds still hold it."""
    if "value" not in entry:
        value = before.default
    else:
        value = _typed(made, entry["value"])
        if not before.changeable and value != before.default:
            raise _too_wide(before, as_text(value))
    if value is not None:
        text = as_text(value)
        _within(before, value, text)
        try:
            check_bounds(made, value, text)
        except SettingOutOfBoundsError as fault:
            raise ValueError(f"{made.key} = {text}") from fault
    return value


def _typed(definition: Definition, value: Any) -> Any:
    """A value of TOML as the setting's type; raises ValueError for another type."""
    if definition.type is ValueType.LIST:
        if not isinstance(value, list):
            raise ValueError(value)
        value = tuple(str(part) for part in value)
    if definition.type is ValueType.SHARE and not isinstance(value, int | float):
        raise ValueError(value)
    try:
        return parse(definition, as_text(value))
    except BadSettingError as fault:
        raise ValueError(f"{definition.key} = {value}") from fault


def _within(before: Definition, bound: Setting, text: str) -> None:
    try:
        check_bounds(before, bound, text)
    except SettingOutOfBoundsError as fault:
        raise _too_wide(before, text) from fault


def _too_wide(before: Definition, value: str) -> PackTooWide:
    return PackTooWide(key=before.key, article=before.article or before.source, value=value)


def _texts(texts: Mapping[str, Any]) -> dict[str, str]:
    found = {str(code): str(text) for code, text in texts.items()}
    for text in found.values():
        check_sentence(text)
    return found


def _day(value: Any) -> date | None:
    if value is not None and type(value) is not date:
        raise ValueError(value)
    return value
