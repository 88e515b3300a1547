"""What a task is judged by before it may leave the office: the regulation's five points, or own ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flexdesk.i18n import N_, _

_PARTS, _IS = ",", ":"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One point; `source` is empty for those of PermenPANRB 4/2025."""

    key: str
    text: str = ""
    order: int = 0
    source: str = ""
    archived: bool = False

    @property
    def words(self) -> str:
        return self.text if self.source else _(self.text)


NATIONAL: tuple[Criterion, ...] = tuple(
    Criterion(str(number), text, number)
    for number, text in enumerate(
        (
            N_("can be done outside the office"),
            N_("needs no special room or equipment"),
            N_("can be done with information technology"),
            N_("needs little face-to-face contact"),
            N_("needs no continuous supervision"),
        ),
        1,
    )
)


def in_force(own: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """The agency's own list where it has one, else the five of the regulation."""
    living = [criterion for criterion in own if criterion.text and not criterion.archived]
    return tuple(sorted(living, key=lambda one: (one.order, one.key))) or NATIONAL


def is_own(criteria: Sequence[Criterion]) -> bool:
    return bool(criteria) and criteria is not NATIONAL and criteria[0].key != NATIONAL[0].key


def answers(text: str) -> dict[str, bool]:
    """Stored answers by the key of the criterion: `11011` for the five, or `key:1,key:0` for any list."""
    if _IS not in text:
        return {str(number): digit == "1" for number, digit in enumerate(text.strip(), 1)}
    found: dict[str, bool] = {}
    for part in text.split(_PARTS):
        key, sign, answer = part.strip().rpartition(_IS)
        if sign:
            found[key] = answer == "1"
    return found


def written(given: Mapping[str, bool]) -> str:
    """The stored form of answers; the five of the regulation stay five digits."""
    five = [one.key for one in NATIONAL]
    if sorted(given) == five:
        return "".join("1" if given[key] else "0" for key in five)
    return _PARTS.join(f"{key}{_IS}{int(answer)}" for key, answer in sorted(given.items()))
