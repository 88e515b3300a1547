"""What a drag over the grid means: painting with the current letter, a painted rectangle, or moving cells."""

from dataclasses import dataclass, field
from enum import Enum, auto

from ui.schedule.outcomes import Block
from ui.schedule.sheet import Spot


class Kind(Enum):
    PAINT = auto()
    RECTANGLE = auto()
    MOVE = auto()


@dataclass(slots=True)
class Drag:
    """One drag from press to release. Until it has left its first cell it is still a click."""

    kind: Kind
    start: Spot
    block: Block
    last: Spot = field(init=False)
    trail: dict[Spot, None] = field(init=False)
    started: bool = False

    def __post_init__(self) -> None:
        self.last = self.start
        self.trail = {self.start: None}

    def reach(self, spot: Spot) -> bool:
        """Go on to `spot`; says whether anything changed."""
        if spot == self.last:
            return False
        self.started = True
        if self.kind is Kind.PAINT:
            self.trail.update(dict.fromkeys(between(self.last, spot)))
        elif self.kind is Kind.RECTANGLE:
            self.trail = dict.fromkeys(rectangle(self.start, spot).spots())
        self.last = spot
        return True

    def target(self) -> Block:
        """Where a moved block would land, unbounded by the sheet."""
        down, right = self.last.row - self.start.row, self.last.column - self.start.column
        held = self.block
        return Block(held.top + down, held.left + right, held.bottom + down, held.right + right)


def rectangle(one: Spot, other: Spot) -> Block:
    rows, columns = sorted((one.row, other.row)), sorted((one.column, other.column))
    return Block(rows[0], columns[0], rows[1], columns[1])


def between(one: Spot, other: Spot) -> list[Spot]:
    """The cells on the straight way, so that a quick hand leaves no gaps."""
    steps = max(abs(other.row - one.row), abs(other.column - one.column))
    return [
        Spot(
            round(one.row + (other.row - one.row) * n / steps),
            round(one.column + (other.column - one.column) * n / steps),
        )
        for n in range(1, steps + 1)
    ]
