"""A fictional kecamatan of forty people to try the program on; six things in next week's draft want mending.

Everything is laid around the desk's own day, goes through the same services as real data, and comes out the
same for the same day. The people are in `resources/sample/pegawai.csv`; none of them exists.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from flexdesk.domain.calendar import days, monday
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.outputs import content_hash
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import quarter_of
from flexdesk.domain.places import Place
from flexdesk.domain.schema import join_key
from flexdesk.domain.time_patterns import PatternKind, ShiftTask
from flexdesk.services.sample_monitoring import fill_registers
from flexdesk.services.time_patterns import Attested
from flexdesk.store.store import Row

if TYPE_CHECKING:
    from flexdesk.desk.desk import Desk

UNIT = "Kecamatan Sukamaju"
AGENCY = "Pemerintah Kabupaten Cendana Raya"
WEEKS_BACK = 8
_FIELD_GROUPS = ("Pelayanan", "Trantib")


@dataclass(frozen=True, slots=True)
class _Work:
    """One kind of work: the yearly result, how it is counted, and what a day of it looks like."""

    result: str
    indicator: str
    yearly: int
    unit: str
    activities: tuple[str, ...]
    daily: tuple[int, int]


_WORK: dict[str, tuple[_Work, ...]] = {
    "Pimpinan": (
        _Work(
            "Meningkatnya mutu pelayanan kecamatan",
            "Jumlah rapat koordinasi dan pembinaan",
            220,
            "kegiatan",
            ("Memimpin rapat koordinasi mingguan", "Membina desa dan kelurahan", "Menelaah laporan seksi"),
            (1, 2),
        ),
    ),
    "Sekretariat": (
        _Work(
            "Terselesaikannya administrasi perkantoran tepat waktu",
            "Jumlah dokumen administrasi yang diselesaikan",
            2400,
            "dokumen",
            (
                "Memverifikasi surat pertanggungjawaban",
                "Menyusun laporan realisasi anggaran",
                "Mengarsipkan surat",
            ),
            (7, 13),
        ),
        _Work(
            "Tersedianya data kecamatan yang mutakhir",
            "Jumlah data desa yang diperbarui",
            480,
            "data",
            ("Memperbarui data profil desa", "Mengolah data survei kepuasan masyarakat"),
            (1, 4),
        ),
    ),
    "Pelayanan": (
        _Work(
            "Terlayaninya administrasi kependudukan dengan cepat",
            "Jumlah berkas pelayanan yang diselesaikan",
            6200,
            "berkas",
            ("Melayani perekaman KTP-el", "Memproses kartu keluarga", "Melegalisasi surat keterangan"),
            (20, 34),
        ),
        _Work(
            "Tertanganinya pengaduan masyarakat",
            "Jumlah pengaduan yang ditindaklanjuti",
            260,
            "pengaduan",
            ("Menindaklanjuti pengaduan masyarakat", "Menjawab pertanyaan warga di loket"),
            (1, 2),
        ),
    ),
    "Trantib": (
        _Work(
            "Terjaganya ketenteraman dan ketertiban umum",
            "Jumlah patroli wilayah yang dilaksanakan",
            440,
            "patroli",
            ("Patroli wilayah dan pos ronda", "Pengamanan kegiatan masyarakat", "Piket kantor kecamatan"),
            (1, 3),
        ),
    ),
    "Pemberdayaan": (
        _Work(
            "Meningkatnya keberdayaan masyarakat desa",
            "Jumlah pendampingan desa yang dilaksanakan",
            360,
            "desa",
            ("Mendampingi musyawarah desa", "Memantau penyaluran dana desa", "Mendampingi posyandu desa"),
            (1, 3),
        ),
    ),
    "Pemerintahan": (
        _Work(
            "Tertibnya administrasi pemerintahan desa",
            "Jumlah dokumen desa yang dievaluasi",
            520,
            "dokumen",
            ("Mengevaluasi rancangan APB desa", "Memeriksa administrasi desa", "Menyusun rekap pajak bumi"),
            (2, 4),
        ),
    ),
}


def make_sample(desk: "Desk") -> None:
    """Fill an empty unit. `desk` must be new; the work takes a few seconds."""
    today = desk.clock.today()
    with as_file(files("resources") / "sample" / "pegawai.csv") as roster:
        desk.people.import_file(roster)
    sample = _Sample(desk, today)
    sample.settle_unit()
    sample.settle_people()
    sample.make_targets()
    sample.make_leave()
    sample.approve_shifts()
    sample.make_schedule()
    sample.make_outputs()
    sample.make_ratings()
    sample.leave_six_problems()
    fill_registers(desk, today, sample.nip, sample.key)


class _Sample:
    def __init__(self, desk: "Desk", today: date) -> None:
        self.desk = desk
        self.today = today
        self.random = random.Random(2026)
        self.people = {str(row["name"]): row for row in desk.store.select("person", order='"order"')}
        postings = {str(row["person"]): row for row in desk.store.select("posting")}
        self.group = {name: str(postings[str(row["key"])]["unit"]) for name, row in self.people.items()}
        self.results: dict[str, list[tuple[str, str, _Work]]] = {}

    def key(self, name: str) -> str:
        return str(self.people[name]["key"])

    def nip(self, name: str) -> str:
        return str(self.people[name]["nip"])

    def _of(self, *groups: str) -> list[str]:
        return [name for name in self.people if self.group[name] in groups]

    # -- unit and people

    def settle_unit(self) -> None:
        self.desk.unit.set(
            {
                "name": UNIT,
                "agency": AGENCY,
                "region": "regency",
                "place": "Sukamaju",
                "head": self.nip("Bambang Wiryawan"),
                "letterhead": "PEMERINTAH KABUPATEN CENDANA RAYA\nKECAMATAN SUKAMAJU\n"
                "Jalan Merdeka Nomor 1, Sukamaju 45678",
            }
        )
        points = (
            ("Loket KTP-el", 2, ("Lukman Hakim", "Maya Permatasari", "Nur Aini", "Kartika Sari")),
            ("Pengaduan", 1, ("Oktavianus Simanjuntak", "Siti Rohmah", "Rahmat Hidayat")),
        )
        for name, need, people in points:
            self.desk.unit.add_service_point(name, need, hours="08:00-15:00")
            self.desk.unit.assign(name, [self.nip(person) for person in people])
        start = date(self.today.year, 1, 1)
        for key, value in (("location.max_share", "0.25"), ("person.new_posting_months", "3")):
            self.desk.policy.set(key, value, from_day=start, source="Aturan unit v4")

    def settle_people(self) -> None:
        """Answers to the five task criteria, homes on file, and one person who is new in post."""
        committer = self.desk.committer
        ops = [
            committer.update(
                "person",
                row,
                {
                    "task_criteria": "00100" if self.group[name] in _FIELD_GROUPS else "11111",
                    "domicile": f"Desa Contoh {index % 9 + 1}, Sukamaju",
                },
            )
            for index, (name, row) in enumerate(self.people.items())
        ]
        committer.commit(Change("sample.people", tuple(ops)))
        self.desk.people.move(
            self.nip("Eko Prasetyo"),
            self.today - timedelta(days=45),
            jabatan="Pranata Komputer Ahli Pertama",
            category="fungsional",
            reason="mutation",
        )

    # -- targets

    def make_targets(self) -> None:
        committer, head = self.desk.committer, self.key("Bambang Wiryawan")
        year = self.today.year
        ops: list[Op] = []
        for name in self.people:
            person = self.key(name)
            plan = committer.insert(
                "skp",
                {
                    "person": person,
                    "year": year,
                    "from": date(year, 1, 1),
                    "to": date(year, 12, 31),
                    "approach": "quantitative",
                    "form": "ja_jf",
                    "status": "approved",
                    "rater": "" if person == head else head,
                    "set_on": date(year, 1, 19),
                },
            )
            ops.append(plan)
            self.results[name] = []
            for number, work in enumerate(_WORK[self.group[name]], 1):
                ops += self._planned(name, plan.row, number, work)
        committer.commit(Change("sample.targets", tuple(ops)))

    def _planned(self, name: str, plan: str, number: int, work: _Work) -> Iterator[Op]:
        committer = self.desk.committer
        result = committer.insert(
            "work_result",
            {
                "skp": plan,
                "order": number,
                "code": f"RHK-{number:02}",
                "class": "main",
                "text": work.result,
                "leader_text": "Meningkatnya mutu pelayanan dan tata kelola kecamatan",
            },
        )
        yield result
        for order, (aspect, text, target, amount, unit) in enumerate(
            (
                ("quantity", work.indicator, f"{work.yearly}", work.yearly, work.unit),
                ("quality", "Persentase hasil tanpa perbaikan", "95", 95, "%"),
                ("time", "Persentase hasil tepat waktu", "95", 95, "%"),
            ),
            1,
        ):
            indicator = committer.insert(
                "indicator",
                {
                    "result": result.row,
                    "order": order,
                    "aspect": aspect,
                    "text": text,
                    "target_text": target,
                    "target_number": amount,
                    "unit": unit,
                },
            )
            yield indicator
            if aspect == "quantity":
                self.results[name].append((result.row, indicator.row, work))

    # -- leave and schedule

    def make_leave(self) -> None:
        this, following = monday(self.today), monday(self.today) + timedelta(days=7)
        leaves = (
            ("Joko Susanto", "sick", this, this + timedelta(days=4), "Surat dokter"),
            ("Putri Maharani", "annual", this + timedelta(days=2), this + timedelta(days=4), "Cuti tahunan"),
            ("Indra Kurniawan", "annual", following, following + timedelta(days=2), "Cuti tahunan"),
            (
                "Oktavianus Simanjuntak",
                "annual",
                following + timedelta(days=4),
                following + timedelta(days=4),
                "",
            ),
        )
        for name, kind, first, last, document in leaves:
            self.desk.registers.add_leave(self.nip(name), kind, first, last, document)
        for name, day, purpose in (
            ("Bambang Wiryawan", following + timedelta(days=1), "Rapat koordinasi camat di kabupaten"),
            ("Sri Wahyuningsih", following + timedelta(days=3), "Konsultasi anggaran di badan keuangan"),
        ):
            number = f"800.1.11.1/{self.random.randint(100, 199)}/Kec.SKM/{day.year}"
            self.desk.registers.add_travel(self.nip(name), day, day, number, purpose)

    def make_schedule(self) -> None:
        """Planned weeks, as long back as fairness looks, this week published."""
        service = self.desk.schedule
        signer = self.key("Bambang Wiryawan")
        this = monday(self.today)
        for back in range(WEEKS_BACK, -1, -1):
            first = this - timedelta(weeks=back)
            self._shifts(first)
            service.take(service.plan_proposal(first, seconds=1.0))
        service.publish(this, f"800.1.11.1/{this.isocalendar().week:03}/Kec.SKM/{this.year}", signer)

    def approve_shifts(self) -> None:
        """The guards work in sif; the regent's office approved it before the first week shown."""
        first = monday(self.today) - timedelta(weeks=WEEKS_BACK)
        task = ShiftTask(minutes_a_day=1_440, days_a_week=7, minutes_a_week=10_080)
        for name in self._of("Trantib")[1:]:
            key, _change = self.desk.time_patterns.add(
                PatternKind.SIF, first, attested=Attested(task), nip=self.nip(name), note="Penjagaan 24 jam"
            )
            self.desk.time_patterns.approve(
                key, "Sekretaris Daerah a.n. Bupati", first - timedelta(days=7), f"800/{first.year}/SIF"
            )

    def _shifts(self, first: date) -> None:
        guards = self._of("Trantib")[1:]
        turns = (Place.SHIFT_MORNING, Place.SHIFT_AFTERNOON, Place.SHIFT_NIGHT, Place.OFF)
        calendar = self.desk.reader.calendar(first)
        edits = [
            (self.key(name), day, turns[(number + offset + first.isocalendar().week) % len(turns)])
            for number, name in enumerate(guards)
            for offset, day in enumerate(calendar.working_days(first, first + timedelta(days=6)))
        ]
        self.desk.schedule.set_places(edits, kind="sample.shifts")

    def leave_six_problems(self) -> None:
        """Next week is a draft in which six rules speak up."""
        following = monday(self.today) + timedelta(days=7)
        self._shifts(following)
        service = self.desk.schedule
        service.take(service.plan_proposal(following, seconds=1.0))
        mon, tue, wed, thu, fri = (following + timedelta(days=n) for n in range(5))
        home = Place.HOME
        edits = [(self.key("Fitri Handayani"), day, home) for day in (mon, wed, fri)]
        edits.append((self.key("Eko Prasetyo"), fri, home))
        edits += [
            (self.key(name), fri, home) for name in ("Ratna Dewanti", "Dewi Anggraini", "Gani Setiawan")
        ]
        edits += [
            (self.key(name), fri, home) for name in ("Joko Susanto", "Wayan Sudarsana", "Daud Manurung")
        ]
        edits += [
            (self.key(name), fri, home) for name in ("Yuni Kartikasari", "Elis Komariah", "Gita Puspita")
        ]
        edits.append((self.key("Siti Rohmah"), fri, Place.DUTY_TRAVEL))
        edits.append((self.key("Rahmat Hidayat"), fri, Place.PERMIT))
        edits.append((self.key("Indra Kurniawan"), tue, home))
        edits.append((self.key("Kartika Sari"), thu, home))
        service.set_places(edits, kind="sample.problems")

    # -- outputs and ratings

    def make_outputs(self) -> None:
        committer = self.desk.committer
        first = monday(self.today) - timedelta(weeks=WEEKS_BACK)
        calendar = self.desk.reader.calendar(first)
        away = self._away(first)
        ops: list[Op] = []
        totals: dict[str, int] = {}
        for name in self.people:
            for day in calendar.working_days(first, self.today - timedelta(days=1)):
                if (self.key(name), day) not in away:
                    ops += self._day_of_work(name, day, totals)
        for (indicator, month), amount in self._monthly(totals).items():
            cells = {"number": amount, "evidence": "Laporan harian"}
            ops.append(committer.insert("realisation", cells, join_key(indicator, month)))
        committer.commit(Change("sample.outputs", tuple(ops)))

    def _away(self, first: date) -> set[tuple[str, date]]:
        return {
            (str(row["person"]), day)
            for table in ("leave_entry", "travel_entry")
            for row in self.desk.store.select(table)
            for day in days(date.fromisoformat(str(row["from"])), date.fromisoformat(str(row["to"])))
            if day >= first
        }

    def _day_of_work(self, name: str, day: date, totals: dict[str, int]) -> Iterator[Op]:
        if name == "Gani Setiawan" and self.today - day < timedelta(days=4):
            return  # has not reported lately
        work_of_day = self.results[name][: self.random.choice((1, 2))]
        for number, (result, indicator, work) in enumerate(work_of_day):
            lazy = name == "Hesti Lestari" and day.month == self.today.month
            activity = work.activities[0] if lazy else self.random.choice(work.activities)
            amount = self.random.randint(*work.daily)
            starts, ends = (time(8), time(11, 30)) if number == 0 else (time(13), time(15, 30))
            hashed = content_hash(activity, starts=starts, ends=ends, amount=amount, unit=work.unit)
            recent = self.today - day <= timedelta(days=2)
            cells = {
                "activity": activity,
                "amount": amount,
                "unit": work.unit,
                "starts": starts,
                "ends": ends,
                "result": result,
                "code": f"RHK-{number + 1:02}",
                "evidence": "" if lazy else f"foto-{day:%m%d}-{number + 1}.jpg",
                "source": "file",
                "review": "waiting" if recent else "accepted",
            }
            totals[f"{indicator}|{day:%Y-%m}"] = totals.get(f"{indicator}|{day:%Y-%m}", 0) + amount
            yield self.desk.committer.insert(
                "output", cells, join_key(self.key(name), day.isoformat(), hashed)
            )

    def _monthly(self, totals: dict[str, int]) -> dict[tuple[str, str], int]:
        """What was counted, and for the months before the reports an even pace."""
        found = {(key.split("|")[0], key.split("|")[1]): amount for key, amount in totals.items()}
        start = min((month for _indicator, month in found), default=f"{self.today:%Y-%m}")
        for person in self.results.values():
            for _result, indicator, work in person:
                for month in range(1, 13):
                    code = f"{self.today.year}-{month:02}"
                    if code < start:
                        share = self.random.uniform(0.75, 1.1)
                        found[indicator, code] = round(work.yearly / 12 * share)
        return found

    def make_ratings(self) -> None:
        """The quarter before this one is rated, but for four people."""
        period = quarter_of(self.today).previous()
        plans: Sequence[Row] = self.desk.store.select("skp", year=period.first.year)
        if not plans:
            return
        late = {
            self.key(name)
            for name in ("Fitri Handayani", "Gani Setiawan", "Wayan Sudarsana", "Daud Manurung")
        }
        ratings: dict[str, tuple[Rating | None, Rating | None, str | None]] = {}
        for number, plan in enumerate(plans):
            if str(plan["person"]) in late:
                continue
            results = Rating.ABOVE if number % 4 == 0 else Rating.BELOW if number % 17 == 5 else Rating.MEETS
            behaviour = Rating.ABOVE if number % 5 == 0 else Rating.MEETS
            ratings[str(plan["key"])] = (results, behaviour, "Pertahankan capaian dan lengkapi bukti dukung.")
        self.desk.evaluation.rate_many(ratings, period)
        self.desk.evaluation.set_organisation(period, "baik")
