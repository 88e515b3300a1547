"""Makes what was ticked when a week was published: papers, pictures, texts, tables, codes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flexdesk.domain.periods import Period
from flexdesk.progress import Progress
from flexdesk.services import sharing
from flexdesk.services.agency_sheet import AgencyWeek, as_workbook
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.messages import schedule_text
from flexdesk.services.publications import PublicationService
from flexdesk.services.schedule import ScheduleService
from flexdesk.services.sharing import SharedFile
from flexdesk.services.week import WeekView
from flexdesk.services.week_codes import WeekCodes
from flexdesk.services.weekly_export import note_export
from flexdesk.system.durable import write_durably

if TYPE_CHECKING:
    from flexdesk.services.printing import Drawn, PrintService

OUTPUTS = ("letter", "wall", "message", "slips", "picture", "calendar", "table", "weekqr")
_PAPERS = {"letter": "assignment-letter", "wall": "schedule"}
_SETTING = "publish/folder"
_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class _Made:
    """Files of one output, and the papers among them that go on file."""

    files: tuple[SharedFile, ...]
    drawn: "tuple[Drawn, ...]" = ()


class PublishOutputs:
    def __init__(
        self,
        committer: Committer,
        reader: FactReader,
        schedule: ScheduleService,
        printing: "Callable[[], PrintService]",
        publications: PublicationService,
        codes: WeekCodes,
    ) -> None:
        """`printing` is asked for when papers are made: it brings everything that papers need."""
        self._committer, self._reader = committer, reader
        self._store = committer.store
        self._schedule, self._printing = schedule, printing
        self._publications, self._codes = publications, codes

    @property
    def folder(self) -> Path:
        """Where the papers went the last time on this laptop."""
        kept = self._store.setting(_SETTING)
        return Path(kept) if kept else self._store.folder / "documents"

    def make(
        self, period: Period, outputs: Sequence[str], folder: Path, progress: Progress | None = None
    ) -> list[Path]:
        """Files of the version that stands; each is whole or not there, and made again it is the same.

        Leave, sickness and permits are a dash in all of them. Stopping leaves what is finished. Raises
        NotPublished, EnvironmentTrouble, CancelledError; what was published stands in any case.
        """
        from flexdesk.services.schedule_papers import frozen

        version = self._publications.standing(period)
        view = frozen(self._schedule.period(period.first, period.last), version)
        told = progress or Progress()
        paths: list[Path] = []
        wanted = [name for name in OUTPUTS if name in outputs]
        for done, name in enumerate(wanted):
            told.report(done, len(wanted))
            made = self._makers(view, period)[name]()
            paths += _written(folder, made.files)
            if made.drawn:
                self._printing().file(made.drawn, period)
        if "table" in wanted:
            note_export(self._store, self._schedule, period)
        self._store.set_setting(_SETTING, str(folder))
        told.report(len(wanted), len(wanted))
        return paths

    def _makers(self, view: WeekView, period: Period) -> dict[str, Callable[[], _Made]]:
        return {
            **{name: partial(self._paper, kind, period) for name, kind in _PAPERS.items()},
            "message": lambda: _Made((self._message(view, period),)),
            "slips": lambda: self.slips(view, period),
            "picture": lambda: _Made(tuple(self._pictures(period))),
            "calendar": lambda: _Made((self._calendar(view, period),)),
            "table": lambda: _Made((self.table(period),)),
            "weekqr": lambda: _Made(
                tuple(self._codes.pictures(view, period, self._unit, f"{period.code}_JADWAL"))
            ),
        }

    @property
    def _unit(self) -> str:
        return str((self._store.get("unit", "unit") or {}).get("name") or "")

    def _paper(self, kind: str, period: Period) -> _Made:
        drawn = self._printing().draw([kind], period)
        return _Made(tuple(SharedFile(one.name, one.issued.data) for one in drawn), tuple(drawn))

    def _message(self, view: WeekView, period: Period) -> SharedFile:
        text = schedule_text(view, period, self._unit)
        return SharedFile(f"{period.code}_PESAN-WA.txt", text.encode())

    def _calendar(self, view: WeekView, period: Period) -> SharedFile:
        data = sharing.as_calendar(view, self._title(period), self._committer.clock.now())
        return SharedFile(f"{period.code}_KALENDER.ics", data)

    def _pictures(self, period: Period) -> list[SharedFile]:
        from flexdesk.documents.preview import page_count, page_png

        pdf = self._printing().draw(["schedule"], period)[0].issued.data
        pages = page_count(pdf)
        return [
            SharedFile(
                f"{period.code}_JADWAL{f'_{at + 1}' if pages > 1 else ''}.png",
                page_png(pdf, at, scale=_SCALE),
            )
            for at in range(pages)
        ]

    def _title(self, period: Period) -> str:
        return f"Jadwal kerja {self._unit}, {period.label('id')}"

    def table(self, period: Period) -> SharedFile:
        """A workbook for the personnel agency, a sheet for each week of the period."""
        weeks = []
        for week in period.weeks():
            view = self._schedule.period(week.first, week.last)
            weeks.append(AgencyWeek(week, view, self._schedule.published(week.first, week.last)))
        agency = str((self._store.get("unit", "unit") or {}).get("agency") or "")
        return SharedFile(f"{period.code}_JADWAL-BKD.xlsx", as_workbook(self._unit, agency, weeks))

    def slips(self, view: WeekView, period: Period) -> _Made:
        """The sheet to cut up, and for each person a text and a calendar to send on."""
        drawn = self._printing().draw(["slip"], period)
        files = [SharedFile(one.name, one.issued.data) for one in drawn]
        now = self._committer.clock.now()
        files += sharing.as_slips(view, self._title(period), f"{period.code}_SLIP", now)
        return _Made(tuple(files), tuple(drawn))


def _written(folder: Path, files: Sequence[SharedFile]) -> list[Path]:
    """Raises EnvironmentTrouble."""
    from flexdesk.services.printing import writing_files

    with writing_files():
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            write_durably(folder / file.name, file.data, mode=0o644)
    return [folder / file.name for file in files]
