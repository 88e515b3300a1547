"""The versions of an evaluation: every signature that was ever made under it, read from the log.

The log is what devices exchange, so that two laptops which signed beside each other both find both.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flexdesk.domain.performance import OrganisationLevel, Predicate, Rating
from flexdesk.domain.periods import Period
from flexdesk.domain.schema import join_key
from flexdesk.store import history
from flexdesk.store.store import Store

UNDONE = ".undo"


@dataclass(frozen=True, slots=True)
class Version:
    """What one signature said. `ended` is why it was opened again, empty while it was not.

    `stands`: these are the ratings that count now; of two laptops' versions one does.
    """

    revision: int
    results: Rating
    behaviour: Rating
    predicate: Predicate
    organisation: OrganisationLevel | None
    note: str
    signed_at: datetime
    device: str
    by_objection: bool
    text: str
    ended: str = ""
    stands: bool = False

    @property
    def signed(self) -> dict[str, Any]:
        """The copy of the papers; see `Evaluation.signed`."""
        content: dict[str, Any] = json.loads(self.text)
        return content


def versions(store: Store, skp: str, period: Period) -> list[Version]:
    """The same on every device that has seen the same changes, earliest first."""
    key = join_key(skp, period.code)
    steps: dict[tuple[str, int], list[history.Entry]] = {}
    for entry in history.of_row(store, "evaluation", key):
        if not entry.void:
            steps.setdefault((entry.device, entry.seq), []).append(entry)
    found: list[Version] = []
    reason = ""
    for entries in sorted(steps.values(), key=lambda step: (step[0].clock, step[0].device)):
        # The log leaves out a cell that stays as it is, so a reason given twice stands there once.
        reason = next((str(e.after or "") for e in entries if e.field == "reopen_reason"), reason)
        _walk(found, entries, reason)
    row = store.get("evaluation", key) or {}
    shown = row.get("snapshot")
    return [replace(one, stands=True, ended="") if one.text == shown else one for one in found]


def _walk(found: list[Version], entries: list[history.Entry], reason: str) -> None:
    """One transaction: a signature adds a version, its undo takes it away, a reopening ends it."""
    after = {entry.field: entry.after for entry in entries}
    first = entries[0]
    if "snapshot" not in after:
        return
    text = after["snapshot"]
    if first.kind.endswith(UNDONE) and first.kind.startswith(("evaluation.lock", "objection.decide")):
        last = next((one for one in reversed(found) if one.device == first.device and not one.ended), None)
        if last is not None:
            found.remove(last)
    elif text and not any(one.text == text for one in found):
        found.append(_version(str(text), first))
    elif text:  # a reopening was undone, so the version goes on
        _mark(found, str(text), "")
    elif first.kind == "evaluation.reopen":
        for one in [one for one in found if not one.ended]:
            _mark(found, one.text, reason)


def _mark(found: list[Version], text: str, reason: str) -> None:
    found[:] = [replace(one, ended=reason) if one.text == text else one for one in found]


def _version(text: str, first: history.Entry) -> Version:
    content = json.loads(text)
    form = content["form"]
    level = form.get("organisation")
    return Version(
        revision=content["revision"],
        results=Rating(form["results_rating"]),
        behaviour=Rating(form["behaviour_rating"]),
        predicate=Predicate(form["predicate"]),
        organisation=OrganisationLevel(level) if level else None,
        note=str(content["document"].get("note") or ""),
        signed_at=first.at,
        device=first.device,
        by_objection=first.kind.startswith("objection"),
        text=text,
    )
