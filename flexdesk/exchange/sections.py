"""Rows of a roster that are no employees: what their words say."""

import re
from enum import StrEnum
from functools import lru_cache

from flexdesk.exchange.headings import heading_key

_NUMBERING = re.compile(
    r"\s*(?:(?P<letter>[A-Za-z])(?=[.)])|(?P<roman>[IVXLC]+)(?=[.)])"
    r"|(?P<digits>\d{1,3}(?:\.\d{1,2})*))[.)]*\s*(?=\D)"
)
_LABEL = re.compile(r"(?:nama )?(?:unit kerja|unit organisasi|unor|satuan kerja|unit)\s*:\s*", re.IGNORECASE)
_COUNT = re.compile(r"\s*[(:]\s*\d+\s*(?:orang|org|pegawai)?\s*\)?\s*$", re.IGNORECASE)

_NON_ASN = re.compile(
    r"\b(?:honor(?:er|arium)?|honda|thl|thk|phl|pegawai harian|tenaga harian|harian lepas|blud|non ?asn"
    r"|non ?pns"
    r"|bukan (?:asn|pns|pegawai negeri)|tks|tkk|tkd|ptt|gtt|gty|pty|pramubakti|pramu bakti|ppnpn|pjlp"
    r"|outsourc\w*"
    r"|alih daya|suka ?rela|sukarelawan|sukwan|magang|tenaga kontrak|pegawai kontrak|kontrak kerja"
    r"|tenaga bantu"
    r"|tenaga ahli|tidak tetap|non pegawai negeri(?: sipil)?|non aparatur)\b"
)
_NON_ASN_POST = re.compile(
    r"(?:tenaga |pegawai |petugas |guru )?(?:honor(?:er)?|thl|phl|harian lepas|suka ?rela|kontrak"
    r"|pramubakti)\b"
)
_ASN = re.compile(
    r"\b(?:pns|cpns|pppk|p3k|asn|pegawai negeri(?: sipil)?|calon pegawai negeri sipil|aparatur sipil negara"
    r"|pegawai pemerintah dengan perjanjian kerja)\b"
)
_STATUS_WORDS = re.compile(
    r"(?:pns|cpns|pppk|p3k|asn|pegawai|negeri|sipil|calon|aparatur|negara|pemerintah|dengan|perjanjian"
    r"|kerja|paruh"
    r"|penuh|waktu|dan|daerah|tenaga|status|aktif|non|bukan|blud|kontrak|tetap|tidak|honorer|lain"
    r"|lainnya|kelompok)"
)
_UNIT = re.compile(
    r"\b(?:dinas|badan|bidang|seksi|sub ?bagian|sub ?bag|sub ?bidang|bagian|sekretariat|kecamatan"
    r"|kelurahan|desa|uptd?"
    r"|puskesmas|pustu|poskesdes|rsud|rumah sakit|sekolah|sd|sdn|smp|smpn|sma|smk|tk|paud|kantor"
    r"|inspektorat|instalasi"
    r"|poli|poliklinik|ruang|rawat|balai|laboratorium|satuan|kelompok|tim|cabang|wilayah|deputi"
    r"|direktorat|biro|pusat"
    r"|loket|gudang|unit)\b"
)
_OTHER = re.compile(
    r"(?:golongan|gol|eselon|jabatan|pejabat|pelaksana|staf|staff|fungsional|struktural|guru|tenaga"
    r"|laki|perempuan"
    r"|pria|wanita|pegawai)\b"
)
_TOTAL = re.compile(r"(?:sub |grand )?(?:jumlah|total|jml)\b|jumlah seluruh|rekapitulasi\b")
_NOTE = re.compile(
    r"(?:keterangan|catatan|ket|note|nb|sumber|legenda|dicetak|tanggal unduh|tanggal cetak|halaman|hal"
    r"|page|lanjutan"
    r"|petunjuk|update|diperbarui)\b|\*"
)
_TITLE = re.compile(
    r"(?:daftar|nominatif|data|rekap|rekapitulasi|laporan|keadaan|periode|per|bulan|tahun|lampiran|pemerintah"
    r"|bezetting|buku)\b"
)
_VACANT = re.compile(
    r"(?:jabatan |formasi )?(?:kosong|lowong|vacant|belum terisi|tidak terisi|belum ada)(?: .*)?"
)
_OFFICE = re.compile(
    r"\b(?:DINAS|BADAN|KECAMATAN|KELURAHAN|DESA|UPTD?|PUSKESMAS|RSUD|RUMAH SAKIT|SD|SDN|SMP|SMPN|SMA"
    r"|SMAN|SMK|SMKN|TK"
    r"|SEKRETARIAT|INSPEKTORAT|KANTOR|SATUAN|BAGIAN|BIRO|BALAI|BIDANG|DIREKTORAT|PUSAT|LEMBAGA|KOMISI"
    r"|PENGADILAN"
    r"|KEJAKSAAN|UNIVERSITAS|POLITEKNIK)\b",
    re.IGNORECASE,
)
_PERIOD_TAIL = re.compile(r"\s+(?:TAHUN|PER|BULAN|PERIODE|KEADAAN|TA|TH)\b.*$", re.IGNORECASE)


class Standing(StrEnum):
    """What a status column or section says about a person."""

    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk_part_time"
    NON_ASN = "non_asn"
    ASN = "asn"


@lru_cache(maxsize=4096)
def standing_of(text: str) -> Standing | None:
    """None when the words say nothing about it (a marital status, a remark)."""
    key = heading_key(text)
    if not key:
        return None
    if _NON_ASN.search(key):
        return Standing.NON_ASN
    match = _ASN.search(key)
    if match is None:
        return None
    if match[0] in ("pppk", "p3k") or match[0].startswith("pegawai pemerintah"):
        return Standing.PPPK_PART_TIME if "paruh" in key else Standing.PPPK
    if match[0] in ("asn", "aparatur sipil negara"):
        return Standing.ASN
    return (
        Standing.CPNS
        if match[0] in ("cpns", "calon pegawai negeri sipil") or "calon" in key
        else Standing.PNS
    )


def is_non_asn_post(jabatan: str) -> bool:
    """Whether the post itself says honorer or THL; "Bendahara BLUD" may well be a civil servant."""
    return _NON_ASN_POST.match(heading_key(jabatan)) is not None


class Section(StrEnum):
    UNIT = "unit"
    STATUS = "status"
    OTHER = "other"


def section_of(text: str) -> tuple[Section, str, str]:
    """Kind, text without numbering and count, and the numbering itself (`A`, `II`, `3` or nothing)."""
    bare, label = _without_numbering(text)
    key = heading_key(bare)
    standing = standing_of(bare)
    if standing is not None and not _names_a_unit(key, standing):
        return Section.STATUS, bare, label
    if _OTHER.match(key) and not _UNIT.search(key):
        return Section.OTHER, bare, label
    return Section.UNIT, _LABEL.sub("", bare).strip(), label


def numbering_style(label: str, before: str) -> str:
    """`A`, `I`, `1` or nothing; `before` is the label above, which tells the letter I from the number I."""
    if not label or label[0].isdigit():
        return label and "1"
    if len(label) == 1 and (label not in "IVXLC" or (len(before) == 1 and ord(label) - ord(before) == 1)):
        return "A"
    return "I"


def _names_a_unit(key: str, standing: Standing) -> bool:
    if all(_STATUS_WORDS.fullmatch(word) for word in key.split()):
        return False
    if standing is Standing.NON_ASN:
        rest = _NON_ASN.sub(" ", key)
        return _UNIT.search(rest) is not None and re.search(r"\bblud\b", key) is not None
    return _UNIT.search(key) is not None


def _without_numbering(text: str) -> tuple[str, str]:
    flat = _COUNT.sub("", " ".join(text.split())).rstrip(" :")
    match = _NUMBERING.match(flat)
    if match is None:
        return flat, ""
    label = match["letter"] or match["roman"] or match["digits"]
    return flat[match.end() :].strip(" -–:"), label


def is_numbered(text: str) -> bool:
    return _NUMBERING.match(text) is not None


def reads_as_section(text: str) -> bool:
    """Whether one lonely text is surely a section heading and not a person's name."""
    key = heading_key(text)
    return is_numbered(text) or standing_of(text) is not None or _UNIT.search(key) is not None


def is_total(text: str) -> bool:
    return _TOTAL.match(heading_key(text)) is not None


def is_note(text: str) -> bool:
    return _NOTE.match(heading_key(text)) is not None or text.lstrip().startswith("*")


def is_title(text: str) -> bool:
    return _TITLE.match(heading_key(text)) is not None


def is_vacant(name: str) -> bool:
    return _VACANT.fullmatch(heading_key(name)) is not None


def is_signature_nip(text: str) -> bool:
    return re.match(r"N\s?\.?\s?I\s?\.?\s?P\s?[.:]?\s*[\d.:_]*", text) is not None


def office_named_in(titles: list[str]) -> str | None:
    """The office that the title rows name; its region follows it in the same row."""
    for title in titles:
        if _OFFICE.match(title):
            return _PERIOD_TAIL.sub("", title)
    for title in titles:
        if (
            (match := _OFFICE.search(title))
            and is_title(title)
            and not title.upper().startswith("PEMERINTAH")
        ):
            return _PERIOD_TAIL.sub("", title[match.start() :])
    return None
