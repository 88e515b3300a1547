"""The list of people at the left: those without rating first, each with the predikat that follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from flexdesk.domain.performance import label
from flexdesk.i18n import _
from flexdesk.services.evaluation import Evaluation
from ui.evaluation import words
from ui.widgets.cells import Cell
from ui.widgets.table import Column

_PREDICATE_WIDTH = 128


@dataclass(frozen=True, slots=True)
class Line:
    """A person, or a heading when `evaluation` is None."""

    key: str
    text: str
    evaluation: Evaluation | None


def lines_of(evaluations: Sequence[Evaluation], needle: str = "") -> list[Line]:
    asked = needle.casefold().split()
    found = [e for e in evaluations if all(word in _searched(e) for word in asked)]
    open_ones = [e for e in found if e.predicate is None]
    rated = [e for e in found if e.predicate is not None]
    return [*_group(_("Not rated"), open_ones), *_group(_("Rated"), rated)]


def _group(title: str, found: Sequence[Evaluation]) -> list[Line]:
    if not found:
        return []
    people = [Line(e.skp.key, str(e.skp.person["name"]), e) for e in found]
    return [Line(f"heading|{title}", f"{title}   {len(found)}", None), *people]


def _searched(evaluation: Evaluation) -> str:
    person = evaluation.skp.person
    return f"{person['name']} {person['nip']}".casefold()


def columns() -> list[Column[Line]]:
    return [
        Column("name", _("Name"), _name),
        Column("predicate", "Predikat", _predicate, _PREDICATE_WIDTH),
    ]


def _name(line: Line) -> Cell:
    if line.evaluation is None:
        return Cell(line.text, "muted", strong=True)
    locked = line.evaluation.locked
    spoken = ", ".join((line.text, _("locked"))) if locked else line.text
    return Cell(line.text, icon="lock" if locked else "", spoken=spoken)


def _predicate(line: Line) -> Cell:
    evaluation = line.evaluation
    if evaluation is None:
        return Cell()
    if evaluation.predicate is None:
        return Cell("–", "muted", spoken=_("not rated"))
    tone = words.TONES[evaluation.predicate]
    return Cell(label(evaluation.predicate), tone.ink)
