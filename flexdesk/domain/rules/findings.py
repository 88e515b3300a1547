"""What a rule says about a schedule, in a form that screens, papers and other programs share."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How strongly a rule speaks; the `class` of the command line's contract."""

    HARD = "hard"  # refuses publishing
    SOFT = "soft"  # wants a written reason
    INFO = "info"  # only tells


@dataclass(frozen=True, slots=True)
class Fix:
    """One cell to change that mends the finding and breaks no HARD rule; `place` None empties the cell.

    With an `action` the cell stays as it is and the person takes on something else that day.
    """

    person: str
    day: date
    place: str | None
    why: str
    nip: str = ""
    name: str = ""
    place_row: str = ""
    action: str = ""  # `complaint_officer`

    def as_json(self) -> dict[str, Any]:
        told = {
            "nip": self.nip,
            "name": self.name,
            "date": self.day.isoformat(),
            "place": self.place,
            "why": self.why,
        }
        return {**told, "action": self.action} if self.action else told


@dataclass(frozen=True, slots=True)
class Finding:
    """`person` is empty for a finding about a day, `day` None for one about the whole period.

    The message leaves the name and the day out: whoever shows it has them beside it.
    """

    rule: str
    level: Level
    article: str
    message: str
    person: str = ""
    nip: str = ""
    day: date | None = None
    function: str = ""  # name of the service point
    fixes: tuple[Fix, ...] = ()
    point: str = ""  # key of the service point
    size: int = 0  # how many too many or too few, where a number makes sense

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "class": str(self.level),
            "nip": self.nip or None,
            "date": self.day.isoformat() if self.day else None,
            "function": self.function or None,
            "article": self.article,
            "message": self.message,
            "fixes": [fix.as_json() for fix in self.fixes],
        }
