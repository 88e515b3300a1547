"""What a column heading means: many spellings, one field, and a rank where several columns could serve."""

import re
from functools import lru_cache

from flexdesk.exchange.cells import Cell, one_line

_SPACED_LETTERS = re.compile(r"\b[a-z0-9](?: [a-z0-9]\b)+")

# Columns about somebody or something else, and numbers that only look alike.
_FOREIGN = re.compile(
    r"\b(?:suami|istri|isteri|pasangan|anak|ibu|ayah|bapak|orang tua|wali|atasan|penilai|pejabat"
    r"|verifikator|pimpinan"
    r"|wajib pajak|rekening|bank|darah|kegiatan|program|lama|sebelumnya|terdahulu|mutasi|id|kode|sk|surat"
    r"|diklat|latihan|pelatihan|kursus|penghargaan|ijazah|pendidikan|sekolah|kelas jabatan)\b"
)
_COUNTS = re.compile(r"\b(?:jumlah|total|rekap|rekapitulasi|kehadiran|absensi|presensi)\b")
_DATES = re.compile(r"\b(?:tmt|tgl|tanggal|tahun|thn|bln|bulan|mk|masa kerja|lama kerja|mkg)\b")


def heading_key(cell: Cell) -> str:
    """Lower case words only; letters written apart (`N I P`) stand together again."""
    words = re.sub(r"[\W_]+", " ", one_line(cell).casefold()).strip()
    return _SPACED_LETTERS.sub(lambda match: match[0].replace(" ", ""), words)


def _rules(*pairs: tuple[str, str, int]) -> list[tuple[str, re.Pattern[str], int]]:
    return [(field, re.compile(pattern), rank) for field, pattern, rank in pairs]


# First match wins; the rank orders columns that mean the same field.
_PERSON = r"(?:pegawai|asn|pns|pppk|guru|ptk|personil|personel|karyawan|staf|aparatur|tenaga|pejabat)"
_RULES = _rules(
    ("number", r"(?:no|nomor|nomer|nmr|no urut|nomor urut|nourut|urut|urt)", 100),
    ("reject_code", r"kode penolakan", 100),
    ("titles_from", r"nama\b.*\b(?:dengan|dan|beserta|\+|plus|serta) (?:gelar|titel).*", 100),
    ("name", r"nama\b.*\btanpa gelar.*", 120),
    ("front_titles", r"(?:(?:nama )?gelar depan(?: nama)?|gelar di depan.*|title depan|gd|gldepan)", 100),
    (
        "back_titles",
        r"(?:(?:nama )?gelar belakang(?: nama)?|gelar di belakang.*|title belakang|gb|glblk)",
        100,
    ),
    ("back_titles", r"(?:gelar|gelar akademik|gelar pendidikan)", 50),
    ("name_part", r"nama (?:depan|tengah|belakang|pertama|kedua|akhir)", 80),
    ("nip", r"nip", 100),
    (
        "nip",
        r"(?:nip baru|nip 18(?: digit)?|nip ?pppk|ni ?pppk|nip ni ?pppk|nomor induk pegawai.*|nip asn"
        r"|nip pegawai)",
        105,
    ),
    ("nip", r"nip (?!lama\b).*|(?:no|nomor) nip.*|.*\bni ?pppk", 90),
    ("name", r"nama (?:lengkap|pegawai|asn|pns|pppk|guru|ptk)(?: (?:pegawai|asn|pns|pppk|lengkap))?", 110),
    ("name", r"nama|name|nama nip|nip nama", 105),
    ("name", rf"{_PERSON}|nama {_PERSON}.*", 60),
    (
        "birth_date",
        r"(?:tanggal|tgl|tg) lahir.*|tanggal kelahiran|tgllahir|tanggallahir|birth ?date|date of birth",
        100,
    ),
    (
        "birth_date",
        r"(?:tempat|tmp|tpt).*(?:tanggal|tgl|tg)\b.*|ttl|tempat lahir tanggal.*|lahir tanggal",
        80,
    ),
    ("name", r"nama (?:tempat|nip|lengkap|dan nip|pangkat|gelar|tgl|tanggal).*", 90),
    ("golongan", r"gol(?:ongan)? (?:akhir|terakhir|saat ini|sekarang)(?: nama)?", 110),
    ("golongan", r"gol(?:ongan)?(?: ruang)?(?: (?:saat ini|terakhir|akhir))?|golru|gol ruang gaji|gr", 105),
    ("golongan", r"(?:pangkat|pkt).*\bgol.*|gol.*\bpangkat.*|pangkat ruang", 100),
    ("ruang", r"ruang", 10),
    ("golongan", r"gol(?:ongan)?\b(?!.*\bawal\b).*", 60),
    ("golongan", r"pangkat.*", 50),
    (
        "jabatan_kind",
        r"(?:jenis|kelompok|jenjang|tingkat|rumpun|kategori|status|kelas|sifat|eselon) jabatan.*",
        10,
    ),
    (
        "status",
        r"status (?:kepegawaian|pegawai|asn|pns|cpns.*|kerja|ptk)|jenis (?:pegawai|kepegawaian|asn"
        r"|tenaga)(?: nama)?",
        100,
    ),
    ("status", r"kedudukan (?:hukum|pegawai)(?: nama)?|status|kategori pegawai|pns pppk.*|asn non asn", 60),
    ("status", r"ket|keterangan|kepegawaian", 40),
    ("jabatan", r"(?:nama )?jabatan(?: nama)?(?: (?:saat ini|sekarang|terakhir|baru|pns|asn))?", 110),
    ("jabatan", r"(?:nama )?jabatan (?!lama\b|tambahan\b).*", 90),
    ("jabatan", r"jenis ptk|posisi|pekerjaan|tugas pokok|formasi jabatan|nama formasi", 50),
    ("email", r"e ?mail|surel|alamat (?:e ?mail|surel)|email (?:pribadi|aktif)", 100),
    ("email", r"e ?mail.*|surel.*", 50),
    (
        "phone",
        r"(?:(?:no|nomor|nmr) )?(?:hp|handphone|ponsel|wa|whatsapp|hp wa|wa hp|seluler|telepon seluler"
        r"|hp aktif).*",
        100,
    ),
    ("phone", r"(?:(?:no|nomor) )?(?:telepon|telp|tlp|telpon|kontak|phone).*", 60),
    ("domicile", r"domisili.*|alamat domisili.*", 110),
    ("domicile", r"alamat(?: (?:rumah|tinggal|tempat tinggal|jalan|lengkap|pegawai))?|tempat tinggal", 100),
)
_UNIT_RULES = _rules(
    ("unit", r".*\binduk\b.*", 20),
    ("unit", r"(?:nama )?sub ?unit(?: kerja| organisasi)?.*|unit kerja terkecil", 85),
    ("unit", r"(?:nama )?(?:sub ?bidang|sub ?bagian|sub ?bag|subbid|seksi|sub ?koordinator|tim kerja"
    r"|kelompok kerja)(?: .*)?", 84),
    ("unit", r"(?:nama )?(?:bidang(?! (?:studi|keahlian|ilmu|tugas|urusan))|bagian|bidang bagian"
    r"|ruangan|ruang kerja|instalasi|poli|bid|bag)(?: .*)?", 75),
    ("unit", r"(?:nama )?(?:unit kerja|unor|unit organisasi|unitkerja|unit)(?: nama)?", 60),
    ("unit", r"(?:nama )?(?:tempat (?:tugas|kerja|bertugas)|penempatan|lokasi tugas|unit penempatan)", 50),
    ("unit", r"(?:nama )?(?:satuan kerja|satker|satuan organisasi|satminkal)(?: nama)?", 45),
    ("unit", r"(?:nama )?(?:skpd|opd|perangkat daerah|organisasi|organisasi perangkat daerah|dinas"
    r"|kantor|unit skpd|unit opd)", 35),
)  # fmt: skip
_UNIT_LEVEL = re.compile(
    r"(?:nama )?(?:unor|unit kerja|unit organisasi|unit|satuan kerja|satker) ?(?:level |tingkat |ke )?([1-6])"
)
_ESELON = re.compile(r"(?:unit kerja|unor|unit|satuan kerja|satker)?.*\beselon (iv|iii|ii|i|[1-4])")
_ESELON_NUMBER = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_GENERIC = re.compile(r"(?:nama|uraian|nama lengkap|sebutan|gol|gol ruang|golongan)")
_PERSON_GROUP = re.compile(
    rf"(?:nama|identitas|data|biodata|profil|daftar)?\s?(?:diri|{_PERSON}|nama|identitas)(?: .*)?"
)


@lru_cache(maxsize=4096)
def field_of(key: str) -> tuple[str, int] | None:
    """The field that a heading (as `heading_key` gives it) names, with its rank; None for any other."""
    if not key or len(key) > 80:
        return None
    if key.startswith(("nik", "nuptk", "npwp", "no kk", "karpeg")):
        return None
    for field, pattern, rank in _RULES:
        if pattern.fullmatch(key) and not _excluded(field, key):
            return field, rank
    return _unit_field(key)


def _excluded(field: str, key: str) -> bool:
    if field in ("number", "reject_code", "front_titles", "back_titles", "titles_from", "status"):
        return False
    if _FOREIGN.search(key) and not (field == "name" and re.fullmatch(r"nama pejabat.*", key)):
        return True
    return field in ("golongan", "jabatan", "nip") and _DATES.search(key) is not None


def _unit_field(key: str) -> tuple[str, int] | None:
    if _FOREIGN.search(key) or _DATES.search(key):
        return None
    if match := _UNIT_LEVEL.fullmatch(key):
        return "unit", 60 + int(match[1])
    if (match := _ESELON.fullmatch(key)) and match[0] != f"eselon {match[1]}":
        return "unit", 60 + (_ESELON_NUMBER.get(match[1]) or int(match[1]))
    for field, pattern, rank in _UNIT_RULES:
        if pattern.fullmatch(key) and (
            rank != 20 or re.search(r"\b(?:unor|unit|satuan kerja|satker)\b", key)
        ):
            return field, rank
    return None


def field_under(group: str, key: str) -> tuple[str, int] | None:
    """The field of a sub-heading under a group heading: `NAMA` under `JABATAN` is no person's name."""
    if not group or group == key:
        return field_of(key)
    if not key:
        return field_of(group)
    if _FOREIGN.search(group) or _COUNTS.search(group):
        return None
    if _GENERIC.fullmatch(key) and not _PERSON_GROUP.fullmatch(group):
        return field_of(f"{group} {key}")
    return field_of(key) or (None if _DATES.search(key) else field_of(f"{group} {key}"))
