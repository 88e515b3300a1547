"""`template`: the words of forms in which agencies differ."""

import argparse
from pathlib import Path

from flexdesk.cli.parsing import Group, Result, subgroup
from flexdesk.cli.session import Session
from flexdesk.documents.templates import KINDS, read_template
from flexdesk.errors import UsageError, reason_of
from flexdesk.i18n import _


def add(root: Group) -> None:
    template = subgroup(root, "template", _("words of forms that differ between agencies"))
    show = template.add("show", run_show, _("the template in force"))
    put = template.add("set", run_set, _("use an own template"), writes=True)
    reset = template.add("reset", run_reset, _("go back to the usual template"), writes=True)
    for parser in (show, put, reset):
        parser.add_argument("kind", choices=KINDS, metavar="KIND")
    put.add_argument("file", type=Path, metavar="FILE.toml")


def run_show(session: Session, arguments: argparse.Namespace) -> Result:
    source, own = session.desk.templates.source(arguments.kind)
    made = read_template(source, arguments.kind)
    data = {
        "kind": made.kind,
        "version": made.version,
        "own": own,
        "texts": dict(made.texts),
        "choices": dict(made.choices),
        "lists": {name: list(texts) for name, texts in made.lists.items()},
    }
    return Result(data, 0, source.splitlines())


def run_set(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.templates.set(arguments.kind, _text(arguments.file), arguments.file.name)
    return run_show(session, arguments)


def run_reset(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.templates.reset(arguments.kind)
    return run_show(session, arguments)


def _text(file: Path) -> str:
    """Raises UsageError."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(detail=reason_of(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError(detail=_("the file {name} is not UTF-8 text").format(name=file.name)) from error
