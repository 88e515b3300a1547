"""How numbers, paces and periods are said on the target screen."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from flexdesk.domain.periods import MONTHS_EN, MONTHS_ID
from flexdesk.i18n import N_, _, language
from flexdesk.services.cascade import Orphan, Pace, Standing
from flexdesk.services.targets import TargetIndicator
from ui.widgets.badge import BadgeFacts
from ui.widgets.tones import Tone

PACES: Mapping[Pace, BadgeFacts] = MappingProxyType(
    {
        Pace.ON_TRACK: BadgeFacts(N_("on track"), Tone.POSITIVE, "check"),
        Pace.AT_RISK: BadgeFacts(N_("at risk"), Tone.WARNING, "minus"),
        Pace.BEHIND: BadgeFacts(N_("behind"), Tone.NEGATIVE, "trending-down"),
        Pace.UNKNOWN: BadgeFacts(N_("no number"), Tone.QUIET, "circle-question-mark"),
    }
)


ORPHANS: Mapping[str, str] = MappingProxyType(
    {
        "no_target": N_("People without a target"),
        Orphan.UNCARRIED: N_("Targets that nobody carries"),
        Orphan.UNPROVEN: N_("Targets without evidence"),
        Orphan.LOOSE: N_("Targets that serve nobody's result"),
        Orphan.UNMEASURED: N_("Targets without an indicator"),
    }
)


def pace(found: Pace) -> BadgeFacts:
    facts = PACES[found]
    return BadgeFacts(_(facts.text), facts.tone, facts.icon)


def number(value: float) -> str:
    """`1.200` and `84,1` in Indonesian."""
    text = f"{value:,.2f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.translate(str.maketrans(",.", ".,")) if language() == "id" else text


def typed_number(text: str) -> float | None:
    """`1.200` and `84,5` as people here write them, `1,200` and `84.5` in English; None for words."""
    plain = text.replace(".", "").replace(",", ".") if language() == "id" else text.replace(",", "")
    if not re.fullmatch(r"\d+(\.\d+)?", plain.strip()):
        return None
    found = float(plain)
    return int(found) if found.is_integer() else found


def target(indicator: TargetIndicator) -> str:
    """`1.200 dokumen`, or the words of the form."""
    row = indicator.newest
    found, unit = row["target_number"], str(row["unit"] or "")
    said = number(float(found)) if isinstance(found, int | float) else str(row["target_text"] or "")
    return " ".join(part for part in (said, _unit(unit)) if part)


def _unit(unit: str) -> str:
    return "%" if unit.casefold() == "persen" else unit


def reached(standing: Standing) -> str:
    if standing.reached is None:
        return "–"
    unit = _unit(standing.track.unit)
    return f"{number(standing.reached)} %" if unit == "%" else number(standing.reached)


def percent(share: float | None) -> str:
    return "–" if share is None else f"{round(100 * share)} %"


def short_month(month: int) -> str:
    return (MONTHS_ID if language() == "id" else MONTHS_EN)[month - 1][:3]


def orphans(without_plan: Sequence[str], found: Mapping[Orphan, Sequence[str]]) -> str:
    """`Targets that nobody carries: 2`, a line for each kind that there is."""
    counts: dict[str, int] = {
        "no_target": len(without_plan),
        **{kind: len(keys) for kind, keys in found.items()},
    }
    return "\n".join(f"{_(ORPHANS[kind])}: {count}" for kind, count in counts.items() if count)
