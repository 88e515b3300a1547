"""What may be signed, what a signature freezes, and what a reopening leaves on record."""

from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.documents.evaluation import EvaluationForm
from flexdesk.documents.evaluation_document import EvaluationDocument
from flexdesk.documents.report import Report
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import OrganisationLevel, Predicate
from flexdesk.domain.periods import parse_period
from flexdesk.errors import ReasonNeeded, UsageError
from flexdesk.services.evaluation import (
    EvaluationLocked,
    NoteSource,
    NothingToSign,
    NotSigned,
    SkpNotApproved,
)
from flexdesk.services.evaluation_history import versions
from flexdesk.services.frozen import frozen, thawed
from tests.unit.evaluation.office import (
    ABOVE,
    AGUS,
    BELOW,
    HEAD,
    MEETS,
    QUARTER,
    RINI,
    TODAY,
    add_plan,
    person,
    plan_of,
    rate,
    sign,
)
from ui.sending import words as sending_words


def form_of(desk: Desk, nip: str) -> EvaluationForm:
    (sheet,) = desk.printing.sheets("evaluation", QUARTER, nips=[nip])
    assert isinstance(sheet.form, EvaluationForm)
    return sheet.form


def document_of(desk: Desk, nip: str) -> EvaluationDocument:
    (sheet,) = desk.printing.sheets("evaluation-document", QUARTER, nips=[nip])
    assert isinstance(sheet.form, EvaluationDocument)
    return sheet.form


# -- what may be signed


def test_without_an_approved_plan_it_stays_a_draft(desk: Desk) -> None:
    row = desk.store.get("skp", plan_of(desk, RINI))
    assert row is not None
    desk.committer.commit(Change("test", (desk.committer.update("skp", row, {"status": "submitted"}),)))
    skp = rate(desk, RINI, ABOVE, ABOVE)
    assert desk.evaluation.of_person(RINI, QUARTER).is_draft_only
    with pytest.raises(SkpNotApproved, match="Rini Contoh"):
        desk.evaluation.lock(skp, QUARTER, on=True)
    rate(desk, AGUS)
    desk.evaluation.lock_all([skp, plan_of(desk, AGUS)], QUARTER)
    assert [one.skp.person["nip"] for one in desk.evaluation.evaluations(QUARTER) if one.locked] == [AGUS]
    assert desk.evaluation.of_person(RINI, QUARTER).predicate is Predicate.SANGAT_BAIK


def test_half_a_rating_is_not_signed(desk: Desk) -> None:
    skp = plan_of(desk, RINI)
    with pytest.raises(NothingToSign):
        desk.evaluation.lock(skp, QUARTER, on=True)
    desk.evaluation.rate(skp, QUARTER, results=MEETS, behaviour=None)
    with pytest.raises(NothingToSign):
        desk.evaluation.lock(skp, QUARTER, on=True)


def test_each_plan_that_touches_the_period_is_evaluated_by_itself(desk: Desk) -> None:
    row = desk.store.get("skp", plan_of(desk, RINI))
    assert row is not None
    desk.committer.commit(Change("test", (desk.committer.update("skp", row, {"to": "2026-08-31"}),)))
    second = add_plan(desk, RINI, "2026-09-01")
    mine = [one for one in desk.evaluation.evaluations(QUARTER) if one.skp.person["nip"] == RINI]
    assert {one.skp.key for one in mine} == {row["key"], second}
    desk.evaluation.rate(second, QUARTER, results=ABOVE, behaviour=ABOVE)
    assert [one.predicate for one in desk.evaluation.evaluations(QUARTER) if one.skp.key == row["key"]] == [
        None
    ]
    with pytest.raises(UsageError, match=second):
        desk.evaluation.of_person(RINI, QUARTER)
    assert desk.evaluation.of_person(RINI, parse_period("2026-Q4")).skp.key == second
    assert desk.evaluation.of_person(RINI, parse_period("2026-Q1")).skp.key == row["key"]
    assert desk.evaluation.of_person(RINI, parse_period("2026-08")).skp.key == row["key"]
    assert desk.evaluation.of_person(RINI, parse_period("2026-09")).skp.key == second


def test_a_file_of_ratings_names_what_it_cannot_take(desk: Desk, tmp_path: Path) -> None:
    add_plan(desk, AGUS)
    sign(desk, HEAD, MEETS, MEETS)
    file = tmp_path / "nilai.csv"
    rows = (
        "nip,results,behaviour,note",
        f"{HEAD},above,above,",
        f"{RINI},above,meets,Rapi",
        f"{AGUS},meets,meets,",
    )
    file.write_text("\n".join(rows) + "\n", "utf-8")
    rejected, change = desk.evaluation.rate_from_file(file, QUARTER)
    assert [(fault["row"], fault["kind"]) for fault in rejected] == [(2, "locked"), (4, "several_plans")]
    assert change is not None
    assert change.rows("evaluation") == [f"{plan_of(desk, RINI)}|2026-Q3"]
    again, change = desk.evaluation.rate_from_file(file, QUARTER)
    assert (len(again), change) == (2, None)


def test_the_head_is_known_by_the_unit(desk: Desk) -> None:
    found = desk.evaluation.evaluations(QUARTER)
    assert [one.skp.person["nip"] for one in found if desk.evaluation.leads_unit(one)] == [HEAD]


# -- what a signature freezes


def test_papers_of_a_signed_evaluation_keep_the_old_name(desk: Desk) -> None:
    desk.evaluation.set_organisation(QUARTER, "baik")
    desk.people.set(RINI, {"golongan": "III/b"})
    sign(desk, RINI, ABOVE, ABOVE)
    rate(desk, AGUS)
    before = (form_of(desk, RINI), document_of(desk, RINI))
    for nip, name in ((RINI, "Rini Baru"), (AGUS, "Agus Baru"), (HEAD, "Kepala Baru")):
        desk.people.set(nip, {"name": name, "golongan": "IV/a"})
    desk.unit.set({"agency": "Pemerintah Kota Lain"})
    desk.evaluation.set_organisation(QUARTER, "kurang")
    assert (form_of(desk, RINI), document_of(desk, RINI)) == before
    assert before[0].person.name == "Rini Contoh"
    assert before[0].organisation is OrganisationLevel.BAIK
    assert form_of(desk, AGUS).person.name == "Agus Baru"
    assert form_of(desk, AGUS).organisation is OrganisationLevel.KURANG
    desk.evaluation.lock(plan_of(desk, RINI), QUARTER, on=False, reason="Nama salah")
    assert form_of(desk, RINI).person.name == "Rini Baru"
    assert form_of(desk, RINI).rater.name == "Kepala Baru"


def test_a_level_chosen_after_the_signature_is_printed(desk: Desk) -> None:
    sign(desk, RINI)
    desk.evaluation.set_organisation(QUARTER, "istimewa")
    assert form_of(desk, RINI).organisation is OrganisationLevel.ISTIMEWA


def test_realised_amounts_are_frozen_too(desk: Desk) -> None:
    desk.evaluation.set_organisation(QUARTER, "baik")
    skp = plan_of(desk, RINI)
    (indicator,) = (i for r in desk.targets.plans(nip=RINI)[0].results for i in r.indicators)
    write = desk.committer.upsert("realisation", f"{indicator.row['key']}|2026-09", {"number": 40})
    desk.committer.commit(Change("test", (write,)))
    sign(desk, RINI)
    write = desk.committer.upsert("realisation", f"{indicator.row['key']}|2026-09", {"number": 50})
    desk.committer.commit(Change("test", (write,)))
    assert form_of(desk, RINI).main[0].indicators[0].realisation == "40 surat"
    desk.evaluation.lock(skp, QUARTER, on=False, reason="Angka salah")
    assert form_of(desk, RINI).main[0].indicators[0].realisation == "50 surat"


def test_a_copy_gives_the_form_back(desk: Desk) -> None:
    desk.evaluation.set_organisation(QUARTER, "baik")
    sign(desk, RINI, ABOVE, MEETS)
    sign(desk, AGUS, BELOW, BELOW)
    one, other = form_of(desk, RINI), form_of(desk, AGUS)
    assert one != other
    assert thawed(other, frozen(one)) == one
    assert thawed(other, {**frozen(one), "from_a_newer_program": 1}) == one


def test_a_signed_evaluation_refuses_ratings_and_notes(desk: Desk) -> None:
    skp = sign(desk, RINI)
    with pytest.raises(EvaluationLocked):
        desk.evaluation.rate(skp, QUARTER, results=ABOVE, behaviour=None)
    with pytest.raises(EvaluationLocked):
        desk.evaluation.write_note(skp, QUARTER, "Baik", NoteSource.TYPED)
    assert desk.evaluation.lock(skp, QUARTER, on=True) is None


def test_a_copy_is_told_in_words_where_two_laptops_disagree(desk: Desk) -> None:
    skp = sign(desk, RINI, ABOVE, ABOVE)
    row = desk.store.get("evaluation", f"{skp}|2026-Q3")
    assert row is not None
    assert (
        sending_words.value("evaluation", "snapshot", row["snapshot"])
        == "Sangat Baik, version 1 of 5 Okt 2026"
    )


def test_who_signed_and_what_followed_is_kept(desk: Desk) -> None:
    desk.evaluation.set_organisation(QUARTER, "baik")
    skp = sign(desk, RINI, ABOVE, ABOVE)
    row = desk.store.get("evaluation", f"{skp}|2026-Q3")
    assert row is not None
    assert {name: row[name] for name in ("locked", "locked_by", "organisation", "predicate", "date")} == {
        "locked": 1,
        "locked_by": person(desk, HEAD),
        "organisation": "baik",
        "predicate": "sangat_baik",
        "date": TODAY.isoformat(),
    }


# -- reopening


def test_reopening_needs_a_reason_and_counts_up(desk: Desk) -> None:
    desk.evaluation.set_organisation(QUARTER, "baik")
    skp = sign(desk, RINI)
    desk.evaluation.receive(skp, QUARTER, date(2026, 10, 6))
    with pytest.raises(ReasonNeeded):
        desk.evaluation.lock(skp, QUARTER, on=False, reason="  ")
    desk.evaluation.lock(skp, QUARTER, on=False, reason="Rating tertukar")
    one = desk.evaluation.of_person(RINI, QUARTER)
    assert (one.locked, one.revision, one.note, one.received_on) == (False, 1, "", None)
    assert one.row is not None
    assert (one.row["reopen_reason"], one.row["reopened_on"]) == ("Rating tertukar", TODAY.isoformat())
    assert desk.evaluation.lock(skp, QUARTER, on=False, reason="lagi") is None
    sign(desk, RINI, ABOVE, MEETS)
    assert (form_of(desk, RINI).revision, document_of(desk, RINI).revision) == (1, 1)


def test_earlier_versions_stay_readable(desk: Desk) -> None:
    desk.evaluation.set_organisation(QUARTER, "baik")
    skp = sign(desk, RINI, MEETS, MEETS)
    desk.evaluation.lock(skp, QUARTER, on=False, reason="Rating tertukar")
    sign(desk, RINI, ABOVE, ABOVE)
    desk.evaluation.lock(skp, QUARTER, on=False, reason="Salah ketik")
    found = versions(desk.store, skp, QUARTER)
    told = [(one.revision, one.predicate, one.organisation, one.ended, one.stands) for one in found]
    assert told == [
        (0, Predicate.BAIK, OrganisationLevel.BAIK, "Rating tertukar", False),
        (1, Predicate.SANGAT_BAIK, OrganisationLevel.BAIK, "Salah ketik", False),
    ]
    assert found[0].signed["form"]["person"]["name"] == "Rini Contoh"


def test_the_same_reason_twice_ends_both_versions(desk: Desk) -> None:
    skp = sign(desk, RINI)
    desk.evaluation.lock(skp, QUARTER, on=False, reason="Keliru")
    sign(desk, RINI)
    desk.evaluation.lock(skp, QUARTER, on=False, reason="Keliru")
    assert [one.ended for one in versions(desk.store, skp, QUARTER)] == ["Keliru", "Keliru"]


def test_undo_and_redo_of_a_signature_leave_one_version(desk: Desk) -> None:
    skp = rate(desk, RINI)
    locked = desk.evaluation.lock(skp, QUARTER, on=True)
    assert locked is not None
    desk.committer.walk(locked.inverse())
    assert versions(desk.store, skp, QUARTER) == []
    desk.committer.walk(Change(locked.kind, locked.ops))
    assert [one.stands for one in versions(desk.store, skp, QUARTER)] == [True]
    opened = desk.evaluation.lock(skp, QUARTER, on=False, reason="Keliru")
    assert opened is not None
    assert [one.ended for one in versions(desk.store, skp, QUARTER)] == ["Keliru"]
    desk.committer.walk(opened.inverse())
    assert [(one.ended, one.stands) for one in versions(desk.store, skp, QUARTER)] == [("", True)]


# -- handing over


def test_a_day_of_receipt_follows_a_signature(desk: Desk) -> None:
    skp = rate(desk, RINI)
    with pytest.raises(NotSigned):
        desk.evaluation.receive(skp, QUARTER, TODAY)
    desk.evaluation.lock(skp, QUARTER, on=True)
    assert [one.skp.key for one in desk.evaluation.not_received(QUARTER)] == [skp]
    with pytest.raises(UsageError):
        desk.evaluation.receive(skp, QUARTER, date(2026, 10, 4))
    desk.evaluation.receive(skp, QUARTER, TODAY)
    assert desk.evaluation.not_received(QUARTER) == []
    assert desk.evaluation.of_person(RINI, QUARTER).received_on == TODAY
    desk.evaluation.set_organisation(QUARTER, "baik")
    assert document_of(desk, RINI).received_on == TODAY


# -- the spread


def test_the_reason_for_leaving_the_guide_is_asked_for_once(desk: Desk) -> None:
    desk.evaluation.set_organisation(QUARTER, "baik")
    plans = [rate(desk, nip) for nip in (HEAD, RINI, AGUS)]
    with pytest.raises(ReasonNeeded) as asked:
        desk.evaluation.lock_all(plans[:1], QUARTER)
    assert next(one["rule"] for one in asked.value.facts["findings"]).startswith("baik.")
    assert not any(one.locked for one in desk.evaluation.evaluations(QUARTER))
    desk.evaluation.lock_all(plans[:1], QUARTER, reason="Unit hanya tiga orang")
    desk.evaluation.lock_all(plans, QUARTER)
    assert all(one.locked for one in desk.evaluation.evaluations(QUARTER))
    row = desk.store.get("organisation_result", "2026-Q3")
    assert row is not None
    assert (row["override_reason"], row["decided_by"], row["decided_on"]) == (
        "Unit hanya tiga orang",
        person(desk, HEAD),
        TODAY.isoformat(),
    )
    (recap,) = desk.printing.sheets("predicate-recap", QUARTER)
    assert isinstance(recap.form, Report)
    assert ("Alasan menetapkan di luar pola", "Unit hanya tiga orang") in recap.form.parts[-1].particulars
    desk.evaluation.set_organisation(QUARTER, "baik")
    assert desk.evaluation.override_reason(QUARTER) == "Unit hanya tiga orang"
    desk.evaluation.set_organisation(QUARTER, "istimewa")
    assert desk.evaluation.override_reason(QUARTER) == ""
