"""Runs one command: reads the arguments, opens the unit, prints the result, returns the exit code."""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from flexdesk.cli.parsing import FLAGS, globals_first, split_globals
from flexdesk.errors import EnvironmentTrouble, FlexDeskError, ProgramFault, UsageError, reason_of
from flexdesk.i18n import LANGUAGES, _, set_language, wanted_language
from flexdesk.system.clock import SystemClock, wanted_clock
from flexdesk.system.folders import data_folder

EXIT_DONE, EXIT_LOOK, EXIT_INTERRUPTED = 0, 1, 130


def main(argv: Sequence[str]) -> int:
    """The exit code of the contract: 0 done, 1 look, 2 usage, 3 refused, 4 trouble, 5 locked."""
    words = list(argv)
    set_language(asked_language(words))
    as_json = FLAGS[0] in words
    _speak_utf8()
    try:
        return _guarded(words, as_json)
    except BrokenPipeError:  # the reader, `head` for example, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except SystemExit as leaving:  # --help and --version
        return int(leaving.code or EXIT_DONE)


def _guarded(words: Sequence[str], as_json: bool) -> int:
    try:
        return _run(words, as_json)
    except BrokenPipeError:
        raise
    except Exception as error:
        known = known_error(error)
        _print_error(known, as_json)
        return known.exit_code


def known_error(error: Exception) -> FlexDeskError:
    """The error in the program's words; our own mistakes leave their trace on standard error."""
    if isinstance(error, FlexDeskError):
        return error
    from flexdesk.store.errors import translated_at_edge

    known = translated_at_edge(error)
    if known is None and isinstance(error, OSError):
        known = EnvironmentTrouble(detail=reason_of(error))
    if known is None:
        traceback.print_exception(error)
        known = ProgramFault(detail=f"{type(error).__name__}: {error}")
    return known


def _speak_utf8() -> None:
    """JSON is UTF-8 whatever the console speaks; a file name that is no text becomes an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def has_command(words: Sequence[str]) -> bool:
    """Whether anything stands beside the global options; then it is not the desktop that is wanted."""
    return bool(split_globals(words)[1])


def asked_language(words: Sequence[str]) -> str:
    for index, word in enumerate(words):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and index + 1 < len(words):
            value = words[index + 1]
        if value in LANGUAGES:
            return value
    return wanted_language()


def _run(words: Sequence[str], as_json: bool) -> int:
    from flexdesk.cli.commands.all import parser
    from flexdesk.cli.session import Session

    arguments = parser(words).parse_args(globals_first(words))
    with Session.of(arguments) as session:
        result = session.call(arguments)
    if result is not None:
        _print_result(result, as_json)
        return int(result.exit_code)
    return session.exit_code


def _print_result(result: Any, as_json: bool) -> None:
    if as_json:
        print_json(result.data)
        return
    from flexdesk.cli.display import harmless, lines_of

    for line in result.lines or lines_of(result.data):
        print(harmless(line))
    sys.stdout.flush()


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
    """Raises UsageError for a FLEXDESK_TODAY that is no day."""
    if arguments.today:
        return SystemClock(arguments.today)
    try:
        return wanted_clock()
    except ValueError:
        text = os.environ["FLEXDESK_TODAY"]
        raise UsageError(detail=_("“{text}” is not a date such as 2026-11-23").format(text=text)) from None


def passphrase_of(arguments: argparse.Namespace) -> str | None:
    """The passphrase from the file named by option or environment; raises UsageError."""
    name = arguments.passphrase_file or os.environ.get("FLEXDESK_PASSPHRASE_FILE")
    return word_in(name) if name else None


def word_in(name: str | Path) -> str:
    """The passphrase that a file holds; raises UsageError."""
    try:
        text = Path(name).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise UsageError(detail=reason_of(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError(detail=_("the file {name} is not UTF-8 text").format(name=name)) from error
    if not text:
        raise UsageError(detail=_("the file {name} is empty").format(name=name))
    return text
