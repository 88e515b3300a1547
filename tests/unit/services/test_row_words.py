"""Every table, column and stored token of the schema has words of its own for whoever decides about rows."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from gettext import GNUTranslations
from pathlib import Path

import pytest

from flexdesk import i18n
from flexdesk.desk.desk import Desk
from flexdesk.documents.paper import Paper
from flexdesk.domain import (
    attendance,
    complaints,
    core_values,
    decisions,
    eligibility,
    follow_up,
    halves,
    leave,
    leave_register,
    objections,
    people,
    performance,
    places,
    schedule,
    skp,
    time_patterns,
    zones,
)
from flexdesk.domain.calendar import HolidayKind
from flexdesk.domain.codes import NEW_LABEL
from flexdesk.domain.ops import DELETED, Change
from flexdesk.domain.performance import Rating
from flexdesk.domain.schema import BY_NAME, TABLES, Kind
from flexdesk.i18n import _
from flexdesk.services import chats, contacts, evaluation, pack_rows, paper_names, proceedings
from flexdesk.services.field_words import BY_TABLE, FIELDS, field_name
from flexdesk.services.row_names import POINTS, called, names_of, points_to
from flexdesk.services.sample import make_sample
from flexdesk.services.table_words import TABLES as NAMED
from flexdesk.services.table_words import table_name
from flexdesk.services.token_words import FREE, TOKENS
from flexdesk.services.value_words import FLAGS, IN_SHORT, NOTHING, value_name
from flexdesk.services.whose import whose
from tests.gui.indonesian import catalogue
from tests.helpers.desks import CHEAP, PASSPHRASE, small_desk

PLACES = tuple(places.Place)
RATINGS = tuple(performance.Rating)
SOURCES = ("file", "form-file", "form-text", "form-qr", chats.CHAT, "typed")
DECIDED = (leave_register.PENDING, *leave.LeaveDecision)
WRITTEN: dict[tuple[str, str], Iterable[str]] = {  # what services write into columns of tokens
    ("unit", "kind"): schedule.UnitKind,
    ("unit", "region"): schedule.Region,
    ("unit", "organisation"): schedule.Organisation,
    ("unit", "zone"): zones.LABELS,
    ("site", "zone"): zones.LABELS,
    ("place", "kind"): ("other_office", "other_place"),
    ("person", "status"): people.Status,
    ("person", "archive_reason"): people.Departure,
    ("posting", "category"): people.Category,
    ("posting", "reason"): people.PostingReason,
    ("discipline", "kind"): proceedings.KINDS,
    ("request", "kind"): people.RequestKind,
    ("request", "decision"): ("approve", "adjust", "refuse"),
    ("request", "flexibility"): people.Flexibility,
    ("request", "place"): PLACES,
    ("assignment", "place"): PLACES,
    ("assignment", "actual"): PLACES,
    ("assignment", "shift"): places.SHIFTS,
    ("assignment", "half"): halves.Half,
    ("assignment", "source"): schedule.Source,
    ("leave_entry", "kind"): leave.LeaveKind,
    ("leave_entry", "document"): leave.Document,
    ("leave_entry", "decision"): DECIDED,
    ("leave_entry", "opinion"): DECIDED,
    ("leave_entry", "cause"): leave_register.LeaveCause,
    ("skp", "approach"): performance.Approach,
    ("skp", "form"): performance.FormKind,
    ("skp", "status"): performance.SkpStatus,
    ("skp", "reason"): skp.SkpReason,
    ("work_result", "class"): performance.ResultClass,
    ("indicator", "aspect"): performance.Aspect,
    ("indicator", "perspective"): performance.Perspective,
    ("skp_annex", "kind"): performance.Annex,
    ("output", "source"): SOURCES,
    ("output", "review"): performance.ReviewState,
    ("chat_line", "why"): (chats.UNCLEAR, chats.UNKNOWN_PERSON),
    ("evidence", "media"): ("image/jpeg", "image/png", "application/pdf"),
    ("feedback", "value"): core_values.CoreValue,
    ("feedback", "tone"): performance.FeedbackTone,
    ("feedback", "giver"): performance.FeedbackGiver,
    ("organisation_result", "level"): performance.OrganisationLevel,
    ("evaluation", "results"): RATINGS,
    ("evaluation", "behaviour"): RATINGS,
    ("evaluation", "organisation"): performance.OrganisationLevel,
    ("evaluation", "predicate"): performance.Predicate,
    ("evaluation", "note_source"): evaluation.NoteSource,
    ("self_assessment", "results"): RATINGS,
    ("self_assessment", "behaviour"): RATINGS,
    ("self_assessment", "source"): SOURCES,
    ("objection", "results"): RATINGS,
    ("objection", "behaviour"): RATINGS,
    ("objection", "decision"): objections.Outcome,
    ("attendance_mark", "place"): PLACES,
    ("attendance_mark", "source"): (attendance.TYPED, attendance.FILE),
    ("attendance_mark", "note"): attendance.Recap,
    ("clarification", "state"): attendance.Decision,
    ("contact_attempt", "channel"): contacts.Channel,
    ("contact_attempt", "outcome"): contacts.Outcome,
    ("recall", "place_before"): PLACES,
    ("complaint", "channel"): complaints.Channel,
    ("complaint", "kind"): complaints.KINDS,
    ("holiday", "kind"): HolidayKind,
    ("issued_document", "kind"): paper_names.WORDS,
    ("time_pattern", "kind"): time_patterns.PatternKind,
    ("eligibility_decision", "verdict"): eligibility.Answer,
    ("eligibility_decision", "answer"): decisions.ObjectionAnswer,
    ("policy_pack", "state"): (
        pack_rows.TAKEN,
        pack_rows.REFUSED,
        pack_rows.WITHDRAWN,
        pack_rows.SIGNER,
    ),
    ("bkn_record", "result"): performance.Predicate,
    ("follow_up", "kind"): follow_up.FollowUpKind,
    ("follow_up", "side"): follow_up.Side,
}
# What people write themselves, codes of files, and numbers that are no flags: shown as they are.
PROSE = {
    "unit": "name agency service_decree letterhead place paper address",
    "service_point": "name need",
    "place": "name approved_by address letter",
    "site": "name address",
    "person": "nip name front_titles back_titles golongan phone email domicile former_nip aliases wanted_days"
    " order",
    "posting": "jabatan unit acting letter excluded",
    "discipline": "letter note",
    "agreement": "places duties letter end_reason",
    "request": "reason evidence plan outputs note end_reason",
    "assignment": "reason note",
    "leave_entry": "reason content opinion_note decision_note number exception working_days year child"
    " remote_days deferred_days",
    "travel_entry": "letter purpose location transport content",
    "publication": "letter reason withdraw_reason withdraw_letter",
    "skp": "place jabatan decision_note rater_text superior_text close_note year",
    "work_result": "code text leader_text assigned_by order",
    "indicator": "text target_text unit order",
    "action_plan": "text unit",
    "expectation": "text",
    "skp_annex": "text order",
    "output": "activity unit code evidence note amount_text",
    "feedback": "giver_name text",
    "realisation": "text evidence",
    "organisation_result": "note override_reason",
    "evaluation": "note place reopen_reason revision",
    "objection": "reasons explanation decision_note",
    "attendance_mark": "photo",
    "contact_attempt": "note",
    "recall": "reason",
    "complaint": "number subject reporter forwarded_to result note",
    "policy": "value source grade",
    "holiday": "name decree note",
    "issued_document": "entities template sha256 chain_head number content signed_by",
    "section": "name",
    "time_pattern": "approved_by letter note",
    "custom_field": "name order",
    "criterion": "text source order",
    "clarification": "reason late_minutes",
    "examination": "basis result letter note count",
    "complaint_officer": "note",
    "month_close": "reopen_reason",
    "monitoring_note": "performance discipline infrastructure compared",
    "monthly_answer": "value",
    "eligibility_decision": "number objection answer_note",
    "policy_pack": "name version reason",
    "leave_carry": "letter note unused deferred",
    "pattern": "name",
    "chat_line": "text name activity unit evidence",
    "day_note": "text",
    "shift_need": "need",
    "target_change": "target_text unit note",
    "form_label": "text",
    "evidence": "name",
    "self_assessment": "note",
    "form_template": "version source",
    "bkn_record": "name jabatan unit",
    "follow_up": "text note result",
    "dialogue": "facts questions note",
}
AS_THEY_ARE = {"NIP", "Golongan", "Jabatan", "Status", "SKP"}  # Indonesian, and called so everywhere
COLUMNS = [(table.name, column.name) for table in TABLES for column in table.columns]
_TOKEN = re.compile(r"[a-z]+(_[a-z]+)*")
_RAW = re.compile(r"[\[{].*|[0-9a-f]{16}-\d+.*|\d{4}-\d\d-\d\d.*|\d\d:\d\d")


@pytest.fixture(scope="module")
def words() -> GNUTranslations:
    return catalogue()


@pytest.fixture
def indonesian(words: GNUTranslations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_translation", words)
    monkeypatch.setattr(i18n, "_language", "id")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = small_desk(
        tmp_path,
        [("197203151998031001", "Bambang Wiryawan"), ("199002142015042003", "Fitri Handayani")],
    )
    yield made
    made.close()


def key_of(desk: Desk, name: str) -> str:
    return next(one.key for one in desk.people.roster() if one.name == name)


def insert(desk: Desk, table: str, cells: dict[str, object], key: str = "") -> str:
    op = desk.committer.insert(table, cells, key) if key else desk.committer.insert(table, cells)
    desk.committer.commit(Change("test", (op,)))
    return op.row


def test_every_table_and_no_other_has_a_name() -> None:
    assert set(NAMED) == set(BY_NAME)


def test_every_column_and_no_other_has_a_name() -> None:
    missing = [one for one in COLUMNS if one not in BY_TABLE and one[1] not in FIELDS]
    assert missing == []
    assert set(BY_TABLE) <= set(COLUMNS)
    assert set(FIELDS) - {DELETED} <= {column for _table, column in COLUMNS}


@pytest.mark.usefixtures("indonesian")
def test_no_name_is_the_identifier_itself() -> None:
    for table, column in COLUMNS:
        shown = field_name(table, column)
        plain = column.replace("_", " ").casefold()
        assert shown in AS_THEY_ARE or shown.casefold() != plain, (table, column)
    for table in BY_NAME:
        shown = table_name(table)
        assert shown in {"SKP", "Unit"} or shown.casefold() != table.replace("_", " "), table


def test_columns_of_one_table_have_different_names() -> None:
    for table in TABLES:
        names = [field_name(table.name, column.name) for column in table.columns]
        assert sorted(names) == sorted(set(names)), table.name


def test_every_column_is_prose_or_has_a_way_to_be_said() -> None:
    prose = {(table, column) for table, columns in PROSE.items() for column in columns.split()}
    for table in TABLES:
        for column in table.columns:
            one = (table.name, column.name)
            said = one in TOKENS or one in FLAGS or one in IN_SHORT or ("", column.name) in IN_SHORT
            said = said or bool(points_to(*one)) or column.kind in (Kind.DATE, Kind.TIME, Kind.NUMBER)
            assert said != (one in prose), one
    assert prose <= set(COLUMNS)


def test_flags_pointers_and_tokens_name_columns_that_exist() -> None:
    for name, known in (("flags", FLAGS), ("points", POINTS), ("tokens", TOKENS), ("free", FREE)):
        assert set(known) <= set(COLUMNS), name
    assert set(POINTS.values()) <= set(BY_NAME)
    assert set(TOKENS) >= FREE


def test_each_column_of_tokens_is_known_here() -> None:
    assert set(WRITTEN) == set(TOKENS)
    assert set(paper_names.WORDS) == set(paper_names.TITLES)
    assert set(Paper) == {"A4", "F4"}  # shown as they are


@pytest.mark.usefixtures("indonesian")
@pytest.mark.parametrize("column", WRITTEN, ids=".".join)
def test_every_token_has_words(column: tuple[str, str]) -> None:
    for token in WRITTEN[column]:
        shown = value_name(*column, str(token))
        assert shown != NEW_LABEL, token
        assert shown != token or column == ("posting", "category"), token
        assert "_" not in shown


@pytest.mark.parametrize("column", sorted(set(TOKENS) - FREE), ids=".".join)
def test_a_token_of_a_newer_program_is_said_to_be_new(column: tuple[str, str]) -> None:
    assert value_name(*column, "unheard_of") in (NEW_LABEL, "unheard_of" if points_to(*column) else NEW_LABEL)


@pytest.mark.usefixtures("indonesian")
def test_only_what_is_unknown_is_data_of_a_newer_program() -> None:
    newer = _("Data of a newer FlexDesk")
    assert newer == "Data dari FlexDesk yang lebih baru"
    assert all(table_name(table) != newer for table in BY_NAME)
    assert table_name("hologram") == newer
    assert field_name("hologram", "depth") == field_name("person", "aura") == _("Field of a newer FlexDesk")
    assert value_name("hologram", "depth", "12 cm") == "12 cm"


@pytest.mark.usefixtures("indonesian")
@pytest.mark.parametrize(
    ("table", "column", "held", "said"),
    [
        ("assignment", DELETED, 1, "dihapus"),
        ("request", "note", None, NOTHING),
        ("request", "from", "2026-11-27", "27 Nov 2026"),
        ("service_point", "opens", "08:00", "08.00"),
        ("request", "days", "mon,fri", "Senin, Jumat"),
        ("assignment", "pinned", 1, "ya"),
        ("person", "archived", 0, "tidak"),
        ("person", "wanted_days", 2, "2"),
        ("skp", "year", 2026, "2026"),
        ("indicator", "target_number", 2400, "2.400"),
        ("realisation", "number", 84.5, "84,5"),
        ("section", "max_share", 0.25, "25 %"),
        ("person", "task_criteria", "11010", "3 dari 5 terpenuhi"),
        ("agreement", "duties", "hadir dua kali\nmelapor", "hadir dua kali; melapor"),
        ("service_point", "needs", "08:00-12:00=2;13:00-15:00=1",
         "08.00–12.00: 2 orang; 13.00–15.00: 1 orang"),
        ("publication", "cells", '[["a-1","2026-11-16","office"],["a-1","2026-11-17","home/morning"]]',
         "Kantor 1, Rumah (WFA) 1"),
        ("publication", "answered", '["LOC-01|2026-11-16"]', "1 butir"),
        ("pattern", "definition", "week|1|KKWKKLL|WKKKKLL", "KKWKKLL / WKKKKLL"),
        ("month_close", "figures", '{"counts":{"people":40,"outputs":812},"reason":"","left":{}}',
         "Pegawai 40, Hasil kerja 812"),
        ("recall", "at", "2026-11-20T09:15", "20 Nov 2026 09.15"),
        ("output", "result", "bf9652cffa6fed55-117", "catatan yang tidak ada di laptop ini"),
        ("request", "decided_by", "bf9652cffa6fed55-1", "pegawai yang tidak ada di laptop ini"),
        ("complaint", "officer", "Pak Darto dari kabupaten", "Pak Darto dari kabupaten"),
        ("time_pattern", "basis", "minutes_a_day=1440;days_a_week=7;minutes_a_week=10080",
         "1440 menit per hari, 7 hari per minggu, 10080 menit per minggu"),
        ("custom_field", "kind", "choice:Piket A;Piket B", "pilihan: Piket A, Piket B"),
        ("unit", "letterhead_image", "A" * 4096, "gambar, 3 KB"),
        ("evaluation", "reopened_on", "2026-13-99", "2026-13-99"),
        ("service_point", "needs", "{newer}", "{newer}"),
        ("leave_entry", "kind", "annual", "Cuti tahunan"),
        ("leave_entry", "decision", "defer", "Ditangguhkan"),
        ("skp", "approach", "quantitative", "Pendekatan hasil kerja kuantitatif"),
        ("work_result", "class", "main", "Utama"),
        ("objection", "decision", "changed", "Diterima dan diubah"),
        ("bkn_record", "month", "2026-03", "Maret 2026"),
    ],
)  # fmt: skip
def test_values_are_said_as_people_say_them(table: str, column: str, held: str, said: str) -> None:
    assert value_name(table, column, held) == said


@pytest.mark.usefixtures("indonesian")
def test_values_that_depend_on_their_row() -> None:
    assert value_name("policy", "value", "0.25", "location.max_share|2026-01-01") == "25 %"
    assert value_name("policy", "value", "fri", "location.fixed_day|2026-01-01") == "Jumat"
    assert value_name("policy", "value", "7", "hologram.depth|2026-01-01") == "7"
    assert value_name("monthly_answer", "value", "limited", "2026-11|digital.infrastructure") == "terbatas"


@pytest.mark.usefixtures("indonesian")
def test_a_filled_unit_shows_nothing_raw(tmp_path: Path) -> None:
    """The sample unit, whose every stored value goes through the words."""
    from flexdesk.bootstrap import create_desk
    from flexdesk.system.clock import SystemClock

    clock = SystemClock(date(2026, 11, 20))
    with create_desk(
        tmp_path, unit="Kecamatan Contoh", agency="Contoh", passphrase=PASSPHRASE, clock=clock, cost=CHEAP
    ) as desk:
        make_sample(desk)
        prose = {(table, column) for table, columns in PROSE.items() for column in columns.split()}
        seen = 0
        for table in TABLES:
            rows = {tuple(sorted(row.items(), key=str)): row for row in desk.store.select(table.name)[:200]}
            cells = [
                (str(row["key"]), column.name, row[column.name])
                for row in rows.values()
                for column in table.columns
                if row[column.name] not in (None, "") and (table.name, column.name) not in prose
            ]
            names = names_of(desk.store, [(table.name, column, held) for _row, column, held in cells])
            for row, column, held in cells:
                shown = value_name(table.name, column, held, row, names)
                assert not _RAW.fullmatch(shown), (table.name, column, held, shown)
                assert shown != held or not _TOKEN.fullmatch(str(held)) or column == "category", (
                    column,
                    held,
                )
                seen += 1
        assert seen > 3000


@pytest.mark.usefixtures("indonesian")
def test_rows_of_plans_are_about_the_person_of_the_plan(desk: Desk) -> None:
    fitri = key_of(desk, "Fitri Handayani")
    plan = insert(desk, "skp", {"person": fitri, "year": 2026, "from": date(2026, 1, 1)})
    result = insert(desk, "work_result", {"skp": plan, "code": "RHK-01", "text": "Tersedianya data"})
    indicator = insert(desk, "indicator", {"result": result, "text": "Jumlah data"})
    rated = insert(desk, "evaluation", {"results": Rating.MEETS}, f"{plan}|2026-Q3")
    objection = insert(desk, "objection", {"evaluation": rated})
    about = {
        "work_result": result,
        "indicator": indicator,
        "evaluation": rated,
        "objection": objection,
        "realisation": f"{indicator}|2026-01",
    }
    for table, row in about.items():
        assert whose(desk.store, table, row)[0] == "Fitri Handayani", table
    assert called(desk.store, "evaluation", rated) == "Triwulan III 2026"
    assert called(desk.store, "work_result", result) == "RHK-01 Tersedianya data"
    cells = [("indicator", "result", result), ("work_result", "skp", plan), ("skp", "rater", fitri)]
    assert names_of(desk.store, cells) == {
        result: "RHK-01 Tersedianya data, Fitri Handayani",
        plan: "SKP 2026, Fitri Handayani",
        fitri: "Fitri Handayani",
    }


@pytest.mark.usefixtures("indonesian")
def test_rows_about_nobody_have_a_name_of_their_own(desk: Desk) -> None:
    complaint = insert(desk, "complaint", {"subject": "Antrean panjang", "number": "7731902"})
    rule = insert(desk, "policy", {"value": "0.25"}, "location.max_share|2026-01-01")
    assert called(desk.store, "complaint", complaint) == "Antrean panjang"
    assert called(desk.store, "policy", rule).count("…") == 1
    assert called(desk.store, "month_close", "2026-10|1") == "Oktober 2026"
    assert called(desk.store, "form_label", "Predicate.baik") == "Baik"
    assert called(desk.store, "shift_need", "unit|shift_night|every").startswith("Unit, Sif malam")
    assert called(desk.store, "hologram", "x") == ""


def test_a_deleted_row_is_still_named(desk: Desk) -> None:
    fitri = key_of(desk, "Fitri Handayani")
    row = insert(desk, "leave_entry", {"person": fitri, "kind": "annual", "from": date(2026, 11, 23)})
    desk.committer.commit(Change("test", (desk.committer.delete("leave_entry", row),)))
    assert whose(desk.store, "leave_entry", row) == ("Fitri Handayani", "2026-11-23")
