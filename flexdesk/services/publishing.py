"""Publishing a schedule: what the rules ask first, what is frozen, and what stands of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flexdesk.domain import rules
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period
from flexdesk.domain.publications import Version, amendment, standing
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.services import week
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.publications import read_versions, versions_of
from flexdesk.services.week import CellKey, Published
from flexdesk.store.store import Store


class LetterMissing(FlexDeskError):
    """Rule LOC-18: publishing needs the number and the signer of the order letter."""

    code = "publish.letter_missing"
    ticket = "FD-JDW-03"
    text = N_("Publishing needs the number and the signer of the order letter.")
    next = N_("Give both, or change the sentence “publish.letter_required” of the unit's policy.")


def published(store: Store, first: date, last: date) -> Published | None:
    """What was last published of the days and still stands, later versions over earlier ones."""
    cells: dict[CellKey, str] = {}
    latest: Version | None = None
    every = read_versions(store, first, last)
    for one in (one for one in every if one.stands):
        cells.update((key, place) for key, place in one.cells.items() if first <= key[1] <= last)
        latest = one
    if latest is None:
        return None
    family = [one for one in every if one.period.code == latest.period.code]
    return Published(
        latest.number,
        latest.letter,
        latest.signer,
        cells,
        latest.published_on,
        amendment(family, latest),
    )


def publish(
    committer: Committer, reader: FactReader, period: Period, letter: str, signer: str, reason: str = ""
) -> Change | None:
    """Freeze the cells as a new version. `signer` is a person's key.

    `reason` answers the SOFT findings and is kept with them; a later version asks for new ones only.
    What stands already under the same letter is not published twice. Raises RuleBroken with every HARD
    finding, LetterMissing, ReasonNeeded.
    """
    facts = reader.facts(period.first, period.last)
    versions = committer.store.select("publication", week=period.code)
    answered = _answered(versions)
    board = rules.Board(facts)
    found = [one for one in rules.check(board, with_fixes=False) if one.level is not Level.INFO]
    asked = [one for one in found if one.level is Level.HARD or _name(one) not in answered]
    rules.refuse_or_ask(rules.mended(board, asked), reason=reason)
    required = facts.policy.value("publish.letter_required", period.first)
    if required and not (letter.strip() and signer):
        raise LetterMissing()
    shown = week.shown_cells(facts)
    frozen = sorted((p, d.isoformat(), cell.frozen) for (p, d), cell in shown.items())
    if _stands(committer.store, period, frozen, letter.strip(), signer):
        return None  # the second click on the same button
    version = 1 + max((int(str(row["version"])) for row in versions), default=0)
    cells = {
        "published_on": committer.clock.today(facts.unit.zone),
        "letter": letter.strip(),
        "signer": signer,
        "cells": json.dumps(frozen, ensure_ascii=False, separators=(",", ":")),
        "reason": reason.strip() or None,
        "answered": json.dumps(sorted(_name(one) for one in found), separators=(",", ":")) if found else None,
    }
    op = committer.insert("publication", cells, join_key(period.code, str(version)))
    return committer.commit(Change("schedule.publish", (op,)))


def _stands(
    store: Store, period: Period, frozen: Sequence[tuple[str, str, str]], letter: str, signer: str
) -> bool:
    found = standing(versions_of(store, period))
    return (
        found is not None
        and (found.letter, found.signer) == (letter, signer)
        and found.cells == {(person, date.fromisoformat(day)): place for person, day, place in frozen}
    )


def _answered(versions: Iterable[Mapping[str, object]]) -> set[str]:
    """Names of the SOFT findings that an earlier version was published with."""
    return {name for row in versions for name in json.loads(str(row["answered"] or "[]"))}


def _name(finding: Finding) -> str:
    """A SOFT finding as the row of a publication names it: rule, person, day, service point, size."""
    day = finding.day.isoformat() if finding.day else ""
    return join_key(finding.rule, finding.person, day, finding.point, str(finding.size))
