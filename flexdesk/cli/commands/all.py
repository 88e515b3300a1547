"""Every command of the program. A run imports the module of its own command only, which halves its start."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module

from flexdesk.cli.parsing import Parser, new_parser

MODULES: dict[str, tuple[str, ...]] = {
    "demo": ("demo",),
    "unit": ("init", "unit", "service-point", "place", "discipline"),
    "people": ("people",),
    "rules": ("calendar", "policy", "leave", "travel", "request"),
    "schedule": ("schedule",),
    "performance": ("targets", "outputs", "evaluate", "organisation"),
    "printing": ("print",),
    "exchange": ("bundle", "receipt", "enrol", "sync", "status", "conflicts"),
    "store": ("history", "backup", "dump", "digest", "doctor", "batch"),
    "server": ("server",),
}
_MODULE_OF = {command: module for module, commands in MODULES.items() for command in commands}


def parser(words: Sequence[str]) -> Parser:
    """A parser that knows the command among `words`, or all of them when there is none it knows."""
    known = next((_MODULE_OF[word] for word in words if word in _MODULE_OF), "")
    return _parser_of(known)


@cache
def _parser_of(module: str) -> Parser:
    made, root = new_parser()
    for name in (module,) if module else MODULES:
        import_module(f"flexdesk.cli.commands.{name}").add(root)
    return made
