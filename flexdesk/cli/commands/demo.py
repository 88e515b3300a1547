"""`demo`: the whole cycle on real input, headless."""

import argparse
import sys
from pathlib import Path

from flexdesk.cli.parsing import Group, Result
from flexdesk.cli.session import Session
from flexdesk.errors import UsageError
from flexdesk.i18n import _


def add(root: Group) -> None:
    parser = root.add("demo", run_demo, _("the whole cycle on real input, without a screen"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--people", type=Path)
    parser.add_argument("--skp", type=Path)
    parser.add_argument("--outputs", type=Path, nargs="+", default=[])
    parser.add_argument("--register", type=Path, help=_("register of leave and official travel"))


def run_demo(session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.demo import DemoFiles, demonstrate

    if arguments.out.exists() and any(arguments.out.iterdir()):
        raise UsageError(detail=_("the folder {folder} is not empty").format(folder=arguments.out))
    files = DemoFiles(arguments.people, arguments.skp, tuple(arguments.outputs), arguments.register)
    made = demonstrate(arguments.out, files, session.clock, lambda text: print(text, file=sys.stderr))
    equal = made["second_device"]["digest_equal"]
    lines = [
        _("{unit}: {people} people, {rejected} rows rejected.").format(**made),
        _("Week {period} planned ({status}) and published.").format(**made["plan"]),
        _("{count} documents are in {folder}.").format(
            count=len(made["documents"]), folder=arguments.out / "dokumen"
        ),
        _("Bundle {number}: {changes} changes, {bytes} bytes.").format(**made["bundle"]),
        _("Server: {state}, receipt {receipt}.").format(**made["sync"]),
        _("The second laptop holds the same.") if equal else _("The second laptop holds something else."),
        _("{seconds} seconds.").format(**made),
    ]
    return Result(made, 0 if equal else 1, lines)
