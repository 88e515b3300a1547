"""Starts the program: a command for the command line, or the desktop when there is none."""

import sys
from collections.abc import Sequence

from flexdesk.cli import app


def main(argv: Sequence[str] | None = None) -> int:
    """The process's exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if app.has_command(words):
        return app.main(words)
    from ui.desktop import main as desktop

    return desktop(words)


if __name__ == "__main__":
    sys.exit(main())
