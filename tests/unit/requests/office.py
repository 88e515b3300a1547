"""A small office with a head, and requests to try in it."""

from datetime import date, timedelta
from typing import Any

from flexdesk.desk.desk import Desk
from flexdesk.domain.people import Request
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import Place

HEAD, AGUS, DEWI, EKO = (
    "197203151997031901",
    "197909042005011903",
    "198505122009012905",
    "199011232015031906",
)
PEOPLE = (
    (HEAD, "Bambang Wiryawan"),
    (AGUS, "Agus Hermawan"),
    (DEWI, "Dewi Anggraini"),
    (EKO, "Eko Prasetyo"),
)
MON = date(2026, 11, 23)
TUE, WED, THU, FRI = (MON + timedelta(days=n) for n in range(1, 5))
COMPLETE = {
    "reason": "Merawat orang tua",
    "evidence": "Surat keterangan RT",
    "plan": "Menyusun laporan triwulan",
    "outputs": "4 laporan",
    "place": "home",
}


def key_of(desk: Desk, nip: str) -> str:
    return str(desk.store.select("person", nip=nip)[0]["key"])


def ask(desk: Desk, nip: str = DEWI, first: date = MON, to: date = date(2026, 12, 18), **words: Any) -> str:
    """A complete request in a special condition, waiting for its decision."""
    draft = desk.requests.draft(nip, "special_condition", first, to, **{**COMPLETE, **words})
    return desk.requests.submit(draft)[0]


def ask_swap(desk: Desk, first: date = TUE, second: date | None = None, *, agreed: bool = True) -> str:
    """Dewi asks Eko to exchange one or two days."""
    to = max(first, second or first)
    draft = desk.requests.draft(DEWI, "swap", first, to, partner=EKO, partner_day=second, reason="Rapat")
    key, _change = desk.requests.submit(draft)
    if agreed:
        desk.requests.agree(key)
    return key


def put(desk: Desk, nip: str, *days: date, place: Place = Place.HOME) -> None:
    desk.schedule.set_places([(key_of(desk, nip), day, place) for day in days])


def placed(desk: Desk, nip: str, day: date) -> str:
    view = desk.schedule.week(day)
    return str(view.cells[key_of(desk, nip), day].place)


def held(desk: Desk, key: str) -> Request:
    return desk.requests.request(key)


def rate(desk: Desk, nip: str, results: Rating, behaviour: Rating, period: str = "2026-Q3") -> None:
    """A signed evaluation."""
    key = key_of(desk, nip)
    skps = desk.store.select("skp", person=key)
    if not skps:
        op = desk.committer.insert("skp", {"person": key, "year": 2026, "status": "approved"})
        from flexdesk.domain.ops import Change

        desk.committer.commit(Change("skp.add", (op,)))
        skps = desk.store.select("skp", person=key)
    span = parse_period(period)
    skp = str(skps[0]["key"])
    desk.evaluation.rate(skp, span, results=results, behaviour=behaviour)
    desk.evaluation.lock_all([skp], span)
