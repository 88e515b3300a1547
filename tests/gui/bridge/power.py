"""A program of its own: opens the strip, presses Ctrl+J some times, says what was copied, and dies."""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.gui.bridge.conftest import J_KEY, again
from ui.qt import platform


def main(folder: Path, presses: int) -> None:
    app = QApplication([])
    platform.dress(app)
    hand = again(folder)
    hand.open()
    for _ in range(presses):
        hand.press(J_KEY)
        print(hand.copied(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
