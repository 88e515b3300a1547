"""What the keys of the outline do to the plans: new lines, moves, levels, taking out, handing down."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from flexdesk.desk.desk import Desk
from flexdesk.domain.achievement import is_level_unit
from flexdesk.domain.outline import LineUnread, Typed, parse_line
from flexdesk.domain.performance import Aspect, ResultClass
from flexdesk.i18n import _
from flexdesk.services.carrying import Part
from flexdesk.services.cascade import ADDITIONAL
from flexdesk.services.outline import Boxes, Spot
from flexdesk.services.targets import TargetResult
from ui.qt import fonts
from ui.targets.handing import Amount, Choice, HandDownPopup
from ui.targets.lines import Line
from ui.targets.outline import Ask
from ui.targets.outline_edits import OutlineEdits
from ui.targets.typing import Typing

if TYPE_CHECKING:
    from ui.targets.page import TargetsPage


class Shaping:
    """Belongs to one target screen."""

    def __init__(self, page: "TargetsPage", desk: Desk, edits: OutlineEdits) -> None:
        self._page, self._desk, self.edits = page, desk, edits
        table = page.table
        self.popup: HandDownPopup | None = None
        people, exists = desk.outline.people, self._exists
        self.typing = Typing(table, page.model, people, self._span, self._keep, page.fill, exists)
        table.asked.connect(self.do)
        table.unfolded.connect(self._unfold)
        page.panel.boxes_asked.connect(self.boxes)
        page.panel.edit_asked.connect(self._rewrite)
        page.panel.new_asked.connect(self._keep_boxes)

    def do(self, ask: Ask) -> None:
        line = self._page.table.line()
        calls: dict[Ask, Callable[[Line], object]] = {
            Ask.UP: lambda one: self.edits.move(one.subject, -1),
            Ask.DOWN: lambda one: self.edits.move(one.subject, +1),
            Ask.IN: lambda one: self.edits.indent(one.subject),
            Ask.OUT: lambda one: self.edits.outdent(one.subject),
            Ask.REMOVE: lambda one: self.edits.remove(one.subject, one.text),
        }
        if ask is Ask.ADD:
            self.add()
        elif ask is Ask.PASTE:
            self._page.paste()
        elif line is not None and line.branch.result is not None:
            calls[ask](line)

    # Typing
    def add(self) -> None:
        """Enter: a line below the current one, in the whole list."""
        self._page.show_whole()
        self.typing.start()

    def _exists(self, key: str) -> bool:
        return self._page.plan is not None and self._page.plan.holds(key)

    def _span(self, spot: Spot) -> tuple[int, int]:
        """Months and working days of the plan that the line goes into; of the year for a new plan."""
        first, last = date(self._page.year, 1, 1), date(self._page.year, 12, 31)
        line = self._page.table.line()
        if line is not None and line.branch.skp is not None and not spot.person:
            row = line.branch.skp.row
            first, last = (date.fromisoformat(str(row[name])) for name in ("from", "to"))
        months = 12 * (last.year - first.year) + last.month - first.month + 1
        return months, len(self._desk.reader.calendar(first).working_days(first, last))

    def _keep(self, typed: Typed, spot: Spot) -> Spot | None:
        found = self.edits.add(typed, spot, self._page.year)
        if found is not None and typed.kind is ResultClass.ADDITIONAL:
            self._page.closed.discard(ADDITIONAL)
        if found is not None and spot.under:
            self._page.closed.discard(spot.under)
            if not typed.people:
                self._page.unfolded.add(spot.under)
        return found

    def boxes(self) -> None:
        """F2: the current line in boxes, or what was understood of the one being typed."""
        if not self.typing.is_open:
            self._page.panel.edit_first()
            return
        text = self.typing.line.field.text()
        try:
            typed = parse_line(text)
        except LineUnread:
            typed = Typed(text)
        self._page.panel.edit_new(typed, " ".join(f"@{handle}" for handle in typed.people))

    def _keep_boxes(self, typed: Typed) -> None:
        spot = self.typing.place.spot if self.typing.is_open else Spot()
        if self._keep(typed, spot) is not None:
            self._page.panel.close_form()
            self.typing.stop()

    def _rewrite(self, boxes: Boxes) -> None:
        if self.edits.rewrite(boxes):
            self._page.panel.close_form()

    def _unfold(self, key: str, is_open: bool) -> None:
        self._page.unfolded.add(key) if is_open else self._page.unfolded.discard(key)
        self._page.fill()

    # Handing down
    def hand_down(self) -> None:
        """Ctrl+D on a result: who shall carry a part of it."""
        line = self._page.table.line()
        result = line.branch.result if line is not None else None
        if line is None or result is None or line.branch.skp is None:
            return
        key = str(result.row["key"])
        self.popup = HandDownPopup(
            _("Hand down: {text}").format(text=line.branch.text),
            self._choices(key, str(line.branch.skp.person["key"])),
            _amount(result),
            lambda parts: self._hand_down(key, parts),
            self._page,
        )
        table = self._page.table
        rect = table.visualRect(table.currentIndex())
        self.popup.show_at(table.viewport().mapToGlobal(QPoint(fonts.scaled(40), rect.bottom())))

    def _choices(self, result: str, owner: str) -> list[Choice]:
        held = self._desk.handing_down.carriers(result)
        people = [one for one in self._desk.outline.people() if one.key != owner]
        people.sort(key=lambda one: one.key in held)
        return [Choice(one.key, one.name, carried=one.key in held) for one in people]

    def _hand_down(self, result: str, parts: list[Part]) -> bool:
        self._page.closed.discard(result)
        return self.edits.hand_down(result, parts)


def _amount(result: TargetResult) -> Amount | None:
    """The first number of the result that can be parted."""
    for indicator in result.indicators:
        number, unit = indicator.row["target_number"], str(indicator.row["unit"] or "")
        parted = not is_level_unit(unit) and indicator.row["aspect"] != Aspect.TIME
        if parted and isinstance(number, int | float):
            return Amount(number, unit)
    return None
