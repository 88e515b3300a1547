"""Starts the program: a command for the command line, or the desktop when there is none."""

import sys

from flexdesk.cli.app import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
