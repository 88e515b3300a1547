"""Every command of the program. A run imports the module of its own command only, which halves its start."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module

from flexdesk.cli.parsing import Parser, new_parser, split_globals
from flexdesk.i18n import language

MODULES: dict[str, tuple[str, ...]] = {
    "demo": ("demo",),
    "unit": ("init", "unit"),
    "structure": ("section", "site", "service-point", "place"),
    "people": ("people", "custom-field"),
    "eligibility": ("eligibility", "criteria", "discipline", "pattern"),
    "policy": ("policy",),
    "holidays": ("calendar",),
    "leave": ("leave", "travel"),
    "requests": ("request", "agreement"),
    "schedule": ("schedule",),
    "attendance": ("attendance",),
    "calls": ("contact", "recall"),
    "absence": ("absence", "examination"),
    "performance": ("targets", "outputs", "feedback"),
    "evaluations": ("evaluate", "organisation"),
    "ekinerja": ("ekinerja", "credit"),
    "follow_ups": ("follow-up", "dialogue"),
    "complaints": ("complaint", "month"),
    "printing": ("print",),
    "papers": ("verify", "sign"),
    "templates": ("template",),
    "report": ("report", "effect"),
    "exchange": ("bundle", "receipt", "enrol", "sync", "status"),
    "conflicts": ("conflicts",),
    "quarantine": ("quarantine", "handover"),
    "merging": ("deletions", "moves"),
    "store": ("history", "backup", "dump", "digest", "doctor", "batch"),
    "keys": ("recover", "keys"),
    "server": ("server",),
}
_MODULE_OF = {command: module for module, commands in MODULES.items() for command in commands}


def parser(words: Sequence[str]) -> Parser:
    """A parser that knows the command that `words` begin with, or all of them when that is none it knows."""
    rest = split_globals(words)[1]
    return _parser_of(_MODULE_OF.get(rest[0], "") if rest else "", language())


@cache
def _parser_of(module: str, _language: str) -> Parser:
    made, root = new_parser()
    for name in (module,) if module else MODULES:
        import_module(f"flexdesk.cli.commands.{name}").add(root)
    return made
