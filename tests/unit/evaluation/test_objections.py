"""The fourteen days, who is heard, and that a decision is the last word."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.objections import Objection, Outcome, is_late
from flexdesk.domain.performance import ObjectionStatus, Predicate
from flexdesk.errors import UsageError
from flexdesk.services.evaluation import EvaluationFinal, EvaluationLocked, NotSigned
from flexdesk.services.evaluation_history import versions
from flexdesk.services.objections import (
    NoObjection,
    NothingChanged,
    NotReceived,
    ObjectionOnce,
    state_sentence,
)
from flexdesk.services.verifying import verify
from tests.unit.evaluation.office import ABOVE, AGUS, MEETS, QUARTER, RINI, TODAY, person, rate, sign
from tests.unit.evaluation.test_signing import document_of, form_of

RECEIVED = date(2026, 10, 6)


@pytest.fixture
def skp(desk: Desk) -> str:
    desk.evaluation.set_organisation(QUARTER, "baik")
    key = sign(desk, RINI)
    desk.evaluation.receive(key, QUARTER, RECEIVED)
    return key


def held(desk: Desk, skp: str) -> Objection:
    found = desk.objections.of(skp, QUARTER)
    assert found is not None
    return found


@pytest.mark.parametrize(("days", "late"), [(0, False), (13, False), (14, False), (15, True), (400, True)])
def test_fourteen_calendar_days(days: int, late: bool) -> None:
    assert is_late(RECEIVED, RECEIVED + timedelta(days=days)) is late


def test_the_whole_road_to_a_change(desk: Desk, skp: str) -> None:
    desk.objections.file(skp, QUARTER, "Dua laporan belum dihitung", date(2026, 10, 20))
    assert held(desk, skp).status is ObjectionStatus.SUBMITTED
    (waiting,) = desk.objections.waiting()
    assert (waiting.name, waiting.deadline, waiting.period) == ("Rini Contoh", date(2026, 10, 20), "2026-Q3")
    desk.objections.explain(skp, QUARTER, "Laporan itu milik triwulan lain", date(2026, 10, 21))
    assert held(desk, skp).status is ObjectionStatus.EXAMINED
    with pytest.raises(NothingChanged):
        desk.objections.change(skp, QUARTER, MEETS, MEETS, "Sama", date(2026, 10, 25))
    desk.objections.change(skp, QUARTER, ABOVE, ABOVE, "Bukti cukup", date(2026, 10, 25))
    one = desk.evaluation.of_person(RINI, QUARTER)
    assert (one.predicate, one.revision, one.locked, one.is_final) == (Predicate.SANGAT_BAIK, 1, True, True)
    assert held(desk, skp).status is ObjectionStatus.CHANGED
    assert desk.objections.waiting() == []
    assert [one.skp.key for one in desk.evaluation.not_received(QUARTER)] == [skp]
    with pytest.raises(UsageError):
        desk.evaluation.receive(skp, QUARTER, RECEIVED)
    desk.evaluation.receive(skp, QUARTER, date(2026, 10, 26))
    told = [(v.revision, v.predicate, v.by_objection, v.stands) for v in versions(desk.store, skp, QUARTER)]
    assert told == [(0, Predicate.BAIK, False, False), (1, Predicate.SANGAT_BAIK, True, True)]


def test_a_decision_is_final(desk: Desk, skp: str) -> None:
    desk.objections.file(skp, QUARTER, "Keberatan", RECEIVED)
    desk.objections.uphold(skp, QUARTER, "Bukti tidak cukup", date(2026, 10, 9))
    one = desk.evaluation.of_person(RINI, QUARTER)
    assert (one.predicate, one.revision, one.is_final) == (Predicate.BAIK, 0, True)
    assert held(desk, skp).status is ObjectionStatus.REFUSED
    with pytest.raises(EvaluationFinal):
        desk.evaluation.lock(skp, QUARTER, on=False, reason="Ubah lagi")
    with pytest.raises(ObjectionOnce):
        desk.objections.file(skp, QUARTER, "Sekali lagi", RECEIVED)
    with pytest.raises(NoObjection):
        desk.objections.uphold(skp, QUARTER, "Lagi", date(2026, 10, 9))
    with pytest.raises(EvaluationLocked):
        desk.evaluation.rate(skp, QUARTER, results=ABOVE, behaviour=ABOVE)


def test_late_is_recorded_and_not_heard(desk: Desk, skp: str) -> None:
    desk.objections.file(skp, QUARTER, "Terlambat tahu", date(2026, 10, 21))
    found = held(desk, skp)
    assert (found.decision, found.status) == (Outcome.LATE, ObjectionStatus.EXPIRED)
    assert state_sentence(found) == "filed after the 14 days, so it is recorded and not heard"
    assert desk.objections.waiting() == []
    with pytest.raises(NoObjection):
        desk.objections.change(skp, QUARTER, ABOVE, ABOVE, "Tetap", date(2026, 10, 22))
    assert not desk.evaluation.of_person(RINI, QUARTER).is_final
    printed = document_of(desk, RINI).objection
    assert printed is not None
    assert printed.decision == "Diajukan lewat dari 14 hari sejak diterima, sehingga tidak diperiksa."


def test_the_document_prints_blocks_six_to_eight(desk: Desk, skp: str) -> None:
    assert document_of(desk, RINI).objection is None
    desk.objections.file(skp, QUARTER, "Dua laporan belum dihitung", date(2026, 10, 7))
    printed = document_of(desk, RINI).objection
    assert printed is not None
    assert (printed.explanation, printed.decision) == ("", "")
    desk.objections.explain(skp, QUARTER, "Sudah dihitung", date(2026, 10, 8))
    desk.people.set(RINI, {"name": "Rini Baru"})
    desk.objections.change(skp, QUARTER, ABOVE, MEETS, "Bukti cukup", date(2026, 10, 9))
    document = document_of(desk, RINI)
    assert document.objection is not None
    assert document.objection.text == "Diajukan 7 Oktober 2026. Dua laporan belum dihitung"
    assert document.objection.explanation == "8 Oktober 2026. Sudah dihitung"
    assert document.objection.decision == (
        "9 Oktober 2026. Keberatan diterima: rating hasil kerja Di Atas Ekspektasi, rating perilaku "
        "Sesuai Ekspektasi, predikat Baik. Bukti cukup"
    )
    assert (document.revision, document.predicate, document.person.name) == (1, Predicate.BAIK, "Rini Contoh")
    assert (document.signed_on, document.received_on) == (date(2026, 10, 9), None)
    assert form_of(desk, RINI).results_rating is ABOVE
    assert form_of(desk, RINI).revision == 1


def test_a_document_on_file_tells_of_a_later_objection(desk: Desk, skp: str, tmp_path: Path) -> None:
    sign(desk, AGUS)
    printed = {
        nip: desk.printing.make(["evaluation-document"], QUARTER, nips=[nip], out=tmp_path / nip)[0].path
        for nip in (RINI, AGUS)
    }
    assert verify(desk.store, printed[RINI]).changed_since == ()
    desk.objections.file(skp, QUARTER, "Keberatan", date(2026, 10, 7))
    changed = {entry.table for entry in verify(desk.store, printed[RINI]).changed_since}
    assert changed == {"objection"}
    assert verify(desk.store, printed[AGUS]).changed_since == ()


def test_the_order_of_steps_is_kept(desk: Desk) -> None:
    skp = rate(desk, AGUS)
    with pytest.raises(NotSigned):
        desk.objections.file(skp, QUARTER, "Keberatan", RECEIVED)
    desk.evaluation.lock(skp, QUARTER, on=True)
    with pytest.raises(NotReceived):
        desk.objections.file(skp, QUARTER, "Keberatan", RECEIVED)
    desk.evaluation.receive(skp, QUARTER, RECEIVED)
    for reasons, day in ((" ", RECEIVED), ("Keberatan", TODAY)):
        with pytest.raises(UsageError):
            desk.objections.file(skp, QUARTER, reasons, day)
    with pytest.raises(NoObjection):
        desk.objections.explain(skp, QUARTER, "Penjelasan", RECEIVED)
    desk.objections.file(skp, QUARTER, "Keberatan", date(2026, 10, 10))
    for text, day in (("", date(2026, 10, 11)), ("Penjelasan", date(2026, 10, 9))):
        with pytest.raises(UsageError):
            desk.objections.explain(skp, QUARTER, text, day)
        with pytest.raises(UsageError):
            desk.objections.uphold(skp, QUARTER, text, day)
    with pytest.raises(ObjectionOnce):
        desk.objections.file(skp, QUARTER, "Keberatan", date(2026, 10, 10))


def test_who_decides_is_the_raters_superior(desk: Desk, skp: str) -> None:
    row = desk.store.get("skp", skp)
    assert row is not None
    from flexdesk.domain.ops import Change

    agus = person(desk, AGUS)
    desk.committer.commit(Change("test", (desk.committer.update("skp", row, {"rater_superior": agus}),)))
    desk.objections.file(skp, QUARTER, "Keberatan", RECEIVED)
    desk.objections.uphold(skp, QUARTER, "Tetap", RECEIVED)
    assert held(desk, skp).decided_by == agus
