"""What was typed and not saved yet, in words. Knows no Qt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

from portfolio_app.domain.kinds import KINDS
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator
from portfolio_app.services.drafts import Waiting
from portfolio_app.services.session import Services
from portfolio_app.ui.field_words import FieldWords
from portfolio_app.ui.words import heading_words, kind_icon, kind_name


@dataclass(frozen=True)
class UnsavedLine:
    """A draft in a list: its key, its words without what was typed, and an icon."""

    key: str
    words: str
    icon: str


def lines(services: Services, t: Translator) -> tuple[UnsavedLine, ...]:
    """What waits to be saved, the newest first. No text of it: the screen may be shared."""
    return tuple(
        UnsavedLine(item.key, _words(item, services, t), kind_icon(item.kind)) for item in services.drafts.waiting()
    )


def _words(item: Waiting, services: Services, t: Translator) -> str:
    when = t.instant(item.at, services.history.zone)
    name = kind_name(item.kind, t)
    heading = heading_words(item.kind, item.record.heading, t) if item.record is not None else ""
    about = t("{step} “{heading}”", step=name, heading=heading) if heading else name
    if item.gone:
        return t("{about}, thrown away since · written on {when}", about=about, when=when)
    if item.aside:
        return t("{about}, changed since · written on {when}", about=about, when=when)
    return t("{about} · written on {when}", about=about, when=when)


def text_of(services: Services, item: Waiting, t: Translator) -> str:
    """Everything that was typed, each field under its name."""
    try:
        held: Any = json.loads(services.drafts.get(item.key) or "{}")
    except ValueError:
        return services.drafts.get(item.key) or ""
    if not isinstance(held, dict):
        return str(held)
    sample = item.record or _sample(item.kind)
    say = FieldWords(services.records, services.content, t)
    parts: list[str] = []
    for name, value in cast("dict[str, Any]", held).items():
        field, _, key = name.partition(".")
        for inner, text in _texts(value, key):
            label = say.name(sample, field, inner) if sample is not None else ""
            parts.append(f"{label}\n{text}" if label and label != field else text)
    return "\n\n".join(parts)


def _texts(value: Any, key: str) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(key, value.strip())] if value.strip() else []
    if isinstance(value, dict):
        return [found for inner, item in cast("dict[str, Any]", value).items() for found in _texts(item, inner)]
    return []


def _sample(kind: str) -> Record | None:
    """A record of a kind of which nothing is known, to ask the names of its fields by."""
    cls = KINDS.get(kind)
    if cls is None:
        return None
    sample = object.__new__(cls)
    object.__setattr__(sample, "template", "")
    object.__setattr__(sample, "template_version", 0)
    return sample
