"""Reports as they stand in a chat: an exported group, copied messages, or one message without a sender.

Rules only, and local: who wrote, on which day, and one piece for each thing done, with amount and unit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from flexdesk.exchange.activity_people import nip_text
from flexdesk.exchange.written_dates import read_date

MAX_CHARACTERS = 2_000_000
_MARKS = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_DAY = r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
_CLOCK = r"(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?(?:\s?[APap]\.?[Mm]\.?)?"
# What stands before a message: exported on Android, exported on an iPhone, copied from the browser.
_HEADS = (
    re.compile(rf"^{_DAY},?\s+{_CLOCK}\s+[-–]\s+(?P<rest>.*)$"),
    re.compile(rf"^\[{_DAY},?\s+{_CLOCK}\]\s*(?P<rest>.*)$"),
    re.compile(
        rf"^\[(?P<h>\d{{1,2}})[.:](?P<m>\d{{2}})(?:[.:]\d{{2}})?,\s+(?P<day>{_DAY})\]\s*(?P<rest>.*)$"
    ),
)
_SENDER = re.compile(r"^([^:]{2,60}):\s?(.*)$", re.DOTALL)
_LABEL = re.compile(
    r"^\W*(nama(?:\s+pegawai)?|nip|hari\s*/?\s*(?:tanggal|tgl)|tanggal|tgl|hari)\s*[:=]\s*(.+)$",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(
    r"^\W*(jabatan|unit(?:\s+kerja)?|tempat|lokasi|instansi|bagian|seksi|pangkat|gol(?:ongan)?)\s*[:=]\s*",
    re.I,
)
_BULLET = re.compile(r"^\s*(?:\(?\d{1,2}[.)]\)?(?=\D)|[-*•▪◦‣✓✔✅☑➢➤>–])\s*")
_SPAN = re.compile(
    rf"^(?:pukul\s+|jam\s+|pkl\.?\s*)?{_CLOCK}\s*(?:-|–|s\.?/?d\.?|sampai)\s*{_CLOCK}\s*(?:wi[bt]a?)?\s*[:,.-]?\s*",
    re.I,
)
_UNITS = re.findall(
    r"\S+",
    """
    berkas dokumen surat laporan orang warga pemohon permohonan kegiatan kali data lembar kk ktp
    ktp-el kia akta unit paket desa kelurahan rt rw responden nota naskah sesi rapat peserta bidang
    titik lokasi buku arsip file entri entry baris transaksi kwitansi spj sk undangan notulen foto
    video konten pasien kunjungan sampel aduan pengaduan rekomendasi proposal draf draft bulan hari
    jam menit eksemplar bundel map halaman siswa keluarga penerima objek wajib buah
    """,
)
_NUMBER = r"(\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)"
_AMOUNT = re.compile(
    rf"(?<![\d./]){_NUMBER}\s*(?:\([a-z ]+\)\s*)?({'|'.join(map(re.escape, _UNITS))})\b", re.I
)
_LINK = re.compile(r"https?://\S+|\S+\.(?:jpe?g|png|pdf|xlsx?|docx?)\b(?:\s*\(file terlampir\))?", re.I)
_EVIDENCE = re.compile(r"^\W*(?:bukti(?:\s+dukung)?|dokumentasi|foto|link|tautan)\s*[:=]?\s*(.*)$", re.I)
_MEDIA = re.compile(
    r"^<[^>]*(?:media|terlampir|omitted|attached|disertakan)[^>]*>$|^.*\(file terlampir\)$", re.I
)
_COURTESY = re.compile(
    r"^\W*(?:ass?alamu|wa'?alaikum|selamat\s+(?:pagi|siang|sore|malam)|yth|terima\s?kasih|trims|tks|makasih|"
    r"(?:mohon\s+)?i[jz]in\s+(?:me)?lapor|(?:dengan\s+hormat|demikian|berikut|siap|baik|oke?|mantap|sip|noted|amin)\b|"
    r"lapor(?:an)?\s+(?:kinerja|harian|kegiatan|kerja|pekerjaan|wf[ah])|kegiatan\s+(?:hari\s+ini|harian)\s*:?$|"
    r"(?:pak|bu|bapak|ibu)\b[^\d]{0,25}$|pesan\s+(?:ini\s+(?:telah\s+)?dihapus|dan\s+panggilan)|anda\s+menghapus|lapor\b[^\d]{0,25}$)",
    re.IGNORECASE,
)
_YESTERDAY = re.compile(r"\bkemar[ie]n\b", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing done. `line` is the text as it was written; `understood` is False where it may be talk."""

    line: str
    activity: str
    amount: int | float | None = None
    unit: str = ""
    starts: time | None = None
    ends: time | None = None
    evidence: str = ""

    @property
    def understood(self) -> bool:
        """Enough words to be a thing done: an amount, a time, or a verb of office work in front."""
        return self.amount is not None or self.starts is not None or bool(_VERB.match(self.activity))


_VERB = re.compile(
    r"^(?:me[a-z]{3,}|ber[a-z]{4,}|di[a-z]{4,}|rapat|apel|input|entri|verifikasi|validasi|rekap|koordinasi|konsultasi|"
    r"monitoring|pelayanan|layanan|survei|survey|sosialisasi|pendampingan|penyusunan|pembuatan|pengetikan|pengiriman|"
    r"pengarsipan|pengelolaan|pemeriksaan|pengecekan|penginputan|perekaman|pencetakan|backup|update|cek|susun|buat|"
    r"ketik|kirim|arsip|antar|jemput|patroli|piket|upacara|kunjungan|evaluasi|analisis|analisa|desain|posting|rilis|"
    r"pe[mn][a-z]{4,}an|pe[a-z]{4,}an|zoom|webinar|diklat|bimtek)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Message:
    """What one person wrote at one time. `day` is None where nothing says it."""

    sender: str
    day: date | None
    pieces: tuple[Piece, ...]
    name: str = ""  # as the message itself gives it
    nip: str = ""


@dataclass(slots=True)
class _Draft:
    sender: str = ""
    day: date | None = None
    lines: list[str] = field(default_factory=list)


def is_chat(text: str) -> bool:
    """Whether a text looks like messages and not like rows of a table."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    return bool(lines) and sum("\t" in line for line in lines) * 2 < len(lines)


def read_chat(text: str) -> list[Message]:
    """The messages that report something, in order; greetings and notices of the program fall away.

    Raises ValueError for a text that is too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError("size")
    return [message for draft in _drafts(text) if (message := _message(draft)).pieces]


def _drafts(text: str) -> Iterator[_Draft]:
    draft = _Draft()
    for raw in text.splitlines():
        line = _MARKS.sub("", raw).replace("\u202f", " ").replace("\xa0", " ").strip()
        head = _head(line)
        if head is None:
            draft.lines.append(line)
            continue
        yield draft
        day, rest = head
        found = _SENDER.match(rest)
        draft = _Draft(found[1].strip() if found else "", day, [found[2]] if found else [])
    yield draft


def _head(line: str) -> tuple[date | None, str] | None:
    for pattern in _HEADS:
        if found := pattern.match(line):
            held = found.groupdict()
            return read_date(held.get("day") or found[1]), held["rest"]
    return None


def _message(draft: _Draft) -> Message:
    day, name, nip = draft.day, "", ""
    pieces: list[Piece] = []
    evidence = ""
    for line in draft.lines:
        if label := _LABEL.match(line):
            which, value = label[1].casefold(), label[2].strip(" *_")
            if which.startswith("nama"):
                name = value
            elif which == "nip":
                nip = nip_text(value)
            else:
                day = read_date(value) or day
        elif _MEDIA.match(line):
            evidence = evidence or (found[0] if (found := _LINK.search(line)) else "foto di percakapan")
        elif _OTHER_LABEL.match(line) or _is_noise(line):
            continue
        elif (told := _EVIDENCE.match(line)) and (told[1] or not pieces):
            evidence = told[1].strip() or evidence
        else:
            pieces += _pieces(line)
    if day is not None and draft.lines and any(_YESTERDAY.search(line) for line in draft.lines[:3]):
        day -= timedelta(days=1)
    held = tuple(_with_evidence(piece, evidence) for piece in pieces)
    return Message(draft.sender, day, held, name, nip)


def _is_noise(line: str) -> bool:
    """Greetings, headings that end in a colon, and lines without a word."""
    return not _LETTERS.search(line) or line.endswith(":") or bool(_COURTESY.match(line))


def _with_evidence(piece: Piece, evidence: str) -> Piece:
    return replace(piece, evidence=evidence) if evidence and not piece.evidence else piece


def _pieces(line: str) -> list[Piece]:
    """The things of one line: a list written on with semicolons is several."""
    plain = _BULLET.sub("", line.strip(" *_")).strip(" *_")
    parts = [part.strip() for part in plain.split(";")] if plain.count(";") else [plain]
    return [_piece(part) for part in parts if _LETTERS.search(part)]


def _piece(line: str) -> Piece:
    rest, starts, ends = line, None, None
    if span := _SPAN.match(line):
        starts, ends = _clock(span[1], span[2]), _clock(span[3], span[4])
        rest = line[span.end() :]
    evidence = ""
    if link := _LINK.search(rest):
        evidence = link[0]
        rest = (rest[: link.start()] + rest[link.end() :]).strip(" ,.:()-")
    found = _AMOUNT.search(rest)
    amount, unit = (_number(found[1]), found[2].casefold()) if found else (None, "")
    return Piece(line, rest.strip(" .,-"), amount, unit, starts, ends, evidence)


def _clock(hours: str, minutes: str) -> time | None:
    return time(int(hours), int(minutes)) if int(hours) < 24 and int(minutes) < 60 else None


def _number(text: str) -> int | float:
    plain = text.replace(".", "").replace(",", ".")
    return float(plain) if "." in plain else int(plain)
