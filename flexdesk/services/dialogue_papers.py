"""Fills the dialogue card where nobody wrote one: facts of the period, and the questions they raise."""

from collections.abc import Sequence

from flexdesk.documents.dialogue_card import EMPLOYEE, LEADER, DialogueCard, Promise
from flexdesk.documents.parties import Period as PrintedPeriod
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import Period
from flexdesk.domain.places import AWAY, SHIFTS, Place
from flexdesk.services.cascade import Pace
from flexdesk.services.evaluation import Evaluation
from flexdesk.services.fact_sheet import FactSheet, fact_sheet
from flexdesk.services.papers import Papers
from flexdesk.services.plan_officials import place_of, rated_person, rater
from flexdesk.store.store import Store

FACTS, QUESTIONS = 3, 2
_ABSENT = (Place.LEAVE, Place.SICK, Place.PERMIT)


def dialogue_card(papers: Papers, store: Store, evaluation: Evaluation, period: Period) -> DialogueCard:
    skp, sheet = evaluation.skp, fact_sheet(store, evaluation, period)
    day = max(period.first, papers.today)
    return DialogueCard(
        agency=papers.agency,
        person=rated_person(papers, skp, period.last),
        rater=rater(papers, skp, day),
        period=PrintedPeriod(period.form_label, period.first, period.last),
        facts=facts_of(sheet),
        questions=questions_of(sheet),
        promises=(Promise(LEADER, ""), Promise(EMPLOYEE, "")),
        place=place_of(papers, skp),
        date=day,
        paper=papers.paper,
    )


def facts_of(sheet: FactSheet) -> tuple[str, ...]:
    """Targets, reports, days by place; each of them is said even where there is nothing to count."""
    return (_targets(sheet), _outputs(sheet), _days(sheet))[:FACTS]


def _targets(sheet: FactSheet) -> str:
    paces = [fact.standing.pace for fact in sheet.targets if fact.standing is not None]
    known = [pace for pace in paces if pace is not Pace.UNKNOWN]
    if not known:
        return f"{len(sheet.targets)} hasil kerja direncanakan; belum ada realisasi berupa angka."
    words = ((Pace.ON_TRACK, "sesuai rencana"), (Pace.AT_RISK, "perlu dikejar"), (Pace.BEHIND, "tertinggal"))
    told = ", ".join(f"{known.count(pace)} {name}" for pace, name in words if pace in known)
    return f"Dari {len(known)} target yang berangka: {told}."


def _outputs(sheet: FactSheet) -> str:
    total = sum(sheet.outputs.values())
    if not total:
        return "Tidak ada laporan hasil kerja harian dalam periode ini."
    words = (
        (ReviewState.ACCEPTED, "disetujui"),
        (ReviewState.RETURNED, "dikembalikan"),
        (ReviewState.WAITING, "menunggu"),
    )
    told = ", ".join(f"{sheet.outputs[state]} {name}" for state, name in words if sheet.outputs.get(state))
    return f"{total} hasil kerja dilaporkan pada {sheet.report_days} hari: {told}."


def _days(sheet: FactSheet) -> str:
    if not sheet.days:
        return "Tidak ada jadwal kerja yang tersimpan untuk periode ini."
    away = sum(sheet.places.get(place, 0) for place in AWAY)
    absent = sum(sheet.places.get(place, 0) for place in _ABSENT)
    office = sum(sheet.places.get(place, 0) for place in (Place.OFFICE, *SHIFTS))
    told = f"{office} hari dijadwalkan di kantor, {away} hari di luar kantor, {absent} hari cuti atau sakit."
    return f"{told} {sheet.otherwise} hari berbeda dari jadwal." if sheet.otherwise else told


def questions_of(sheet: FactSheet) -> tuple[str, ...]:
    """What the facts raise, the most pressing first; the last two are for those who are on their way."""
    return tuple([*_raised(sheet), _SUPPORT, _NEXT][:QUESTIONS])


_SUPPORT = "Dukungan apa dari pimpinan yang paling membantu pada periode berikutnya?"
_NEXT = "Hasil kerja mana yang akan diutamakan pada periode berikutnya, dan mengapa?"


def _raised(sheet: FactSheet) -> Sequence[str]:
    slow = [
        fact.text
        for pace in (Pace.BEHIND, Pace.AT_RISK)
        for fact in sheet.targets
        if fact.standing is not None and fact.standing.pace is pace
    ]
    found = (
        [f"Apa yang menghambat \u201c{slow[0].rstrip('.')}\u201d, dan apa langkah berikutnya?"]
        if slow
        else []
    )
    if sheet.outputs.get(ReviewState.RETURNED):
        found.append("Apa yang perlu diperjelas agar laporan hasil kerja tidak dikembalikan?")
    return found
