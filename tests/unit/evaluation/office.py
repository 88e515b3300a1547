"""A small unit whose people have approved plans, built row by row so that each test knows every number."""

from datetime import date
from pathlib import Path

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import small_desk

HEAD, RINI, AGUS = "196808121994032003", "198503152010012001", "197911262008011004"
PEOPLE = ((HEAD, "Ibu Contoh"), (RINI, "Rini Contoh"), (AGUS, "Agus Contoh"))
QUARTER = parse_period("2026-Q3")
TODAY = date(2026, 10, 5)
BELOW, MEETS, ABOVE = Rating.BELOW, Rating.MEETS, Rating.ABOVE


def office(folder: Path, today: date = TODAY) -> Desk:
    desk = small_desk(folder, PEOPLE, clock=SystemClock(today))
    for nip in (HEAD, RINI, AGUS):
        add_plan(desk, nip)
    return desk


def person(desk: Desk, nip: str) -> str:
    return str(desk.store.select("person", nip=nip)[0]["key"])


def add_plan(desk: Desk, nip: str, first: str = "2026-01-01", last: str = "2026-12-31", **more: str) -> str:
    """An approved plan of one result with one amount; returns its key."""
    head = person(desk, HEAD)
    cells = {
        "person": person(desk, nip),
        "year": 2026,
        "from": first,
        "to": last,
        "status": "approved",
        "rater": head if nip != HEAD else None,
        "jabatan": "Pelaksana",
        **more,
    }
    plan = desk.committer.insert("skp", cells)
    result = desk.committer.insert("work_result", {"skp": plan.row, "order": 1, "text": "Surat terlayani"})
    amount = {
        "result": result.row,
        "order": 1,
        "aspect": "quantity",
        "text": "Jumlah surat",
        "target_text": "120",
        "target_number": 120,
        "unit": "surat",
    }
    indicator = desk.committer.insert("indicator", amount)
    desk.committer.commit(Change("targets.import", (plan, result, indicator)))
    return plan.row


def plan_of(desk: Desk, nip: str) -> str:
    return desk.evaluation.of_person(nip, QUARTER).skp.key


def rate(desk: Desk, nip: str, results: Rating = MEETS, behaviour: Rating = MEETS) -> str:
    skp = plan_of(desk, nip)
    desk.evaluation.rate(skp, QUARTER, results=results, behaviour=behaviour)
    return skp


def sign(desk: Desk, nip: str, results: Rating = MEETS, behaviour: Rating = MEETS) -> str:
    skp = rate(desk, nip, results, behaviour)
    desk.evaluation.lock(skp, QUARTER, on=True)
    return skp
