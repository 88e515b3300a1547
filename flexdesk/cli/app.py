"""Runs one command: reads the arguments, opens the unit, prints the result, returns the exit code."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from flexdesk.errors import EnvironmentTrouble, FlexDeskError, UsageError
from flexdesk.i18n import set_language, wanted_language
from flexdesk.system.clock import SystemClock, wanted_clock
from flexdesk.system.folders import data_folder

EXIT_DONE, EXIT_LOOK = 0, 1


def main(argv: Sequence[str]) -> int:
    """The exit code of the contract: 0 done, 1 look, 2 usage, 3 refused, 4 trouble, 5 locked."""
    words = list(argv)
    set_language(asked_language(words))
    as_json = "--json" in words
    try:
        return _run(words, as_json)
    except FlexDeskError as error:
        _print_error(error, as_json)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except OSError as error:
        trouble = EnvironmentTrouble(detail=error.strerror or str(error))
        _print_error(trouble, as_json)
        return trouble.exit_code
    except KeyboardInterrupt:
        return 130


VALUED = ("--data", "--lang", "--passphrase-file", "--today")
FLAGS = ("--json",)


def has_command(words: Sequence[str]) -> bool:
    """Whether anything stands beside the global options; then it is not the desktop that is wanted."""
    rest = iter(words)
    for word in rest:
        if word in VALUED:
            next(rest, None)
        elif word not in FLAGS and not _is_valued(word):
            return True
    return False


def _is_valued(word: str) -> bool:
    return word.startswith(tuple(f"{name}=" for name in VALUED))


def asked_language(words: Sequence[str]) -> str:
    for index, word in enumerate(words):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and index + 1 < len(words):
            value = words[index + 1]
        if value in ("id", "en"):
            return value
    return wanted_language()


def _run(words: Sequence[str], as_json: bool) -> int:
    from flexdesk.cli.commands.all import parser
    from flexdesk.cli.session import Session

    made = parser(words)
    arguments = made.parse_args(_globals_first(words))
    with Session.of(arguments) as session:
        result = session.call(arguments)
    if result is not None:
        _print_result(result, as_json)
        return int(result.exit_code)
    return session.exit_code


def _globals_first(words: Sequence[str]) -> list[str]:
    """Global options may stand anywhere on the line; argparse wants them first."""
    front: list[str] = []
    rest: list[str] = []
    index = 0
    while index < len(words):
        word = words[index]
        if word in FLAGS or _is_valued(word):
            front.append(word)
        elif word in VALUED and index + 1 < len(words):
            front += [word, words[index + 1]]
            index += 1
        else:
            rest.append(word)
        index += 1
    return [*front, *rest]


def _print_result(result: Any, as_json: bool) -> None:
    if as_json:
        print_json(result.data)
        return
    from flexdesk.cli.display import lines_of

    for line in result.lines or lines_of(result.data):
        print(line)


def print_json(document: Any, stream: TextIO | None = None) -> None:
    out = stream or sys.stdout
    out.write(json.dumps(document, ensure_ascii=False, default=str))
    out.write("\n")
    out.flush()


def _print_error(error: FlexDeskError, as_json: bool) -> None:
    if as_json:
        print_json({"error": error.as_json()})
        return
    sys.stderr.write(f"{error.message}\n{error.what_is_safe}\n{error.what_to_do}\n({error.ticket})\n")


def folder_of(arguments: argparse.Namespace) -> Path:
    return Path(arguments.data) if arguments.data else data_folder()


def clock_of(arguments: argparse.Namespace) -> SystemClock:
    return SystemClock(arguments.today) if arguments.today else wanted_clock()


def passphrase_of(arguments: argparse.Namespace) -> str | None:
    """The passphrase from the file named by option or environment; raises UsageError."""
    name = arguments.passphrase_file or os.environ.get("FLEXDESK_PASSPHRASE_FILE")
    if not name:
        return None
    try:
        text = Path(name).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(detail=str(error)) from error
    if not text:
        raise UsageError(detail=f"{name}: 0 bytes")
    return text
