"""Calls to the schedule service, one for each thing that the hand can ask for; each is one step of undo."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from PySide6.QtGui import QGuiApplication

from flexdesk.domain.halves import Half, NotSplit
from flexdesk.domain.ops import Change
from flexdesk.domain.patterns import Pattern
from flexdesk.domain.places import Place
from flexdesk.domain.rules.findings import Fix
from flexdesk.domain.schedule import Source
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.progress import Progress
from ui.schedule import outcomes, words
from ui.schedule.grid import WeekGrid
from ui.schedule.outcomes import Block, Outcome
from ui.schedule.ports import Beside, CellKey, Edit, Editor, Proposal, SchedulePort
from ui.schedule.published import NotPublished, PublishedShown, spoken_difference, spoken_version
from ui.schedule.sheet import Held, Mark, Sheet, Spot
from ui.schedule.strip import Offer, Other, Strip
from ui.widgets.tones import Tone

Halves = Mapping[CellKey, Half]
Call = Callable[[], Change | None]
Again = Callable[[str], Change | None]

NO_HALVES: Halves = MappingProxyType({})
_TYPED = str(Source.TYPED)


class Edits:
    """Turns outcomes into changes; what concerns many cells is shown on the strip first."""

    def __init__(
        self,
        port: SchedulePort,
        editor: Editor,
        grid: WeekGrid,
        strip: Strip,
        *,
        fresh: Callable[[], Sheet],
        report: Callable[[FlexDeskError], object],
        beside: Beside,
    ) -> None:
        self._port, self._editor, self._grid, self._strip = port, editor, grid, strip
        self._fresh, self._report, self._beside = fresh, report, beside
        self._walk: tuple[tuple[Spot, str], ...] = ()
        self._last: Held | None = None  # what F4 writes again

    def _run(self, text: str, call: Call, *, with_reason: Again | None = None) -> bool:
        return not self._only_looked_at() and self._editor.run(text, call, with_reason=with_reason)

    def _only_looked_at(self) -> bool:
        if self._grid.published:
            self._report(PublishedShown())
        return self._grid.published

    # One step each
    def write(self, outcome: Outcome, text: str = "") -> bool:
        """Store an outcome as one change; True when it was stored or nothing differed."""
        if not outcome.edits:
            return not outcome.refused
        return self._store(text or self._named(outcome), outcome.edits, halves=outcome.halves)

    def _named(self, outcome: Outcome) -> str:
        """The step as the history lists it: who, when and what, or how many."""
        edits = outcome.edits
        person, day, place = edits[0]
        spot = self._grid.sheet.spot(person, day)
        if len(edits) > 1 or spot is None:
            return _("{count} cells changed").format(count=len(edits))
        letter = words.letter(place, outcome.halves.get((person, day))) or _("empty")
        name = self._grid.sheet.people[spot.row].name
        return f"{name}, {words.day_and_number(day)}: {letter}"

    def _store(
        self, text: str, edits: Sequence[Edit], source: str = _TYPED, *, halves: Halves = NO_HALVES
    ) -> bool:
        def put(reason: str) -> Change | None:
            return self._port.set_places(edits, reason=reason, source=source, halves=halves)

        return self._run(text, lambda: put(""), with_reason=put)

    def place(self, spots: Sequence[Spot], place: Place | None) -> None:
        outcome = outcomes.written(self._fresh(), spots, place)
        # L on an L cell became the other of the two L places.
        self._last = (outcome.edits[-1][2] if outcome.edits else place, None)
        self.write(outcome)

    def split(self) -> None:
        """The whole day, its morning, its afternoon, and round again."""
        spots, sheet = self._grid.selected_spots(), self._fresh()
        if not spots:
            return
        try:
            outcome = outcomes.split(sheet, spots)
        except NotSplit as refused:
            self._report(refused)
            return
        if outcome.edits:
            person, day, place = outcome.edits[-1]
            self._last = (place, outcome.halves.get((person, day)))
        self.write(outcome)

    def repeat(self) -> None:
        """The last letter, with its half, into the present selection."""
        if self._last is not None:
            self.write(outcomes.repeated(self._fresh(), self._grid.selected_spots(), self._last))

    def fill_right(self) -> None:
        if (block := self._grid.selected_block()) is not None:
            self.write(outcomes.filled_right(self._fresh(), block), _("Fill right"))

    def fill_down(self) -> None:
        if (block := self._grid.selected_block()) is not None:
            self.write(outcomes.filled_down(self._fresh(), block), _("Fill down"))

    def move(self, block: Block, to: Spot) -> None:
        """One cell goes by the service's own move or swap; a block is written as one change."""
        sheet = self._fresh()
        outcome = outcomes.moved(sheet, block, to)
        single = block.top == block.bottom and block.left == block.right
        if outcome.refused or not outcome.edits:
            return
        if not single:
            self.write(outcome, _("Move cells"))
            return
        source, target = sheet.key(Spot(block.top, block.left)), sheet.key(to)
        if sheet.place(to) is None:
            self._run(_("Move"), lambda: self._port.move(*source, *target))
        else:
            self._run(_("Swap"), lambda: self._port.swap(*source, *target))
        self._grid.go_to(to)

    def pin(self) -> None:
        """Pin the cell under the cursor, or take its pin off."""
        spot = self._grid.cursor_spot()
        if spot is not None:
            sheet = self._fresh()
            person, day = sheet.key(spot)
            on = not sheet.mark(spot) & Mark.PINNED
            text = _("Pin") if on else _("Unpin")
            self._run(text, lambda: self._port.pin(person, day, on))

    def note(self, write: Call) -> None:
        self._run(_("Note"), write)

    def fix(self, fix: Fix, *, conflict: bool) -> None:
        """Take one way out of a problem; of a conflict it is a place written anew."""
        if conflict:
            place = Place(fix.place) if fix.place else None
            self._store(_("Settle"), [(fix.person, fix.day, place)])
        else:
            self._run(_("Fix"), lambda: self._port.apply_fix(fix))

    # Clipboard
    def copy(self) -> None:
        if (block := self._grid.selected_block()) is not None:
            QGuiApplication.clipboard().setText(outcomes.copied(self._fresh(), block))

    def cut(self) -> None:
        self.copy()
        self.write(outcomes.written(self._fresh(), self._grid.selected_spots(), None), _("Cut"))

    def paste(self) -> None:
        """Show first what would change; a single cell needs no preview."""
        block, text = self._grid.selected_block(), QGuiApplication.clipboard().text()
        if block is None or not text or self._only_looked_at():
            return
        sheet = self._fresh()
        outcome = outcomes.pasted(sheet, block, text)
        if len(outcome.edits) == 1 and not outcome.refused:
            self.write(outcome, _("Paste"))
            return
        lines = [outcomes.spoken_refusal(sheet, one) for one in outcome.refused]
        self._offer(
            _("{count} cells will change, {refused} refused").format(
                count=len(outcome.edits), refused=len(outcome.refused)
            ),
            _("Paste"),
            outcome.edits,
            lines,
            halves=outcome.halves,
            tone=Tone.WARNING if outcome.refused else Tone.ACCENT,
        )

    # Proposals
    def copy_week(self, source: date, target: date, *, evened: bool = False) -> None:
        """Lay the week of `source` over the week of `target`; `evened` gives Fridays to who had fewest."""
        text = _("Copy last week, evened out") if evened else _("Copy last week")
        other = Other(
            _("As it was") if evened else _("Even out Fridays"),
            lambda: self.copy_week(source, target, evened=not evened),
        )
        if not evened:
            self.propose(text, lambda: self._port.copy_week_proposal(source, target), other)
            return
        lying = self._strip.offer

        def show(proposal: Proposal) -> None:
            if self._strip.offer is lying:
                self._show(text, proposal, other)

        def ask(told: Progress) -> Proposal:
            return self._port.copy_week_proposal(source, target, evened=True, progress=told)

        self._beside(_("Evening out the week"), ask, show)

    def lay(self, pattern: Pattern, ask: Callable[[], Proposal]) -> None:
        """Lay a pattern over the period that is shown."""
        self.propose(pattern.name, ask)

    def plan(self, monday: date, still: Callable[[], bool]) -> None:
        """Lay the fair plan of that week over it, once it is found and while `still` holds.

        Stopping the search gives the best plan that it has by then.
        """

        def show(proposal: Proposal) -> None:
            if still():
                self._show(_("Even out"), proposal)

        self._beside(_("Evening out the week"), lambda told: self._port.plan_proposal(monday, told), show)

    def lay_roster(
        self, text: str, proposal: Proposal, summary: str, gaps: Sequence[tuple[str, date, str]]
    ) -> None:
        """Lay a drafted roster over the period; F8 walks through its gaps: person or none, day, text."""
        self._show(text, proposal, summary=summary)
        if not gaps or self._strip.offer is None:
            return
        sheet, found = self._fresh(), dict[Spot, list[str]]()
        for person, day, message in gaps:
            spot = Spot(sheet.row_of.get(person, 0), sheet.column_of[day])
            found.setdefault(spot, []).append(f"{words.day_and_number(day)}: {message}")
        self._walk = tuple((spot, " · ".join(lines)) for spot, lines in found.items())
        self._strip.show_details(_("{count} gaps: F8 walks through them.").format(count=len(gaps)))

    def propose(self, text: str, ask: Callable[[], Proposal], other: Other | None = None) -> None:
        try:
            proposal = ask()
        except FlexDeskError as error:
            self._report(error)
            return
        self._show(text, proposal, other)

    def _show(self, text: str, proposal: Proposal, other: Other | None = None, *, summary: str = "") -> None:
        """Lay a proposal over the week as it is now, whatever was typed since it was asked for."""
        if self._only_looked_at():
            return
        sheet = self._fresh()
        edits = _differing(sheet, proposal)
        told = [one for one in proposal.changed if one.because]
        self._walk = tuple(
            (spot, outcomes.spoken_reason(sheet, spot, one.place, one.because))
            for one in told
            if (spot := sheet.spot(one.person, one.day)) is not None
        )
        total = proposal.same + len(proposal.changed)
        summary = summary or _("{total} cells: {changed} change, {marked} to look at").format(
            total=total, changed=len(edits), marked=len(told)
        )
        lines = [_("F8 walks through them.")] if self._walk else []
        self._offer(
            f"{text}. {summary}",
            _("Take all"),
            edits,
            lines,
            step=text,
            source=proposal.source,
            halves=proposal.halves,
            other=other,
        )

    def _offer(
        self,
        text: str,
        verb: str,
        edits: Sequence[Edit],
        lines: Sequence[str],
        *,
        tone: Tone = Tone.ACCENT,
        step: str = "",
        source: str = _TYPED,
        halves: Halves = NO_HALVES,
        other: Other | None = None,
    ) -> None:
        self._grid.set_layer({(p, day): (place, halves.get((p, day))) for p, day, place in edits})
        offer = Offer(
            text,
            verb,
            take=lambda: self._take(step or verb, edits, source, halves),
            drop=self._drop,
            lines=lines,
            tone=tone,
            can_take=bool(edits),
            other=other,
        )
        self._strip.show_offer(offer)

    def _take(self, text: str, edits: Sequence[Edit], source: str, halves: Halves) -> None:
        self._drop()
        self._store(text, edits, source, halves=halves)

    def _drop(self) -> None:
        self._walk = ()
        self._grid.show_published(on=False)
        self._grid.set_layer({})
        self._grid.setFocus()

    # What was published
    def show_published(self) -> None:
        """The last publication in place of the draft, to be looked at; once more, or Esc, goes back."""
        if self._grid.published:
            self._strip.drop()
            return
        sheet = self._fresh()
        if sheet.version is None:
            self._report(NotPublished())
            return
        self._strip.drop()
        spots = sorted(
            (spot for key in sheet.was if (spot := sheet.spot(*key)) is not None),
            key=lambda spot: (spot.row, spot.column),
        )
        self._walk = tuple((spot, spoken_difference(sheet, spot)) for spot in spots)
        self._grid.show_published(on=True)
        lines = [_("The draft is the small letter. F8 walks through them.")] if spots else []
        self._strip.show_offer(
            Offer(
                spoken_version(sheet),
                "",
                take=_nothing,
                drop=self._drop,
                lines=lines,
                can_take=False,
                leave=_("Back to the draft"),
            )
        )

    def walk(self, step: int) -> bool:
        """F8 while a proposal lies open: on to its next marked cell. False when none is open."""
        if not self._walk or self._strip.offer is None:
            return False
        spots = [spot for spot, _line in self._walk]
        here = self._grid.cursor_spot()
        at = spots.index(here) + step if here in spots else (0 if step > 0 else -1)
        spot, line = self._walk[at % len(self._walk)]
        self._grid.go_to(spot)
        self._strip.show_details(line)
        return True


def _nothing() -> None:
    """Nothing can be taken of what was published."""


def _differing(sheet: Sheet, proposal: Proposal) -> list[Edit]:
    found: list[Edit] = []
    for (person, day), place in proposal.cells.items():
        spot, held = sheet.spot(person, day), (place, proposal.halves.get((person, day)))
        if spot is not None and not sheet.locked(spot) and sheet.held(spot) != held:
            found.append((person, day, place))
    return found
