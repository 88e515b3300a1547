"""`make run`: the desktop on a fictional unit, or, where there is no screen, a walk through all of it.

The walk leaves papers, a bundle and the log of a server under `out/peragaan`, and a picture of every screen
under `out/layar`.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from flexdesk.bootstrap import create_desk, has_unit, open_desk
from flexdesk.demo import PASSPHRASE, DemoFiles, demonstrate
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _, set_language, wanted_language
from flexdesk.services.sample import AGENCY, UNIT, make_sample
from flexdesk.system.clock import wanted_clock

OUT = Path("out")
WIDTH, HEIGHT = 1366, 768


def main() -> int:
    """Exit code of the program."""
    set_language(wanted_language())
    try:
        if has_screen():
            return on_screen()
        return without_screen()
    except FlexDeskError as error:
        print(error, file=sys.stderr)
        return error.exit_code


def has_screen() -> bool:
    """Whether a window can be shown to a person."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def sample_folder() -> Path:
    """The folder of the fictional unit, made on first use."""
    folder = OUT / "unit-contoh"
    if not has_unit(folder):
        with create_desk(
            folder, unit=UNIT, agency=AGENCY, passphrase=PASSPHRASE, clock=wanted_clock()
        ) as desk:
            make_sample(desk)
    return folder


def on_screen() -> int:
    from ui.desktop import main as desktop

    folder = sample_folder()
    secret = OUT / "kata-sandi-unit-contoh.txt"
    secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return desktop(["--data", str(folder), "--passphrase-file", str(secret)])


def without_screen() -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    print(_("There is no screen here, so FlexDesk walks through its work by itself."))
    stage = OUT / "peragaan"
    shutil.rmtree(stage, ignore_errors=True)
    made = demonstrate(stage, DemoFiles(), wanted_clock(), lambda text: print(f"  {text}"))
    (stage / "hasil.json").write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
    pictures = list(screenshots(OUT / "layar"))
    for path in pictures:
        print(f"  {path}")
    equal = made["second_device"]["digest_equal"]
    print(
        _("{papers} papers in {folder}, {pictures} screens in {screens}.").format(
            papers=len(made["documents"]),
            folder=stage / "dokumen",
            pictures=len(pictures),
            screens=OUT / "layar",
        )
    )
    return 0 if equal else 1


def screenshots(folder: Path) -> Iterator[Path]:
    """A picture of every screen and room on the fictional unit, at the size of an old laptop.

    Raises RuntimeError for one that made the window larger.
    """
    from ui.app import make_window
    from ui.desktop import specs
    from ui.opened import OpenedUnit
    from ui.qt import platform, theme

    app = platform.make_application([])
    theme.current().apply()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    desk = open_desk(sample_folder(), passphrase=PASSPHRASE, clock=wanted_clock())
    screens = specs(desk)
    window = make_window(OpenedUnit(desk), screens)
    window.resize(WIDTH, HEIGHT)
    window.show()
    for number, spec in enumerate(screens, 1):
        window.go(spec.key)
        rooms = window.rooms
        for room in rooms.keys_of_rooms if rooms is not None else ("",):
            if rooms is not None:
                rooms.enter(room)
            settle(app)
            name = spec.key if room in ("", spec.key) else f"{spec.key}-{room}"
            path = folder / f"{number:02}-{name}.png"
            picture = window.grab()
            if (picture.width(), picture.height()) != (WIDTH, HEIGHT):
                raise RuntimeError(f"{path.name}: {picture.width()} x {picture.height()}")
            picture.save(str(path))
            yield path
    window.shut()
    app.processEvents()


def settle(app: object) -> None:
    """Let jobs that fill a screen finish."""
    import time

    from PySide6.QtWidgets import QApplication

    assert isinstance(app, QApplication)
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        app.processEvents()


if __name__ == "__main__":
    sys.exit(main())
