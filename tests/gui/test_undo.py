"""Undo walks the same road as the change itself, and gives way to what others did meanwhile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from flexdesk.domain.ops import Change, Op
from flexdesk.errors import EnvironmentTrouble, ReasonNeeded, RuleBroken
from flexdesk.events import ChangeBus
from flexdesk.system.clock import FixedClock
from tests.gui.desks import NOW, MemoryCommitter
from ui.undo.editor import LIMIT, Editor
from ui.undo.history import HistoryModel

CELL = ("assignment", "a0", "place")


def change(before, after, row="a0"):
    return Change("schedule.set_place", (Op("assignment", row, {"place": before}, {"place": after}),))


class Bench:
    """An editor on a real committer, with everything it reports."""

    def __init__(self):
        self.committer = MemoryCommitter(ChangeBus())
        self.reported = []
        self.asked = []
        self.editor = Editor(
            self.committer,
            self.reported.append,
            ask_reason=lambda error, give: self.asked.append((error, give)),
            clock=FixedClock(NOW),
            who="Bambang",
        )

    def close(self):
        self.editor.forget()
        self.editor.deleteLater()

    @property
    def shown(self):
        return self.committer.values.get(CELL)

    def edit(self, after, text="Ubah tempat"):
        before = self.shown
        return self.editor.run(text, lambda: self.committer.commit(change(before, after)))


@pytest.fixture
def bench():
    made = Bench()
    yield made
    made.close()


def test_a_change_is_committed_once_and_can_be_undone_and_redone(bench):
    assert bench.edit("home")
    assert len(bench.committer.log) == 1
    assert bench.editor.undo()
    assert bench.shown is None
    assert bench.editor.redo()
    assert bench.shown == "home"
    assert [one.kind for one in bench.committer.log] == [
        "schedule.set_place",
        "schedule.set_place.undo",
        "schedule.set_place",
    ]


def test_nothing_changed_makes_no_step(bench):
    assert bench.editor.run("Ubah", lambda: None)
    assert bench.editor.stack.count() == 0


def test_a_refused_change_is_reported_and_makes_no_step(bench, qtbot):
    def refuse():
        raise RuleBroken(sentence="Paling banyak 2 hari.")

    with qtbot.waitSignal(bench.editor.refused) as caught:
        assert not bench.editor.run("Ubah", refuse)
    assert caught.args == ["rule.broken"]
    assert [error.code for error in bench.reported] == ["rule.broken"]
    assert bench.editor.stack.count() == 0


def test_undo_after_a_remote_edit_reports_and_drops_the_step(bench):
    bench.edit("home")
    bench.committer.commit(change("home", "office"))
    assert not bench.editor.undo()
    assert bench.shown == "office"
    assert [error.code for error in bench.reported] == ["edit.stale"]
    assert bench.editor.stack.count() == 0


def test_redo_after_a_remote_edit_drops_the_step(bench):
    bench.edit("home")
    bench.editor.undo()
    bench.committer.commit(change(None, "office"))
    assert not bench.editor.redo()
    assert bench.editor.stack.count() == 0
    assert bench.shown == "office"


def test_undo_during_trouble_keeps_the_step_for_later(bench):
    bench.edit("home")
    bench.committer.trouble = EnvironmentTrouble(detail="disk")
    assert not bench.editor.undo()
    assert (bench.editor.stack.index(), bench.editor.stack.count()) == (1, 1)
    bench.committer.trouble = None
    assert bench.editor.undo()
    assert bench.shown is None


def test_redo_during_trouble_keeps_the_step_for_later(bench):
    bench.edit("home")
    bench.editor.undo()
    bench.committer.trouble = EnvironmentTrouble(detail="disk")
    assert not bench.editor.redo()
    assert (bench.editor.stack.index(), bench.editor.stack.count()) == (0, 1)
    bench.committer.trouble = None
    assert bench.editor.redo()
    assert bench.shown == "home"


def test_a_missing_reason_is_asked_for_and_the_change_runs_again(bench):
    def without():
        raise ReasonNeeded(sentence="Jumat ketiga.")

    def with_reason(reason):
        return bench.committer.commit(change(None, reason))

    assert not bench.editor.run("Ubah", without, with_reason=with_reason)
    error, give = bench.asked[0]
    assert error.code == "rule.reason_needed"
    give("tugas mendesak")
    assert bench.shown == "tugas mendesak"
    assert bench.editor.stack.count() == 1


def test_a_missing_reason_without_a_form_is_reported(bench):
    def without():
        raise ReasonNeeded(sentence="Jumat ketiga.")

    assert not bench.editor.run("Ubah", without)
    assert [one.code for one in bench.reported] == ["rule.reason_needed"]


def test_a_bug_in_a_call_is_not_swallowed(bench):
    with pytest.raises(ZeroDivisionError):
        bench.editor.run("Ubah", lambda: 1 / 0)


def test_no_more_than_the_limit_is_kept(bench):
    for number in range(LIMIT + 5):
        bench.edit(f"v{number}")
    assert bench.editor.stack.count() == LIMIT


def test_history_lists_newest_first_and_jumps_back(bench, qtmodeltester):
    model = HistoryModel(bench.editor)
    for text in ("satu", "dua", "tiga"):
        bench.edit(text, text)
    qtmodeltester.check(model)
    assert model.rowCount() == 3
    newest = model.data(model.index(0), Qt.ItemDataRole.DisplayRole)
    assert "tiga" in newest
    assert "Bambang" in newest
    assert bench.editor.jump_to(model.stack_index(model.index(1)))
    assert bench.shown == "satu"
    assert "undone" in model.data(model.index(0), Qt.ItemDataRole.DisplayRole)
    model.deleteLater()


def test_a_jump_stops_at_the_first_step_that_no_longer_fits(bench):
    bench.edit("satu")
    bench.edit("dua")
    bench.committer.commit(change("dua", "lain"))
    assert not bench.editor.jump_to(0)
    assert bench.shown == "lain"


def test_forgetting_leaves_the_values(bench):
    bench.edit("home")
    bench.editor.forget()
    assert not bench.editor.undo()
    assert bench.shown == "home"


@given(
    st.lists(st.one_of(st.sampled_from(["home", "office", "leave"]), st.sampled_from([-1, 1])), max_size=40)
)
def test_any_walk_over_steps_ends_where_the_log_ends(steps):
    bench = Bench()
    for step in steps:
        if step == -1:
            bench.editor.undo()
        elif step == 1:
            bench.editor.redo()
        elif step != bench.shown:
            bench.edit(step)
    replayed = {}
    for one in bench.committer.log:
        for op in one.ops:
            for field, after in op.after.items():
                replayed[(op.table, op.row, field)] = after
    assert replayed == bench.committer.values
    assert not bench.reported
    while bench.editor.undo():
        pass
    assert bench.shown is None
    bench.close()
