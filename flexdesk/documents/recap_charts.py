"""Pictures of the monthly report: figures in cards, people away a day, days away a week."""

from collections.abc import Sequence
from dataclasses import dataclass

from flexdesk.documents.chips import middle_baseline
from flexdesk.documents.flow import Flow
from flexdesk.documents.fonts import CONDENSED, CONDENSED_STRONG, Style, shortened, text_width
from flexdesk.documents.palette import PRINT, chip_colours, mixed
from flexdesk.documents.paper import Box
from flexdesk.documents.sheet import Align, Fill, Page, Strokes
from flexdesk.domain.places import Place

_VALUE = Style(CONDENSED_STRONG, 16, 18)
_WORDS = Style(CONDENSED, 8, 9.6, PRINT.muted)
_LABEL = Style(CONDENSED_STRONG, 8, 9.6)
_NAME = Style(CONDENSED, 8.6, 10)
_AWAY = chip_colours(Place.HOME).solid
_AWAY_SOFT = mixed(_AWAY, PRINT.white, 0.25)
_WHITE = PRINT.white
_CARD, _CARDS_A_ROW = 37.0, 6
_CHART = 92.0
_LINE = 12.6


@dataclass(frozen=True, slots=True)
class Figure:
    """A number already in words, and what it counts."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class DayBar:
    """How many people were away on one working day; `marked` days are set in bold (Fridays)."""

    day: int
    initial: str
    people: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class PersonWeeks:
    name: str
    days: tuple[int, ...]


def _line(page: Page, text: str, box: Box, style: Style, align: Align = "left") -> None:
    page.write(
        text, Box(box.left, box.top - 2, box.right, box.bottom + 2), middle_baseline(box, style), style, align
    )


def set_figures(flow: Flow, figures: Sequence[Figure]) -> None:
    step = flow.body.width / _CARDS_A_ROW
    for start in range(0, len(figures), _CARDS_A_ROW):
        flow.keep(_CARD + 4)
        for index, figure in enumerate(figures[start : start + _CARDS_A_ROW]):
            left = flow.body.left + index * step
            card = Box(left + 1, flow.y, left + step - 3, flow.y + _CARD)
            flow.page.draw(Fill(card, _WHITE, 3, PRINT.border))
            inner = Box(card.left + 6, card.top + 3, card.right - 4, card.top + 21)
            _line(flow.page, figure.value, inner, _smaller(figure.value, _VALUE, inner.width))
            inner = Box(inner.left, card.top + 22, inner.right, card.bottom - 4)
            _line(flow.page, figure.words, inner, _smaller(figure.words, _WORDS, inner.width))
        flow.y += _CARD + 4


def _smaller(text: str, style: Style, width: float) -> Style:
    wide = text_width(text, style.face, style.size)
    return style if wide <= width else style._replace(size=style.size * width / wide * 0.998)


def set_bars(flow: Flow, bars: Sequence[DayBar], limit: int | None, limit_words: str) -> None:
    """One bar a day with its number on it; the limit is a line with its own words."""
    flow.keep(_CHART + 24)
    plot = Box(flow.body.left + 16, flow.y + 8, flow.body.right, flow.y + _CHART)
    most = max(max(bar.people for bar in bars), limit or 0, 1)
    unit = plot.height / (most * 1.08)
    step = plot.width / len(bars)
    page = flow.page
    for level in sorted({0, most // 2, most}):
        y = plot.bottom - level * unit
        page.draw(Strokes(((plot.left, y, plot.right, y),), 0.4, PRINT.border))
        _line(page, str(level), Box(flow.body.left, y - 5, plot.left - 3, y + 5), _WORDS, "right")
    for index, bar in enumerate(bars):
        left = plot.left + index * step
        _set_bar(
            page, bar, Box(left + step * 0.1, plot.bottom - bar.people * unit, left + step * 0.9, plot.bottom)
        )
    if limit is not None:
        y = plot.bottom - limit * unit
        page.draw(Strokes(((plot.left, y, plot.right, y),), 0.8, PRINT.ink, (3, 2)))
        _line(page, limit_words, Box(plot.left + 2, y - 10, plot.right, y - 1), _LABEL)
    flow.y = plot.bottom + 21


def _set_bar(page: Page, bar: DayBar, box: Box) -> None:
    if bar.people:
        page.draw(Fill(box, _AWAY))
    inside = box.height > 14
    top = box.top + 1 if inside else box.top - 10
    colour = _WHITE if inside else PRINT.ink
    wide = Box(box.left - 3, top, box.right + 3, top + 10)
    _line(page, str(bar.people), wide, _LABEL._replace(colour=colour), "centre")
    style = _LABEL if bar.marked else _WORDS
    below = Box(wide.left, box.bottom + 2, wide.right, box.bottom + 10)
    _line(page, str(bar.day), below, style, "centre")
    below = Box(wide.left, box.bottom + 10, wide.right, box.bottom + 17)
    _line(page, bar.initial, below, style._replace(size=6.5), "centre")


def set_weeks(flow: Flow, people: Sequence[PersonWeeks], weeks: Sequence[int], most: int) -> None:
    """Two columns of people; each field is one week, darker the more days, red beyond the most allowed."""
    rows = (len(people) + 1) // 2
    done = 0
    while done < rows:
        flow.keep(3 * _LINE)
        fitting = min(rows - done, int(flow.room / _LINE) - 1)
        gap = flow.body.width * 0.03
        width = (flow.body.width - gap) / 2
        for side in (0, 1):
            left = flow.body.left + side * (width + gap)
            part = people[side * rows + done : min(side * rows + done + fitting, (side + 1) * rows)]
            _set_side(flow.page, part, weeks, most, Box(left, flow.y, left + width, flow.y + _LINE))
        flow.y += (fitting + 1) * _LINE
        done += fitting


def _set_side(page: Page, people: Sequence[PersonWeeks], weeks: Sequence[int], most: int, heads: Box) -> None:
    if not people:
        return
    first = heads.left + heads.width * 0.45
    step = heads.width * 0.43 / len(weeks)
    for index, week in enumerate(weeks):
        left = first + index * step
        _line(page, str(week), Box(left, heads.top, left + step, heads.bottom), _WORDS, "centre")
    _line(page, "jumlah", Box(heads.right - 30, heads.top, heads.right, heads.bottom), _WORDS, "right")
    top = heads.bottom
    for person in people:
        row = Box(heads.left, top, heads.right, top + _LINE)
        name = shortened(person.name, _NAME.face, _NAME.size, first - row.left - 4)
        _line(page, name, row, _NAME)
        for index, days in enumerate(person.days):
            left = first + index * step
            _set_days(page, days, most, Box(left + 1, top + 1, left + step - 1, row.bottom - 1))
        _line(
            page, str(sum(person.days)), Box(row.right - 30, top, row.right - 4, row.bottom), _LABEL, "right"
        )
        page.draw(Strokes(((row.left, row.bottom, row.right, row.bottom),), 0.3, PRINT.border))
        top += _LINE


def _set_days(page: Page, days: int, most: int, box: Box) -> None:
    dark = days >= most
    fill = _AWAY if dark else _AWAY_SOFT if days else _WHITE
    outline = PRINT.negative if days > most else PRINT.border
    page.draw(Fill(box, fill, 0, outline))
    _line(page, str(days), box, _LABEL._replace(colour=_WHITE if dark else PRINT.ink), "centre")
