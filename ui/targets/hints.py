"""What the program has understood of a line while it is being typed."""

from collections.abc import Collection
from dataclasses import dataclass

from flexdesk.domain.achievement import is_level_unit
from flexdesk.domain.outline import Known, Measure, Rhythm, Typed, find_person, number_text, parse_line
from flexdesk.domain.performance import ResultClass, label
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _

_RHYTHMS = {
    Rhythm.DAY: N_("a day"),
    Rhythm.MONTH: N_("a month"),
    Rhythm.QUARTER: N_("a quarter"),
    Rhythm.HALF: N_("half a year"),
    Rhythm.YEAR: N_("a year"),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """`fault` where the line cannot be kept as it stands."""

    text: str
    fault: bool = False


def hint(line: str, people: Collection[Known], span: tuple[int, int]) -> Hint:
    """`span` is months and working days of the plan, for the number of the whole of it."""
    try:
        typed = parse_line(line)
        names = [find_person(handle, people).name for handle in typed.people]
    except FlexDeskError as error:
        return Hint(error.message, fault=True)
    parts = [", ".join(names), _measure(typed, span), _aspect(typed)]
    return Hint(" · ".join(part for part in parts if part))


def _measure(typed: Typed, span: tuple[int, int]) -> str:
    measure = typed.measure
    if measure is None:
        return ""
    if measure.number is None:
        return _("“{words}” in words, without a number").format(words=measure.words)
    told = _told(measure)
    whole = measure.yearly(*span)
    if measure.rhythm in (None, Rhythm.YEAR) or whole is None or is_level_unit(measure.unit):
        return told
    return _("{told} = {whole} in the whole plan").format(told=told, whole=number_text(whole))


def _told(measure: Measure) -> str:
    number = number_text(measure.number) if measure.number is not None else ""
    told = " ".join(part for part in (measure.sign, number, measure.unit) if part)
    return f"{told} {_(_RHYTHMS[measure.rhythm])}" if measure.rhythm else told


def _aspect(typed: Typed) -> str:
    kind = label(ResultClass.ADDITIONAL) if typed.kind is ResultClass.ADDITIONAL else ""
    aspect = label(typed.shown_aspect) if typed.shown_aspect is not None else ""
    return " · ".join(part for part in (aspect, kind) if part)
