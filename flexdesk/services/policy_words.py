"""What a rule of the unit and its values are called where only the key of the rule is at hand."""

from functools import cache

from flexdesk.domain.settings import BadSettingError, Definition, parse, spoken
from flexdesk.exchange import packs
from flexdesk.i18n import language


def rule_name(key: str) -> str:
    """The sentence of a rule with a gap for its value; empty for one that only another pack knows."""
    found = _definitions().get(key)
    if found is None:
        return ""
    return (found.texts.get(language()) or found.texts["id"]).format(value="…")


def rule_value(key: str, text: str) -> str:
    """`25 %`, `Jumat`, `ya`; the stored text where the rule is not known."""
    found = _definitions().get(key)
    if found is None:
        return text
    try:
        return spoken(found, parse(found, text))
    except BadSettingError:
        return text


@cache
def _definitions() -> dict[str, Definition]:
    pack = packs.shipped(packs.NATIONAL)
    return {one.key: one for one in pack.definitions} if pack is not None else {}
