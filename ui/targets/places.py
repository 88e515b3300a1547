"""Where a typed line may go, from the highest level to the lowest: Tab and Shift+Tab walk along these."""

from collections.abc import Sequence
from dataclasses import dataclass

from flexdesk.services.cascade import ADDITIONAL
from flexdesk.services.outline import Spot
from ui.targets.lines import Line


@dataclass(frozen=True, slots=True)
class Place:
    """`anchor` is the line that the new one follows on screen, with all below it when `past_below`."""

    spot: Spot
    level: int
    anchor: str = ""
    past_below: bool = False
    above: str = ""  # the sentence of the line that it stands below, for those who listen


def places(lines: Sequence[Line], at: int) -> tuple[list[Place], int]:
    """All places around the line in that row, and which of them Enter means."""
    if not 0 <= at < len(lines):
        return [Place(Spot(), 0)], 0
    chain = _chain(lines, at)
    found = [_beside(line, above) for above, line in zip([None, *chain], chain, strict=False)]
    siblings = [place for place in found if place is not None]
    below = _below(lines[at])
    every = [*siblings, below] if below is not None else siblings
    if not every:
        return [Place(Spot(), 0, lines[at].key, past_below=True)], 0
    usual = every.index(siblings[-1]) if siblings and siblings[-1].anchor == lines[at].key else len(every) - 1
    return every, usual


def row_of(lines: Sequence[Line], place: Place) -> int:
    """Where the line being typed stands among the others."""
    at = next((row for row, line in enumerate(lines) if line.key == place.anchor), None)
    if at is None:
        return len(lines)
    level, at = lines[at].level, at + 1
    while at < len(lines) and lines[at].level > level and (place.past_below or lines[at].indicator):
        at += 1
    return at


def _chain(lines: Sequence[Line], at: int) -> list[Line]:
    """The line and those it stands below, the highest first."""
    found = [lines[at]]
    for line in reversed(lines[:at]):
        if line.level < found[0].level:
            found.insert(0, line)
    return found


def _beside(line: Line, above: Line | None) -> Place | None:
    """A sibling of the line; headings have none."""
    if line.branch.result is None:
        return None
    told = above.text if above is not None else ""
    return Place(Spot(after=line.key), line.level, line.key, past_below=True, above=told)


def _below(line: Line) -> Place | None:
    """A child: an indicator or what people carry of a result, a result of whom a heading names."""
    if line.indicator is not None:
        return None
    branch = line.branch
    if branch.result is not None:
        return Place(Spot(under=line.key), line.level + 1, line.key, above=line.text)
    if branch.skp is not None:
        spot = Spot(person=str(branch.skp.person["key"]))
    elif branch.key == ADDITIONAL:
        spot = Spot(additional=True)
    else:
        spot = Spot(sentence=branch.text)
    return Place(spot, line.level + 1, line.key, past_below=True, above=line.text)
