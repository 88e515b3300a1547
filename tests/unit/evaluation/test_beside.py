"""What stands beside a rating: sentences from facts, the leader's words, complaints, what is missing."""

from datetime import date

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import FeedbackTone, OrganisationLevel, Predicate
from flexdesk.domain.periods import parse_period
from flexdesk.errors import NotFound
from flexdesk.services.evaluation import EvaluationLocked, NoteSource
from flexdesk.services.evaluation_checks import Lack, missing_of
from flexdesk.services.fact_sheet import fact_sheet
from flexdesk.services.suggestions import for_result, for_value
from flexdesk.store import history
from tests.gui.indonesian import spoken
from tests.unit.evaluation.office import ABOVE, AGUS, HEAD, MEETS, QUARTER, RINI, TODAY, person, plan_of, sign
from tests.unit.evaluation.test_realising import indicator_of, one_of, report
from tests.unit.evaluation.test_signing import form_of

AUGUST = parse_period("2026-08")


# -- sentences


def test_a_result_is_told_in_numbers(desk: Desk) -> None:
    (nothing,) = fact_sheet(desk.store, one_of(desk), QUARTER).targets
    assert for_result(nothing) == ""
    report(desk, date(2026, 8, 3), 4)
    report(desk, date(2026, 8, 4), 2, "returned")
    desk.realising.write(one_of(desk), indicator_of(desk), AUGUST, number=45)
    (fact,) = fact_sheet(desk.store, one_of(desk), QUARTER).targets
    with spoken():
        assert for_result(fact) == (
            "45 dari 120 surat tercapai. Dengan laju rata semestinya 90 surat. "
            "1 hasil diterima, 1 dikembalikan."
        )
    desk.realising.write(one_of(desk), indicator_of(desk), AUGUST, number=90)
    (fact,) = fact_sheet(desk.store, one_of(desk), QUARTER).targets
    assert for_result(fact) == "90 of 120 surat reached. 1 outputs accepted, 1 returned."


def test_a_value_is_told_from_its_notes(desk: Desk) -> None:
    for value, tone in (("akuntabel", "positive"), ("akuntabel", "corrective"), ("loyal", None)):
        cells = {
            "skp": plan_of(desk, RINI),
            "value": value,
            "tone": tone,
            "date": "2026-08-05",
            "text": "Catatan",
        }
        desk.committer.commit(Change("test", (desk.committer.insert("feedback", cells),)))
    facts = fact_sheet(desk.store, one_of(desk), QUARTER)
    assert for_value(CoreValue.AKUNTABEL, facts) == "2 notes on Akuntabel: 1 positive, 1 corrective."
    assert for_value(CoreValue.LOYAL, facts) == "1 notes on Loyal: 0 positive, 0 corrective."
    assert for_value(CoreValue.KOMPETEN, facts) == ""


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (NoteSource.TYPED, "evaluation.rate"),
        (NoteSource.SUGGESTED, "evaluation.suggestion"),
        (NoteSource.EDITED, "evaluation.suggestion"),
    ],
)
def test_the_log_keeps_whether_a_suggestion_was_taken(desk: Desk, source: NoteSource, kind: str) -> None:
    skp = plan_of(desk, RINI)
    desk.evaluation.write_note(skp, QUARTER, "Baik.", source)
    entries = history.of_row(desk.store, "evaluation", f"{skp}|2026-Q3")
    assert {(entry.field, entry.after) for entry in entries} == {
        ("note", "Baik."),
        ("note_source", source.value),
    }
    assert {entry.kind for entry in entries} == {kind}
    assert one_of(desk).predicate is None


# -- the leader's words


def test_one_entry_for_each_result_and_value_on_the_form(desk: Desk) -> None:
    result = str(one_of(desk).skp.results[0].row["key"])
    desk.evaluation_feedback.write(one_of(desk), QUARTER, result, "Rapi")
    desk.evaluation_feedback.write(one_of(desk), QUARTER, result, "Rapi sekali", tone=FeedbackTone.POSITIVE)
    desk.evaluation_feedback.write(
        one_of(desk), QUARTER, "loyal", "Menjaga rahasia", source=NoteSource.SUGGESTED
    )
    assert len(desk.store.select("feedback")) == 2
    desk.evaluation.set_organisation(QUARTER, "baik")
    sign(desk, RINI)
    form = form_of(desk, RINI)
    assert form.main[0].indicators[0].feedback == "Ibu Contoh: Rapi sekali"
    assert {note.value: note.feedback for note in form.behaviours if note.feedback} == {
        CoreValue.LOYAL: "Ibu Contoh: Menjaga rahasia"
    }
    with pytest.raises(EvaluationLocked):
        desk.evaluation_feedback.write(one_of(desk), QUARTER, result, "Lain")


def test_an_entry_is_taken_away_and_has_its_place(desk: Desk) -> None:
    desk.evaluation_feedback.write(one_of(desk), QUARTER, "loyal", "Baik")
    assert len(fact_sheet(desk.store, one_of(desk), QUARTER).notes) == 1
    desk.evaluation_feedback.write(one_of(desk), QUARTER, "loyal", " ")
    assert desk.store.select("feedback") == []
    with pytest.raises(NotFound):
        desk.evaluation_feedback.write(one_of(desk), QUARTER, "tidak ada", "Baik")


# -- facts


def test_complaints_about_the_counter_stand_beside(desk: Desk) -> None:
    point = desk.committer.insert("service_point", {"name": "Loket KTP"})
    serves = desk.committer.insert("service_duty", {"serves": 1}, f"{point.row}|{person(desk, RINI)}")
    told = [
        desk.committer.insert("complaint", {"subject": subject, "received": day, "service_point": where})
        for subject, day, where in (
            ("Antre lama", "2026-08-03", point.row),
            ("Lain triwulan", "2026-10-03", point.row),
            ("Loket lain", "2026-08-03", "x"),
        )
    ]
    desk.committer.commit(Change("test", (point, serves, *told)))
    assert [row["subject"] for row in fact_sheet(desk.store, one_of(desk), QUARTER).complaints] == [
        "Antre lama"
    ]
    assert fact_sheet(desk.store, one_of(desk, AGUS), QUARTER).complaints == ()


def test_four_earlier_periods_of_any_plan(desk: Desk) -> None:
    old = desk.committer.insert("skp", {"person": person(desk, RINI), "year": 2025, "status": "approved"})
    desk.committer.commit(Change("test", (old,)))
    for code in ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"):
        desk.evaluation.rate(old.row, parse_period(code), results=MEETS, behaviour=MEETS)
    desk.evaluation.rate(plan_of(desk, RINI), parse_period("2026-Q2"), results=ABOVE, behaviour=ABOVE)
    earlier = fact_sheet(desk.store, one_of(desk), QUARTER).earlier
    assert [(period.code, predicate) for period, predicate in earlier] == [
        ("2026-Q2", Predicate.SANGAT_BAIK),
        ("2025-Q4", Predicate.BAIK),
        ("2025-Q3", Predicate.BAIK),
        ("2025-Q2", Predicate.BAIK),
    ]


# -- what is missing


def lacks(
    desk: Desk, level: OrganisationLevel | None = OrganisationLevel.BAIK
) -> list[tuple[Lack, str, str]]:
    found = missing_of(desk.store, [one_of(desk)], level, TODAY)
    return [(one.lack, one.page, one.item) for one in found]


def test_each_lack_opens_its_field(desk: Desk) -> None:
    rini, head = person(desk, RINI), person(desk, HEAD)
    assert lacks(desk, None) == [
        (Lack.NO_LEVEL, "evaluation", ""),
        (Lack.NO_SUPERIOR, "targets", rini),
        (Lack.NO_RANK, "people", rini),
        (Lack.NO_RANK, "people", head),
    ]
    for nip in (RINI, HEAD, AGUS):
        desk.people.set(nip, {"golongan": "III/b"})
    row = desk.store.get("skp", plan_of(desk, RINI))
    assert row is not None
    cells = {"rater_superior": person(desk, AGUS), "status": "draft"}
    desk.committer.commit(Change("test", (desk.committer.update("skp", row, cells),)))
    acting = {"jabatan": "Camat", "acting": "Plt.", "until": "2026-12-31"}
    post = desk.committer.insert("posting", acting, f"{head}|2026-09-01")
    desk.committer.commit(Change("test", (post,)))
    assert lacks(desk) == [(Lack.SKP_DRAFT, "targets", rini), (Lack.NO_LETTER, "people", head)]
    (_draft, letter) = missing_of(desk.store, [one_of(desk)], OrganisationLevel.BAIK, TODAY)
    assert letter.sentence == "Ibu Contoh acts as Plt. without the number of the letter."


def test_what_several_need_is_said_once(desk: Desk) -> None:
    found = missing_of(desk.store, desk.evaluation.evaluations(QUARTER), OrganisationLevel.BAIK, TODAY)
    assert [one.lack for one in found].count(Lack.NO_RANK) == 3
    assert [one.lack for one in found].count(Lack.NO_RATER) == 1
