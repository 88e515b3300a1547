"""Forms as data: the words and choices in which agencies differ, and nothing of what the law fixes.

The usual template of a kind lies in `resources/documents/templates`; it also says which keys there are. What
is not in it is official and the same everywhere.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from flexdesk.documents import fonts
from flexdesk.documents.agreement import AgreementSheet
from flexdesk.documents.combine import Form
from flexdesk.documents.evaluation import EvaluationForm
from flexdesk.documents.order_letter import OrderLetter
from flexdesk.documents.skp import SkpForm
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _

KINDS = ("skp", "evaluation", "assignment-letter", "agreement")
MAX_CHARACTERS = 20_000
_LONGEST_TEXT, _LONGEST_VERSION, _MOST_COPIES = 160, 20, 12
_CHOICES = {"signed_by": ("rater", "both")}
_PARTS = {"texts", "choices", "lists"}


class TemplateRefused(FlexDeskError):
    code = "template.refused"
    ticket = "FD-CTK-22"
    text = N_("This template cannot be used: {detail}.")
    next = N_("Take the template shown by `flexdesk template show`, and change only its values.")


@dataclass(frozen=True, slots=True)
class Template:
    kind: str
    version: str
    texts: Mapping[str, str]
    choices: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def dress(self, form: Form) -> Form:
        """The form with these words; a form of another kind stays as it is."""
        texts: dict[str, Any] = dict(self.texts)
        match form:
            case EvaluationForm():
                choices: dict[str, Any] = dict(self.choices)
                return replace(form, labels=replace(form.labels, **texts), **choices)
            case SkpForm():
                return replace(form, labels=replace(form.labels, **texts))
            case OrderLetter():
                lists: dict[str, Any] = {name: lines for name, lines in self.lists.items() if lines}
                return replace(form, **texts, **lists)
            case AgreementSheet():
                return replace(form, **texts)
            case _:
                return form


def usual_source(kind: str) -> str:
    """Raises TemplateRefused for a kind that has no template."""
    if kind not in KINDS:
        raise TemplateRefused(detail=_("there are templates of {kinds}").format(kinds=", ".join(KINDS)))
    file = files("resources") / "documents" / "templates" / f"{kind}.toml"
    return file.read_text(encoding="utf-8")


@cache
def usual(kind: str) -> Template:
    return _read(tomllib.loads(usual_source(kind)))


def read_template(source: str, kind: str) -> Template:
    """Keys that are left out keep their usual words. Raises TemplateRefused."""
    known = usual(kind)
    if len(source) > MAX_CHARACTERS:
        raise TemplateRefused(detail=_("it has more than {count} signs").format(count=MAX_CHARACTERS))
    try:
        held = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TemplateRefused(detail=_("it is no TOML, {detail}").format(detail=error)) from error
    if held.get("kind") != kind:
        raise TemplateRefused(detail=_("it is not a template of {kind}").format(kind=kind))
    _check_keys(held, known)
    made = _read(held)
    _check_values(made)
    return replace(
        made,
        texts={**known.texts, **made.texts},
        choices={**known.choices, **made.choices},
        lists={**known.lists, **made.lists},
    )


def _read(held: Mapping[str, Any]) -> Template:
    lists = {name: tuple(value) for name, value in held.get("lists", {}).items()}
    version = str(held.get("version", ""))
    return Template(held["kind"], version, held.get("texts", {}), held.get("choices", {}), lists)


def _check_keys(held: Mapping[str, Any], known: Template) -> None:
    """Every key is one of the usual template, every value of its kind."""
    version = held.get("version")
    if not isinstance(version, str) or not 0 < len(version) <= _LONGEST_VERSION:
        raise TemplateRefused(detail=_("it needs a version of at most {n} signs").format(n=_LONGEST_VERSION))
    _refuse_unknown(set(held) - {"kind", "version"} - _PARTS)
    for part, allowed in (("texts", known.texts), ("choices", known.choices), ("lists", known.lists)):
        values = held.get(part, {})
        if not isinstance(values, dict):
            raise TemplateRefused(detail=_("“{key}” is no part with keys").format(key=part))
        _refuse_unknown(set(values) - set(allowed))
        for key, value in values.items():
            texts = value if part == "lists" else [value]
            if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
                raise TemplateRefused(detail=_("“{key}” is no text").format(key=key))


def _refuse_unknown(keys: set[str]) -> None:
    if keys:
        words = _("“{key}” is no part of it; what is not in the usual template is official")
        raise TemplateRefused(detail=words.format(key=min(keys)))


def _check_values(made: Template) -> None:
    for key, text in made.texts.items():
        _check_text(key, text)
    for key, texts in made.lists.items():
        if len(texts) > _MOST_COPIES:
            raise TemplateRefused(detail=_("“{key}” has more than {n} lines").format(key=key, n=_MOST_COPIES))
        for text in texts:
            _check_text(key, text)
    for key, choice in made.choices.items():
        if choice not in _CHOICES[key]:
            allowed = ", ".join(_CHOICES[key])
            raise TemplateRefused(detail=_("“{key}” is one of {allowed}").format(key=key, allowed=allowed))


def _check_text(key: str, text: str) -> None:
    if not text.strip() or "\n" in text:
        raise TemplateRefused(detail=_("“{key}” is not one line of text").format(key=key))
    if len(text) > _LONGEST_TEXT:
        raise TemplateRefused(detail=_("“{key}” has more than {n} signs").format(key=key, n=_LONGEST_TEXT))
    lost = fonts.missing(set(text), fonts.SANS_BOLD)
    if lost:
        words = _("“{key}” has signs without a letter: {signs}")
        raise TemplateRefused(detail=words.format(key=key, signs=" ".join(sorted(lost))))
