"""Links a reported row to a work result of its person: by its code, else by words, units and earlier rows.

How often that is right, and where it errs, stands in `resources/docs/links.md`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from flexdesk.domain.links import LinkedRow, Linker, LinkTarget
from flexdesk.domain.performance import Aspect
from flexdesk.store.store import Row, Store

if TYPE_CHECKING:
    from flexdesk.exchange.report_files import OutputRow


class OutputLinks:
    """Finds the work result that a report row belongs to: by its code, else by its words."""

    def __init__(self, store: Store) -> None:
        owner = {str(plan["key"]): str(plan["person"]) for plan in store.select("skp")}
        self._by_person: defaultdict[str, list[Row]] = defaultdict(list)
        for result in store.select("work_result"):
            if str(result["skp"]) in owner:
                self._by_person[owner[str(result["skp"])]].append(result)
        self._indicators: defaultdict[str, list[Row]] = defaultdict(list)
        for indicator in store.select("indicator"):
            self._indicators[str(indicator["result"])].append(indicator)
        self._linked: defaultdict[str, list[LinkedRow]] = defaultdict(list)
        for row in store.select("output"):
            if row["result"]:
                known = LinkedRow(str(row["activity"] or ""), str(row["unit"] or ""), str(row["result"]))
                self._linked[str(row["person"])].append(known)
        self._linkers: dict[str, Linker] = {}

    def of(self, person: str, row: OutputRow) -> tuple[str, str]:
        """(key of the result, its code); both empty when nothing fits."""
        results = self._by_person[person]
        for result in results:
            if row.code and result["code"] == row.code:
                return str(result["key"]), row.code
        if row.code or not results:
            return "", row.code
        if person not in self._linkers:
            self._linkers[person] = Linker([self._target(r) for r in results], self._linked[person])
        found = self._linkers[person].link(row.activity, row.unit)
        if found is None:
            return "", ""
        return found.key, next((str(r["code"] or "") for r in results if str(r["key"]) == found.key), "")

    def _target(self, result: Row) -> LinkTarget:
        """What is counted says in other words what the result is; quality and time say nothing of it."""
        key = str(result["key"])
        held = self._indicators[key]
        counted = [str(row["text"] or "") for row in held if row["aspect"] == Aspect.QUANTITY]
        units = tuple(str(row["unit"] or "") for row in held)
        return LinkTarget(
            key, " ".join([str(result["text"]), *counted]), units, result["class"] == "additional"
        )
