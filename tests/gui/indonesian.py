"""Indonesian words straight from the `.po` files, so that pictures and tests need no build step before."""

import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from flexdesk import i18n


def catalogue() -> gettext.GNUTranslations:
    merged = Catalog(locale="id")
    folder = files("resources") / "i18n" / "id"
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".po"):
            for message in read_po(io.BytesIO(entry.read_bytes()), locale="id"):
                if message.id and message.string:
                    merged.add(message.id, message.string)
    out = io.BytesIO()
    write_mo(out, merged)
    out.seek(0)
    return gettext.GNUTranslations(out)


@contextmanager
def spoken() -> Iterator[None]:
    before, before_language = i18n._translation, i18n._language
    i18n._translation, i18n._language = catalogue(), "id"
    try:
        yield
    finally:
        i18n._translation, i18n._language = before, before_language
