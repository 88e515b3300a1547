"""Writes the page that says which role may write what, from the table that server and laptops judge by.

python packaging/roles_page.py            write resources/docs/roles.md
python packaging/roles_page.py --check    fail when the page is not up to date
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from catalogue import merged  # noqa: E402

from flexdesk.domain.authority import AREAS, RESERVED, Area, Role, merge_of, writers  # noqa: E402
from flexdesk.domain.schema import BY_NAME  # noqa: E402
from flexdesk.services.permission import AREAS as AREA_WORDS  # noqa: E402
from flexdesk.services.permission import ROLES as ROLE_WORDS  # noqa: E402

PAGE = ROOT / "resources" / "docs" / "roles.md"
HEAD = """# Peran: siapa boleh mengisi apa

Dibuat oleh `packaging/roles_page.py` dari daftar di `flexdesk/domain/authority.py`; jangan disunting tangan.

Laptop menolak sebelum sesuatu ditulis, server menilai lagi dengan daftar yang sama, dan laptop lain
menilai sementara sampai server bicara. Pembaca tidak mengisi apa pun. Plh dan Plt mengisi sama seperti
pimpinan, sampai hari terakhir perannya.

"""
AFTER = """
Kelas `owner`: hanya pimpinan dan Plh/Plt yang mengisi, jadi isian orang lain tidak pernah berdampingan
dengannya. Kelas `mvr`: isian yang dibuat tanpa saling mengetahui tetap berdampingan sampai ada yang
memutuskan; sementara itu yang tampak isian pimpinan atau Plh/Plt, lalu yang terakhir.

## Kapan peran dinilai

- Sebuah perubahan dinilai menurut peran yang diketahui pembuatnya saat itu. Perubahan menyebut sampai
  posisi mana pembuatnya mengetahui kata server; peran yang berlaku pada posisi itu yang dihitung.
- Peran dengan hari terakhir: yang dibuat sampai hari itu tetap berlaku, kapan pun tibanya. Yang dibuat
  sesudahnya menunggu keputusan.
- Setelah keanggotaan laptop dicabut: yang dibuat tanpa dapat mengetahuinya menunggu keputusan; yang dibuat
  dengan mengetahuinya ditolak.
- Yang menunggu dilihat dengan `flexdesk quarantine list`, diterima dengan `flexdesk quarantine accept`, atau
  dibiarkan dengan `flexdesk quarantine leave`. Yang diterima ditulis lagi sebagai perubahan orang yang
  menerimanya.
- Tidak ada yang dihapus: yang ditolak tetap ada dalam catatan, dengan alasannya.
"""


def page() -> str:
    words = _indonesian()
    roles = [role for role in Role if role is not Role.READER]
    lines = [
        "## Daftar",
        "",
        _row(["data", *(words[ROLE_WORDS[role]] for role in roles), "kelas", "dasar", "tabel"]),
    ]
    lines.append(_row(["---"] * (len(roles) + 4)))
    for area in AREAS:
        marks = ["ya" if role in area.writers else "–" for role in roles]
        tables = ", ".join(f"`{name}`" for name in area.tables)
        first = BY_NAME[area.tables[0]].columns[0].name
        kind = f"`{merge_of(area.tables[0], first)}`"
        lines.append(_row([_name(area, words), *marks, kind, area.source or "–", tables]))
    lines += ["", "## Kolom yang hanya diisi pimpinan dan Plh/Plt", ""]
    lines += ["Baris yang memuat kolom ini juga hanya dihapus oleh mereka.", ""]
    lines += [_row(["tabel", "kolom", "dasar", "boleh diisi semua"]), _row(["---"] * 4)]
    for one in RESERVED:
        columns = ", ".join(f"`{column}`" for column in one.columns)
        free = ", ".join(
            f"`{column}` = `{value}`"
            for column, values in one.free.items()
            for value in sorted(map(str, values))
        )
        lines.append(_row([f"`{one.table}`", columns, one.source, free or "–"]))
    return HEAD + "\n".join(lines) + "\n" + AFTER


def _name(area: Area, words: dict[str, str]) -> str:
    """In the words of the refusal, but of the whole area where staff write the rest of it."""
    return _WHOLE.get(area.name) or words[AREA_WORDS[area.name]]


_WHOLE = {"requests": "permohonan", "leave": "cuti dan dinas", "outputs": "hasil kerja dan bukti"}


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _indonesian() -> dict[str, str]:
    return {message.id: str(message.string) for message in merged() if isinstance(message.id, str)}


def faults() -> list[str]:
    found = []
    for one in RESERVED:
        if any(writers(one.table, column) != writers("policy", "value") for column in one.columns):
            found.append(f"{one.table}: a reserved column that others write")
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        found.append(f"{PAGE.relative_to(ROOT)} is not up to date; run `python packaging/roles_page.py`")
    return found


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        found = faults()
        print("\n".join(found) or "the page says what the table says")
        return 1 if found else 0
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{len(AREAS)} areas")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
