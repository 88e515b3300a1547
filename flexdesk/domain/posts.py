"""The posts of one person in time: each in its order, what overlaps, what is left open, who acts for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from flexdesk.domain.people import Posting

PLT, PLH = "Plt.", "Plh."
ACTING = (PLT, PLH)
_ONE_DAY = timedelta(days=1)
ALWAYS = date(1970, 1, 1)  # the beginning of a post whose day nobody recorded


class Fault(StrEnum):
    """Why a post cannot stand in somebody's history."""

    ENDS_BEFORE = "ends_before"
    NO_END = "no_end"  # a Plh. without its last day
    OVERLAPS = "overlaps"
    SAME_DAY = "same_day"
    ACTING_KIND = "acting_kind"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Span:
    """A post with the days that it really covers: up to its end, or to the day before the next one."""

    posting: Posting
    last: date | None  # None: still running

    @property
    def first(self) -> date:
        return self.posting.from_

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without a post, both counted in; `last` None goes on to this day."""

    first: date
    last: date | None


def acting_kind(text: str) -> str | None:
    """`Plt.` or `Plh.` from what people write; empty for none, None for what is neither."""
    plain = text.strip().strip(".").casefold()
    return {"": "", "plt": PLT, "plh": PLH}.get(plain)


def main_posts(postings: Iterable[Posting]) -> list[Posting]:
    """The posts themselves, earliest first; acting ones stand beside them."""
    return sorted((one for one in postings if not one.acting), key=lambda one: one.from_)


def spans(postings: Iterable[Posting]) -> list[Span]:
    """The main posts, earliest first, each until the day before the next."""
    ordered = main_posts(postings)
    following: Sequence[Posting | None] = [*ordered[1:], None]
    found = []
    for posting, after in zip(ordered, following, strict=False):
        ends = [day for day in (posting.until, after.from_ - _ONE_DAY if after else None) if day is not None]
        found.append(Span(posting, min(ends) if ends else None))
    return found


def held_on(postings: Iterable[Posting], day: date) -> dict[str, Posting]:
    """The main post of each person that day, else the first one that is known."""
    found: dict[str, Posting] = {}
    for posting in main_posts(postings):
        if posting.person not in found or posting.from_ <= day:
            found[posting.person] = posting
    return found


def gaps(postings: Iterable[Posting], today: date) -> list[Gap]:
    """Days between two main posts that belong to none, and the time since the last one ended."""
    found = []
    ordered = spans(postings)
    for held, after in pairwise(ordered):
        if held.last is not None and held.last + _ONE_DAY < after.first:
            found.append(Gap(held.last + _ONE_DAY, after.first - _ONE_DAY))
    if ordered and (end := ordered[-1].last) is not None and end < today:
        found.append(Gap(end + _ONE_DAY, None))
    return found


def fault_of(posting: Posting, others: Iterable[Posting]) -> tuple[Fault, Posting | None] | None:
    """Why `posting` cannot stand beside the others of the same person; None when it can.

    A main post that is open ends by itself where the next begins; one whose last day is written down must
    not reach into the next.
    """
    if posting.until is not None and posting.until < posting.from_:
        return Fault.ENDS_BEFORE, None
    if posting.acting and posting.acting not in ACTING:
        return Fault.ACTING_KIND, None
    if posting.acting == PLH and posting.until is None:
        return Fault.NO_END, None
    held = list(others)
    for other in held:
        if other.from_ == posting.from_:
            return Fault.SAME_DAY, other
    if posting.acting:
        return None
    for other in main_posts(held):
        first, second = sorted((posting, other), key=lambda one: one.from_)
        if first.until is not None and first.until >= second.from_:
            return Fault.OVERLAPS, other
    return None


def shortened(postings: Iterable[Posting], start: date) -> Posting | None:
    """The main post that runs into `start` by its written end, ended the day before; None when none does."""
    for held in main_posts(postings):
        if held.from_ < start and held.until is not None and held.until >= start:
            return replace(held, until=start - _ONE_DAY)
    return None


def acting_head(postings: Iterable[Posting], head: str, day: date) -> Posting | None:
    """Who acts as the unit's head that day: a Plt. or Plh. in the jabatan that the head has or had.

    A Plh. (the head is away for days) comes before a Plt. (the
    post is vacant), the later appointment before the earlier.
    """
    held = list(postings)
    own = [one for one in main_posts(held) if one.person == head]
    titles = {_plain(one.jabatan) for one in own if one.from_ <= day and one.jabatan}
    found = [
        one
        for one in held
        if one.acting in ACTING and one.person != head and one.covers(day) and _plain(one.jabatan) in titles
    ]
    return max(found, key=lambda one: (one.acting == PLH, one.from_, one.person), default=None)


def _plain(jabatan: str) -> str:
    return " ".join(jabatan.casefold().split())
