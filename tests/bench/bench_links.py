"""How often a report row without code is linked rightly, alone from the plan and with a month before it.

The way is the program's own: plans and reports are imported into a real store, then read against the key.
"""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.helpers.link_accuracy import CLASSES, Judged, judged, month, planned_desk, share


def measured(*, history: bool) -> tuple[list[Judged], float]:
    """The judged rows, and seconds for the import of September."""
    with TemporaryDirectory() as folder, planned_desk(Path(folder) / "unit") as desk:
        if history:
            desk.outputs.import_files([month("08")])
        start = perf_counter()
        desk.outputs.import_files([month("09")])
        return judged(desk), perf_counter() - start


def main() -> None:
    found = {history: measured(history=history) for history in (False, True)}
    print(f"{'what points to the right result':34}{'rows':>6}{'plan alone':>12}{'with August':>13}")
    for kind in (*CLASSES, "all"):
        alone, later = ([row for row in rows if kind in (row.kind, "all")] for rows, _s in found.values())
        print(f"{kind:34}{len(alone):6}{share(alone):12.3f}{share(later):13.3f}")
    for history, (rows, seconds) in found.items():
        print(
            f"\n{'with August' if history else 'plan alone'}: imported in {seconds:.1f} s; most often wrong:"
        )
        wrong = Counter((row.right, row.got, row.activity.split()[0]) for row in rows if not row.is_right)
        for (right, got, word), count in wrong.most_common(6):
            print(f"{count:5}  {right} taken for {got or 'nothing'}: “{word} …”")


if __name__ == "__main__":
    main()
