"""Opens a unit and puts its screens behind the side bar: the one place of the desktop that names them all."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flexdesk.bootstrap import open_again
from flexdesk.cli.app import clock_of, folder_of, passphrase_of
from flexdesk.cli.parsing import Parser, add_globals
from flexdesk.desk.desk import Desk
from flexdesk.errors import CancelledError
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.identity import DiskCopied
from ui import app
from ui.opened import OpenedUnit
from ui.shell.main_window import MainWindow
from ui.shell.ports import REOPEN, Frame, PageSpec
from ui.shell.screens import page_specs
from ui.tasks.timed_backup import TimedBackup
from ui.tasks.timed_carry import TimedCarry
from ui.widgets.banner import BannerAction
from ui.widgets.page import Page
from ui.widgets.rooms import Room, RoomsPage
from ui.widgets.tones import Tone


def main(words: Sequence[str]) -> int:
    """Exit code of the program; `words` are the global options of the command line."""
    parser = Parser(prog="flexdesk")
    add_globals(parser)
    return app.main(list(words), partial(opened, parser.parse_args(words)), stand_by, opened_again)


def stand_by(desk: object, window: MainWindow) -> None:
    """What goes on beside the screens for as long as the window stands."""
    keep_backups(desk, window)
    keep_carried(desk, window)
    keep_bridge(desk, window)
    keep_keys(desk, window)


def keep_keys(desk: object, window: MainWindow) -> None:
    """A copied disk is mended by a button; a keyring that was filled again is told."""
    if isinstance(desk, OpenedUnit):
        window.reporter.remedies[DiskCopied.code] = BannerAction(
            _("Open anew"), lambda: window.beside.emit(REOPEN, ""), "refresh-cw"
        )
        if desk.core.keyring_mended:
            text = _("The keyring of this computer had lost the key; it has it again.")
            window.reporter.tell(text, Tone.ACCENT)


def keep_bridge(desk: object, window: MainWindow) -> None:
    """The strip that copies to e-Kinerja; where it was open when the program ended, going on is offered."""
    if isinstance(desk, OpenedUnit):
        from ui.bridge.keeper import BridgeKeeper

        keeper = BridgeKeeper(desk.core, window.editor, window.reporter, window)
        window.beside.connect(keeper.ask)
        keeper.wanted.connect(window.go)
        window.locked.connect(keeper.hide)
        window.closing.connect(keeper.shut)
        window.offers = keeper.commands
        keeper.offer()


def keep_backups(desk: object, window: MainWindow) -> None:
    """Back the unit up on time for as long as the window stands."""
    if isinstance(desk, OpenedUnit):
        unit = desk.core
        TimedBackup(unit.store, unit.backups, unit.clock, window.runner, window)


def keep_carried(desk: object, window: MainWindow) -> None:
    """Carry what exists on this laptop only, daily and when the window closes."""
    if isinstance(desk, OpenedUnit):
        unit = desk.core
        carry = TimedCarry(unit.store, lambda: unit.carry, unit.clock, window.runner, window)
        window.closing.connect(carry.finish)


def opened(arguments: argparse.Namespace) -> tuple[OpenedUnit, tuple[PageSpec, ...]]:
    """The unit in the data folder; a first run makes one. Raises what `open_desk` raises, CancelledError."""
    desk = _desk(arguments)
    return OpenedUnit(desk), specs(desk)


def opened_again(desk: object) -> tuple[OpenedUnit, tuple[PageSpec, ...]]:
    """The same unit, closed and opened anew without asking. Raises what `open_again` raises."""
    assert isinstance(desk, OpenedUnit)
    core = open_again(desk.core)
    return OpenedUnit(core), specs(core)


def _desk(arguments: argparse.Namespace) -> Desk:
    folder, clock, passphrase = folder_of(arguments), clock_of(arguments), passphrase_of(arguments)
    from ui.onboarding.start import open_or_begin

    desk = open_or_begin(folder, passphrase=passphrase, clock=clock)
    if desk is None:  # the person closed the window that asked
        raise CancelledError()
    return desk


def specs(desk: Desk) -> tuple[PageSpec, ...]:
    """The screens of an open unit; each imports its parts when it is first shown."""
    makers: Mapping[str, Callable[[Desk, Frame], Page]] = {
        "today": _today,
        "people": _people,
        "schedule": _schedule,
        "targets": _targets,
        "review": _review,
        "evaluation": _evaluation,
        "printing": _printing,
        "sending": _sending,
        "policy": _policy,
    }
    return page_specs({key: partial(make, desk) for key, make in makers.items()})


def _today(desk: Desk, frame: Frame) -> Page:
    def today() -> Page:
        from ui.today.page import TodayPage

        return TodayPage(desk, frame.editor, report=frame.reporter.report)

    def attendance() -> Page:
        from ui.attendance.page import AttendancePage

        return AttendancePage(desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter)

    def effect() -> Page:
        from ui.effect.page import EffectPage

        return EffectPage(desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter)

    def complaints() -> Page:
        from ui.complaints.page import ComplaintsPage

        return ComplaintsPage(desk, frame.editor, frame.runner, frame.reporter)

    def month() -> Page:
        from ui.month.page import MonthPage

        return MonthPage(desk, frame.editor, frame.reporter)

    rooms = (
        Room("today", _("Today"), today),
        Room("attendance", _("Attendance"), attendance),
        Room("complaints", _("Complaints"), complaints),
        Room("month", _("Month"), month),
        Room("effect", _("Effect"), effect),
    )
    return RoomsPage(_("Today"), rooms)


def _people(desk: Desk, frame: Frame) -> Page:
    def roster() -> Page:
        from ui.people.page import PeoplePage

        return PeoplePage(desk, frame.editor, frame.runner, report=frame.reporter.report)

    def eligibility() -> Page:
        from ui.eligibility.page import EligibilityPage

        return EligibilityPage(desk, frame.editor, frame.runner, frame.reporter)

    def leave() -> Page:
        from ui.leave.page import LeavePage

        return LeavePage(desk, frame.editor, frame.runner, report=frame.reporter.report)

    def requests() -> Page:
        from ui.requests.page import RequestsPage

        return RequestsPage(desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter)

    def archived() -> Page:
        from ui.archived.page import ArchivedPage

        return ArchivedPage(desk, frame.editor)

    rooms = (
        Room("roster", _("People"), roster),
        Room("eligibility", _("Eligibility"), eligibility),
        Room("leave", _("Leave & travel"), leave),
        Room("requests", _("Requests"), requests),
        Room("archived", _("Archive"), archived),
    )
    return RoomsPage(_("People"), rooms)


def _schedule(desk: Desk, frame: Frame) -> Page:
    from ui.schedule.memory import OnLaptop
    from ui.schedule.page import SchedulePage
    from ui.tasks.on_store import on_store

    def beside(label: str, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
        frame.runner.start(on_store(desk.store, work), done=done, label=label)

    def read_beside(
        work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[BaseException], object]
    ) -> None:
        call = on_store(desk.store, lambda _progress: work())
        frame.runner.start(call, done=done, failed=failed, label=_("Checking the schedule"))

    unit = desk.unit.row()
    zone = str(unit.get("zone") or "Asia/Jakarta")
    return SchedulePage(
        desk.schedule,
        frame.editor,
        today=desk.clock.today(zone),
        report=frame.reporter.report,
        signer=desk.postings.head_on(desk.clock.today(zone)).person,
        zone=ZoneInfo(zone),
        beside=beside,
        patterns=desk.patterns,
        read_beside=read_beside,
        publications=desk.publications,
        outputs=desk.publish_outputs,
        codes=desk.week_codes,
        tell=frame.reporter.tell,
        turns=desk.ledger,
        shifts=desk.shifts,
        memory=OnLaptop(desk.store.device),
    )


def _targets(desk: Desk, frame: Frame) -> Page:
    def targets() -> Page:
        from ui.targets.page import TargetsPage

        return TargetsPage(desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter)

    def compare() -> Page:
        from ui.bridge.compare import ComparePage

        return ComparePage(desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter)

    rooms = (Room("targets", _("Targets"), targets), Room("ekinerja", "e-Kinerja", compare))
    return RoomsPage(_("Targets"), rooms)


def _review(desk: Desk, frame: Frame) -> Page:
    from ui.review.page import ReviewPage

    return ReviewPage(desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter)


def _evaluation(desk: Desk, frame: Frame) -> Page:
    from ui.evaluation.page import EvaluationPage

    return EvaluationPage(desk, editor=frame.editor)


def _printing(desk: Desk, frame: Frame) -> Page:
    from ui.printing.page import PrintingPage

    return PrintingPage(desk, runner=frame.runner, reporter=frame.reporter)


def _sending(desk: Desk, frame: Frame) -> Page:
    def sending() -> Page:
        from ui.sending.page import SendingPage

        return SendingPage(desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter)

    def security() -> Page:
        from ui.sending.security_page import SecurityPage

        return SecurityPage(desk, runner=frame.runner, reporter=frame.reporter)

    rooms = (Room("sending", _("Send"), sending), Room("security", _("Security"), security))
    return RoomsPage(_("Send"), rooms)


def _policy(desk: Desk, frame: Frame) -> Page:
    from ui.policy.page import PolicyPage

    return PolicyPage(desk, editor=frame.editor, runner=frame.runner, reporter=frame.reporter)
