"""What the fictional kecamatan has in its registers of complaints, requests and attendance.

Nothing here touches next week's draft, whose six problems are counted in help and tests.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from flexdesk.domain.attendance import Decision
from flexdesk.domain.calendar import monday
from flexdesk.domain.complaints import Channel
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.places import AWAY
from flexdesk.domain.rules.complaints import ComplaintKind
from flexdesk.domain.schema import join_key
from flexdesk.services.requests import Draft

if TYPE_CHECKING:
    from flexdesk.desk.desk import Desk

Named = Callable[[str], str]  # name of a person -> NIP, or key
_OFFICERS = ("Siti Rohmah", "Putri Maharani", "Oktavianus Simanjuntak", "Rahmat Hidayat")


def fill_registers(desk: "Desk", today: date, nip: Named, key: Named) -> None:
    """Work of the last weeks, as it looks on the morning of `today`."""
    _Registers(desk, today, nip, key).fill()


class _Registers:
    def __init__(self, desk: "Desk", today: date, nip: Named, key: Named) -> None:
        self.desk, self.today, self.nip, self.key = desk, today, nip, key
        self.calendar = desk.reader.calendar(today - timedelta(weeks=8))

    def fill(self) -> None:
        self.name_officers()
        self.take_complaints()
        self.take_requests()
        self.agree()
        self.mark_attendance()

    def _ago(self, count: int) -> date:
        """So many working days before today."""
        day = self.today
        while count:
            day -= timedelta(days=1)
            count -= self.calendar.is_working(day)
        return day

    # Complaints
    def name_officers(self) -> None:
        """Somebody by turns for every week away, next week included."""
        this = monday(self.today)
        for number, week in enumerate(this + timedelta(weeks=n) for n in range(-4, 2)):
            officer = self.nip(_OFFICERS[number % len(_OFFICERS)])
            self.desk.complaints.name_officer(week, week + timedelta(days=6), officer)

    def take_complaints(self) -> None:
        add, counter = self.desk.complaints.add, str(Channel.COUNTER)
        officer = self.nip("Siti Rohmah")
        settled, _change = add(
            self._ago(12),
            "Antrean KTP-el menumpuk pada Senin pagi",
            channel=counter,
            reporter="Warga Mekarjati",
        )
        self.desk.complaints.respond(settled, self._ago(11), "Loket kedua dibuka Senin pukul 08.00")
        self.desk.complaints.close(settled, self._ago(9), "Loket kedua dibuka setiap Senin")
        answered, _change = add(
            self._ago(6),
            "Surat pengantar nikah belum terbit setelah seminggu",
            channel=Channel.LAPOR,
            number="7731902",
            kind=ComplaintKind.UNEXAMINED,
            officer=officer,
        )
        self.desk.complaints.respond(answered, self._ago(4), "Berkas ditemukan, menunggu tanda tangan lurah")
        add(
            self._ago(4),
            "Petugas pengaduan tidak menjawab WhatsApp",
            channel=Channel.WHATSAPP,
            reporter="Ibu L., Desa Sukarasa",
            officer=officer,
        )
        add(
            self._ago(2),
            "Lampu jalan di depan kantor kecamatan mati",
            channel=Channel.LAPOR,
            number="7740218",
            kind=ComplaintKind.EXAMINED,
        )
        add(self._ago(1), "Menanyakan syarat pindah datang", channel=counter, kind=ComplaintKind.SIMPLE)

    # Requests
    def take_requests(self) -> None:
        after = monday(self.today) + timedelta(weeks=2)
        month = after + timedelta(days=25)
        wish = ("wish", after, month)
        self._ask("Dewi Anggraini", *wish, days="mon", reason="Mengantar anak terapi setiap Senin")
        self._ask("Galuh Prameswari", *wish, days="fri", reason="Perjalanan ke rumah orang tua")
        self._ask(
            "Yuni Kartikasari",
            "special_condition",
            after,
            after + timedelta(days=11),
            place="home",
            flexibility="location",
            reason="Pemulihan setelah operasi, belum dapat berkendara",
            evidence="Surat keterangan RSUD",
            plan="Menyusun profil desa dan rekap data bantuan",
            outputs="2 profil desa, 1 rekap per minggu",
        )
        refused = self._ask("Beni Saputra", "wish", after, month, days="fri", reason="Lebih tenang di rumah")
        self.desk.requests.decide(refused, "refuse", "Jumat sudah penuh; silakan pilih hari lain")
        self._ask(
            "Ferdinand Sitorus",
            "swap",
            after + timedelta(days=1),
            after + timedelta(days=2),
            partner=self.key("Gita Puspita"),
            reason="Tukar hari karena rapat desa",
        )

    def _ask(self, name: str, kind: str, first: date, to: date, **cells: str) -> str:
        made, _change = self.desk.requests.submit(Draft(self.key(name), kind, first, to, **cells))  # type: ignore[arg-type]
        return made

    def agree(self) -> None:
        """Agreements from the first of last month on, for half a year; one of them ends soon."""
        first = (self.today.replace(day=1) - timedelta(days=1)).replace(day=1)
        for name, to in (
            ("Agus Hermawan", first + timedelta(days=181)),
            ("Ratna Dewanti", first + timedelta(days=181)),
            ("Fitri Handayani", self.today + timedelta(days=9)),
        ):
            self.desk.agreements.add(self.nip(name), first, to, signed_on=first - timedelta(days=4))

    # Attendance
    def mark_attendance(self) -> None:
        """Two weeks of flexible days with their marks; three days lack one, and one of these is explained."""
        ops: list[Op] = []
        lacking = 0
        explained: tuple[str, date] | None = None
        first, last = self._ago(10), self._ago(1)
        rows = self.desk.attendance_days.rows(first, last)
        for number, row in enumerate(one for one in rows if one.flexible and one.place in AWAY):
            slots = self.desk.attendance_days.terms(row.day).slots
            for slot in slots:
                if number % 11 == 4 and slot == slots[-1] and lacking < 3:
                    lacking += 1
                    explained = explained or (row.person, row.day)
                    continue
                at = time(7, 12 + number % 17) if slot == slots[0] else time(16, 2 + number % 23)
                ops.append(
                    self.desk.committer.insert(
                        "attendance_mark",
                        {"at": at, "source": "file", "place": row.place},
                        join_key(row.person, row.day.isoformat(), slot),
                    )
                )
        self.desk.committer.commit(Change("sample.attendance", tuple(ops)))
        if explained is not None:
            self.desk.attendance.clarify(
                [explained], Decision.SYSTEM_FAILURE, "Listrik padam sejak pukul 15.30"
            )
