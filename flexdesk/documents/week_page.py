"""Draws one page of the week sheet: head, people with their days, coverage, legend and foot."""

from collections.abc import Sequence

from flexdesk.documents.chips import ChipSetter, middle_baseline
from flexdesk.documents.flow import baseline_of
from flexdesk.documents.fonts import (
    CONDENSED,
    CONDENSED_STRONG,
    SANS,
    SANS_BOLD,
    Style,
    shortened,
    text_width,
    wrapped,
)
from flexdesk.documents.letterhead import set_emblem
from flexdesk.documents.palette import PRINT, mixed
from flexdesk.documents.paper import MM, Box, Margins, Sheet
from flexdesk.documents.seal import modules, set_code
from flexdesk.documents.sheet import Align, Fill, Page, Reserved, Segment, Strokes
from flexdesk.documents.table import shares
from flexdesk.documents.week_records import Coverage, SheetGroup, SheetPerson, WeekSheet
from flexdesk.documents.wording import day_column, long_date, weekday_date
from flexdesk.domain.places import LETTERS, PRIVATE, Place

MARGINS = Margins(8, 5, 8, 5)
_HEAD = 64.0
_HEADING = 19.0
_COVERAGE = 11.0
_FOOT = 80.0
_LOWEST_ROW, _HIGHEST_ROW = 8.3, 13.0
_QR = 21 * MM
_CODE = 26 * MM
_LEAST_MODULE = 0.33 * MM  # what the camera of a cheap telephone still tells apart
_LONG_NUMBER = 28  # letters; more need the room of the kind's full name on A4
_SPACE = 30.0  # points between the post and the name; the signed paper is the letter, not the sheet

_TITLE = Style(SANS_BOLD, 20, 24)
_SUBTITLE = Style(SANS, 12, 15)
_SMALL = Style(SANS, 8, 10, mixed(PRINT.ink, PRINT.muted, 0.3))
_COLUMN = Style(CONDENSED_STRONG, 9, 11)
_LEGEND = Style(CONDENSED, 8.6, 11)
_NOTE = Style(CONDENSED, 8, 10, PRINT.muted)
_DAY_NOTE = Style(CONDENSED, 7, 8, PRINT.muted)
_GRID = mixed(PRINT.border_strong, PRINT.border, 0.3)


def capacity(sheet: Sheet, coverage_rows: int) -> int:
    """How many people fit on one page with the lowest readable rows."""
    return int(_rows_room(sheet, coverage_rows) / _LOWEST_ROW)


def _rows_room(sheet: Sheet, coverage_rows: int) -> float:
    return sheet.body.height - _HEAD - _HEADING - coverage_rows * _COVERAGE - _FOOT


class PageSetter:
    """One page; `part` is (this page, how many pages)."""

    def __init__(
        self,
        page: Page,
        form: WeekSheet,
        groups: Sequence[SheetGroup],
        first_number: int,
        part: tuple[int, int],
    ) -> None:
        self.page = page
        self.form = form
        self.groups = groups
        self.number = first_number
        self.part = part
        self.body = page.sheet.body
        people = max(sum(len(group.people) for group in groups), 1)
        self.row = min(_rows_room(page.sheet, len(form.coverage)) / people, _HIGHEST_ROW)
        self.size = min(self.row * 0.9, 9.5)
        self.chips = ChipSetter(page, hide_reasons=form.hide_reasons)
        self.edges = self._edges()

    def _edges(self) -> list[float]:
        """Left sides of number, name, task, the days and the turns, and the right end."""
        days = tuple(83.0 if day.weekday() >= 5 else 129.0 for day in self.form.days)
        edges = [self.body.left]
        for width in shares(self.body.width, 29, 196, 162, *days, 100):
            edges.append(edges[-1] + width)
        return edges

    def set(self) -> None:
        self._set_head()
        y = self._set_heading(self.body.top + _HEAD)
        y = self._set_people(y)
        y = self._set_coverage(y)
        self.page.draw(Strokes(((self.body.left, y, self.body.right, y),), 1.2))
        self._set_foot(y)
        self.chips.finish()

    def _column(self, index: int, top: float, height: float) -> Box:
        return Box(self.edges[index], top, self.edges[index + 1], top + height)

    def _line(self, text: str, box: Box, style: Style, align: Align = "left", pad: float = 2.0) -> None:
        """Vertically in the middle of the box."""
        room = Box(box.left + pad, box.top - 1, box.right - pad, box.bottom + 1)
        self.page.write(text, room, middle_baseline(box, style), style, align)

    def _set_head(self) -> None:
        form, body = self.form, self.body
        slot = Box(body.left, body.top + 8, body.left + 38, body.top + 52)
        set_emblem(self.page, slot, form.emblem, "lambang daerah")
        third = body.width * 0.29
        room = Box(slot.right + 10, body.top, body.left + third, body.top + _HEAD)
        lines = [(form.agency.upper(), Style(SANS, 9, 12)), (form.unit.upper(), Style(SANS_BOLD, 11.5, 14))]
        if form.letter:
            kind = "Surat Perintah Tugas" if len(form.letter) <= _LONG_NUMBER else "SPT"
            lines.append((f"{kind} Nomor {form.letter}", _SMALL))
        if form.issued_on:
            lines.append((f"Terbit {long_date(form.issued_on)}, perubahan ke-{form.revision}", _SMALL))
        self._stack(lines, room, body.top + 6)
        middle = Box(body.left + third, body.top, body.right - third, body.top + _HEAD)
        days = form.days
        span = f"{day_column(days[0])} – {weekday_date(days[-1]).replace(',', '')}"
        titles = [(f"JADWAL KERJA MINGGU {form.week}", _TITLE), (span, _SUBTITLE)]
        if form.remark:
            titles.append((form.remark, Style(SANS_BOLD, 11, 13, PRINT.negative)))
        self._stack(titles, middle, body.top + 8, "centre")
        self._set_seal()

    def _stack(
        self, lines: Sequence[tuple[str, Style]], room: Box, top: float, align: Align = "left"
    ) -> None:
        """Lines below each other, each as large as the room allows down to 5.5 points."""
        for text, style in lines:
            fitted = _fitted(text, style, room.width, least=5.5)
            line = Box(room.left, top - 2, room.right, top + style.leading + 2)
            self._checked(text, line, fitted, baseline_of(top, style), align)
            top += style.leading

    def _checked(
        self, text: str, room: Box, style: Style, baseline: float, align: Align = "left", block: int = 0
    ) -> None:
        """A text that must not lose a letter; where it does, the checks are told."""
        shown = shortened(text, style.face, style.size, room.width)
        if shown != " ".join(text.split()):
            self.page.cut.append(text)
        self.page.write(shown, room, baseline, style, align, block)

    def _set_seal(self) -> None:
        seal = self.form.seal
        if seal is None:
            return
        body = self.body
        code = Box(body.right - _QR, body.top, body.right, body.top + _QR)
        set_code(self.page, seal.payload, code)
        room = Box(code.left - 110, body.top, code.left - 6, body.top + _QR)
        words = "Pindai dengan FlexDesk untuk memeriksa keaslian dan memuat jadwal ini tanpa internet."
        style = _NOTE._replace(size=7, leading=8.8)
        lines = list(wrapped(words, style.face, style.size, room.width))
        lines += [f"Sidik: {seal.fingerprint}"] if seal.fingerprint else []
        for index, line in enumerate(lines):
            self.page.write(line, room, body.top + 9 + index * style.leading, style, "right")

    def _set_heading(self, top: float) -> float:
        body = self.body
        band = Box(body.left, top, body.right, top + _HEADING)
        self.page.draw(Fill(band, mixed(PRINT.header_fill, PRINT.raised, 0.3)))
        self.page.draw(Strokes(((body.left, top, body.right, top),), 1.2))
        notes = self._notes()
        names = ["No", "Nama", "Tugas", *(day_column(day) for day in self.form.days), self.form.turns_label]
        for index, name in enumerate(names):
            box = self._column(index, top, _HEADING)
            if note := notes.get(index):
                under = Box(box.left, box.bottom - 9, box.right, box.bottom - 1)
                self._line(note, under, _DAY_NOTE, "centre")
                box = Box(box.left, top, box.right, box.bottom - 8)
            style = _fitted(name, _COLUMN, box.width - 4, least=6)
            self._line(name, box, style, "left" if index in (1, 2) else "centre")
        y = top + _HEADING
        self.page.draw(Strokes(((body.left, y, body.right, y),), PRINT.line))
        return y

    def _notes(self) -> dict[int, str]:
        """Column -> the line about its day. One that does not fit is left to the screen, never cut."""
        room = {3 + at: self.edges[4 + at] - self.edges[3 + at] - 4 for at in range(len(self.form.notes))}
        return {
            3 + at: note
            for at, note in enumerate(self.form.notes)
            if note and text_width(note, _DAY_NOTE.face, _DAY_NOTE.size) <= room[3 + at]
        }

    def _set_people(self, y: float) -> float:
        top, hairs, strong = y, [], []
        for group in self.groups:
            for person in group.people:
                self._set_person(person, y)
                y += self.row
                hairs.append((self.body.left, y, self.body.right, y))
            strong.append((self.body.left, y, self.body.right, y))
        columns: list[Segment] = [(x, top, x, y) for x in self.edges[3:-1]]
        self.page.draw(Strokes((*hairs, *columns), 0.35, _GRID), Strokes(tuple(strong), 0.9))
        return y

    def _set_person(self, person: SheetPerson, y: float) -> None:
        style = Style(CONDENSED, self.size, self.row)
        muted = style._replace(colour=PRINT.muted)
        self._line(str(self.number), self._column(0, y, self.row), _scaled(muted, 0.92), "centre")
        self.number += 1
        box = self._column(1, y, self.row)
        name = _fitted(person.name, style, box.width - 4, least=5.5)
        room = Box(box.left + 2, y - 1, box.right - 2, y + self.row + 1)
        self._checked(person.name, room, name, middle_baseline(box, style))
        box = self._column(2, y, self.row)
        task = _fitted(person.task, _scaled(muted, 0.96), box.width - 4, least=self.size * 0.8)
        self._line(shortened(person.task, task.face, task.size, box.width - 4), box, task)
        halves = person.halves or (None,) * len(person.days)
        for index, (place, half) in enumerate(zip(person.days, halves, strict=True)):
            if place is not None:
                self.chips.put(place, self._column(3 + index, y, self.row), self.size, half)
        if person.turns is not None:
            self._set_turns(person.turns, self._column(len(self.edges) - 2, y, self.row))

    def _set_turns(self, turns: int, box: Box) -> None:
        """A full dot for each turn used; the number in words where the dots do not suffice."""
        shown = self.form.turns_shown
        text = "●" * turns + "○" * (shown - turns) if turns <= shown else f"{turns} ×"
        self._line(text, box, Style(SANS, self.size * 0.8, self.row), "centre")

    def _set_coverage(self, y: float) -> float:
        for row in self.form.coverage:
            self._set_coverage_row(row, y)
            y += _COVERAGE
        return y

    def _set_coverage_row(self, row: Coverage, y: float) -> None:
        self.page.draw(Fill(Box(self.body.left, y, self.body.right, y + _COVERAGE), PRINT.raised))
        strong = Style(CONDENSED_STRONG, 8.6, _COVERAGE)
        box = Box(self.edges[0], y, self.edges[3], y + _COVERAGE)
        label = _fitted(row.label, strong, box.width - 4, least=6)
        room = Box(box.left + 2, y - 1, box.right - 2, y + 12)
        self._checked(row.label, room, label, middle_baseline(box, strong))
        for index, (count, enough) in enumerate(zip(row.counts, row.enough, strict=True)):
            if count is None:
                continue
            style = strong if enough else strong._replace(colour=PRINT.negative)
            box = self._column(3 + index, y, _COVERAGE)
            self._line(str(count) if enough else f"{count} kurang", box, style, "centre")
            if enough:
                wide = text_width(str(count), style.face, style.size)
                self.page.draw(_tick((box.left + box.right - wide) / 2 - 7.5, y + _COVERAGE / 2))

    def _set_foot(self, y: float) -> None:
        level = self._code_level()
        self._set_legend(y + 3, coded=bool(level))
        self._set_signature(y + 3)
        if level:
            left = self.body.left + self.body.width * 0.79 - _CODE
            set_code(self.page, self.form.code, Box(left, y + 4, left + _CODE, y + 4 + _CODE), level)
        index, total = self.part
        name = self.form.paper.value
        size = f"{self.page.sheet.width / MM:.0f} × {self.page.sheet.height / MM:.0f} mm"
        text = f"Lembar {index} dari {total}, {name} mendatar {size}"
        bottom = self.body.bottom
        self.page.write(
            text, Box(self.body.left, bottom - 10, self.body.right, bottom + 2), bottom - 1, _NOTE, "right"
        )

    def _code_level(self) -> str:
        """The best correction with which the code can still be read; empty where there is none."""
        levels = ("m", "l") if self.form.code else ()
        return next((one for one in levels if _CODE / modules(self.form.code, one) >= _LEAST_MODULE), "")

    def _set_legend(self, top: float, *, coded: bool) -> None:
        """In two rows; beside a code there is less room and one column less."""
        columns = 6 if coded else 7
        left, width = self.body.left, self.body.width * 0.78 - (_CODE + 6 if coded else 0)
        self._line("Keterangan", Box(left, top, left + width, top + 13), _COLUMN, pad=0)
        step = width / columns
        for index, (place, words) in enumerate(self._legend()):
            row, column = divmod(index, columns)
            x, y = left + column * step, top + 14 + row * 14
            chip = Box(x, y + 1, x + 22, y + 11.5)
            if place is Place.OFFICE:
                self.page.draw(Fill(chip.inset(0.6), PRINT.white, 1.2, PRINT.border_strong))
            self.chips.put(place, chip, 8.2)
            style = _fitted(words, _LEGEND, step - 28, least=6.5)
            self._line(words, Box(x + 25, y, x + step, y + 13), style, pad=0)
        lines = wrapped(self.form.note, _NOTE.face, _NOTE.size, width)
        for index, line in enumerate(lines[:2]):
            y = top + 45 + index * _NOTE.leading
            self.page.write(line, Box(left, y, left + width, y + 11), baseline_of(y, _NOTE), _NOTE)
        self.page.cut.extend(lines[2:])

    def _legend(self) -> list[tuple[Place, str]]:
        """Every letter once; hidden reasons share one dash."""
        words = {Place.OTHER_OFFICE: "Lokasi/kantor lain", Place.OFF: "Off sif"}
        skipped = {Place.OTHER_PLACE, Place.HOLIDAY, *(PRIVATE if self.form.hide_reasons else ())}
        legend = [
            (place, words.get(place, letter.label))
            for place, letter in LETTERS.items()
            if place not in skipped
        ]
        if self.form.hide_reasons:
            legend.append((Place.LEAVE, "Tidak bertugas"))
        return legend

    def _set_signature(self, top: float) -> None:
        signer = self.form.signer
        if signer is None:
            return
        left = self.body.left + self.body.width * 0.80
        style, bold = Style(SANS, 8.5, 10.5), Style(SANS_BOLD, 8.5, 10.5)
        block = self.part[0]
        room = Box(left, top, self.body.right, top + 10.5)
        post, post_style = _in_two_lines(f"{signer.post},", style, room.width)
        name, name_style = _in_two_lines(signer.name, bold, room.width)
        # The foot is not higher for a long post or name.
        space = _SPACE - (len(post) + len(name) - 2) * style.leading
        lines = (
            *((line, post_style, 0.0) for line in post),
            *((line, name_style, 0.0 if at else space) for at, line in enumerate(name)),
            (signer.number_line, style, 0.0),
        )
        y = top
        for text, kind, gap in lines:
            y += gap
            fitted = _fitted(text, kind, room.width, least=5.5)
            line = Box(left, y - 1, room.right, y + 12)
            self._checked(text, line, fitted, baseline_of(y, kind), block=block)
            y += kind.leading
        above = top + len(post) * style.leading
        free = Box(left, above + 1, room.right, above - 1 + space)
        self.page.reserved.append(Reserved(free, block))


def _in_two_lines(text: str, style: Style, width: float) -> tuple[Sequence[str], Style]:
    """Wrapped, and smaller where two lines do not hold it."""
    while len(lines := wrapped(text, style.face, style.size, width)) > 2 and style.size > 5.5:
        style = style._replace(size=style.size - 0.5)
    return lines, style


def _fitted(text: str, style: Style, width: float, *, least: float) -> Style:
    """A smaller size where the text is too wide, down to `least` points."""
    wide = text_width(text, style.face, style.size)
    if wide <= width:
        return style
    return style._replace(size=max(style.size * width / wide * 0.998, least))


def _tick(x: float, y: float) -> Strokes:
    """A check mark five points wide; the font's own looks like a root sign."""
    return Strokes(((x, y + 0.3, x + 1.7, y + 2.2), (x + 1.7, y + 2.2, x + 5.2, y - 2.4)), 0.9)


def _scaled(style: Style, share: float) -> Style:
    return style._replace(size=style.size * share)
