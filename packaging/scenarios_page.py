"""Writes the page that lists what the exchange survives, each failure with the tests that play it through.

python packaging/scenarios_page.py            write resources/docs/scenarios.md
python packaging/scenarios_page.py --check    fail when the page is not up to date, or a failure has no test
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "resources" / "docs" / "scenarios.md"

HEAD = """# What the exchange survives

Seventy failures, numbered as in the design, each with the tests that play it through on real stores, files,
servers and, where it matters, real processes. “Nothing is lost” means: every edit that a person ever
saw confirmed is shown, is one side of a conflict, was replaced by somebody who saw it, or is listed as
refused with its reason. Written by `packaging/scenarios_page.py` from the marks of the tests, not by hand.
`make soak` plays the long versions.
"""

SITUATIONS: dict[str, tuple[str, ...]] = {
    "Line": (
        "the line is cut after any byte of request or answer",
        "the answer is lost after the server has stored everything",
        "20 kbit/s, 1.5 s of delay, 30 % loss and five cuts",
        "satellite: 700 ms, jitter, a minute without signal",
        "the page of a hotspot or proxy answers in the server's place",
        "the server answers 500, 503 or 429 and asks to come back",
        "the line stalls without breaking",
        "days without a line, then forty seconds of signal",
        "an upload failed, and nobody edits anything afterwards",
        "nothing has changed: the exchange costs next to nothing",
    ),
    "Doubles and order": (
        "the same file is opened again and again, by several people",
        "files are opened newest first",
        "what a file builds on never comes",
        "the same edits arrive by stick and by line at once",
        "batches overlap",
        "a file of another unit",
        "one's own file comes back",
    ),
    "People at the same time": (
        "two people write one cell while apart",
        "two people write different fields of one row",
        "two people write the same value",
        "one edits what another deletes",
        "two people plan the same person's day",
        "two entries for one person, with one NIP",
        "three values for one cell, ended differently by two people",
        "the end of a conflict arrives before what it ends",
        "a cell is edited while its older value is on its way",
        "a signed evaluation is edited elsewhere",
        "a person moves to another unit while being edited",
        "five hundred conflicts after a month apart",
    ),
    "Clocks": (
        "laptops in 1970, in 2038, and years ahead",
        "the clock jumps back in the middle of the work",
        "an edit from the far future",
        "three time zones, midnight and the turn of the year",
        "a batch that fails leaves the clock as it was",
    ),
    "Crashes and disks": (
        "the process is killed at any point of taking in, writing out and changing keys",
        "the power fails and the journal is torn",
        "the disk is full in any phase",
        "the stick is pulled while a file is written",
        "the stick is pulled while a file is read",
        "a bit of the data file flips",
        "another program holds a file",
        "the folder lies in a synchronised cloud folder; two windows on one folder",
    ),
    "Who is who": (
        "a disk is copied: two laptops under one name",
        "an old backup is laid back and worked on",
        "a laptop dies",
        "the keyring is emptied",
        "the head is replaced while somebody is away from the line",
        "a revoked laptop sends, or its file reaches a colleague who does not know",
    ),
    "Attacks": (
        "any bit of a file is flipped",
        "a change signed by somebody whose role does not allow it",
        "a forged device, a stolen and an expired certificate",
        "an old file is played back after its refusal",
        "the server is laid back to last week's backup",
        "the server shows two laptops different histories",
        "bombs: compression, nesting, doubled keys, huge numbers and counts",
        "formulas, markup and hidden characters in names",
        "a stranger reads the stick or the chat",
        "somebody alters the log in the database",
    ),
    "Versions": (
        "an older program meets unknown tables, columns and codes, and passes them on",
        "an older program is installed over a newer store",
        "three releases against today's, by line and by file",
        "a dictionary that the other side does not have",
        "an upgrade of the store is cut off",
    ),
    "Server": (
        "six writers and a reader on a real PostgreSQL",
        "deadlock, serialization failure and a lost database in the middle of an upload",
        "thousands of units return at half past seven",
        "the server moves from SQLite to PostgreSQL",
        "a snapshot at any place and the rest of the log",
        "a mass of entries, or a whole unit, is deleted",
        "two laptops show different things after the same log",
    ),
}


Marked = dict[int, list[tuple[str, str]]]  # number -> (file, test) of every test that carries it


def marked() -> Marked:
    found: Marked = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for number, name in _marks(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(number, []).append((path.relative_to(ROOT).as_posix(), name))
    return found


def _marks(tree: ast.Module) -> Iterator[tuple[int, str]]:
    whole = [
        number
        for node in tree.body
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "pytestmark" for t in node.targets)
        for number in _numbers(ast.walk(node.value))
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            own = [number for mark in node.decorator_list for number in _numbers([mark])]
            yield from ((number, node.name) for number in dict.fromkeys([*whole, *own]))


def _numbers(nodes: "Iterator[ast.AST] | list[ast.expr]") -> Iterator[int]:
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "scenario":
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))  # type: ignore[misc]


def page(tests: Marked) -> str:
    number, lines = 0, [HEAD]
    for title, situations in SITUATIONS.items():
        lines += [f"## {title}", "", "| no. | failure | tests |", "| --: | --- | --- |"]
        for situation in situations:
            number += 1
            files: dict[str, list[str]] = {}
            for path, name in tests.get(number, []):
                files.setdefault(path, []).append(name)
            told = "; ".join(f"`{path}` {', '.join(names)}" for path, names in files.items())
            lines.append(f"| {number} | {situation} | {told} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def missing(tests: Marked) -> list[int]:
    """Failures without a test."""
    count = sum(map(len, SITUATIONS.values()))
    return [number for number in range(1, count + 1) if number not in tests]


def main(arguments: list[str]) -> int:
    tests = marked()
    if gaps := missing(tests):
        print("no test plays through:", *gaps, file=sys.stderr)
    if "--check" in arguments:
        current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if current != page(tests):
            print("resources/docs/scenarios.md is not up to date", file=sys.stderr)
            return 1
        return 1 if gaps else 0
    PAGE.write_text(page(tests), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
