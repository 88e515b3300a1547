"""The whole cycle on real files, without a screen: from an office's Excel file to a receipt.

Two laptops and a server are made in one folder; everything between them travels over a real socket and
through real files.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flexdesk.bootstrap import create_desk, create_empty
from flexdesk.desk.desk import Desk
from flexdesk.domain.calendar import monday
from flexdesk.domain.performance import Rating, ReviewState
from flexdesk.domain.periods import Period, parse_period, quarter_of, week_of
from flexdesk.domain.schema import BY_NAME
from flexdesk.services.people_import import PeopleImport
from flexdesk.services.sample import AGENCY, UNIT, make_sample
from flexdesk.store.digest import digest
from flexdesk.system.clock import Clock

PASSPHRASE = "demonstrasi"  # the folder is for showing; its data is fictional or a copy
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """What to run the cycle on; without a roster the bundled fictional unit is used."""

    people: Path | None = None
    skp: Path | None = None
    outputs: tuple[Path, ...] = ()
    register: Path | None = None


@dataclass
class Demo:
    """Runs step by step; `result` is the JSON document of the contract."""

    folder: Path
    files: DemoFiles
    clock: Clock
    tell: Tell
    result: dict[str, Any] = field(default_factory=dict)

    def run(self) -> dict[str, Any]:
        from flexdesk.server.run import running

        began = time.monotonic()
        with self._first_laptop() as desk:
            week = self._plan(desk)
            self._review(desk)
            period = self._evaluate(desk)
            self._print(desk, week, period)
            settings, code, second_code = self._server()
            with running(settings) as url:
                self.tell(f"server {url}")
                desk.membership.enrol(url, code, "Laptop pertama")
                self._bundle(desk)
                self._sync(desk)
                self._second_laptop(desk, url, second_code)
            desk.backups.create(self.clock.now())
        self.result["seconds"] = round(time.monotonic() - began, 2)
        return self.result

    # -- steps

    def _first_laptop(self) -> Desk:
        folder = self.folder / "laptop-1"
        named = self.files.people is not None
        unit = "Unit dari berkas" if named else UNIT
        agency = "Instansi dari berkas" if named else AGENCY
        desk = create_desk(folder, unit=unit, agency=agency, passphrase=PASSPHRASE, clock=self.clock)
        if self.files.people is None:
            make_sample(desk)
            people = len(desk.people.roster())
            self.result |= {"unit": UNIT, "people": people, "rejected": 0}
        else:
            self._import(desk, self.files.people)
        self.tell(f"{self.result['unit']}: {self.result['people']}")
        return desk

    def _import(self, desk: Desk, people: Path) -> None:
        outcome = desk.people.import_file(people, rejects=self.folder / "ditolak.xlsx")
        self._name_unit(desk, outcome)
        if self.files.register is not None:
            desk.registers.import_file(self.files.register)
        if self.files.skp is not None:
            desk.targets.import_file(self.files.skp, year=self.clock.today().year)
        if self.files.outputs:
            taken = desk.outputs.import_files(self.files.outputs)
            self.result["outputs"] = {
                "accepted": taken.accepted,
                "duplicates": taken.duplicates,
                "unmatched": len(taken.unmatched),
                "rejected": len(taken.rejected),
            }

    def _name_unit(self, desk: Desk, outcome: PeopleImport) -> None:
        """The office that the file names, and its first person as head."""
        reading = outcome.reading
        name = reading.unit_fallback or next((p.unit for p in reading.accepted if p.unit), None)
        values = {"head": reading.accepted[0].nip} if reading.accepted else {}
        if name:
            office, _comma, agency = name.title().partition(" Kabupaten ")
            values |= {"name": office, **({"agency": f"Pemerintah Kabupaten {agency}"} if agency else {})}
        desk.unit.set(values)
        self.result |= {
            "unit": str(desk.unit.row()["name"]),
            "people": outcome.new,
            "rejected": len(reading.rejected),
        }

    def _plan(self, desk: Desk) -> Period:
        first = monday(self.clock.today()) + timedelta(days=7)
        week = week_of(first)
        if self.files.people is None:
            # The bundled unit's draft of next week has faults to mend; empty cells are planned lawfully.
            desk.schedule.clear(week.first, week.last)
        plan = desk.schedule.plan(week.first, week.last)
        desk.schedule.take(desk.schedule.proposal_of(plan, week.first, week.last))
        head = str(desk.unit.row().get("head") or "")
        desk.schedule.publish_period(week, f"800.1.11.1/001/{week.code}", head)
        self.result["plan"] = {
            "period": week.code,
            "status": str(plan.status),
            "objective": list(plan.objective),
            "cells": len(plan.cells),
            "away": sum(cell.place != "office" for cell in plan.cells),
        }
        self.tell(plan.why)
        return week

    def _review(self, desk: Desk) -> None:
        """Accept what raises no question; the rest stays for a person."""
        days = [str(row["day"]) for row in desk.store.select("output")]
        if not days:
            self.result["review"] = {"outputs": 0, "questions": 0, "accepted": 0}
            return
        period = parse_period(max(days)[:7])
        review = desk.outputs.review(period)
        clear = [i.key for i in review.items if not i.questions and i.row["review"] == ReviewState.WAITING]
        desk.outputs.accept(clear)
        questions = sum(bool(item.questions) for item in review.items) + len(review.findings)
        self.result["review"] = {
            "period": period.code,
            "outputs": len(review.items),
            "questions": questions,
            "accepted": len(clear),
        }

    def _evaluate(self, desk: Desk) -> Period:
        days = [str(row["day"]) for row in desk.store.select("output")]
        last = date.fromisoformat(max(days)) if days else self.clock.today()
        period = quarter_of(last)
        evaluations = desk.evaluation.evaluations(period)
        ratings: dict[str, tuple[Rating | None, Rating | None, str | None]] = {
            e.skp.key: (_suggested(desk, e, period), Rating.MEETS, None) for e in evaluations
        }
        desk.evaluation.rate_many(ratings, period)
        desk.evaluation.set_organisation(period, "baik")
        rated = desk.evaluation.evaluations(period)
        counts, _warnings = desk.evaluation.distribution(rated, desk.evaluation.organisation(period))
        self.result["evaluation"] = {
            "period": period.code,
            "counts": {str(predicate): count for predicate, count in counts.items()},
        }
        return period

    def _print(self, desk: Desk, week: Period, period: Period) -> None:
        out = self.folder / "dokumen"
        files = desk.printing.make(["schedule", "assignment-letter"], week, out=out)
        rated = [e for e in desk.evaluation.evaluations(period) if e.predicate is not None]
        if rated:
            files += desk.printing.make(["evaluation", "evaluation-document"], period, out=out)
        self.result["documents"] = [str(file.path) for file in files]
        self.tell(f"PDF: {len(files)}")

    def _server(self) -> tuple[Any, str, str]:
        from flexdesk.server import admin
        from flexdesk.server.central import Central, Settings

        folder = self.folder / "server"
        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(f"sqlite:///{folder / 'server.db'}", clock=self.clock)
        admin.init(settings)
        with Central(settings) as central:
            agency = admin.agency_add(central, AGENCY)
            unit = admin.unit_add(central, str(self.result["unit"]), agency)
            first, _until = admin.code(central, unit, "head")
            second, _until = admin.code(central, unit, "deputy")
        return settings, first, second

    def _bundle(self, desk: Desk) -> None:
        written = desk.bundles.create(self.folder / "kiriman-1.flexdesk")
        self.result["bundle"] = {
            "path": str(written.path),
            "number": written.header.number,
            "changes": written.header.changes,
            "bytes": written.bytes,
        }

    def _sync(self, desk: Desk) -> None:
        done = desk.sync.sync()
        self.result["sync"] = {
            "state": str(done.state),
            "sent": done.sent,
            "round_trips": done.round_trips,
            "bytes_up": done.bytes_up,
            "bytes_down": done.bytes_down,
            "receipt": done.receipt,
        }
        self.tell(f"{done.state} {done.receipt}")

    def _second_laptop(self, desk: Desk, url: str, code: str) -> None:
        with create_empty(self.folder / "laptop-2", passphrase=PASSPHRASE, clock=self.clock) as other:
            other.membership.enrol(url, code, "Laptop kedua")
            other.sync.sync()
            equal = digest(other.store) == digest(desk.store)
            rows = sum(len(other.store.select(name)) for name in BY_NAME)
        self.result["second_device"] = {"digest_equal": equal, "rows": rows}


def _suggested(desk: Desk, evaluation: Any, period: Period) -> Rating:
    """For the demonstration only: a person rates, the program never does."""
    facts = desk.evaluation.facts(evaluation, period)
    counted = facts.on_track + facts.at_risk + facts.behind
    if counted and facts.behind * 2 > counted:
        return Rating.BELOW
    return Rating.MEETS


def demonstrate(folder: Path, files: DemoFiles, clock: Clock, tell: Tell) -> dict[str, Any]:
    """Run the cycle into an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return Demo(folder, files, clock, tell).run()
