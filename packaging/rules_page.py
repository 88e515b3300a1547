"""Writes the page that lists every rule of the regulation, with what enforces it and what tests it.

python packaging/rules_page.py            write resources/docs/rules.md
python packaging/rules_page.py --check    fail when the page is not up to date, or a claim on it is not true
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from catalogue import merged  # noqa: E402

from flexdesk.domain.rules.registry import Rule, Scope  # noqa: E402
from flexdesk.domain.rules.whole import RULES  # noqa: E402

PAGE = ROOT / "resources" / "docs" / "rules.md"
TABLE_OF_CASES = ROOT / "tests" / "data" / "rules"
TESTS = ("tests/unit/rules/test_*.py", "tests/properties/test_rules*.py")
RULE_FILES = ("flexdesk/domain/rules", "flexdesk/domain/leave.py", "flexdesk/domain/hours.py")
# What runs the rules of a scope. All others but plain ones and settings are run by the checker itself.
ENTRIES = {Scope.IDENTITY: "check_identity", Scope.LEAVE: "check_leave", Scope.REQUEST: "check_request"}
_CONTRACT = "tests/end_to_end/test_cli_contract.py"
_SERVICES = "tests/unit/rules/test_in_service.py"
_REGISTER = (
    ("flexdesk/services/registers.py", "add_leave"),
    (_SERVICES, "test_joint_leave_and_holidays_are_not_deducted_from_the_register"),
)
_NIP = (("flexdesk/services/people_fields.py", "NipInvalid"), (_SERVICES, "test_a_spoilt_nip_is_not_taken"))
# Rules that a service holds by itself: where, and its test.
ELSEWHERE: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "CAL-13": (
        ("flexdesk/services/holidays.py", "HolidayService"),
        ("tests/unit/services/test_holidays.py", "test_a_shipped_day_is_struck_and_restored_with_a_trail"),
    ),
    "EMP-05": (
        ("flexdesk/services/requests.py", "RequestIncomplete"),
        (
            "tests/unit/requests/test_requests.py",
            "test_an_incomplete_request_is_refused_and_says_what_is_missing",
        ),
    ),
    "EMP-09": (
        ("flexdesk/domain/rules/case.py", "special_condition"),
        ("tests/unit/rules/test_presence.py", "test_nothing_is_granted_without_a_decision"),
    ),
    "LEV-10": _REGISTER,
    "LEV-12": _REGISTER,
    "LOC-18": (
        ("flexdesk/services/publishing.py", "LetterMissing"),
        (_CONTRACT, "test_schedule_plan_show_check_publish"),
    ),
    "NIP-01": _NIP,
    "NIP-02": _NIP,
    "NIP-03": _NIP,
    "NIP-04": _NIP,
    "NIP-06": (
        ("flexdesk/services/people_fields.py", "NipTaken"),
        (_CONTRACT, "test_people_add_set_move_and_leave"),
    ),
    "REP-08": (
        ("flexdesk/exchange/report_files.py", "read_reports"),
        ("tests/unit/activities/test_report_layouts.py", "test_another_table_is_refused_in_words"),
    ),
    "TIM-05": (
        ("flexdesk/domain/eligibility.py", "_flexible_hours"),
        ("tests/unit/rules/test_eligibility.py", "test_flexible_hours_are_for_units_that_set_them"),
    ),
}
# What a reader must know besides: limits of what is enforced.
NOTES = {
    "CAL-04": "minggu dengan sif baru dihitung setelah jam sif diatur",
    "EMP-04": "pegawai di luar ASN menunggu keputusan, tidak langsung ditolak",
    "LOC-07": "rumah tanpa alamat lain berarti domisili; domisili yang kosong diberitahukan sekali",
    "LOC-15": "hanya bila unit punya pejabat manajerial yang tercatat",
    "LOC-17": "dihitung atas dua belas minggu",
    "TIM-07": "hanya bila unit mengaturnya",
}
CLASSES = {"hard": "HARD", "soft": "SOFT", "setting": "CFG", "info": "INFO"}
GROUPS = {
    "CAL": "Hari dan jam kerja",
    "LOC": "Tempat kerja",
    "TIM": "Waktu kerja yang fleksibel",
    "EMP": "Kelayakan dan permohonan",
    "REP": "Kehadiran dan laporan",
    "DIS": "Hitungan disiplin",
    "LEV": "Cuti",
    "NIP": "Data kepegawaian",
    "CMP": "Pengaduan",
    "PRF": "Kinerja",
}
TABLE = "| id | kelas | dasar | bukti | kalimat | contoh | keadaan |"
ENFORCED, COMPUTED, KEPT, ABSENT = "ditegakkan", "dihitung saja", "setelan saja", "belum"
HEAD = """# Aturan dalam FlexDesk

Dibuat oleh `packaging/rules_page.py` dari daftar aturan di `flexdesk/domain/rules`; jangan disunting tangan.

Kelas: HARD menolak terbit, SOFT meminta alasan tertulis, CFG setelan unit atau instansi, INFO memberi tahu.
Derajat bukti: A dua sumber atau lebih, B satu sumber, C belum dipastikan, tanda hubung untuk logika semata.
Contoh berasal dari `tests/data/rules`: setiap contoh dijalankan sebagai uji melalui baris perintah.

| keadaan | arti | jumlah |
| --- | --- | --- |
"""
MEANINGS = {
    ENFORCED: "dijalankan oleh pemeriksa jadwal, layanan, atau kalender, dan diuji",
    COMPUTED: "fungsinya ada dan diuji, tetapi belum ada layanan yang memanggilnya",
    KEPT: "nilainya ada dalam paket aturan, tetapi belum ada yang membacanya",
    ABSENT: "belum ada",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the page; `place` and `test` are (file, name), empty where there is none."""

    rule: Rule
    state: str
    place: tuple[str, str] = ("", "")
    test: tuple[str, str] = ("", "")


def entries() -> list[Entry]:
    order = list(GROUPS)
    found = sorted(RULES.values(), key=lambda rule: (order.index(rule.id[:3]), rule.id))
    return [_entry(rule) for rule in found]


def _entry(rule: Rule) -> Entry:
    test = test_of(rule.id)
    if rule.id in ELSEWHERE:
        place, own_test = ELSEWHERE[rule.id]
        return Entry(rule, ENFORCED, place, own_test)
    if rule.judge is None:
        return Entry(rule, KEPT if rule.settings else ABSENT, test=test if rule.settings else ("", ""))
    place = _place(rule)
    is_run = rule.scope not in (*ENTRIES, Scope.PLAIN) or _is_called(ENTRIES.get(rule.scope, place[1]))
    return Entry(rule, ENFORCED if is_run else COMPUTED, place, test)


def _place(rule: Rule) -> tuple[str, str]:
    code = getattr(rule.judge, "__code__", None)
    assert code is not None, rule.id
    return Path(code.co_filename).resolve().relative_to(ROOT).as_posix(), str(code.co_name)


@cache
def _outside() -> str:
    """The program without the rules themselves."""
    files = [file for folder in ("flexdesk", "ui") for file in sorted((ROOT / folder).rglob("*.py"))]
    own = tuple(str(ROOT / name) for name in RULE_FILES)
    return "\n".join(file.read_text(encoding="utf-8") for file in files if not str(file).startswith(own))


def _is_called(name: str) -> bool:
    return re.search(rf"(?<!def )\b{name}\(", _outside()) is not None


@cache
def _functions() -> tuple[tuple[str, str, str], ...]:
    """Tests of the rules: (file, name, text with decorators)."""
    found = []
    for pattern in TESTS:
        for file in sorted(ROOT.glob(pattern)):
            text = file.read_text(encoding="utf-8")
            lines = text.splitlines()
            for node in ast.parse(text).body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    first = min([node.lineno, *(part.lineno for part in node.decorator_list)])
                    source = "\n".join(lines[first - 1 : node.end_lineno])
                    found.append((file.relative_to(ROOT).as_posix(), node.name, source))
    return tuple(found)


def test_of(id: str) -> tuple[str, str]:
    """The first test that names the rule."""
    return next(((file, name) for file, name, source in _functions() if id in source), ("", ""))


@cache
def situations() -> dict[str, str]:
    """Rule -> the two cases of the table, in the words of the table."""
    told = {}
    for file in sorted(TABLE_OF_CASES.glob("*.toml")):
        for rule, kinds in tomllib.loads(file.read_text(encoding="utf-8")).items():
            parts = [f"{kind}: {kinds[kind]['keadaan']}" for kind in ("boleh", "melanggar") if kind in kinds]
            told[rule] = " ".join(parts)
    return told


def page() -> str:
    found = entries()
    texts = {str(message.id): str(message.string) for message in merged() if message.id}
    lines = [HEAD.rstrip("\n")]
    lines += [
        f"| {state} | {meaning} | {sum(entry.state == state for entry in found)} |"
        for state, meaning in MEANINGS.items()
    ]
    for group, title in GROUPS.items():
        lines += [
            "",
            f"## {title}",
            "",
            TABLE,
            "| --- " * 7 + "|",
        ]
        lines += [_line(entry, texts) for entry in found if entry.rule.id.startswith(group)]
    return "\n".join(lines) + "\n"


def unread() -> set[str]:
    """Settings that no enforced rule reads."""
    found = entries()
    read = {key for entry in found if entry.state == ENFORCED for key in entry.rule.settings}
    return {key for entry in found for key in entry.rule.settings} - read


def _line(entry: Entry, texts: dict[str, str]) -> str:
    rule, told = entry.rule, [entry.state]
    if entry.place[0]:
        told.append(f"`{entry.place[0]}` {entry.place[1]}")
    if rule.settings:
        told.append("setelan " + ", ".join(f"`{key}`" for key in rule.settings))
    if entry.test[0]:
        told.append(f"uji `{entry.test[0]}` {entry.test[1]}")
    told += [NOTES[rule.id]] if rule.id in NOTES else []
    sentence, example = texts[rule.text], situations().get(rule.id, "")
    cells = (rule.id, CLASSES[rule.nature], rule.article, rule.evidence, sentence, example, "; ".join(told))
    return "| " + " | ".join(cells) + " |"


def faults() -> Iterator[str]:
    """Claims that do not hold, rules that lack a test, and a page that is not up to date."""
    if len(RULES) != 95:
        yield f"{len(RULES)} rules, not 95"
    for key in sorted(unread()):
        yield f"{key}: a unit can settle it, and nothing counts by it"
    for entry in entries():
        if entry.state in (ENFORCED, COMPUTED) and not entry.test[0]:
            yield f"{entry.rule.id}: no test names it"
        for file, name in (entry.place, entry.test):
            if file and not re.search(rf"(def|class) {name}\b", (ROOT / file).read_text(encoding="utf-8")):
                yield f"{entry.rule.id}: {file} has no {name}"
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        yield f"{PAGE.relative_to(ROOT)} is not up to date; run `python packaging/rules_page.py`"


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        found = list(faults())
        print("\n".join(found) or "every rule is listed as it stands")
        return 1 if found else 0
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{len(RULES)} rules")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
