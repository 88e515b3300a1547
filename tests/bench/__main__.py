"""`make bench`: every benchmark after the other, each against a limit measured in the same run."""

import importlib
import pkgutil
import sys
from pathlib import Path


def names() -> list[str]:
    """Modules of this folder called `bench_*`, or those named on the command line."""
    asked = sys.argv[1:]
    found = [
        m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if m.name.startswith("bench_")
    ]
    return [name for name in found if not asked or name.removeprefix("bench_") in asked]


def main() -> None:
    for name in names():
        print(f"\n== {name.removeprefix('bench_')}", flush=True)
        importlib.import_module(f"tests.bench.{name}").main()


if __name__ == "__main__":
    main()
