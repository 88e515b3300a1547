"""What the papers of a plan say: whose layout, whose post on which day, and what was promised beside it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.documents import draw
from flexdesk.documents.dialogue_card import EMPLOYEE, LEADER
from flexdesk.domain.follow_up import FollowUpKind
from flexdesk.domain.performance import Annex, Approach, FormKind, Perspective, Rating
from flexdesk.services.plan_papers import annex_lists
from tests.documents.goldens import extracted
from tests.helpers.desks import TODAY, kecamatan_desk
from tests.unit.papers.plans import (
    DEPUTY,
    HEAD,
    QUARTER,
    STAFF,
    form,
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


def rate(desk: Desk, *skps: str) -> None:
    ratings = {skp: (Rating.MEETS, Rating.MEETS, None) for skp in skps}
    desk.evaluation.rate_many(ratings, QUARTER)
    desk.evaluation.set_organisation(QUARTER, "baik")


LAYOUTS = [
    ("ja_jf", "quantitative", FormKind.STAFF, Approach.QUANTITATIVE),
    ("ja_jf", "qualitative", FormKind.STAFF, Approach.QUALITATIVE),
    ("jpt", "quantitative", FormKind.LEADER, Approach.QUANTITATIVE),
    ("jpt", "qualitative", FormKind.LEADER, Approach.QUALITATIVE),
    (None, None, FormKind.STAFF, Approach.QUANTITATIVE),
    ("of_next_year", "mixed", FormKind.STAFF, Approach.QUANTITATIVE),
]


@pytest.mark.parametrize(("stored", "approach", "kind", "shown"), LAYOUTS)
def test_the_row_of_the_plan_chooses_the_layout(
    desk: Desk, stored: str | None, approach: str | None, kind: FormKind, shown: Approach
) -> None:
    skp = plan(desk, STAFF, form=stored, approach=approach)
    rate(desk, skp)
    for paper in ("skp", "evaluation", "feedback"):
        made = form(desk, paper, STAFF)
        assert (made.kind, made.approach) == (kind, shown), paper
        assert draw(made).report.clean


def test_a_leader_has_perspectives_and_a_rater_with_an_agency(desk: Desk) -> None:
    skp = plan(desk, STAFF, form="jpt")
    result(desk, skp, "Layanan meningkat", {"text": "IKM", "target_text": "85", "perspective": "recipients"})
    made = form(desk, "skp", STAFF)
    assert made.main[0].indicators[0].perspective is Perspective.RECIPIENTS
    assert made.rater.particulars[-1] == ("INSTANSI", "Pemerintah Kabupaten Contoh")
    assert made.person.particulars[-1] == ("UNIT KERJA", "Kecamatan Contoh")
    assert "Penerima Layanan" in extracted(draw(made).data)


def test_a_word_of_a_newer_program_is_left_out(desk: Desk) -> None:
    skp = plan(desk, STAFF)
    result(desk, skp, "Layanan meningkat", {"text": "IKM", "aspect": "beauty", "perspective": "the_moon"})
    indicator = form(desk, "skp", STAFF).main[0].indicators[0]
    assert (indicator.aspect, indicator.perspective) == (None, None)


def test_the_qualitative_form_says_what_was_reached_and_said(desk: Desk) -> None:
    skp = plan(desk, STAFF, approach="qualitative")
    served = result(desk, skp, "Layanan", {"text": "IKM", "target_text": "85"}, {"text": "Berkas"})
    first, second = (row["key"] for row in desk.store.select("indicator", order='"order"'))
    insert(desk, "realisation", {"text": "86,4"}, f"{first}|2026-Q3")
    insert(desk, "realisation", {"text": "5.240 berkas"}, f"{second}|2026-Q3")
    for cells in ({"result": served, "text": "baik"}, {"indicator": second, "text": "tambah loket"}):
        insert(desk, "feedback", {"skp": skp, "period": QUARTER.code, **cells})
    rate(desk, skp)
    words = extracted(draw(form(desk, "evaluation", STAFF)).data)
    assert "IKM: 86,4 Berkas: 5.240 berkas" in words.replace("\n", " ")
    assert "Pimpinan: baik Pimpinan: tambah loket" in words.replace("\n", " ")


def test_what_was_said_of_a_result_stays_beside_what_was_said_of_its_indicator(desk: Desk) -> None:
    skp = plan(desk, STAFF)
    served = result(desk, skp, "Layanan", {"text": "IKM"})
    (indicator,) = (row["key"] for row in desk.store.select("indicator"))
    for cells in ({"result": served, "text": "baik"}, {"indicator": indicator, "text": "survei ulang"}):
        insert(desk, "feedback", {"skp": skp, "period": QUARTER.code, **cells})
    (shown,) = form(desk, "feedback", STAFF).main[0].indicators
    assert shown.feedback == "Pimpinan: baik\nPimpinan: survei ulang"


def test_a_plan_carries_the_day_and_place_on_which_it_was_set(desk: Desk) -> None:
    plan(desk, STAFF, set_on=date(2026, 1, 22), place="Sukamaju")
    for paper in ("skp", "skp-annex"):
        made = form(desk, paper, STAFF)
        assert (made.signed_on, made.place) == (date(2026, 1, 22), "Sukamaju")


def test_a_plan_that_was_not_set_is_dated_today(desk: Desk) -> None:
    plan(desk, STAFF)
    made = form(desk, "skp", STAFF)
    assert (made.signed_on, made.place) == (TODAY, "Contoh")


def test_the_post_is_that_of_the_plans_own_days(desk: Desk) -> None:
    """Somebody who moved in July has two plans, each in the post of its time."""
    plan(desk, STAFF, to=date(2026, 6, 30), set_on=date(2026, 1, 22))
    plan(desk, STAFF, set_on=date(2026, 7, 6), **{"from": date(2026, 7, 1)})
    desk.people.move(STAFF, date(2026, 7, 1), jabatan="Kepala Seksi Pembangunan", reason="mutation")
    for kind in ("skp", "feedback"):
        posts = [sheet.form.person.position for sheet in sheets(desk, kind, STAFF, period="2026")]
        assert posts == ["Kepala Seksi Pelayanan", "Kepala Seksi Pembangunan"], kind


def test_a_move_to_come_is_on_no_paper_yet(desk: Desk) -> None:
    skp = plan(desk, STAFF)
    rate(desk, skp)
    desk.people.move(STAFF, date(2026, 12, 14), jabatan="Kepala Seksi Pembangunan", reason="mutation")
    made = form(desk, "feedback", STAFF, "2026")
    assert made.person.position == "Kepala Seksi Pelayanan"
    assert form(desk, "skp", STAFF).person.position == "Kepala Seksi Pelayanan"


def act_for_the_head(desk: Desk, acting: str, until: date | None = None) -> None:
    fields = {"jabatan": "Camat Contoh", "acting": acting, "until": until, "letter": "800/1"}
    desk.postings.add(DEPUTY, date(2026, 9, 1), fields)


def test_who_acts_for_the_head_rates_as_such_from_the_first_day(desk: Desk) -> None:
    skp = plan(desk, STAFF, rater=DEPUTY, set_on=date(2026, 1, 22))
    rate(desk, skp)
    act_for_the_head(desk, "Plt.")
    assert form(desk, "skp", STAFF).rater.post == "Sekretaris Camat"
    assert form(desk, "evaluation", STAFF).rater.post == "Plt. Camat Contoh"
    assert form(desk, "evaluation-document", STAFF).rater.post == "Plt. Camat Contoh"
    words = extracted(draw(form(desk, "feedback", STAFF)).data)
    assert "NI PPPK" in words
    assert "Plt. Camat Contoh" in words


def test_a_head_who_is_away_stays_the_rater_of_a_plan(desk: Desk) -> None:
    skp = plan(desk, STAFF)
    rate(desk, skp)
    act_for_the_head(desk, "Plh.", date(2026, 12, 31))
    assert form(desk, "evaluation", STAFF).rater.name == "Bambang Wiryawan"


def test_a_plan_as_acting_head_names_the_acting_post(desk: Desk) -> None:
    act_for_the_head(desk, "Plt.")
    plan(desk, DEPUTY, acting=True, set_on=date(2026, 9, 7))
    assert form(desk, "skp", DEPUTY).person.post == "Plt. Camat Contoh"


def test_a_plan_without_a_rater_leaves_dashes(desk: Desk) -> None:
    rate(desk, plan(desk, HEAD, rater="", form="jpt"))
    made = form(desk, "skp", HEAD)
    assert made.rater.name == ""
    issued = draw(made)
    assert issued.report.clean
    assert "Pejabat Penilai Kinerja, " + "." * 40 in extracted(issued.data)  # the name is written by hand
    document = form(desk, "evaluation-document", HEAD)
    assert document.rater.particulars[-1][0] == "UNIT KERJA"  # this paper has the same five rows for all


# -- annex


def test_the_annex_lists_its_three_blocks_in_their_order(desk: Desk) -> None:
    skp, other = plan(desk, STAFF), plan(desk, DEPUTY)
    rows = (
        (skp, "support", 2, "Jaringan internet"),
        (skp, "support", 1, "Komputer"),
        (skp, "consequences", 1, "Penghargaan bila tercapai"),
        (skp, "consequences", 2, "  "),
        (skp, "unheard_of", 1, "Lain"),
        (other, "support", 1, "Milik orang lain"),
    )
    for of, kind, order, text in rows:
        insert(desk, "skp_annex", {"skp": of, "kind": kind, "order": order, "text": text})
    assert annex_lists(desk.store, skp) == {
        Annex.SUPPORT: ("Komputer", "Jaringan internet"),
        Annex.ACCOUNTABILITY: (),
        Annex.CONSEQUENCES: ("Penghargaan bila tercapai",),
    }
    words = " ".join(extracted(draw(form(desk, "skp-annex", STAFF)).data).split())
    assert (
        "DUKUNGAN SUMBER DAYA 1 Komputer 2 Jaringan internet SKEMA PERTANGGUNGJAWABAN - KONSEKUENSI" in words
    )


# -- the talk


def test_a_card_says_three_facts_and_asks_two_questions(tmp_path: Path) -> None:
    with kecamatan_desk(tmp_path / "unit") as desk:
        cards = sheets(desk, "dialogue-card")
        assert len(cards) == 34  # the head talks with somebody outside
        for sheet in cards:
            card = sheet.form
            assert len(card.facts) in (2, 3)  # what cannot be counted is left out
            assert len(card.questions) == 2
            assert [promise.side for promise in card.promises] == [LEADER, EMPLOYEE]
            assert draw(card).report.pages == 1
        one = next(sheet.form for sheet in cards if sheet.nip == "197910272004011906")
    assert one.facts == (
        "2 dari 3 target pada jalur. Paling tertinggal: Tersusunnya laporan kinerja dan keuangan.",
        "105 hasil kerja pada 41 hari: 41 disetujui, 1 dikembalikan.",
    )
    assert one.questions[0].endswith("“Tersusunnya laporan kinerja dan keuangan” tercapai tepat waktu?")


def test_a_card_says_what_was_prepared_and_promised(desk: Desk) -> None:
    plan(desk, STAFF)
    desk.dialogue.keep(
        STAFF, QUARTER, facts=["Loket tertata."], questions=["Apa yang membantu?", "Apa lagi?"]
    )
    desk.follow_ups.add(
        STAFF, QUARTER, FollowUpKind.PROMISE, "Menata arsip.", side="employee", due=date(2026, 12, 18)
    )
    card = form(desk, "dialogue-card", STAFF)
    assert card.facts == ("Loket tertata.",)
    assert card.questions == ("Apa yang membantu?", "Apa lagi?")
    assert [(one.side, one.text) for one in card.promises] == [(EMPLOYEE, "Menata arsip."), (LEADER, "")]
