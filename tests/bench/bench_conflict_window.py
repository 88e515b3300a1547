"""The screen of sending with five hundred conflicts: how long the window needs beside the reading of them.

Showing them may not take longer than reading them, both in the same run; the window waits for nothing else.
"""

import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings

from flexdesk.services.settling import By, grouped
from tests.gui.sending.laptops import office
from tests.gui.sending.test_deciding import disagree_widely
from tests.gui.sending.windows import opened
from ui.qt import platform
from ui.sending import model
from ui.sending.page import SendingPage

LIMIT = 1.0


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, office(Path(folder)) as place:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, f"{folder}/settings")
        platform.make_application(["bench"])
        place.join_other()
        disagree_widely(place)
        with opened(place.mine, "sending") as window:
            page = window.page
            assert isinstance(page, SendingPage)
            began = perf_counter()
            centre = model.read(place.mine)
            read = perf_counter() - began
            page.incoming.show_entries([])
            began = perf_counter()
            page.show_centre(centre)
            page.grab()
            shown = perf_counter() - began
            began = perf_counter()
            groups = grouped(centre.disputed, By.PERSON)
            parted = perf_counter() - began
        print(f"{len(centre.disputed)} conflicts, {len(groups)} groups")
        print(f"read {read * 1000:.0f} ms, shown {shown * 1000:.0f} ms, grouped {parted * 1000:.1f} ms")
        print(f"shown / read: {shown / read:.2f}, at most {LIMIT}")
        return int(shown > LIMIT * read)


if __name__ == "__main__":
    sys.exit(main())
