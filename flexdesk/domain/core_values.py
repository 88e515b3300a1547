"""The seven BerAKHLAK values with their three conduct guides, in the order in which forms print them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flexdesk.domain.codes import Code


class CoreValue(Code):
    BERORIENTASI_PELAYANAN = "berorientasi_pelayanan"
    AKUNTABEL = "akuntabel"
    KOMPETEN = "kompeten"
    HARMONIS = "harmonis"
    LOYAL = "loyal"
    ADAPTIF = "adaptif"
    KOLABORATIF = "kolaboratif"


@dataclass(frozen=True, slots=True)
class Conduct:
    """A value's printed name and its panduan perilaku."""

    name: str
    guides: tuple[str, str, str]


CONDUCTS: Mapping[CoreValue, Conduct] = MappingProxyType(
    {
        CoreValue.BERORIENTASI_PELAYANAN: Conduct(
            "Berorientasi Pelayanan",
            (
                "Memahami dan memenuhi kebutuhan masyarakat",
                "Ramah, cekatan, solutif, dan dapat diandalkan",
                "Melakukan perbaikan tiada henti",
            ),
        ),
        CoreValue.AKUNTABEL: Conduct(
            "Akuntabel",
            (
                "Melaksanakan tugas dengan jujur, bertanggung jawab, cermat, disiplin, "
                "dan berintegritas tinggi",
                "Menggunakan kekayaan dan barang milik negara secara bertanggung jawab, efektif, dan efisien",
                "Tidak menyalahgunakan kewenangan jabatan",
            ),
        ),
        CoreValue.KOMPETEN: Conduct(
            "Kompeten",
            (
                "Meningkatkan kompetensi diri untuk menjawab tantangan yang selalu berubah",
                "Membantu orang lain belajar",
                "Melaksanakan tugas dengan kualitas terbaik",
            ),
        ),
        CoreValue.HARMONIS: Conduct(
            "Harmonis",
            (
                "Menghargai setiap orang apapun latar belakangnya",
                "Suka menolong orang lain",
                "Membangun lingkungan kerja yang kondusif",
            ),
        ),
        CoreValue.LOYAL: Conduct(
            "Loyal",
            (
                "Memegang teguh ideologi Pancasila, Undang-Undang Dasar Negara Republik Indonesia "
                "Tahun 1945, setia pada Negara Kesatuan Republik Indonesia serta pemerintahan yang sah",
                "Menjaga nama baik sesama ASN, Pimpinan, Instansi, dan Negara",
                "Menjaga rahasia jabatan dan negara",
            ),
        ),
        CoreValue.ADAPTIF: Conduct(
            "Adaptif",
            (
                "Cepat menyesuaikan diri menghadapi perubahan",
                "Terus berinovasi dan mengembangkan kreativitas",
                "Bertindak proaktif",
            ),
        ),
        CoreValue.KOLABORATIF: Conduct(
            "Kolaboratif",
            (
                "Memberi kesempatan kepada berbagai pihak untuk berkontribusi",
                "Terbuka dalam bekerja sama untuk menghasilkan nilai tambah",
                "Menggerakkan pemanfaatan berbagai sumber daya untuk tujuan bersama",
            ),
        ),
    }
)
