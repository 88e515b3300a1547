"""Turns what the hand did (typed, filled, pasted, moved) into edits of places; locked cells are left out.

Nothing here writes: an `Outcome` is what would change and what cannot, so that it can be shown first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flexdesk.domain.places import OF_LETTER, Place
from flexdesk.i18n import _
from ui.schedule import words
from ui.schedule.ports import Edit
from ui.schedule.sheet import Sheet, Spot

EMPTY = (".", "", "-", "–")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that cannot be written as asked; `spot` may lie outside the sheet after a paste."""

    spot: Spot
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    edits: tuple[Edit, ...]
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def spots(self) -> list[Spot]:
        rows, columns = range(self.top, self.bottom + 1), range(self.left, self.right + 1)
        return [Spot(row, column) for row in rows for column in columns]


def block_around(spots: Iterable[Spot]) -> Block | None:
    """The smallest rectangle that holds all; None for no spot."""
    held = list(spots)
    if not held:
        return None
    rows, columns = [spot.row for spot in held], [spot.column for spot in held]
    return Block(min(rows), min(columns), max(rows), max(columns))


def place_of(text: str) -> Place | None:
    """The place of a letter or of its word, None for an empty sign; raises KeyError for anything else."""
    clean = text.strip()
    if clean in EMPTY:
        return None
    if clean.upper() in OF_LETTER:
        return OF_LETTER[clean.upper()]
    return _words()[clean.casefold()]


def _words() -> dict[str, Place]:
    spoken = {words.spoken_place(place).casefold(): place for place in Place}
    return {**spoken, "wfa": Place.HOME, "wfo": Place.OFFICE, "wfh": Place.HOME, "dl": Place.DUTY_TRAVEL}


def written(sheet: Sheet, spots: Iterable[Spot], place: Place | None) -> Outcome:
    """`place` into all these cells; L once more on an `L` cell means the other of the two L places."""
    targets = list(spots)
    if place is Place.OTHER_OFFICE and targets and all(_is_other_office(sheet, spot) for spot in targets):
        place = Place.OTHER_PLACE
    return _collected(sheet, [(spot, place) for spot in targets])


def _is_other_office(sheet: Sheet, spot: Spot) -> bool:
    return sheet.holds(spot) and sheet.place(spot) is Place.OTHER_OFFICE


def _collected(sheet: Sheet, wanted: Sequence[tuple[Spot, Place | None]]) -> Outcome:
    edits: list[Edit] = []
    refused: list[Refusal] = []
    for spot, place in wanted:
        if sheet.locked(spot):
            refused.append(Refusal(spot, words.letter(place), _("locked")))
        elif sheet.place(spot) is not place:
            edits.append((*sheet.key(spot), place))
    return Outcome(tuple(edits), tuple(refused))


def filled_down(sheet: Sheet, block: Block) -> Outcome:
    """The block's first row into the rows under it; a block of one row takes the row above."""
    source = block.top
    first = block.top + 1
    if block.top == block.bottom:
        source, first = block.top - 1, block.top
    if source < 0:
        return Outcome(())
    rows, columns = range(first, block.bottom + 1), range(block.left, block.right + 1)
    wanted = [(Spot(r, c), sheet.place(Spot(source, c))) for r in rows for c in columns]
    return _collected(sheet, wanted)


def copied(sheet: Sheet, block: Block) -> str:
    """The block as letters with tabs between, as a spreadsheet takes it."""
    lines = []
    for row in range(block.top, block.bottom + 1):
        spots = [Spot(row, column) for column in range(block.left, block.right + 1)]
        lines.append("\t".join(words.letter(sheet.place(spot)) or "." for spot in spots))
    return "\n".join(lines) + "\n"


def pasted(sheet: Sheet, at: Block, text: str) -> Outcome:
    """Tab-separated letters from `at`'s corner on; one single value fills all of `at`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    table = [line.split("\t") for line in lines]
    if len(table) == 1 and len(table[0]) == 1:
        aimed = [(spot, table[0][0]) for spot in at.spots()]
    else:
        aimed = [
            (Spot(at.top + r, at.left + c), value)
            for r, line in enumerate(table)
            for c, value in enumerate(line)
        ]
    return _read(sheet, aimed)


def _read(sheet: Sheet, aimed: Sequence[tuple[Spot, str]]) -> Outcome:
    wanted: list[tuple[Spot, Place | None]] = []
    bad: list[Refusal] = []
    for spot, text in aimed:
        if not sheet.holds(spot):
            if text.strip():
                bad.append(Refusal(spot, text.strip(), _("outside the sheet")))
            continue
        try:
            wanted.append((spot, place_of(text)))
        except KeyError:
            bad.append(Refusal(spot, text.strip(), _("not a place")))
    made = _collected(sheet, wanted)
    return Outcome(made.edits, (*bad, *made.refused))


def moved(sheet: Sheet, block: Block, to: Spot) -> Outcome:
    """The block's places to another corner; the cells left behind take what was there (a swap)."""
    targets = [Spot(s.row - block.top + to.row, s.column - block.left + to.column) for s in block.spots()]
    if not all(sheet.holds(spot) for spot in targets):
        return Outcome((), tuple(_outside(spot) for spot in targets if not sheet.holds(spot)))
    after = {spot: sheet.place(spot) for spot in (*block.spots(), *targets)}
    moving = [(source, target) for source, target in zip(block.spots(), targets, strict=True)]
    landing = {target: sheet.place(source) for source, target in moving}
    displaced = [sheet.place(target) for target in targets if target not in set(block.spots())]
    vacated = [source for source in block.spots() if source not in landing]
    after.update(landing)
    after.update(zip(vacated, displaced, strict=True))
    made = _collected(sheet, list(after.items()))
    # Half a move would double one place and lose another, so a locked cell stops all of it.
    return Outcome((), made.refused) if made.refused else made


def _outside(spot: Spot) -> Refusal:
    return Refusal(spot, "", _("outside the sheet"))


def spoken_refusal(sheet: Sheet, refusal: Refusal) -> str:
    """`Fitri Handayani, Rab 25: “X” bukan kode tempat`."""
    spot = refusal.spot
    if not sheet.holds(spot):
        where = _("row {row}, column {column}").format(row=spot.row + 1, column=spot.column + 1)
    else:
        where = f"{sheet.people[spot.row].name}, {words.day_and_number(sheet.days[spot.column])}"
    return _("{where}: “{text}” {why}").format(where=where, text=refusal.text, why=refusal.why)


def spoken_reason(sheet: Sheet, spot: Spot, place: Place | None, because: str) -> str:
    """`Fitri Handayani, Jum 27: Kantor, karena …`."""
    where = f"{sheet.people[spot.row].name}, {words.day_and_number(sheet.days[spot.column])}"
    return f"{where}: {words.spoken_place(place)}, {because}" if because else where
