"""Arguments of the command line: global options, one subparser a command, errors in the user's words."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from flexdesk import __version__
from flexdesk.cli import argparse_texts
from flexdesk.domain.periods import Period, UnknownPeriod, parse_period
from flexdesk.errors import UsageError
from flexdesk.i18n import _

Json = dict[str, Any]

VALUED = ("--data", "--lang", "--passphrase-file", "--today")
FLAGS = ("--json", "--yes")


@dataclass(slots=True)
class Result:
    """What a command did. `data` is the JSON document, `exit_code` 1 when there is something to look at.

    `lines` are for people; without them the keys of `data` are shown.
    """

    data: Json
    exit_code: int = 0
    lines: list[str] = field(default_factory=list)


Run = Callable[..., Result | None]  # None: the command printed by itself


class Parser(argparse.ArgumentParser):
    """Raises UsageError instead of leaving the program; options are written out in full."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **kwargs})

    def error(self, message: str) -> NoReturn:
        raise UsageError(detail=message)


@dataclass(frozen=True, slots=True)
class Group:
    """Subcommands of one word, such as `schedule`; registers functions with their arguments."""

    actions: Any

    def add(
        self, name: str, run: Run, help: str, *, writes: bool = False, tries: bool = False
    ) -> argparse.ArgumentParser:
        """`run` is called with the session and the arguments.

        A command that `writes` runs as one transaction of the store, undone at its end in a dry run. One that
        `tries` reads `dry_run` itself, because it also writes elsewhere.
        """
        parser: argparse.ArgumentParser = self.actions.add_parser(name, help=help, description=help)
        parser.set_defaults(run=run, writes=writes)
        if writes or tries:
            parser.add_argument(
                "--dry-run", action="store_true", help=_("show what would happen; write nothing")
            )
        return parser


def new_parser() -> tuple[Parser, Group]:
    argparse_texts.install()
    parser = Parser(
        prog="flexdesk", description=_("Flexible work of a civil-service unit, planned and followed.")
    )
    add_globals(parser)
    command = _("command")
    return parser, Group(
        parser.add_subparsers(dest="command", metavar=command, parser_class=Parser, required=True)
    )


def add_globals(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", help=_("folder of the unit's data"))
    parser.add_argument("--json", action="store_true", help=_("one JSON document on standard output"))
    parser.add_argument("--lang", choices=("id", "en"), help=_("language of the sentences"))
    parser.add_argument("--passphrase-file", help=_("file that holds the passphrase of the unit's data"))
    parser.add_argument("--today", type=day, help=_("the day the program believes in"))
    parser.add_argument("--yes", action="store_true", help=_("delete many entries without asking again"))
    parser.add_argument("--version", action="version", version=f"flexdesk {__version__}")


def globals_first(words: Sequence[str]) -> list[str]:
    """Global options may stand anywhere on the line; argparse wants them first."""
    front, rest = split_globals(words)
    return [*front, *rest]


def split_globals(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Global options with their values, and everything else."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word in FLAGS or word.startswith(tuple(f"{name}=" for name in VALUED)):
            front.append(word)
        elif word in VALUED:
            front += [word, *([value] if (value := next(waiting, None)) is not None else [])]
        else:
            rest.append(word)
    return front, rest


def subgroup(group: Group, name: str, help: str) -> Group:
    """A word with subcommands of its own."""
    parser = group.actions.add_parser(name, help=help, description=help)
    actions = parser.add_subparsers(
        dest=f"{name}_command", metavar=_("command"), parser_class=Parser, required=True
    )
    return Group(actions)


# -- types of arguments


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a date such as 2026-11-23").format(text=text)
        ) from None


def period(text: str) -> Period:
    try:
        return parse_period(text)
    except UnknownPeriod as unknown:
        raise argparse.ArgumentTypeError(unknown.message.rstrip(".")) from None


def count(text: str) -> int:
    """A whole number, not below zero."""
    if text.isdecimal() and text.isascii():
        return int(text)
    raise argparse.ArgumentTypeError(_("“{text}” is not a whole number").format(text=text))


def seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1
    if 0 < found < 1e6:
        return found
    raise argparse.ArgumentTypeError(_("“{text}” is not a number of seconds").format(text=text))


def folder(text: str) -> Path:
    """A folder to write into, that exists or can be made."""
    path = Path(text)
    if path.exists() and not path.is_dir():
        raise argparse.ArgumentTypeError(_("“{text}” is not a folder").format(text=text))
    return path


def pairs(texts: list[str]) -> dict[str, str]:
    """`KEY=VALUE` arguments as a mapping; raises UsageError."""
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise UsageError(detail=_("“{text}” is not KEY=VALUE").format(text=text))
        found[name.strip()] = value.strip()
    return found


# -- lists


def paging(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=count, help=_("at most so many"))
    parser.add_argument("--offset", type=count, default=0, help=_("leave out so many at the start"))


def page(items: list[Any], arguments: argparse.Namespace) -> list[Any]:
    end = None if arguments.limit is None else arguments.offset + arguments.limit
    return items[arguments.offset : end]
