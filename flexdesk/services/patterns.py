"""A unit's patterns: those that every unit has, those that it kept, and what one would make of a week."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flexdesk.domain.calendar import days
from flexdesk.domain.ops import Change
from flexdesk.domain.patterns import BUILT_IN, Pattern, PatternKind, checked, pattern_of
from flexdesk.errors import NotFound, UsageError
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.proposals import Proposal, laid_over


class PatternService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer, self._reader = committer, reader

    def patterns(self) -> list[Pattern]:
        """The built-in ones in the language of the program, then the unit's own by name."""
        kept = self._committer.store.select("pattern", order="name, key")
        own = [pattern_of(str(row["name"]), str(row["definition"]), str(row["key"])) for row in kept]
        return [*(replace(one, name=_(one.name)) for one in BUILT_IN), *own]

    def pattern(self, name: str) -> Pattern:
        """By its name or by its number in the list, from 1; raises NotFound."""
        held = self.patterns()
        if name.isdecimal() and 1 <= int(name) <= len(held):
            return held[int(name) - 1]
        for one in held:
            if one.name.casefold() == name.strip().casefold():
                return one
        raise NotFound(what=_("Pattern"), key=name)

    def save(self, name: str, kind: PatternKind, rows: Sequence[str], step: int = 1) -> Change | None:
        """Keep a pattern, in place of an own one of that name. Raises PatternFault, UsageError."""
        plain = name.strip()
        if not plain or any(_(one.name).casefold() == plain.casefold() for one in BUILT_IN):
            raise UsageError(detail=_("the pattern needs a name of its own"))
        made = checked(Pattern(plain, kind, tuple(rows), step))
        cells = {"name": plain, "definition": made.definition}
        own = [one for one in self.patterns() if one.row and one.name.casefold() == plain.casefold()]
        store = self._committer.store
        if own and (held := store.get("pattern", own[0].row)) is not None:
            op = self._committer.update("pattern", held, cells)
        else:
            op = self._committer.insert("pattern", cells)
        return self._committer.commit(Change("pattern.save", (op,)))

    def remove(self, pattern: Pattern) -> Change | None:
        """Raises NotFound for a built-in one."""
        if not pattern.row:
            raise NotFound(what=_("Pattern"), key=pattern.name)
        return self._committer.commit(
            Change("pattern.remove", (self._committer.delete("pattern", pattern.row),))
        )

    def proposal(self, pattern: Pattern, first: date, last: date, people: Sequence[str] = ()) -> Proposal:
        """The pattern over these days for these people in this order; nobody named means the whole roster."""
        facts = self._reader.facts(first, last)
        listed = list(people) or [person.key for person in facts.people]
        asked = {
            (person, day): place
            for number, person in enumerate(listed)
            for day in days(first, last)
            if (place := pattern.place(number, day)) is not None
        }
        return laid_over(facts, asked)
