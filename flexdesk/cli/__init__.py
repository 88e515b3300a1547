"""The command line: the same services as the desktop, for scripts, tests and people without a screen."""
