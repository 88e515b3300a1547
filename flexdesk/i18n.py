"""One translation for screens, papers and the command line; Indonesian first, English second.

Source texts are English. The catalogue is one `.po` file for each part of the program in
`resources/i18n/id/`, merged into one `.mo` by `make i18n`.
"""

import gettext as _gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

LANGUAGES = ("id", "en")

_translation: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"
_spoken: ContextVar[_gettext.NullTranslations | None] = ContextVar("spoken", default=None)


def N_(text: str) -> str:
    """Mark a text for translation where it is defined; translate it with `_` where it is shown."""
    return text


def _(text: str) -> str:
    """The text in the language in force."""
    return (_spoken.get() or _translation).gettext(text) if text else ""


def indonesian(text: str) -> str:
    """The text for an official paper, which is Indonesian whatever the screen speaks."""
    return _indonesian().gettext(text) if text else ""


@cache
def _indonesian() -> _gettext.GNUTranslations:
    catalogue = files("resources") / "i18n" / "id" / "LC_MESSAGES" / "flexdesk.mo"
    with catalogue.open("rb") as stream:
        return _gettext.GNUTranslations(stream)


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many` in the language in force, chosen by `count`."""
    return (_spoken.get() or _translation).ngettext(one, many, count)


def language() -> str:
    return _language


def set_language(code: str) -> None:
    """Switch every later `_()`; raises ValueError for a language without catalogue."""
    global _translation, _language
    if code not in LANGUAGES:
        raise ValueError(code)
    _translation = _read(code)
    _language = code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Another language for as long as the block runs, in this thread alone: papers are Indonesian."""
    token = _spoken.set(_kept(code))
    try:
        yield
    finally:
        _spoken.reset(token)


def _read(code: str) -> _gettext.NullTranslations:
    if code == "en":
        return _gettext.NullTranslations()
    catalogue = files("resources") / "i18n" / code / "LC_MESSAGES" / "flexdesk.mo"
    with catalogue.open("rb") as stream:
        return _gettext.GNUTranslations(stream)


_kept = cache(_read)


def wanted_language() -> str:
    """`FLEXDESK_LANG` where it names a language we have, else Indonesian."""
    asked = os.environ.get("FLEXDESK_LANG", "id")
    return asked if asked in LANGUAGES else "id"
