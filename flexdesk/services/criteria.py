"""The list of task criteria and the answers to it, post by post (LOC-09)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flexdesk.domain.criteria import NATIONAL, Criterion, answers, in_force, is_own, written
from flexdesk.domain.ops import Change
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.store.store import Row

Answered = tuple[tuple[Criterion, bool | None], ...]


class CriterionIncomplete(FlexDeskError):
    """A criterion of the agency's own names its text and its source."""

    code = "criterion.incomplete"
    ticket = "FD-KRT-01"
    text = N_("A criterion of the agency needs its text and the decision that sets it.")
    next = N_("Write both, for example the number of the PPK's decision.")


class CriteriaService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

    # -- the list

    def in_force(self) -> tuple[Criterion, ...]:
        return in_force(self._reader.criteria())

    @property
    def is_own(self) -> bool:
        return is_own(self.in_force())

    def all(self) -> tuple[Criterion, ...]:
        """The agency's own, archived ones included, in their order; empty where it has none."""
        own = (one for one in self._reader.criteria() if one.text)
        return tuple(sorted(own, key=lambda one: (one.archived, one.order, one.key)))

    def add(self, text: str, source: str) -> tuple[str, Change | None]:
        """A criterion at the end of the agency's own list; its key and the change.

        With the first one the list of the agency takes the place of the regulation's. Raises
        CriterionIncomplete.
        """
        if not text.strip() or not source.strip():
            raise CriterionIncomplete()
        last = max((one.order for one in self._reader.criteria()), default=0)
        cells = {"text": text.strip(), "source": source.strip(), "order": last + 1}
        op = self._committer.insert("criterion", cells)
        return op.row, self._committer.commit(Change("criterion.add", (op,)))

    def change(self, key: str, values: Mapping[str, str]) -> Change | None:
        """`text`, `source`, `order` or `archived`. Raises NotFound, UsageError, CriterionIncomplete."""
        row = self._store.get("criterion", key)
        if row is None:
            raise NotFound(what=_("Criterion"), key=key)
        cells: dict[str, Any] = {}
        for name, value in values.items():
            if name in ("text", "source"):
                if not value.strip():
                    raise CriterionIncomplete()
                cells[name] = value.strip()
            elif name == "order" and value.isdecimal():
                cells[name] = int(value)
            elif name == "archived":
                cells[name] = value.strip().lower() in ("yes", "ya", "1", "true") or None
            else:
                raise UsageError(
                    detail=_("a criterion has no “{name}={value}”").format(name=name, value=value)
                )
        return self._committer.commit(
            Change("criterion.set", (self._committer.update("criterion", row, cells),))
        )

    # -- the answers

    def answers_of(self, nip: str, day: date) -> Answered:
        """The list in force, each with yes, no or nothing, as it stands for the post of that day."""
        row = person_row(self._store, nip)
        posting = self._posting(str(row["key"]), day)
        held = (posting or {}).get("task_criteria") or row["task_criteria"]
        given = answers(str(held or ""))
        return tuple((one, given.get(one.key)) for one in self.in_force())

    def answer(self, nip: str, given: Mapping[str, bool | None], day: date) -> Change | None:
        """Answer some criteria, by key or number, about the post held that day; None takes one back.

        What was answered to criteria of another list stays beside it. Raises NotFound, UsageError.
        """
        row = person_row(self._store, nip)
        posting = self._posting(str(row["key"]), day)
        target, table = (row, "person") if posting is None else (posting, "posting")
        held = answers(str(target["task_criteria"] or row["task_criteria"] or ""))
        for name, yes in given.items():
            key = self._key(name)
            if yes is None:
                held.pop(key, None)
            else:
                held[key] = yes
        op = self._committer.update(table, target, {"task_criteria": written(held)})
        return self._committer.commit(Change("criteria.answer", (op,)))

    def _key(self, name: str) -> str:
        criteria = self.in_force()
        if any(one.key == name for one in criteria):
            return name
        if name.isdecimal() and 1 <= int(name) <= len(criteria):
            return criteria[int(name) - 1].key
        count = len(criteria)
        raise UsageError(detail=_("criteria are numbered from 1 to {count}").format(count=count))

    def _posting(self, person: str, day: date) -> Row | None:
        """The post held that day, as eligibility sees it."""
        own = [
            row for row in self._store.select("posting", person=person, order='"from"') if not row["acting"]
        ]
        text = day.isoformat()
        held = [
            row for row in own if str(row["from"]) <= text and (not row["until"] or text <= str(row["until"]))
        ]
        return held[-1] if held else (own[0] if own else None)


__all__ = ["NATIONAL", "Answered", "CriteriaService", "CriterionIncomplete"]
