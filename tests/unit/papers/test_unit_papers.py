"""Papers about the whole unit: who carries which part, how predicates spread, and what is handed over."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.documents import draw
from flexdesk.documents.report import Report
from flexdesk.domain.authority import Role
from flexdesk.domain.calendar import long_date
from flexdesk.domain.mandate import end_of
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Rating
from flexdesk.keys.signing import SigningKey
from flexdesk.services.paper_forms import KINDS
from flexdesk.sync.certificates import issue
from tests.documents.goldens import extracted
from tests.helpers.desks import kecamatan_desk
from tests.unit.papers.plans import (
    DEPUTY,
    HEAD,
    QUARTER,
    STAFF,
    insert,
    office,
    plan,
    result,
    sheets,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with office(tmp_path / "unit") as made:
        yield made


def rows_of(report: Report, heading: str) -> tuple[tuple[str, ...], ...]:
    return next(part.rows for part in report.parts if part.heading.endswith(heading))


# -- the matrix of roles


def test_each_leader_has_a_matrix_of_what_serves_his_results(desk: Desk) -> None:
    head, deputy, staff = plan(desk, HEAD, rater=""), plan(desk, DEPUTY), plan(desk, STAFF)
    service = result(desk, head, "Layanan meningkat", {"text": "IKM"}, {"text": "Berkas"})
    result(desk, head, "Anggaran terkelola")
    own = result(desk, deputy, "Loket tertata", leader_result=service)
    result(desk, staff, "Antrean tercatat", leader_text="Layanan  meningkat.")
    result(desk, staff, "Survei terlaksana", leader_result=service)
    result(desk, staff, "Loket terjaga", leader_result=own)
    first, second = (sheet.form for sheet in sheets(desk, "role-matrix"))
    assert first.leader.name == "Bambang Wiryawan"
    assert first.columns == ("Layanan meningkat\nIKI: IKM; Berkas", "Anggaran terkelola")
    assert {row.name: row.parts for row in first.rows} == {
        "Joko Susanto": ("Loket tertata", ""),
        "Kartika Sari": ("- Antrean tercatat\n- Survei terlaksana", ""),
    }
    assert second.leader.name == "Joko Susanto"
    assert [(row.name, row.parts) for row in second.rows] == [("Kartika Sari", ("Loket terjaga",))]


def test_sentences_nobody_carries_and_results_that_serve_nothing_stand_at_the_right(desk: Desk) -> None:
    head, staff = plan(desk, HEAD, rater=""), plan(desk, STAFF)
    plan(desk, DEPUTY)
    result(desk, head, "Layanan meningkat")
    result(desk, staff, "Tanpa tujuan")
    result(desk, staff, "Arsip tertata", leader_text="Tata kelola meningkat")
    result(desk, staff, "Membantu tetangga", **{"class": "additional"})
    (matrix,) = (sheet.form for sheet in sheets(desk, "role-matrix"))
    assert matrix.columns == ("Layanan meningkat", "Tata kelola meningkat", "Tanpa hasil kerja pimpinan")
    parts = {row.name: row.parts for row in matrix.rows}
    assert parts["Kartika Sari"] == ("", "Arsip tertata", "Tanpa tujuan")
    assert parts["Joko Susanto"] == ("", "", "")  # nobody of the team is left out


def test_every_result_of_the_sample_stands_in_exactly_one_field(tmp_path: Path) -> None:
    with kecamatan_desk(tmp_path / "unit") as desk:
        plans = desk.targets.plans(year=2026)
        wanted = sorted(
            str(result.row["text"])
            for skp in plans
            if skp.row["rater"]
            for result in skp.results
            if result.row["class"] != "additional" or result.row["leader_text"]
        )
        made = sheets(desk, "role-matrix")
    printed = [
        text.removeprefix("- ")
        for sheet in made
        for row in sheet.form.rows
        for cell in row.parts
        for text in cell.split("\n")
        if text
    ]
    assert sorted(printed) == wanted
    assert len({sheet.name for sheet in made}) == len(made) > 1
    assert all(draw(sheet.form).report.clean for sheet in made)


def test_a_wide_unit_goes_over_sheets_by_columns_and_by_rows(desk: Desk) -> None:
    head = plan(desk, HEAD, rater="")
    staff = plan(desk, STAFF)
    for number in range(1, 13):
        carried = result(desk, head, f"Sasaran ke-{number}", order=number)
        result(desk, staff, f"Bagian ke-{number}", leader_result=carried)
    (sheet,) = sheets(desk, "role-matrix")
    issued = draw(sheet.form)
    words = extracted(issued.data)
    assert issued.report.pages == 3
    assert all(f"{number}. Sasaran ke-{number}" in words for number in range(1, 13))
    assert words.count("PEGAWAI JABATAN") == 3
    assert words.count("Kartika Sari") == 3


# -- predicates


def test_the_recap_counts_checks_and_says_why(desk: Desk) -> None:
    skps = [plan(desk, HEAD, rater=""), plan(desk, STAFF), plan(desk, DEPUTY)]
    acting = plan(desk, DEPUTY, acting=True)
    above = (Rating.ABOVE, Rating.ABOVE, None)
    desk.evaluation.rate_many({skps[0]: above, skps[1]: above, acting: above}, QUARTER)
    desk.evaluation.set_organisation(QUARTER, "kurang")
    row = desk.store.get("organisation_result", QUARTER.code)
    assert row is not None
    op = desk.committer.update("organisation_result", row, {"note": "Dibahas pada rapat 5 Oktober."})
    desk.committer.commit(Change("organisation.note", (op,)))
    (sheet,) = sheets(desk, "predicate-recap")
    told = dict(sheet.form.parts[0].particulars)
    assert told["Sangat Baik"] == "2 orang (100,0 %)"
    assert told["Belum dinilai"] == "1 orang"
    assert told["Tidak dihitung"] == "1 SKP sebagai Plt. atau Plh."
    words = " ".join(extracted(draw(sheet.form).data).split())
    assert "CAPAIAN KINERJA ORGANISASI KURANG" in words
    assert "Sangat Baik: 2 dari 2 orang. Dengan capaian organisasi Kurang, panduannya" in words
    assert "tidak membatasi penetapan" in words
    assert "Catatan : Dibahas pada rapat 5 Oktober." in words
    assert "PEMERINTAH KABUPATEN CONTOH" in words


def test_a_spread_that_fits_is_said_to_fit(desk: Desk) -> None:
    skps = [plan(desk, HEAD, rater=""), plan(desk, STAFF), plan(desk, DEPUTY)]
    ratings = (
        (Rating.ABOVE, Rating.ABOVE, None),
        (Rating.ABOVE, Rating.ABOVE, None),
        (
            Rating.MEETS,
            Rating.MEETS,
            None,
        ),
    )
    desk.evaluation.rate_many(dict(zip(skps, ratings, strict=True)), QUARTER)
    desk.evaluation.set_organisation(QUARTER, "istimewa")
    (sheet,) = sheets(desk, "predicate-recap")
    words = " ".join(extracted(draw(sheet.form).data).split())
    assert "Sebaran predikat sesuai dengan pola distribusi SE MenPANRB Nomor 3 Tahun 2023." in words


def test_without_a_level_nothing_is_judged(desk: Desk) -> None:
    desk.evaluation.rate(plan(desk, STAFF), QUARTER, results=Rating.MEETS, behaviour=Rating.MEETS)
    (sheet,) = sheets(desk, "predicate-recap")
    words = extracted(draw(sheet.form).data)
    assert "KURVA" not in words
    assert "pola distribusi" not in words


# -- handing over


def test_the_record_of_handing_over_says_until_when_a_laptop_has_its_role(desk: Desk) -> None:
    own = desk.membership.certificate_of(desk.store.device)
    assert own is not None
    today = desk.clock.today()
    for days, state in ((-1, "berakhir"), (0, "berlaku sampai"), (4, "berlaku sampai")):
        last = today + timedelta(days=days)
        other = SigningKey.generate()
        blob = issue(
            desk.keys.signing,
            unit=own.unit,
            sign_key=other.public,
            receive=own.receive,
            role=Role.DEPUTY,
            holder="Joko Susanto",
            valid_from=own.valid_from,
            valid_until=end_of(last, "Asia/Jakarta"),
        )
        assert desk.membership.learn(blob) is not None
        (sheet,) = sheets(desk, "handover", STAFF, DEPUTY)
        held = {row[2]: row[3:] for row in rows_of(sheet.form, "Laptop dan kunci")}
        assert held[other.device] == ("wakil", f"{state} {long_date(last)}")


def test_the_record_of_handing_over_lists_what_is_open(desk: Desk) -> None:
    desk.evaluation.rate(plan(desk, STAFF), QUARTER, results=Rating.MEETS, behaviour=Rating.MEETS)
    plan(desk, DEPUTY)
    desk.complaints.add(date(2026, 11, 17), "Antrean terlalu lama", number="ADU-7")
    desk.agreements.add(STAFF, date(2026, 11, 2), date(2027, 1, 29), letter="800/17", duties=("melapor",))
    desk.postings.add(
        DEPUTY,
        date(2026, 11, 16),
        {"jabatan": "Camat Contoh", "acting": "Plh.", "until": date(2026, 12, 4), "letter": "800/99"},
    )
    (sheet,) = sheets(desk, "handover", STAFF, DEPUTY)
    report = sheet.form
    assert [signer.official.name for signer in report.signers] == ["Joko Susanto", "Kartika Sari"]
    assert report.witness is not None
    assert report.witness.official.name == "Joko Susanto"
    assert report.signers[0].official.post == "Plh. Camat Contoh"  # who acts for the head hands over
    assert rows_of(report, "yang berlaku") == (
        ("1", "Perjanjian kerja fleksibel Kartika Sari", "800/17", "29 Januari 2027"),
        ("2", "Penunjukan Plh. Camat Contoh Joko Susanto", "800/99", "4 Desember 2026"),
    )
    ((_no, holder, device, role, state),) = rows_of(report, "Laptop dan kunci")
    assert (device, role, state) == (desk.store.device, "pimpinan", "berlaku")
    assert holder
    waiting = {row[1]: row[3] for row in rows_of(report, "III 2026 yang terbuka")}
    assert waiting == {"Kartika Sari": "dinilai, belum ditutup", "Joko Susanto": "belum dinilai"}
    ((_no, subject, number, received, _officer),) = rows_of(report, "Pengaduan yang terbuka")
    assert (subject, number, received) == ("Antrean terlalu lama", "ADU-7", "17 November 2026")
    duties = [row[1] for row in rows_of(report, "Kewajiban yang terbuka")]
    assert any(text.startswith("Pegawai yang belum dinilai (Triwulan III 2026): Joko") for text in duties)
    issued = draw(report)
    assert issued.report.clean
    assert issued.report.signatures == 3


def test_the_orders_of_weeks_to_come_are_handed_over_as_they_stand(desk: Desk) -> None:
    rows = (
        ("2026-W47|1", "094/1", None),
        ("2026-W48|1", "094/2", None),
        ("2026-W48|2", "094/3", date(2026, 11, 20)),
        ("2026-W46|1", "094/0", None),
        ("2026-W49|1", "094/4", None),
    )
    for key, letter, withdrawn in rows:
        cells = {"published_on": date(2026, 11, 13), "letter": letter, "withdrawn_on": withdrawn}
        insert(desk, "publication", {**cells, "cells": "[]"}, key)
    (sheet,) = sheets(desk, "handover")
    assert [(row[2], row[3]) for row in rows_of(sheet.form, "yang berlaku")] == [
        ("094/1", "22 November 2026"),
        ("094/2", "29 November 2026"),
        ("094/4", "6 Desember 2026"),
    ]


def test_what_is_closed_is_not_handed_over(desk: Desk) -> None:
    skp = plan(desk, STAFF)
    desk.evaluation.rate(skp, QUARTER, results=Rating.MEETS, behaviour=Rating.MEETS)
    desk.evaluation.lock_all([skp], QUARTER)
    key, _change = desk.complaints.add(date(2026, 11, 17), "Antrean terlalu lama")
    desk.complaints.respond(key, date(2026, 11, 18))
    desk.complaints.close(key, date(2026, 11, 19), "Loket ditambah")
    (sheet,) = sheets(desk, "handover")
    told = {part.heading: part.paragraphs for part in sheet.form.parts}
    for heading in ("4. Surat yang berlaku", "7. Pengaduan yang terbuka"):
        assert told[heading] == ("Tidak ada.",)
    assert told["6. Evaluasi Triwulan III 2026 yang terbuka"] == ("Tidak ada.",)
    words = extracted(draw(sheet.form).data)
    assert "Saksi : ....." in " ".join(words.split())


def test_the_last_words_stand_over_the_signatures(tmp_path: Path) -> None:
    with kecamatan_desk(tmp_path / "unit") as desk:
        (sheet,) = sheets(desk, "handover")
    last = extracted(draw(sheet.form).data).strip().split("\n")[-1]
    assert last.index("Demikian berita acara ini") < last.index("PIHAK PERTAMA") < last.index("Saksi,")


def test_the_record_is_indonesian_whatever_the_screen_speaks(desk: Desk) -> None:
    plan(desk, STAFF)
    (sheet,) = sheets(desk, "handover")
    words = extracted(draw(sheet.form).data)
    assert "Quarter" not in words
    assert "week" not in words.casefold()


def test_every_promised_kind_of_paper_exists() -> None:
    promised = {
        "schedule", "assignment-letter", "slip", "eligibility", "skp", "skp-annex", "role-matrix",
        "evaluation", "evaluation-document", "feedback", "dialogue-card", "monthly-recap", "wfa-report",
        "predicate-recap", "handover",
    }  # fmt: skip
    assert promised <= set(KINDS)
