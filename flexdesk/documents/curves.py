"""The five distribution curves of the evaluation form; each is a fixed picture, not the unit's histogram.

Source: SE MenPANRB 3/2023 names five patterns, one for each capaian kinerja organisasi.
"""

from math import exp
from typing import NamedTuple

from flexdesk.documents.flow import Flow
from flexdesk.documents.fonts import SANS, SANS_BOLD, SANS_ITALIC, Style, text_width, wrapped
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box
from flexdesk.documents.sheet import Curve, Page, Strokes, Text
from flexdesk.domain.performance import OrganisationLevel, Predicate, label

_FIRST, _LAST = -0.6, 4.6  # the ticks are 0 to 4, from Sangat Kurang to Sangat Baik
_PIECES = 13
_TITLE = Style(SANS_BOLD, 7.8, 9.6)
_TICK = Style(SANS, 7, 8.4)
_AXIS = Style(SANS_ITALIC, 7, 8.4)


class _Bell(NamedTuple):
    """Where the curve is highest, in ticks, and how wide it is."""

    middle: float
    width: float

    def at(self, tick: float) -> float:
        return exp(-((tick - self.middle) ** 2) / (2 * self.width**2))

    def slope(self, tick: float) -> float:
        return -(tick - self.middle) / self.width**2 * self.at(tick)


_BELLS = {
    "istimewa": _Bell(4.15, 1.06),
    "baik": _Bell(3.0, 0.85),
    "butuh_perbaikan": _Bell(2.0, 0.80),
    "kurang": _Bell(1.0, 0.80),
    "sangat_kurang": _Bell(-0.05, 0.97),
}

_Points = tuple[tuple[float, float], ...]


def _pieces(bell: _Bell) -> tuple[tuple[_Points, ...], tuple[float, float]]:
    """Bézier pieces through the bell in (tick, share); the controls follow its slope."""
    step = (_LAST - _FIRST) / _PIECES
    pieces: list[_Points] = []
    for index in range(_PIECES):
        a, b = _FIRST + index * step, _FIRST + (index + 1) * step
        pieces.append(
            (
                (a + step / 3, bell.at(a) + bell.slope(a) * step / 3),
                (b - step / 3, bell.at(b) - bell.slope(b) * step / 3),
                (b, bell.at(b)),
            )
        )
    return tuple(pieces), (_FIRST, bell.at(_FIRST))


def draw_curve(page: Page, box: Box, level: OrganisationLevel) -> None:
    """The picture of `level` in `box`: title, curve, five ticks, both axes named."""
    kind = label(level).upper()
    title = f"KURVA DISTRIBUSI PREDIKAT KINERJA PEGAWAI DENGAN CAPAIAN KINERJA ORGANISASI {kind}"
    y = box.top + 4
    for line in wrapped(title, _TITLE.face, _TITLE.size, box.width - 8):
        y += _TITLE.leading
        page.write(line, Box(box.left, y - 9, box.right, y + 3), y - 2, _TITLE, "centre")
    width = min(box.width * 0.66, 500.0)
    left = box.left + (box.width - width) / 2
    plot = Box(left, y + 4, left + width, box.bottom - 28)
    _bell(page, plot, _BELLS[level])
    _axes(page, plot)


def _bell(page: Page, plot: Box, bell: _Bell) -> None:
    rise = plot.height * 0.89

    def place(point: tuple[float, float]) -> tuple[float, float]:
        tick, share = point
        return _across(plot, tick), plot.bottom - share * rise

    pieces, start = _pieces(bell)
    placed = tuple((*place(a), *place(b), *place(c)) for a, b, c in pieces)
    first, right = place(start), _across(plot, _LAST)
    ground = (plot.left, plot.bottom)
    fall = (right, placed[-1][5], right, plot.bottom, right, plot.bottom)
    back = (right, plot.bottom, *ground, *ground)
    page.draw(
        Curve(first, (*placed, fall, back), fill=PRINT.accent_soft),
        Strokes(
            tuple(
                (_across(plot, tick), plot.bottom, _across(plot, tick), plot.bottom - bell.at(tick) * rise)
                for tick in range(5)
            ),
            PRINT.hair,
            PRINT.border_strong,
            (1.5, 1.5),
        ),
        Curve(first, placed, stroke=PRINT.accent, width=1.5),
    )


def _across(plot: Box, tick: float) -> float:
    return plot.left + (tick - _FIRST) / (_LAST - _FIRST + 0.1) * plot.width


def _axes(page: Page, plot: Box) -> None:
    left, bottom, right, top = plot.left, plot.bottom, plot.right, plot.top
    page.draw(
        Strokes(((left, bottom, left, top + 4), (left, bottom, right - 4, bottom)), 0.9),
        _arrow(((left, top), (left - 2.6, top + 5.5), (left + 2.6, top + 5.5))),
        _arrow(((right, bottom), (right - 5.5, bottom - 2.6), (right - 5.5, bottom + 2.6))),
        Strokes(tuple((_across(plot, t), bottom, _across(plot, t), bottom + 2.5) for t in range(5)), 0.9),
    )
    step = _across(plot, 1) - _across(plot, 0)
    rows = 1
    for tick, name in enumerate(map(label, Predicate)):
        middle = _across(plot, tick)
        words = (name,) if text_width(name, SANS, _TICK.size) < step - 4 else name.replace("/", "/ ").split()
        rows = max(rows, len(words))
        for row, word in enumerate(words):
            y = bottom + 9.5 + row * _TICK.leading
            room = Box(middle - step / 2, y - 8, middle + step / 2, y + 3)
            page.write(word, room, y, _TICK, "centre")
    below = bottom + (22 if rows == 1 else 26)  # clear of names that took two lines
    page.write("Predikat Kinerja Pegawai", Box(left, below - 10, right, below + 4), below, _AXIS, "centre")
    name = "Frekuensi Pegawai"
    length = text_width(name, _AXIS.face, _AXIS.size)
    middle = (top + bottom) / 2
    room = Box(left - 20, middle - length / 2 - 2, left - 8, middle + length / 2 + 2)
    page.texts.append(Text(left - 11, middle + length / 2, name, _AXIS, room, angle=90))


def _arrow(points: tuple[tuple[float, float], ...]) -> Curve:
    (x0, y0), (x1, y1), (x2, y2) = points
    return Curve((x0, y0), ((x0, y0, x1, y1, x1, y1), (x1, y1, x2, y2, x2, y2)), fill=PRINT.ink)


def set_curve(flow: Flow, level: OrganisationLevel, height: float) -> Box:
    """A full-width field with the picture; returns the field so that the form can frame it."""
    flow.keep(height)
    box = Box(flow.body.left, flow.y, flow.body.right, flow.y + height)
    draw_curve(flow.page, box, level)
    flow.y += height
    return box
