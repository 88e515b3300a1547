"""Fills page after page from top to bottom and writes the foot when the number of pages is known."""

from collections.abc import Callable

from flexdesk.documents.fonts import SANS, Style, text_width, wrapped
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import MM, Box, Sheet
from flexdesk.documents.sheet import Align, Page, Text

_FOOT = Style(SANS, 7, 8.4, PRINT.muted)
_FOOT_ABOVE_EDGE = 7 * MM
_ASCENT = 0.78  # of the leading; leaves the rest under the baseline


class Flow:
    """A column that grows downwards. `y` is where the next thing begins."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.body = sheet.body
        self.pages = [Page(sheet)]
        self.y = self.body.top
        self.on_new_page: Callable[[], None] | None = None
        self._blocks = 0

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def room(self) -> float:
        return self.body.bottom - self.y

    @property
    def fresh(self) -> bool:
        return self.y <= self.body.top + 0.01

    def new_page(self) -> None:
        self.pages.append(Page(self.sheet))
        self.y = self.body.top
        if self.on_new_page is not None:
            self.on_new_page()

    def keep(self, height: float) -> None:
        """Begin a new page unless `height` points are left on this one."""
        if height > self.room + 0.01 and not self.fresh:
            self.new_page()

    def gap(self, points: float) -> None:
        self.y = min(self.y + points, self.body.bottom)

    def next_block(self) -> int:
        self._blocks += 1
        return self._blocks

    def paragraph(
        self,
        text: str,
        style: Style,
        *,
        align: Align = "left",
        box: Box | None = None,
        justify: bool = False,
    ) -> None:
        """Wrapped text over as many pages as it needs; `box` gives the left and right side."""
        sides = box or self.body
        lines = wrapped(text, style.face, style.size, sides.width)
        for index, line in enumerate(lines):
            self.keep(style.leading)
            room = Box(sides.left, self.y, sides.right, self.y + style.leading)
            baseline = baseline_of(self.y, style)
            if justify and index < len(lines) - 1:
                self.page.texts.append(_justified(line, room, baseline, style))
            else:
                self.page.write(line, room, baseline, style, align)
            self.y += style.leading

    def finish(self, owner: str = "", *, count: bool = True) -> list[Page]:
        """The pages, each with its foot: whose paper it is, and which page of how many."""
        total = len(self.pages)
        for index, page in enumerate(self.pages, start=1):
            baseline = self.sheet.height - _FOOT_ABOVE_EDGE
            room = Box(self.body.left, baseline - 8, self.body.right, baseline + 3)
            right = f"Halaman {index} dari {total}" if count else ""
            free = room.width - text_width(right, _FOOT.face, _FOOT.size) - 8
            if owner:
                lines = wrapped(owner, _FOOT.face, _FOOT.size, free)
                for up, line in enumerate(reversed(lines)):
                    lift = up * _FOOT.leading
                    line_room = Box(room.left, room.top - lift, room.right, room.bottom - lift)
                    page.write(line, line_room, baseline - lift, _FOOT)
            page.write(right, room, baseline, _FOOT, "right")
        return self.pages


def baseline_of(top: float, style: Style) -> float:
    """Where the letters of a line that begins at `top` stand."""
    return top + style.leading * _ASCENT


def _justified(line: str, room: Box, baseline: float, style: Style) -> Text:
    blanks = line.count(" ")
    free = room.width - text_width(line, style.face, style.size)
    return Text(room.left, baseline, line, style, room, spacing=free / blanks if blanks else 0.0)


def paragraph_height(text: str, style: Style, width: float) -> float:
    return len(wrapped(text, style.face, style.size, width)) * style.leading
