"""Compares what this laptop shows with what the server makes of the same log, and repairs only what differs.

A few bytes after an exchange, once a week: one number over everything. Where it differs, the numbers of each
month of a table say where, and only these months are fetched. Nothing is ever reset, and what is not sent yet
is not touched. What was found is written down for whoever asks later.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flexdesk.domain import schema, sums
from flexdesk.domain.log import Vector
from flexdesk.domain.ops import Change
from flexdesk.domain.sums import Bucket
from flexdesk.services.commits import Committer
from flexdesk.services.membership import Membership, instant
from flexdesk.store import repairs
from flexdesk.store.sums import KNOWN, sums_here

if TYPE_CHECKING:
    from flexdesk.sync.http import HttpLine
    from flexdesk.sync.state_messages import Compared

EVERY = timedelta(days=7)
KIND = "server.repair"
MOST_INCIDENTS = 50

_CHECKED = "state_checked"
_COMPARED = "state_compared"
_INCIDENTS = "state_incidents"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Incident:
    """Rows that showed something else than the unit's log says, and were put right; `at` is ISO, UTC."""

    at: str
    rows: int
    months: tuple[str, ...]  # `assignment 2026-11`, `person`


class SelfCheck:
    def __init__(self, committer: Committer, membership: Membership) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership

    # -- when

    @property
    def is_due(self) -> bool:
        """Whether a week has passed; a laptop counts from its first exchange on."""
        text = self._store.setting(_CHECKED)
        today = self._committer.clock.now().date()
        if not text:
            self._store.set_setting(_CHECKED, today.isoformat())
            return False
        return not date.fromisoformat(text) <= today < date.fromisoformat(text) + EVERY

    def ask_soon(self) -> None:
        """Compare after the next exchange, whenever the last time was."""
        self._store.set_setting(_CHECKED, date.min.isoformat())

    # -- comparing

    def run(self, line: "HttpLine", position: int) -> Incident | None:
        """Compare, and repair where it differs; None where nothing did, or where it cannot be told now.

        `position` is that of the last decision of the server that is here. Raises what the line raises.
        """
        from flexdesk.sync import state_messages as messages
        from flexdesk.sync.http import NotOurServer, ServerRefused

        with self._store.reading():
            vector, here = self._store.log.vector(), sums_here(self._store)
        server = self._membership.enrolled()
        request = messages.CompareRequest(
            server.unit_id, self._store.device, vector, position, KNOWN, sums.total(here)
        )
        try:
            asked = messages.encode_request(request, self._membership.keys.signing)
            compared = line.ask_state(asked, messages.decode_compared)
        except (NotOurServer, ServerRefused):
            return None  # a server of an earlier release
        if compared.verdict == messages.Verdict.UNKNOWN:
            return None
        found = self._repaired(line, vector, position, _differing(here, compared))
        today = self._committer.clock.now().date().isoformat()
        self._store.set_setting(_CHECKED, today)
        self._store.set_setting(_COMPARED, today)
        return found

    def _repaired(
        self, line: "HttpLine", vector: Vector, position: int, buckets: list[Bucket]
    ) -> Incident | None:
        rows = 0
        months = []
        for bucket in buckets:
            if mended := self._mend(line, vector, position, bucket):
                rows += mended
                months.append(_named(bucket))
        if not rows:
            return None
        found = Incident(instant(self._committer.clock.now()), rows, tuple(months))
        self._note(found)
        return found

    def _mend(self, line: "HttpLine", vector: Vector, position: int, bucket: Bucket) -> int:
        """Fetch one month and put its rows right; returns how many were wrong."""
        from flexdesk.sync import snapshot as wire
        from flexdesk.sync import state_messages as messages

        server = self._membership.enrolled()
        request = messages.RowsRequest(server.unit_id, self._store.device, vector, position, bucket)
        asked = messages.encode_request(request, self._membership.keys.signing)
        blob = line.ask_state(asked, lambda answer: messages.decode_rows(answer, server.issuer))
        part = wire.decode(blob, self._membership.log_id, expected=wire.hash_of(blob))
        if dict(part.vector) != {device: seq for device, seq in vector.items() if seq}:
            raise wire.SnapshotFault("content")
        with self._store.writing():
            ops = repairs.mend(self._store, bucket, part.kept, vector)
        if ops:
            self._committer.tell(Change(KIND, tuple(ops)))
        return len(ops)

    # -- what was found

    def _note(self, found: Incident) -> None:
        log.warning("%d rows were repaired from the server: %s", found.rows, ", ".join(found.months))
        held = [*self.incidents(), found][-MOST_INCIDENTS:]
        text = json.dumps([{"at": one.at, "rows": one.rows, "months": one.months} for one in held])
        self._store.set_setting(_INCIDENTS, text)

    @property
    def compared_on(self) -> str:
        """The day (ISO) of the last comparison; empty where there was none yet."""
        return self._store.setting(_COMPARED)

    def incidents(self) -> list[Incident]:
        """Oldest first."""
        held = json.loads(self._store.setting(_INCIDENTS, "[]"))
        return [Incident(one["at"], one["rows"], tuple(one["months"])) for one in held]


def _differing(here: Mapping[Bucket, int], compared: "Compared") -> list[Bucket]:
    if not compared.sums:
        return []
    theirs = compared.sums
    return [
        bucket
        for bucket in sorted({*here, *theirs})
        if bucket[0] in schema.BY_ID
        and (sums.short(here[bucket]) if bucket in here else None) != theirs.get(bucket)
    ]


def _named(bucket: Bucket) -> str:
    table, month = bucket
    return f"{schema.BY_ID[table].name} {month}".strip()
