"""Rows of the tables HASIL KERJA and PERILAKU KERJA, which SKP and evaluation share."""

from collections.abc import Sequence
from dataclasses import dataclass

from flexdesk.documents.fonts import Style
from flexdesk.documents.form_head import EMPTY, bulleted, shown, subsection
from flexdesk.documents.labels import FormLabels
from flexdesk.documents.table import Band, Cell, text_cell
from flexdesk.domain.core_values import CONDUCTS, CoreValue
from flexdesk.domain.performance import Aspect, Perspective, label


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a planned result; a target is free text. Staff have aspects, leaders perspectives."""

    text: str
    target: str
    aspect: Aspect | None = None
    realisation: str = ""
    feedback: str = ""
    perspective: Perspective | None = None


@dataclass(frozen=True, slots=True)
class PlannedResult:
    """One rencana hasil kerja. `realisation` and `feedback` are used by the qualitative form only."""

    text: str
    indicators: tuple[Indicator, ...]
    leader_result: str = ""
    assigned_by: str = ""
    realisation: str = ""
    feedback: str = ""

    @property
    def text_with_origin(self) -> str:
        return f"{self.text} (Penugasan dari {self.assigned_by})" if self.assigned_by else self.text


@dataclass(frozen=True, slots=True)
class BehaviourNote:
    """What the leader expects and says about one core value."""

    value: CoreValue
    expectation: str = ""
    feedback: str = ""


def quantitative_bands(
    results: Sequence[PlannedResult], style: Style, *, evaluated: bool
) -> tuple[Band, ...]:
    """A band for each result: number, leader's result and own result run down over the aspects."""
    return tuple(_quantitative(number, result, style, evaluated) for number, result in enumerate(results, 1))


def _quantitative(number: int, result: PlannedResult, style: Style, evaluated: bool) -> Band:
    lead = (
        text_cell(str(number), style, align="centre"),
        text_cell(shown(result.leader_result), style),
        text_cell(shown(result.text_with_origin), style),
    )
    indicators = result.indicators or (Indicator("", ""),)
    return Band(tuple(_indicator_row(each, style, evaluated) for each in indicators), lead)


def _indicator_row(indicator: Indicator, style: Style, evaluated: bool) -> tuple[Cell, ...]:
    row = (
        text_cell(shown(label(indicator.aspect) if indicator.aspect else ""), style, align="centre"),
        text_cell(shown(indicator.text), style),
        text_cell(shown(indicator.target), style, align="centre"),
    )
    return (*row, *_told(indicator, style)) if evaluated else row


def _told(told: Indicator | PlannedResult, style: Style) -> tuple[Cell, ...]:
    """What was reached, and what was said about it."""
    return (text_cell(shown(told.realisation), style), text_cell(shown(told.feedback), style))


def leader_bands(results: Sequence[PlannedResult], style: Style, *, evaluated: bool) -> tuple[Band, ...]:
    """Leaders serve nobody's result here; each indicator has its perspective behind the target."""
    return tuple(_of_leader(number, result, style, evaluated) for number, result in enumerate(results, 1))


def _of_leader(number: int, result: PlannedResult, style: Style, evaluated: bool) -> Band:
    lead = (
        text_cell(str(number), style, align="centre"),
        text_cell(shown(result.text_with_origin), style),
    )
    indicators = result.indicators or (Indicator("", ""),)
    return Band(tuple(_leader_row(each, style, evaluated) for each in indicators), lead)


def _leader_row(indicator: Indicator, style: Style, evaluated: bool) -> tuple[Cell, ...]:
    perspective = label(indicator.perspective) if indicator.perspective else ""
    row = (
        text_cell(shown(indicator.text), style),
        text_cell(shown(indicator.target), style, align="centre"),
        text_cell(shown(perspective), style, align="centre"),
    )
    return (*row, *_told(indicator, style)) if evaluated else row


def qualitative_bands(
    results: Sequence[PlannedResult], style: Style, strong: Style, *, evaluated: bool
) -> tuple[Band, ...]:
    return tuple(
        Band((_qualitative(number, result, style, strong, evaluated),))
        for number, result in enumerate(results, 1)
    )


def _qualitative(
    number: int, result: PlannedResult, style: Style, strong: Style, evaluated: bool
) -> tuple[Cell, ...]:
    block: list[tuple[str, Style]] = [(shown(result.text), strong)]
    if result.assigned_by:
        block.append((f"(Penugasan dari {result.assigned_by})", style))
    block.append(("Ukuran keberhasilan / Indikator Kinerja Individu, dan Target:", style))
    measures = [f"{each.text}: {each.target}" if each.target else each.text for each in result.indicators]
    block += [(f"- {measure}", style) for measure in measures] or [(EMPTY, style)]
    row = (text_cell(str(number), style, align="centre"), Cell(tuple(block)))
    return (*row, *_told(result, style)) if evaluated else row


def both_kinds(
    main: tuple[Band, ...], additional: tuple[Band, ...], columns: int, labels: FormLabels, style: Style
) -> tuple[Band, ...]:
    """A. UTAMA and B. TAMBAHAN; a kind without results is one dash."""
    none = (Band(((text_cell(EMPTY, style, span=columns),),)),)
    return (
        subsection(labels.main, columns),
        *(main or none),
        subsection(labels.additional, columns),
        *(additional or none),
    )


def behaviour_rows(
    notes: Sequence[BehaviourNote], style: Style, strong: Style, *, evaluated: bool
) -> tuple[Band, ...]:
    """All seven values in the official order, those without a note too."""
    by_value = {note.value: note for note in notes}
    bands: list[Band] = []
    for number, (value, conduct) in enumerate(CONDUCTS.items(), 1):
        note = by_value.get(value, BehaviourNote(value))
        guides = tuple((f"- {guide}", style) for guide in conduct.guides)
        first = (text_cell(str(number), style, align="centre"), Cell(((conduct.name, strong), *guides)))
        bands.append(Band(((*first, *_notes(note, style, evaluated)),)))
    return tuple(bands)


def _notes(note: BehaviourNote, style: Style, evaluated: bool) -> tuple[Cell, ...]:
    if evaluated:
        return (text_cell(shown(note.expectation), style), text_cell(shown(note.feedback), style))
    return (Cell((("Ekspektasi Khusus Pimpinan:", style), *bulleted(note.expectation, style))),)
