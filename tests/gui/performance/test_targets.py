"""The cascade of the sample kecamatan: outline, filters, editing, import."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from flexdesk.domain.ops import Change
from flexdesk.domain.periods import parse_period
from flexdesk.services.cascade import Pace, cascade, known_until
from tests.gui.performance.conftest import Hand
from tests.helpers.desks import DATA
from ui.targets.lines import Filter, Line, View
from ui.targets.page import TargetsPage
from ui.widgets.label import Label

Key = Qt.Key


def texts(page: TargetsPage) -> list[str]:
    return [line.text for line in page.model.rows]


def rewrite(hand: Hand, key: str, text: str) -> None:
    """As a change arrives from another laptop, where the plan was still a draft."""
    row = hand.desk.store.get("work_result", key)
    hand.desk.committer.commit(
        Change("targets.edit", (hand.desk.committer.update("work_result", row, {"text": text}),))
    )


def test_results_stand_below_the_results_they_serve(hand: Hand) -> None:
    page = hand.targets()
    plans = hand.desk.targets.plans(year=2026)
    held = [branch.key for root in cascade(plans) for branch in root.walk() if branch.result is not None]
    assert len(held) == len(set(held)) == 127
    head = plans[0].results[0]
    root = page.model.rows[0]
    assert (root.text, root.level, root.branch.skp.person["name"]) == (
        head.row["text"], 0, "Anita Linda Susanti",
    )  # fmt: skip
    for branch in root.branch.walk():
        for child in branch.children:
            assert child.result.row["leader_text"] == branch.text
    assert max(line.level for line in page.model.rows) >= 3


def test_another_screen_opens_the_very_field(hand: Hand) -> None:
    page = hand.targets()
    key = next(line.key for line in page.model.rows[5:] if line.branch.result is not None)
    for field, column in (("target_number", "target"), ("text", "text")):
        hand.window.go("targets", f"{key}#{field}")
        current = page.table.currentIndex()
        assert page.model.rows[current.row()].key == key
        assert page.model.columns[current.column()].key == column


def test_two_results_that_serve_each_other_do_not_vanish(hand: Hand) -> None:
    plans = hand.desk.targets.plans(year=2026)
    above, below = plans[0].results[0], plans[1].results[0]
    op = hand.desk.committer.update("work_result", above.row, {"leader_text": below.row["text"]})
    hand.desk.committer.commit(Change("targets.edit", (op,)))
    branches = cascade(hand.desk.targets.plans(year=2026))
    held = [branch.key for root in branches for branch in root.walk() if branch.result is not None]
    assert len(held) == len(set(held)) == 127


def test_branches_open_and_close_by_keys(hand: Hand) -> None:
    page = hand.targets()
    before = texts(page)
    hand.press(Key.Key_Left, on=page.table)
    closed = texts(page)
    assert len(closed) < len(before)
    assert page.table.line().open is False
    hand.press(Key.Key_Right, on=page.table)
    assert texts(page) == before
    page.table.selectRow(1)
    page.closed.update(line.key for line in page.model.rows if line.level == 1)
    page.fill()
    hand.press(Key.Key_Left, on=page.table)  # closed already: to the line above
    assert page.table.currentIndex().row() == 0


def test_pace_is_measured_against_the_last_known_month(hand: Hand) -> None:
    page = hand.targets()
    assert page.plan.until == parse_period("2026-09")
    assert known_until([], 2026, hand.desk.clock.today()).code == "2026-11"
    page.show_only(Filter.BEHIND)
    assert [line.standing.pace for line in page.model.rows] == [Pace.BEHIND] * 3
    assert all(line.standing.share < 0.75 * line.standing.plan for line in page.model.rows)
    page.search.setText("tidak ada yang begini")
    assert page.model.rowCount() == 0
    assert page.nothing.isVisible()


def section(page: TargetsPage, heading: str) -> list[Line]:
    rows = page.model.rows
    at = next(row for row, line in enumerate(rows) if line.text == heading)
    end = next((row for row in range(at + 1, len(rows)) if rows[row].level == 0), len(rows))
    return list(rows[at + 1 : end])


def test_orphans_are_told_by_what_they_lack(hand: Hand) -> None:
    page = hand.targets()
    page.show_only(Filter.ORPHANS)
    carried = {result.row["text"] for skp in page.plan.plans for result in skp.results}
    loose = section(page, "Targets that serve nobody's result")
    served = [line.branch.result.row["leader_text"] for line in loose]
    assert len(served) == 19
    assert not carried & set(served)
    # The head's own superior is not of this unit; whoever serves the same sentence is no orphan.
    assert page.plan.plans[0].results[0].row["leader_text"] not in served
    assert len(section(page, "Targets that nobody carries")) == 2
    unproven = section(page, "Targets without evidence")
    assert len(unproven) == 1
    assert "Targets without evidence: 1" in page.filters.toolTip()
    key = unproven[0].branch.result.indicators[0].row["key"]
    row = hand.desk.store.select("realisation", indicator=key)[0]
    op = hand.desk.committer.update("realisation", row, {"evidence": "Foto"})
    hand.desk.committer.commit(Change("realisation.edit", (op,)))
    hand.qtbot.waitUntil(lambda: all(line.text != "Targets without evidence" for line in page.model.rows))
    hand.press(Key.Key_Home, Qt.KeyboardModifier.ControlModifier, on=page.table)
    hand.press(Key.Key_Left, on=page.table)  # a section closes like a branch
    assert page.model.rows[1].level == 0


def test_people_without_a_target_are_orphans_too(hand: Hand) -> None:
    hand.desk.people.add("199001012015011009", "Joko Contoh")
    page = hand.targets()
    page.show_only(Filter.ORPHANS)
    assert [line.text for line in section(page, "People without a target")] == ["Joko Contoh"]
    page.search.setText("joko")
    assert [line.text for line in page.model.rows] == ["People without a target", "Joko Contoh"]


def test_the_detail_shows_months_and_targets(hand: Hand) -> None:
    page = hand.targets()
    page.table.selectRow(0)
    assert len(page.panel.rows) == 3
    assert [month for month, _share in page.panel.chart.shares()] == [7, 8, 9]
    assert page.panel.chart.shares()[-1][1] == (112 + 16 + 19) / 204


def test_an_approved_target_is_changed_from_a_day_on_as_one_step(hand: Hand) -> None:
    page = hand.targets()
    page.table.selectRow(0)
    key = page.model.rows[0].standing.track.key
    hand.press(Key.Key_F2, on=page.table)
    form = page.panel.dated
    assert (form.target.text(), form.since.text()) == ("204", "21-11-2026")
    assert not page.panel.form.isVisible()
    hand.type("1.200")
    form.since.setFocus()
    form.since.selectAll()
    hand.type("nanti")
    hand.press(Key.Key_Return)
    assert form.fault.isVisible()
    form.since.selectAll()
    hand.type("01-09-2026")
    hand.press(Key.Key_Return)
    assert hand.desk.store.get("indicator", key)["target_number"] == 204
    assert hand.desk.store.get("target_change", f"{key}|2026-09-01")["target_number"] == 1200
    hand.qtbot.waitUntil(lambda: page.model.rows[0].target == "1,200 kegiatan")
    assert page.model.rows[0].standing.pace is Pace.BEHIND
    assert not form.isVisible()
    shown = [label.text() for label in page.panel.rows[0].findChildren(Label)]
    assert "204 kegiatan → 1,200 kegiatan from 1 September 2026" in shown
    # 176 of the year's 240 working days are over by the end of September: 147 x 240 / 176
    assert "at this pace 200 of 1,200 (17 %) by the end of the year" in shown
    hand.window.editor.undo()
    assert not hand.desk.store.select("target_change")
    hand.qtbot.waitUntil(lambda: page.model.rows[0].target == "204 kegiatan")


def test_a_draft_target_is_changed_as_one_step(hand: Hand) -> None:
    page = hand.targets()
    hand.desk.skp.reopen(page.plan.plans[0].key, "Perjanjian kinerja berubah")
    hand.qtbot.waitUntil(lambda: page.plan.plans[0].row["status"] == "draft")
    page.table.selectRow(0)
    key = page.model.rows[0].standing.track.key
    hand.press(Key.Key_F2, on=page.table)
    assert page.panel.form.target.text() == "204"
    assert not page.panel.dated.isVisible()
    hand.type("1.200")
    hand.press(Key.Key_Return)
    row = hand.desk.store.get("indicator", key)
    assert (row["target_text"], row["target_number"]) == ("1.200", 1200)
    hand.qtbot.waitUntil(lambda: page.model.rows[0].target == "1,200 kegiatan")
    assert not page.panel.form.isVisible()
    hand.window.editor.undo()
    assert hand.desk.store.get("indicator", key)["target_number"] == 204


def test_what_is_being_typed_outlives_a_change_from_elsewhere(hand: Hand) -> None:
    page = hand.targets()
    hand.press(Key.Key_F2, on=page.table)
    hand.type("300")
    rewrite(hand, page.model.rows[5].key, "Kalimat baru")
    hand.qtbot.waitUntil(lambda: page.model.rows[5].text == "Kalimat baru")
    assert page.panel.dated.target.text() == "300"
    assert page.panel.dated.isVisible()


def test_an_empty_sentence_is_refused_and_stays_open(hand: Hand) -> None:
    page = hand.targets()
    hand.desk.skp.reopen(page.plan.plans[0].key, "Perjanjian kinerja berubah")
    hand.qtbot.waitUntil(lambda: page.plan.plans[0].row["status"] == "draft")
    hand.press(Key.Key_F2, on=page.table)
    page.panel.form.text.clear()
    hand.press(Key.Key_Return, on=page.panel.form.text)
    assert hand.notices() == ["outline.line"]
    assert page.panel.form.isVisible()
    hand.press(Key.Key_Escape, on=page.panel.form.text)
    assert not page.panel.form.isVisible()


def test_by_person_and_search(hand: Hand, qtmodeltester: ModelTester) -> None:
    page = hand.targets()
    qtmodeltester.check(page.model)
    page.views.choose(View.PEOPLE)
    page.fill()
    assert sum(line.level == 0 for line in page.model.rows) == 35
    hand.press(Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hand.type("udin wij")
    assert page.model.rowCount() == 4
    assert {line.carriers for line in page.model.rows} == {"Udin Wijayanto"}
    hand.press(Key.Key_Escape)
    assert page.model.rowCount() == 35 + 127
    person = str(hand.desk.targets.plans(year=2026)[5].person["key"])
    page.open_item(person)
    assert page.table.line().text == hand.desk.targets.plans(year=2026)[5].person["name"]


def test_f8_goes_to_what_is_at_risk(hand: Hand) -> None:
    page = hand.targets()
    page.table.selectRow(0)
    hand.press(Key.Key_F8, on=page.table)
    assert page.table.line().standing.pace in (Pace.AT_RISK, Pace.BEHIND)
    assert page.table.currentIndex().row() > 0


def test_an_skp_file_is_imported_as_one_step(bare: Hand) -> None:
    bare.desk.people.import_file(DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx")
    page = bare.targets()
    assert page.empty.isVisible()
    page.intake.import_file(DATA / "activities" / "skp-2026.xlsx")
    bare.qtbot.waitUntil(lambda: page.intake.pane.isVisible(), timeout=15_000)
    assert not bare.desk.store.select("skp")  # first it is only tried
    assert page.intake.pane.model.rowCount() > 127 + 311
    bare.press(Key.Key_Return, on=page.intake.pane.table)
    bare.qtbot.waitUntil(lambda: bool(bare.notices()), timeout=15_000)
    assert bare.notices() == ["35 people, 127 results, 311 indicators; 0 rows not taken."]
    bare.qtbot.waitUntil(lambda: page.table.isVisible())
    assert sum(one.result is not None for root in page.plan.roots(View.RESULTS) for one in root.walk()) == 127
    assert bare.window.editor.stack.count() == 1
    bare.window.editor.undo()
    bare.qtbot.waitUntil(lambda: page.empty.isVisible())
    assert not bare.desk.store.select("skp")
    page.intake.import_file(DATA / "activities" / "README.md")
    bare.qtbot.waitUntil(lambda: len(bare.notices()) == 2, timeout=15_000)
    assert page.load.isEnabled()


def test_a_change_from_elsewhere_is_shown(hand: Hand) -> None:
    page = hand.targets()
    key = page.model.rows[0].key
    rewrite(hand, key, "Kalimat baru dari laptop lain")
    hand.qtbot.waitUntil(lambda: page.model.rows[0].text == "Kalimat baru dari laptop lain")
    QApplication.processEvents()
    assert page.panel.text.text() == "Kalimat baru dari laptop lain"
    # Those who served the old sentence serve nobody's now, and say so.
    page.show_only(Filter.ORPHANS)
    assert len(section(page, "Targets that serve nobody's result")) > 19


SELECTION = (
    "Rencana Hasil Kerja\tAspek\tIndikator Kinerja Individu\tTarget\tSatuan\n"
    "Berkas KTP-el selesai\tKuantitas\tJumlah berkas\t1.200\tberkas\n"
)


def test_cells_of_a_spreadsheet_are_pasted_tried_and_taken(bare: Hand) -> None:
    page = bare.targets()
    QApplication.clipboard().setText(SELECTION)
    bare.press(Key.Key_V, Qt.KeyboardModifier.ControlModifier, on=page.empty)
    bare.qtbot.waitUntil(lambda: page.intake.pane.isVisible(), timeout=5_000)
    assert [pair[1].text for pair in page.intake.pane.model.rows] == [
        "Berkas KTP-el selesai", "Jumlah berkas · 1200 · berkas",
    ]  # fmt: skip
    bare.press(Key.Key_Escape)
    assert page.empty.isVisible()
    assert not bare.desk.store.select("skp")
    page.paste()
    bare.qtbot.waitUntil(lambda: page.intake.pane.isVisible(), timeout=5_000)
    bare.press(Key.Key_Return)
    bare.qtbot.waitUntil(lambda: page.table.isVisible(), timeout=5_000)
    assert texts(page) == ["Berkas KTP-el selesai"]
    bare.press(Key.Key_V, Qt.KeyboardModifier.ControlModifier, on=page.table)
    bare.qtbot.waitUntil(lambda: page.intake.pane.isVisible(), timeout=5_000)
    assert not page.intake.pane.take.isEnabled()  # all of it is here already
    bare.press(Key.Key_Escape)
    QApplication.clipboard().setText("bukan tabel")
    page.paste()
    bare.qtbot.waitUntil(lambda: len(bare.notices()) == 2, timeout=5_000)
    assert page.load.isEnabled()
