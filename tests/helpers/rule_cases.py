"""The table of the rules: for each, a case that holds and one that does not, written for a reader of laws.

`tests/data/rules/*.toml` holds the table, in Indonesian. A case is a situation in words, what a person
types at the command line (`@rini` is the NIP of somebody of the sample unit), and what comes of it.
"""

import json
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.helpers.command_line import CommandLine

TABLE = Path(__file__).parents[1] / "data" / "rules"
HELD, BROKEN = "boleh", "melanggar"

# The people of the sample unit: NIP, name, what they are.
PEOPLE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "rini": ("197503121998032001", "Rini Wulandari", ("--status", "pns", "--category", "pengawas")),
    "agus": ("198505202009011002", "Agus Salim", ("--status", "pns", "--category", "fungsional")),
    "budi": ("199001012022211003", "Budi Hartono", ("--status", "pppk", "--category", "pelaksana")),
    "citra": ("198807152011012004", "Citra Lestari", ("--status", "pns", "--category", "pelaksana")),
    "dewi": ("199204042016032005", "Dewi Anggraini", ("--status", "pns", "--category", "fungsional")),
    "eko": ("198211112006041006", "Eko Prasetyo", ("--status", "pns", "--category", "pelaksana")),
    "fitri": ("199306062019032007", "Fitri Handayani", ("--status", "pns", "--category", "fungsional")),
    "gani": ("198009092005011008", "Gani Setiawan", ("--status", "pns", "--category", "pelaksana")),
}


@dataclass(frozen=True, slots=True)
class Case:
    """`answers` are values in the last answer, by dotted path.

    `code` is the code of a refusal that names no rule, and `sentence` a part of what it says. `through` is
    the rule that speaks in the place of one that only counts.
    """

    rule: str
    holds: bool
    situation: str
    commands: tuple[str, ...]
    result: str
    today: str = "2026-11-21"
    code: str = ""
    sentence: str = ""
    through: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.rule}-{HELD if self.holds else BROKEN}"


def cases() -> Iterator[Case]:
    for file in sorted(TABLE.glob("*.toml")):
        for rule, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for kind in (HELD, BROKEN):
                if kind in entry:
                    yield _case(rule, kind, entry[kind])


def _case(rule: str, kind: str, entry: dict[str, Any]) -> Case:
    return Case(
        rule,
        kind == HELD,
        entry["keadaan"],
        tuple(entry["perintah"]),
        entry.get("hasil", "boleh"),
        entry.get("hari_ini", "2026-11-21"),
        entry.get("kode", ""),
        entry.get("pesan", ""),
        entry.get("lewat", ""),
        entry.get("jawaban", {}),
        entry.get("berkas", {}),
    )


def sample_unit(fd: CommandLine) -> None:
    """Kelurahan Contoh: eight people, years in their posts, whose tasks meet all five criteria."""
    fd("init", "--unit", "Kelurahan Contoh", "--agency", "Pemerintah Kota Contoh")
    lines: list[list[str]] = []
    for nip, name, what in PEOPLE.values():
        since = ("--posting-from", "2020-01-01", "--reason", "existing", "--jabatan", "Pengelola Layanan")
        lines.append(["people", "add", "--nip", nip, "--name", name, *since, *what])
        lines.append(["people", "set", nip, "task_criteria=11111", "domicile=Jalan Melati 1"])
    lines.append(["unit", "set", f"head={PEOPLE['rini'][0]}", "region=regency"])
    lines.append(["policy", "set", "person.new_posting_months", "6", "--from", "2020-01-01"])
    answers = run(fd, lines)
    assert all(answer["exit"] == 0 for answer in answers), answers


def run(fd: CommandLine, lines: list[list[str]], today: str = "2026-11-21") -> list[dict[str, Any]]:
    file = fd.home / "perintah.jsonl"
    file.write_text("".join(json.dumps({"run": line}) + "\n" for line in lines), encoding="utf-8")
    return fd("--today", today, "batch", file, code=None).lines[:-1]


def run_case(fd: CommandLine, commands: tuple[str, ...], folder: Path, today: str) -> list[dict[str, Any]]:
    """All answers; `$ID` stands for the id that the answer before has given."""
    answers: list[dict[str, Any]] = []
    waiting: list[list[str]] = []
    for command in commands:
        if "$ID" in command:
            answers += run(fd, waiting, today)
            waiting = []
            command = command.replace("$ID", id_of(answers[-1]))
        waiting.append(words(command, folder))
    return answers + run(fd, waiting, today)


def id_of(answer: Any) -> str:
    """The first `id` in an answer, wherever it stands; raises StopIteration where there is none."""
    return next(_ids(answer["result"]))


def _ids(answer: Any) -> Iterator[str]:
    if isinstance(answer, dict):
        if isinstance(answer.get("id"), str):
            yield answer["id"]
        for value in answer.values():
            yield from _ids(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from _ids(value)


def words(command: str, folder: Path) -> list[str]:
    """A line of the table as the command line takes it."""
    return [
        PEOPLE[word[1:]][0]
        if word.startswith("@") and word[1:] in PEOPLE
        else word.replace("$FOLDER", str(folder))
        for word in shlex.split(command)
    ]


def said(answer: Any) -> Iterator[dict[str, Any]]:
    """Everything in an answer that names a rule, wherever it stands."""
    if isinstance(answer, dict):
        if isinstance(answer.get("rule"), str):
            yield answer
        for value in answer.values():
            yield from said(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from said(value)


def against(answer: Any, rule: str) -> list[dict[str, Any]]:
    """What a rule says against something in an answer: findings, and reasons that do not hold."""
    told = (one for one in said(answer) if one["rule"] == rule and not one.get("holds", False))
    return [one for one in told if "value" not in one]  # a sentence of the policy objects to nothing


def at(answer: Any, path: str) -> Any:
    """A value in an answer: `days/0/minutes`; `days/date=2026-11-27/minutes` picks from a list.

    Dots will do where no key has any.
    """
    for part in path.split("/" if "/" in path else "."):
        if isinstance(answer, list) and "=" in part:
            name, value = part.split("=", 1)
            answer = next(one for one in answer if str(one[name]) == value)
        elif isinstance(answer, list):
            answer = answer[int(part)]
        else:
            answer = answer[part]
    return answer
