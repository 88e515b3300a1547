"""Rows of many tables that two laptops wrote apart, for tests and pictures of what a conflict says."""

import json
from datetime import date
from typing import Any

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from tests.gui.sending.laptops import Office

MONDAY = date(2026, 11, 23)
Row = tuple[str, str, dict[str, Any], dict[str, Any]]  # table, key, what mine and what theirs writes


def write(desk: Desk, table: str, key: str, cells: dict[str, Any]) -> str:
    op = desk.committer.upsert(table, key, cells)
    desk.committer.commit(Change("test.write", (op,)))
    return key


def rows(desk: Desk, fitri: str, eko: str) -> list[Row]:
    """Written by one laptop before the other starts, except for what they disagree about."""

    def new(table: str, cells: dict[str, Any]) -> str:
        op = desk.committer.insert(table, cells)
        desk.committer.commit(Change("test.new", (op,)))
        return op.row

    wish = {"person": fitri, "kind": "wish", "from": MONDAY, "to": date(2026, 12, 18), "days": "mon"}
    request = new("request", wish)
    leave = new("leave_entry", {"person": fitri, "from": MONDAY, "to": date(2026, 11, 24)})
    decision = new("eligibility_decision", {"person": fitri, "day": MONDAY})
    plan = new("skp", {"person": eko, "year": 2026, "from": date(2026, 1, 1), "to": date(2026, 12, 31)})
    result = new("work_result", {"skp": plan, "code": "RHK-01", "text": "Tersedianya data kecamatan"})
    complaint = new("complaint", {"number": "7731902", "subject": "Antrean KTP-el menumpuk pada Senin pagi"})
    agreement = new("agreement", {"person": fitri, "from": MONDAY, "to": date(2027, 3, 31)})
    frozen = [[fitri, f"{MONDAY}", "office"], [eko, f"{MONDAY}", "home"]]
    return [
        ("request", request, {"decision": "approve", "decided_by": eko, "granted_days": "mon"},
         {"decision": "adjust", "decided_by": fitri, "granted_days": "tue,fri"}),
        ("leave_entry", leave, {"kind": "annual", "decision": "approve"},
         {"kind": "important", "decision": "defer"}),
        ("eligibility_decision", decision, {"verdict": "yes"}, {"verdict": "open"}),
        ("evaluation", f"{plan}|2026-Q3", {"results": "above", "behaviour": "meets", "locked": 1},
         {"results": "meets", "behaviour": "below", "locked": 0}),
        ("complaint", complaint, {"result": "Loket kedua dibuka", "kind": "simple", "officer": eko},
         {"result": "Petugas ditambah", "kind": "examined", "officer": fitri}),
        ("person", fitri, {"wanted_days": 2, "status": "pppk"}, {"wanted_days": 3, "status": "pns"}),
        ("agreement", agreement, {"duties": "mencatat kehadiran dua kali sehari\nmenjawab dalam 30 menit"},
         {"duties": "mencatat kehadiran dua kali sehari\nmelapor setiap sore", "days": "mon,wed"}),
        ("publication", "2026-W48|1", {"cells": json.dumps(frozen), "signer": eko},
         {"cells": json.dumps(frozen[:1]), "signer": fitri}),
        ("policy", "location.max_share|2026-01-01", {"value": "0.25"}, {"value": "0.3"}),
        ("output", f"{eko}|2026-11-19|abcdefgh", {"result": result, "review": "accepted"},
         {"result": None, "review": "returned"}),
    ]  # fmt: skip


def disagree_everywhere(place: Office) -> list[Row]:
    """Conflicts in many tables stand on `mine` afterwards."""
    assert place.other is not None
    made = rows(place.mine, place.key("Fitri Handayani"), place.key("Eko Prasetyo"))
    place.mine.sync.sync()
    place.other.sync.sync()
    for table, key, mine, theirs in made:
        write(place.mine, table, key, mine)
        write(place.other, table, key, theirs)
    place.clock.advance(minutes=5)
    place.other.sync.sync()
    place.mine.sync.sync()
    return made
