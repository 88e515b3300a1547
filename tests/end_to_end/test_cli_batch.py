"""Many commands in one process: every answered line is durable, and a wrong one stops nothing."""

import json
import subprocess
import sys
from pathlib import Path

from tests.helpers.command_line import CommandLine


def lines(file: Path, *commands: list[str] | str) -> Path:
    written = [each if isinstance(each, str) else json.dumps({"run": each}) for each in commands]
    file.write_text("\n".join(written) + "\n", "utf-8")
    return file


def add(number: int) -> list[str]:
    return ["people", "add", "--nip", f"1995031520220310{number:02}", "--name", f"Pegawai {number}"]


def test_every_line_is_answered_and_the_last_one_counts(fd: CommandLine, tmp_path: Path) -> None:
    file = lines(
        tmp_path / "a.jsonl",
        add(41),
        "{not json",
        ["people", "show", "123"],
        "",
        ["people", "list", "--json", "--limit", "1"],
        ["people", "list", "--data", "elsewhere"],
        ["people", "--help"],
        ["batch", "x"],
        ["sync", "--watch", "5"],
        ["doctor"],
        ["fly"],
    )
    answers = fd("batch", file, code=1).lines
    assert [(a["line"], a["exit"]) for a in answers[:-1]] == [
        (1, 0), (2, 2), (3, 3), (5, 0), (6, 2), (7, 2), (8, 2), (9, 2), (10, 0), (11, 2),
    ]  # fmt: skip
    assert answers[-1] == {"done": True, "lines": 10, "failed": 7}
    assert answers[2]["error"]["code"] == "not_found"
    assert len(answers[3]["result"]["people"]) == 1
    assert {c["name"]: c["state"] for c in answers[8]["result"]["checks"]}["store"] == "good"


def test_stop_on_error_stops(fd: CommandLine, tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", ["people", "show", "123"], add(41))
    answers = fd("batch", file, "--stop-on-error", code=1).lines
    assert answers[-1] == {"done": True, "lines": 1, "failed": 1}
    assert len(fd("people", "list").json["people"]) == 35


def test_a_dry_run_in_a_batch_leaves_no_trace_for_the_next_line(fd: CommandLine, tmp_path: Path) -> None:
    file = lines(
        tmp_path / "a.jsonl",
        [*add(41), "--dry-run"],
        ["people", "list"],
        add(41),
        ["people", "add", "--nip", "199503152022031041", "--name", "Lain"],
        ["digest"],
    )
    answers = fd("batch", file, code=1).lines
    assert [a["exit"] for a in answers[:-1]] == [0, 0, 0, 3, 0]
    assert answers[0]["result"]["dry_run"] is True
    assert len(answers[1]["result"]["people"]) == 35
    assert answers[4]["result"]["digest"] == fd.digest()


def test_good_lines_give_exit_code_zero_and_sentences_without_json(fd: CommandLine, tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", add(41), add(42))
    out = fd("batch", file, json=False).out.splitlines()
    assert len(out) == 3
    assert len(fd("people", "list").json["people"]) == 37


def test_an_answered_line_survives_the_death_of_the_process(fd: CommandLine) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "flexdesk", "batch", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**fd.environment(), "PATH": ""},
        text=True,
        bufsize=1,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    for number in (51, 52, 53):
        running.stdin.write(json.dumps({"run": add(number)}) + "\n")
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["exit"] == 0
    running.kill()
    running.communicate()
    names = [person["name"] for person in fd("people", "list").json["people"]]
    assert {f"Pegawai {number}" for number in (51, 52, 53)} <= set(names)
    assert fd("history", "verify").json["chain"] == "intact"
