"""How many people a service point needs at which hours of its day, written as one line of text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

_WINDOW = re.compile(r"(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})\s*=\s*(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Window:
    opens: time
    closes: time
    need: int

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}={self.need}"


class UnreadableHours(ValueError):
    """The text is no list of hours; `part` is what could not be read."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def read_needs(text: str) -> tuple[Window, ...]:
    """Windows of `08:00-12:00=2;13:00-15:00=1` in the order of the day.

    Raises UnreadableHours for what is no window, ends before it begins, or overlaps another.
    """
    parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    found = sorted((_window(part) for part in parts), key=lambda window: window.opens)
    for earlier, later in pairwise(found):
        if later.opens < earlier.closes:
            raise UnreadableHours(str(later))
    return tuple(found)


def _window(part: str) -> Window:
    match = _WINDOW.fullmatch(part)
    if match is None:
        raise UnreadableHours(part)
    hours = [int(group) for group in match.groups()]
    try:
        window = Window(time(hours[0], hours[1]), time(hours[2], hours[3]), hours[4])
    except ValueError:
        raise UnreadableHours(part) from None
    if window.opens >= window.closes:
        raise UnreadableHours(part)
    return window


def written_needs(windows: Sequence[Window]) -> str:
    return ";".join(map(str, windows))


def most_needed(windows: Sequence[Window]) -> int:
    """The need of the day: that of its busiest hours."""
    return max((window.need for window in windows), default=0)


def need_at(windows: Sequence[Window], moment: time) -> int:
    """How many people are needed at that time of day."""
    return next((window.need for window in windows if window.opens <= moment < window.closes), 0)
