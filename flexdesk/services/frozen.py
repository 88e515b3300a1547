"""Copies of papers as they were signed: text that keeps every word of a form whoever moves or is renamed."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Form = TypeVar("Form")

# How a paper is drawn is chosen when it is printed; what came after the signature stands beside the copy.
PRESENTATION = frozenset({"paper", "signing", "labels", "seal", "emblem", "objection", "received_on"})


def frozen(form: Any, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The content of a form as plain values, without how it is drawn."""
    names = {field.name for field in fields(form)} - PRESENTATION - without
    return {name: _plain(getattr(form, name)) for name in sorted(names)}


def canonical(content: Mapping[str, Any]) -> str:
    """The same content is the same text on every device."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def thawed(form: Form, content: Mapping[str, Any]) -> Form:
    """The form with what was frozen in place of what is so today; unknown fields are passed over."""
    hints = _hints(cast(Any, type(form)))
    known = {field.name for field in fields(cast(Any, form))} - PRESENTATION
    held = {name: _rebuilt(hints[name], value) for name, value in content.items() if name in known}
    return cast(Form, replace(cast(Any, form), **held))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


@lru_cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _rebuilt(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _rebuilt(next(kind for kind in get_args(hint) if kind is not NoneType), value)
    if origin is tuple:
        return tuple(_rebuilt(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        hints = _hints(cast(Any, hint))
        return cast(Any, hint)(
            **{name: _rebuilt(hints[name], held) for name, held in value.items() if name in hints}
        )
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return date.fromisoformat(value) if hint is date else value
