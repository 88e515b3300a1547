"""Arguments of the command line: global options, one subparser a command, errors in the user's words."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

from flexdesk.domain.periods import Period, parse_period
from flexdesk.errors import UsageError
from flexdesk.i18n import _

Json = dict[str, Any]


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
    """Raises UsageError instead of leaving the program."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(detail=message)


@dataclass(frozen=True, slots=True)
class Group:
    """Subcommands of one word, such as `schedule`; registers functions with their arguments."""

    actions: Any

    def add(self, name: str, run: Run, help: str, *, writes: bool = False) -> argparse.ArgumentParser:
        """`run` is called with the desk and the arguments."""
        parser: argparse.ArgumentParser = self.actions.add_parser(name, help=help, description=help)
        parser.set_defaults(run=run, writes=writes)
        if writes:
            parser.add_argument(
                "--dry-run", action="store_true", help=_("show what would happen; write nothing")
            )
        return parser


def new_parser() -> tuple[Parser, Group]:
    parser = Parser(
        prog="flexdesk", description=_("Flexible work of a civil-service unit, planned and followed.")
    )
    add_globals(parser)
    return parser, Group(parser.add_subparsers(dest="command", metavar=_("command"), parser_class=Parser))


def add_globals(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", help=_("folder of the unit's data"))
    parser.add_argument("--json", action="store_true", help=_("one JSON document on standard output"))
    parser.add_argument("--lang", choices=("id", "en"), help=_("language of the sentences"))
    parser.add_argument("--passphrase-file", help=_("file that holds the passphrase of the unit's data"))
    parser.add_argument("--today", type=day, help=_("the day the program believes in"))


def subgroup(group: Group, name: str, help: str) -> Group:
    """A word with subcommands of its own."""
    parser = group.actions.add_parser(name, help=help, description=help)
    actions = parser.add_subparsers(
        dest=f"{name}_command", metavar=_("command"), parser_class=Parser, required=True
    )
    return Group(actions)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a date such as 2026-11-23").format(text=text)
        ) from None


def period(text: str) -> Period:
    return parse_period(text)


def pairs(texts: list[str]) -> dict[str, str]:
    """`KEY=VALUE` arguments as a mapping; raises UsageError."""
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise UsageError(detail=_("“{text}” is not KEY=VALUE").format(text=text))
        found[name.strip()] = value.strip()
    return found


def paging(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, help=_("at most so many"))
    parser.add_argument("--offset", type=int, default=0, help=_("leave out so many at the start"))


def page(items: list[Any], arguments: argparse.Namespace) -> list[Any]:
    end = None if arguments.limit is None else arguments.offset + arguments.limit
    return items[arguments.offset : end]
