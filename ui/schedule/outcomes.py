"""Turns what the hand did (typed, filled, pasted, moved) into edits of places; locked cells are left out.

Nothing here writes: an `Outcome` is what would change and what cannot, so that it can be shown first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flexdesk.domain.halves import ROUND, SPLIT, Half, NotSplit, apart
from flexdesk.domain.places import OF_LETTER, Place
from flexdesk.i18n import _
from ui.schedule import words
from ui.schedule.ports import CellKey, Edit
from ui.schedule.sheet import Held, Sheet, Spot

EMPTY = (".", "", "-", "–")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that cannot be written as asked; `spot` may lie outside the sheet after a paste."""

    spot: Spot
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """`halves` are those of the edits that split a day; the others hold all of it."""

    edits: tuple[Edit, ...]
    refused: tuple[Refusal, ...] = ()
    halves: Mapping[CellKey, Half] = field(default_factory=dict)


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


def held_of(text: str) -> Held:
    """Place and half of a letter or word, `W/K` and `kantor/WFA` included; raises KeyError."""
    return apart(text, _known) or (place_of(text), None)


def _known(text: str) -> Place | None:
    try:
        return place_of(text)
    except KeyError:
        return None


def _words() -> dict[str, Place]:
    spoken = {words.spoken_place(place).casefold(): place for place in Place}
    return {**spoken, "wfa": Place.HOME, "wfo": Place.OFFICE, "wfh": Place.HOME, "dl": Place.DUTY_TRAVEL}


def written(sheet: Sheet, spots: Iterable[Spot], place: Place | None, half: Half | None = None) -> Outcome:
    """`place` into all these cells; L once more on an `L` cell means the other of the two L places."""
    targets = list(spots)
    again = place is Place.OTHER_OFFICE and half is None and bool(targets)
    if again and all(_is_other_office(sheet, spot) for spot in targets):
        place = Place.OTHER_PLACE
    return _collected(sheet, [(spot, (place, half)) for spot in targets])


def repeated(sheet: Sheet, spots: Iterable[Spot], held: Held) -> Outcome:
    """The same place and half into all these cells, whatever they hold."""
    return _collected(sheet, [(spot, held) for spot in spots])


def split(sheet: Sheet, spots: Iterable[Spot]) -> Outcome:
    """All these cells one step round: the whole day, its morning, its afternoon; the first one leads.

    Cells without halves stay as they are beside others; raises NotSplit when there is no other.
    """
    targets = list(spots)
    able = [spot for spot in targets if sheet.place(spot) in SPLIT]
    if not able:
        raise NotSplit(place=words.spoken_place(sheet.place(targets[0]) if targets else None))
    half = ROUND[(ROUND.index(sheet.half(able[0])) + 1) % len(ROUND)]
    return _collected(sheet, [(spot, (sheet.place(spot), half)) for spot in able])


def _is_other_office(sheet: Sheet, spot: Spot) -> bool:
    return sheet.holds(spot) and sheet.place(spot) is Place.OTHER_OFFICE


def _collected(sheet: Sheet, wanted: Sequence[tuple[Spot, Held]]) -> Outcome:
    edits: list[Edit] = []
    refused: list[Refusal] = []
    halves: dict[CellKey, Half] = {}
    for spot, (place, half) in wanted:
        if sheet.locked(spot):
            refused.append(Refusal(spot, words.letter(place, half), _("locked")))
        elif sheet.held(spot) != (place, half):
            edits.append((*sheet.key(spot), place))
            if half is not None:
                halves[sheet.key(spot)] = half
    return Outcome(tuple(edits), tuple(refused), halves)


def filled_down(sheet: Sheet, block: Block) -> Outcome:
    """The block's first row into the rows under it; a block of one row takes the row above."""
    source = block.top
    first = block.top + 1
    if block.top == block.bottom:
        source, first = block.top - 1, block.top
    if source < 0:
        return Outcome(())
    rows, columns = range(first, block.bottom + 1), range(block.left, block.right + 1)
    wanted = [(Spot(r, c), sheet.held(Spot(source, c))) for r in rows for c in columns]
    return _collected(sheet, wanted)


def filled_right(sheet: Sheet, block: Block) -> Outcome:
    """The block's first column into those right of it; a block of one column takes the one before."""
    source, first = block.left, block.left + 1
    if block.left == block.right:
        source, first = block.left - 1, block.left
    if source < 0:
        return Outcome(())
    rows, columns = range(block.top, block.bottom + 1), range(first, block.right + 1)
    return _collected(sheet, [(Spot(r, c), sheet.held(Spot(r, source))) for r in rows for c in columns])


def copied(sheet: Sheet, block: Block) -> str:
    """The block as letters with tabs between, as a spreadsheet takes it."""
    lines = []
    for row in range(block.top, block.bottom + 1):
        spots = [Spot(row, column) for column in range(block.left, block.right + 1)]
        lines.append("\t".join(words.letter(*sheet.held(spot)) or "." for spot in spots))
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
    wanted: list[tuple[Spot, Held]] = []
    bad: list[Refusal] = []
    for spot, text in aimed:
        if not sheet.holds(spot):
            if text.strip():
                bad.append(Refusal(spot, text.strip(), _("outside the sheet")))
            continue
        try:
            wanted.append((spot, held_of(text)))
        except KeyError:
            bad.append(Refusal(spot, text.strip(), _("not a place")))
    made = _collected(sheet, wanted)
    return Outcome(made.edits, (*bad, *made.refused), made.halves)


def moved(sheet: Sheet, block: Block, to: Spot) -> Outcome:
    """The block's places to another corner; the cells left behind take what was there (a swap)."""
    targets = [Spot(s.row - block.top + to.row, s.column - block.left + to.column) for s in block.spots()]
    if not all(sheet.holds(spot) for spot in targets):
        return Outcome((), tuple(_outside(spot) for spot in targets if not sheet.holds(spot)))
    after = {spot: sheet.held(spot) for spot in (*block.spots(), *targets)}
    moving = [(source, target) for source, target in zip(block.spots(), targets, strict=True)]
    landing = {target: sheet.held(source) for source, target in moving}
    displaced = [sheet.held(target) for target in targets if target not in set(block.spots())]
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
