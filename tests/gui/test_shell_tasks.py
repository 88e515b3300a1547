"""Long work, changes from other threads and errors arrive on the window's thread, once, or not at all."""

import sys
import threading

import pytest
from PySide6.QtCore import QThread

from flexdesk.domain.ops import Change
from flexdesk.errors import EnvironmentTrouble, StaleEdit
from flexdesk.events import ChangeBus
from ui.feedback import hooks
from ui.feedback.bridge import ChangeBridge
from ui.feedback.crash import CrashReport
from ui.feedback.notices import NoticeSpot
from ui.feedback.reporter import Crash, Reporter
from ui.tasks import runner as runner_module
from ui.tasks.progress_line import ProgressLine
from ui.tasks.runner import Runner, State
from ui.widgets.tones import Tone


@pytest.fixture
def errors():
    return []


@pytest.fixture
def runner(errors):
    made = Runner(errors.append)
    yield made
    made.shut()
    made.deleteLater()


def test_the_result_comes_back_on_our_thread(runner, qtbot):
    got = []
    here = QThread.currentThread()
    job = runner.start(
        lambda _progress: threading.current_thread().name,
        done=lambda name: got.append((name, QThread.currentThread() is here)),
    )
    qtbot.waitUntil(lambda: bool(got))
    name, on_ours = got[0]
    assert name.startswith("flexdesk-job")
    assert on_ours
    assert job.state is State.DONE
    assert runner.jobs == ()


def test_a_quick_job_is_not_lost(runner, qtbot):
    got = []
    for number in range(50):
        runner.start(lambda _progress, number=number: number, done=got.append)
    qtbot.waitUntil(lambda: len(got) == 50)
    assert sorted(got) == list(range(50))


def test_an_error_goes_to_failed_and_else_to_the_reporter(runner, qtbot, errors):
    mine = []

    def break_down(_progress):
        raise StaleEdit()

    runner.start(break_down, done=lambda _none: None, failed=mine.append)
    runner.start(break_down, done=lambda _none: None)
    qtbot.waitUntil(lambda: bool(mine) and bool(errors))
    assert isinstance(mine[0], StaleEdit)
    assert isinstance(errors[0], StaleEdit)


def test_a_stopped_job_calls_nobody(runner, qtbot, errors):
    begun = threading.Event()
    done = []

    def count(progress):
        begun.set()
        number = 0
        while True:
            number += 1
            progress.report(number % 100, 100)

    job = runner.start(count, done=done.append)
    assert begun.wait(5)
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert job.state is State.CANCELLED
    assert not done
    assert not errors


def test_progress_is_shown_only_for_long_jobs(runner, qtbot, monkeypatch):
    monkeypatch.setattr(runner_module, "SHOW_AFTER_MS", 30)
    line = ProgressLine(runner)
    qtbot.addWidget(line)
    release = threading.Event()

    def wait(progress):
        progress.report(3, 12)
        release.wait(5)

    with qtbot.waitSignal(runner.shown):
        runner.start(wait, done=lambda _none: None, label="Cetak jadwal")
    assert not line.isHidden()
    qtbot.waitUntil(lambda: line.words.text() == "Cetak jadwal: 3 / 12")
    release.set()
    qtbot.waitUntil(line.isHidden)


def test_shutting_waits_and_silences_what_is_on_its_way(qapp, errors):
    runner = Runner(errors.append)
    done = []
    begun = threading.Event()

    def count(progress):
        begun.set()
        while True:
            progress.report(1, 2)

    runner.start(count, done=done.append)
    runner.start(lambda _progress: 1, done=done.append)
    for _number in range(5):
        runner.start(lambda _progress: 2, done=done.append)
    assert begun.wait(5)
    runner.shut()
    qapp.processEvents()
    assert done == []
    with pytest.raises(RuntimeError):
        runner.start(lambda _progress: 3, done=done.append)
    runner.deleteLater()


def test_changes_of_other_threads_arrive_in_order_on_ours(qtbot):
    bus = ChangeBus()
    bridge = ChangeBridge(bus)
    got = []
    here = QThread.currentThread()
    bridge.changed.connect(lambda change: got.append((change.kind, QThread.currentThread() is here)))
    thread = threading.Thread(target=lambda: [bus.publish(Change(f"k{n}", ())) for n in range(20)])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(got) == 20)
    assert got == [(f"k{number}", True) for number in range(20)]
    bridge.shut()
    assert bus.listeners == 0
    bridge.deleteLater()


def test_the_three_kinds_of_trouble_are_shown_three_ways():
    reporter = Reporter()
    notices, crashes = [], []
    reporter.noticed.connect(notices.append)
    reporter.crashed.connect(crashes.append)
    reporter.report(StaleEdit())
    reporter.report(EnvironmentTrouble(detail="disk"), retry=lambda: None)
    try:
        raise KeyError("x")
    except KeyError as error:
        reporter.report(error)
    stale, trouble = notices
    assert (stale.tone, stale.ticket, len(stale.lines)) == (Tone.NEGATIVE, "FD-UBH-01", 2)
    assert [action.text for action in trouble.actions] == ["Try again"]
    assert "KeyError" in crashes[0].trace
    assert "test_shell_tasks.py" in crashes[0].trace
    reporter.deleteLater()


def test_a_retry_button_calls_and_clears(qtbot):
    reporter = Reporter()
    spot = NoticeSpot()
    qtbot.addWidget(spot)
    reporter.noticed.connect(spot.show_notice)
    calls = []
    reporter.report(EnvironmentTrouble(detail="disk"), retry=lambda: calls.append(1))
    spot.banner.buttons[0].click()
    assert calls == [1]
    assert spot.banner is None
    reporter.deleteLater()


def test_an_exception_on_a_thread_reaches_the_reporter_on_ours(qtbot):
    reporter = Reporter()
    crashes = []
    here = QThread.currentThread()
    reporter.crashed.connect(lambda crash: crashes.append((crash, QThread.currentThread() is here)))
    before = sys.excepthook, threading.excepthook
    give_back = hooks.install(reporter)
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bool(crashes))
        sys.excepthook(ValueError, ValueError("slot"), None)
    finally:
        give_back()
    assert (sys.excepthook, threading.excepthook) == before
    assert "ZeroDivisionError" in crashes[0][0].trace
    assert crashes[0][1]
    assert "ValueError: slot" in crashes[1][0].trace
    reporter.deleteLater()


def test_the_crash_report_can_be_copied_and_grows(qtbot, qapp):
    report = CrashReport(Crash("KeyError: 'x'", "Traceback one"))
    qtbot.addWidget(report)
    report.add(Crash("again", "Traceback two"))
    report.copy.click()
    assert qapp.clipboard().text() == "Traceback one\n\nTraceback two"
