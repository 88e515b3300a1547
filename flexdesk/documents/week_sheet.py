"""The week on the wall: up to 45 people on a sheet, then group by group with heading and legend repeated."""

from collections.abc import Sequence

from flexdesk.documents.paper import sheet
from flexdesk.documents.sheet import Page
from flexdesk.documents.week_page import MARGINS, PageSetter, capacity
from flexdesk.documents.week_records import SheetGroup, WeekSheet

MOST_PEOPLE = 45


def lay_out(form: WeekSheet) -> list[Page]:
    paper = sheet(form.paper, MARGINS, landscape=True)
    most = min(MOST_PEOPLE, capacity(paper, len(form.coverage)))
    parts = _parts(form.groups, most)
    pages: list[Page] = []
    first_number = 1
    for index, groups in enumerate(parts, 1):
        page = Page(paper)
        PageSetter(page, form, groups, first_number, (index, len(parts))).set()
        first_number += sum(len(group.people) for group in groups)
        pages.append(page)
    return pages


def _parts(groups: Sequence[SheetGroup], most: int) -> list[tuple[SheetGroup, ...]]:
    """Whole groups together as far as they fit; only a group that is too large by itself is divided."""
    parts: list[tuple[SheetGroup, ...]] = []
    current: list[SheetGroup] = []
    used = 0
    for group in _divided(groups, most):
        if current and used + len(group.people) > most:
            parts.append(tuple(current))
            current, used = [], 0
        current.append(group)
        used += len(group.people)
    parts.append(tuple(current))
    return parts


def _divided(groups: Sequence[SheetGroup], most: int) -> list[SheetGroup]:
    return [
        SheetGroup(group.name, group.people[start : start + most])
        for group in groups
        for start in range(0, len(group.people), most)
    ]
