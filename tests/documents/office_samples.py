"""Sample data of what an office prints beside its forms: orders, weeks, reports, slips and keys."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from flexdesk.documents.agreement import AgreementSheet
from flexdesk.documents.code_page import CodePage
from flexdesk.documents.courier_slip import CourierSlip
from flexdesk.documents.custodian_sheet import CustodianSheet
from flexdesk.documents.daily_report import DailyDay, DailyEntry, DailyReport
from flexdesk.documents.decision_sheet import DecisionSheet, SheetReason, SheetVerdict
from flexdesk.documents.effect_annex import EffectAnnex, EffectRow, EffectTable
from flexdesk.documents.letterhead import Letterhead
from flexdesk.documents.order_letter import AnnexLine, OrderLetter
from flexdesk.documents.paper import Paper
from flexdesk.documents.recap import UnitLine, WfaRecap
from flexdesk.documents.recap_charts import DayBar, Figure, PersonWeeks
from flexdesk.documents.recap_compare import BeforeAfter, Composition
from flexdesk.documents.recovery_sheet import RecoverySheet
from flexdesk.documents.report import Column, Part, Report, ReportSigner
from flexdesk.documents.results import Indicator, PlannedResult
from flexdesk.documents.skp_annex import SkpAnnex
from flexdesk.documents.week_records import Coverage, SheetGroup, SheetPerson, WeekSheet
from flexdesk.domain.ledger import Count, Group, Ledger, Turns, spread_of
from flexdesk.domain.performance import Aspect, OrganisationLevel
from flexdesk.domain.places import OF_LETTER
from flexdesk.services.agreements import DUTIES
from flexdesk.services.ledger import LedgerRow, LedgerView
from flexdesk.services.ledger_paper import ledger_report
from flexdesk.sync import tiny
from tests.documents.samples import AGENCY, PERSON, PPPK, RATER, SEAL, SUPERIOR, UNIT, YEAR
from tests.gui.indonesian import spoken

HEAD = Letterhead(
    AGENCY,
    UNIT,
    ("Jalan Merdeka Nomor 17, Sukamaju, Cendana Raya 40999", "Pos-el kec.sukamaju@contoh.id"),
)
MONDAY = date(2026, 11, 23)


def annex(people: int) -> tuple[AnnexLine, ...]:
    return tuple(
        AnnexLine(
            f"Agus Hermawan {number}, S.E.",
            "197909042005011903",
            "Penelaah Teknis Kebijakan",
            ((MONDAY + timedelta(days=1), "rumah"), (MONDAY + timedelta(days=4), "kantor lain")),
            "Rekap presensi November",
        )
        for number in range(1, people + 1)
    )


def letter(people: int) -> OrderLetter:
    return OrderLetter(
        head=HEAD,
        unit=UNIT,
        number="094/211/KEC.SKM/2026",
        considering=(
            "bahwa pelaksanaan tugas kedinasan secara fleksibel menurut lokasi perlu diatur agar target "
            "kinerja tercapai dan layanan masyarakat tetap berjalan;",
            "bahwa untuk maksud tersebut perlu diterbitkan surat perintah tugas.",
        ),
        basis=(
            "Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara;",
            "Peraturan Presiden Nomor 21 Tahun 2023 tentang Hari Kerja dan Jam Kerja Instansi Pemerintah.",
        ),
        duties=(
            "melaksanakan tugas kedinasan di luar kantor sebagaimana tercantum dalam lampiran;",
            "melaporkan hasil pelaksanaan tugas kepada atasan langsung pada hari yang sama.",
        ),
        lines=annex(people),
        first=MONDAY,
        last=MONDAY + timedelta(days=4),
        place="Sukamaju",
        signed_on=date(2026, 11, 20),
        signer=RATER,
        copies=("Bupati Cendana Raya (sebagai laporan)",),
        seal=SEAL,
    )


def agreement(duties: int = 8) -> AgreementSheet:
    return AgreementSheet(
        head=HEAD,
        unit=UNIT,
        number="800.1.5/17/KEC.SKM/2026",
        first_party=RATER,
        second_party=PERSON,
        first=date(2026, 11, 23),
        last=date(2027, 2, 22),
        places=("Rumah (WFA)",),
        days=("Selasa", "Kamis"),
        duties=(
            *DUTIES,
            *(f"menghasilkan keluaran: laporan layanan bulan ke-{n}" for n in range(1, duties - 5)),
        ),
        place="Sukamaju",
        signed_on=date(2026, 11, 20),
    )


def group(name: str, people: int, letters: str = "KWDCLP1SIO23") -> SheetGroup:
    return SheetGroup(
        name,
        tuple(
            SheetPerson(
                f"{name} Pegawai {number}",
                "Loket KTP-el",
                (*(OF_LETTER[letters[(number + day) % len(letters)]] for day in range(5)), None, None),
                number % 5,
            )
            for number in range(people)
        ),
    )


def week(*sizes: int, hide_reasons: bool = False) -> WeekSheet:
    return WeekSheet(
        agency=AGENCY,
        unit=UNIT,
        week=48,
        first=MONDAY,
        groups=tuple(group(f"Seksi {index}", size) for index, size in enumerate(sizes, 1)),
        letter="094/211/KEC.SKM/2026",
        issued_on=date(2026, 11, 20),
        coverage=(
            Coverage("WFA per hari, paling banyak 10 (25 %)", (4, 5, 4, 5, 10, None, None), (True,) * 7),
            Coverage("Pengaduan, perlu 1", (1, 1, 1, 1, 0, None, None), (True,) * 4 + (False, True, True)),
        ),
        note="Pegawai WFA tetap terhubung pada jam kerja dan melapor hari itu juga.",
        signer=RATER,
        hide_reasons=hide_reasons,
        seal=SEAL,
    )


def recap() -> WfaRecap:
    return WfaRecap(
        head=HEAD,
        unit=UNIT,
        year=2026,
        month=10,
        figures=(
            Figure("22", "hari kerja"),
            Figure("113", "hari-orang WFA"),
            Figure("12,8 %", "porsi sebulan"),
        ),
        units=(UnitLine("Sekretariat", 9, 8, 43, 22, 97, 1, 0, 2), UnitLine("Pelayanan", 8, 0, 0, 0)),
        total=UnitLine("Jumlah", 17, 8, 43, 12.8, 97, 1, 0, 2),
        place="Sukamaju",
        signed_on=date(2026, 11, 3),
        signer=RATER,
        bars=tuple(DayBar(day, "SSRKJ"[day % 5], day % 11, marked=day % 5 == 4) for day in range(1, 23)),
        limit=10,
        limit_words="batas unit 10 orang (25 %)",
        week_numbers=(40, 41, 42, 43, 44),
        weeks=tuple(PersonWeeks(f"Pegawai {n}", tuple((n + w) % 4 for w in range(5))) for n in range(21)),
        note="Kinerja tetap terjaga.",
        entries=tuple((f"Aspek {n}", "WFO/WFH sudah diterapkan.") for n in range(1, 15)),
        source="jadwal terbit minggu 40–44.",
    )


def wfa_report() -> WfaRecap:
    """The monthly report with everything it may hold, longer than one page."""
    rows = (
        EffectRow(
            "Hasil kerja tiap hari",
            "2,75",
            "2,69",
            "\u22120,06 (\u22120,23 sampai +0,10)",
            "Tak terlihat perbedaan (34 orang; 41 dan 34 tanggal).",
        ),
        EffectRow(
            "Pengaduan per 1.000 hari-orang (sedikit WFA; banyak WFA)",
            "9,8",
            "7,6",
            "\u22122,2",
            "Terlalu sedikit untuk menyimpulkan: 4 minggu dapat dibandingkan, perlu 5.",
        ),
    )
    note = "Dari dua puluh selang seperti ini, satu meleset karena kebetulan saja. " * 2
    return replace(
        recap(),
        particulars="Keadaan sampai dengan 20 Oktober 2026; disampaikan paling lambat 5 November 2026",
        composition=(
            Composition("Sekretariat (9)", 43, 155),
            Composition("Pelayanan (8)", 0, 176),
            Composition("Pimpinan (2)", 1, 43),
        ),
        changes=(
            BeforeAfter("Hari dengan laporan", 95, 98, 0, 100, "95,0 → 98,0 %"),
            BeforeAfter("Hasil kerja tiap hari", 2.8, 2.7, 0, 3.2, "2,80 → 2,70"),
        ),
        change_words=("sebelum (2–31 Agustus 2026)", "sesudah (1–30 September 2026)"),
        annex=EffectAnnex(
            "Lampiran: perbandingan 1–31 Oktober 2026",
            "Setiap pegawai dibandingkan dengan dirinya sendiri: rata-rata pada satu sisi dikurangkan dari "
            "rata-rata pada sisi lain, lalu dirata-ratakan.",
            (
                EffectTable("Hari kantor dan hari fleksibel", ("Kantor", "Fleksibel"), rows, (note, note)),
                EffectTable("Sebelum dan sesudah", ("Sebelum", "Sesudah"), rows * 3),
            ),
        ),
    )


def many_results(count: int, indicators: int = 3, words: int = 8) -> tuple[PlannedResult, ...]:
    """Results of different heights, so that page ends fall at many places."""
    return tuple(
        PlannedResult(
            f"Hasil {number} " + "terlaksana " * (words + number % 5),
            tuple(
                Indicator(
                    f"Indikator {number}.{index}", "12 bulan", Aspect.TIME, "selesai " * (number % 9), ""
                )
                for index in range(indicators)
            ),
            f"Hasil pimpinan {number}",
        )
        for number in range(1, count + 1)
    )


ANNEX = SkpAnnex(
    agency=AGENCY,
    person=PERSON,
    rater=RATER,
    period=YEAR,
    support=("Komputer dan jaringan internet", "Ruang layanan"),
    accountability=("Hasil kerja dilaporkan setiap bulan",),
    consequences=(),
    place="Sukamaju",
    signed_on=date(2026, 1, 22),
)


DECISION = DecisionSheet(
    head=HEAD,
    person=PPPK,
    in_post_since=date(2026, 10, 5),
    unit=UNIT,
    number="800.1.11/412/KEC.SKM/2026",
    day=date(2026, 11, 20),
    verdicts=(
        SheetVerdict(
            "FLEKSIBEL MENURUT LOKASI",
            "TIDAK LAYAK sampai 4 Januari 2027",
            (
                SheetReason(
                    "Baru di jabatan ini (mutasi pada 5 Oktober 2026). Belum sebelum 5 Januari 2027.",
                    "Pasal 25 PermenPANRB 4/2025",
                    False,
                ),
                SheetReason(
                    "Kriteria tugas ini menunggu jawaban: sedikit tatap muka.",
                    "SK Bupati 12 Tahun 2026",
                    None,
                ),
                SheetReason(
                    "Tidak ada hukuman disiplin atau prosesnya pada 20 November 2026.",
                    "Pasal 25 PermenPANRB 4/2025",
                    True,
                ),
                SheetReason("Paling banyak 2 hari kerja seminggu.", "Pasal 13 PermenPANRB 4/2025", True),
            ),
            ("Dengan sendirinya pada 5 Januari 2027: LAYAK.",),
        ),
        SheetVerdict(
            "FLEKSIBEL MENURUT WAKTU",
            "TIDAK LAYAK",
            (SheetReason("Unit belum mengatur jam fleksibel.", "Pasal 17 PermenPANRB 4/2025", False),),
        ),
    ),
    place="Sukamaju",
    signed_on=date(2026, 11, 20),
    signer=RATER,
)


def report(rows: int = 8, signers: int = 2) -> Report:
    who = (
        ReportSigner(PERSON, ("Yang menyerahkan,",), "#ttd_pertama"),
        ReportSigner(RATER, ("Sukamaju, 27 November 2026", "Yang menerima,"), "#ttd_kedua"),
    )
    return Report(
        titles=("BERITA ACARA SERAH TERIMA",),
        subtitle="27 November 2026",
        head=HEAD,
        parts=(
            Part(
                "1. Pihak",
                ("Pada hari ini kedua pihak memeriksa data unit.",),
                (("Nama", PERSON.name), ("NIP", "")),
            ),
            Part(
                "2. Kewajiban yang terbuka",
                columns=(Column("No", 6, "centre"), Column("Kewajiban", 60), Column("Tenggat", 20, "centre")),
                rows=tuple(
                    (str(n), "Tindak lanjut pengaduan " * (n % 4 + 1), "30 November 2026")
                    for n in range(1, rows + 1)
                ),
                total=("", "Jumlah", str(rows)),
            ),
        ),
        signers=who[:signers],
        owner="Kecamatan Sukamaju",
        seal=SEAL,
    )


def handover() -> Report:
    """With three signatures, and the last words over them."""
    return replace(
        report(9),
        seal=None,
        closing="Demikian berita acara ini dibuat dengan sebenarnya.",
        witness=ReportSigner(SUPERIOR, ("Saksi,",), "#ttd_saksi"),
    )


def predicates(people: int = 12) -> Report:
    return Report(
        titles=("REKAPITULASI PREDIKAT KINERJA PEGAWAI",),
        subtitle="Kecamatan Sukamaju, Triwulan III 2026",
        head=HEAD,
        parts=(
            Part(particulars=(("Capaian kinerja organisasi", "Baik"), ("Baik", f"{people} orang (100,0 %)"))),
            Part(curve=OrganisationLevel.BAIK),
            Part(
                columns=(Column("No", 0.42, "right"), Column("Nama", 2.35), Column("Predikat", 1.6)),
                rows=tuple((str(n), f"Pegawai {n}", "Baik") for n in range(1, people + 1)),
            ),
            Part(
                "Pemeriksaan pola distribusi",
                ("Baik: 12 dari 12 orang (100 %).",),
                (("Alasan menetapkan di luar pola", "Unit kecil."),),
            ),
        ),
        signers=(ReportSigner(RATER, ("Sukamaju, 5 Oktober 2026", RATER.position)),),
        owner=UNIT,
    )


RECOVERY = RecoverySheet(
    unit="Kecamatan Sukamaju",
    agency="Pemerintah Kabupaten Cendana Raya",
    device="1b7cab3f9dad7dab",
    groups=("ABCD5", "0123K", "ZZZZ9", "QRST2", "7654F", "WXYZ0", "MNPQ8"),
    made=date(2026, 11, 19),
)


SLIP = CourierSlip(
    unit="Kecamatan Sukamaju",
    agency="Pemerintah Kabupaten Cendana Raya",
    number=12,
    sender="Hendra Contohman, laptop 1b7c",
    receiver="Server instansi",
    changes=1214,
    bytes=18342,
    sha256="a3f0b91c77d2e405" + "0" * 48,
    file="2026-11-20_0012_1b7c.flexdesk",
    made=datetime(2026, 11, 20, 15, 40, tzinfo=UTC),
)
CODES = CodePage(
    texts=tiny.codes(bytes(range(256)) * 4),
    number=13,
    changes=41,
    made=date(2026, 11, 20),
    for_server=True,
)
CUSTODIAN = CustodianSheet(
    agency="Pemerintah Kabupaten Cendana Raya",
    number=2,
    codes={"B": RECOVERY.groups, "C": tuple(reversed(RECOVERY.groups))},
    recipient="age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    made=date(2026, 11, 19),
)


def ledger() -> Report:
    """Two groups and people who are compared with nobody, over twelve weeks and the week that is planned."""
    first, last = date(2026, 8, 31), date(2026, 11, 29)
    turns = tuple(
        Turns(f"p{n}", 8 + n % 3, n % 4, n % 2, n % 3, n * 7 % 40, 0, n % 3, n % 3 // 2)
        for n in range(len(_LEDGER_NAMES))
    )
    people = tuple(one.person for one in turns)
    groups = (Group("Sekretariat", people[:6]), Group("Seksi Pelayanan Umum", people[6:9]))
    found = {one.person: one for one in turns}
    spreads = tuple(spread_of(group, count, found) for group in groups for count in Count)
    book = Ledger(first, last, first, turns, groups, spreads)
    rows = tuple(
        LedgerRow(one.person, "", name, "", book.group_of(one.person), one)
        for one, name in zip(turns, _LEDGER_NAMES, strict=True)
    )
    signer = ReportSigner(RATER, ("Sukamaju, 23 November 2026", RATER.position))
    with spoken():
        return ledger_report(
            LedgerView(date(2026, 11, 23), last, 12, book, rows), UNIT, HEAD, (signer,), Paper.A4
        )


_LEDGER_NAMES = (
    "Agus Hermawan", "Ratna Dewanti", "Dewi Anggraini", "Eko Prasetyo", "Fitri Handayani", "Gani Setiawan",
    "Kartika Sari", "Maya Permatasari", "Putri Maharani", "Bambang Wiryawan", "Heru Cahyono",
)  # fmt: skip


def daily_report(days: int = 6, each: int = 2) -> DailyReport:
    """`each` 0 is the blank one."""
    entries = (
        DailyEntry("08.00–09.30 Memeriksa berkas KTP-el", "25", "berkas", "foto-loket.jpg", "RHK-01"),
        DailyEntry("Rapat persiapan musrenbang tingkat kecamatan bersama para kepala desa", "", "", "", ""),
        DailyEntry("Menyusun laporan kependudukan", "1,5", "laporan", "", "RHK-02; draf"),
    )
    return DailyReport(
        person=PERSON,
        superior=RATER,
        period="November 2026",
        days=tuple(
            DailyDay(date(2026, 11, 2) + timedelta(days=at), tuple(entries[n % 3] for n in range(each)))
            for at in range(days)
        ),
        place="Sukamaju",
        signed_on=date(2026, 11, 30) if each else None,
    )
