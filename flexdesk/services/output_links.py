"""Finds the target that a line of a report belongs to: by its code, else by its words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from flexdesk.domain.links import LinkedRow, Linker, LinkTarget
from flexdesk.store.store import Row, Store

if TYPE_CHECKING:
    from flexdesk.exchange.report_files import OutputRow


class Links:
    def __init__(self, store: Store) -> None:
        owner = {str(plan["key"]): str(plan["person"]) for plan in store.select("skp")}
        self._by_person: defaultdict[str, list[Row]] = defaultdict(list)
        for result in store.select("work_result"):
            if str(result["skp"]) in owner:
                self._by_person[owner[str(result["skp"])]].append(result)
        self._units: defaultdict[str, list[str]] = defaultdict(list)
        for indicator in store.select("indicator"):
            self._units[str(indicator["result"])].append(str(indicator["unit"] or ""))
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
        key = str(result["key"])
        return LinkTarget(key, str(result["text"]), tuple(self._units[key]), result["class"] == "additional")
