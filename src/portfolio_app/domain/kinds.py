"""Imports every module that defines a kind of record, so that `records.KINDS` is complete."""

from __future__ import annotations

from portfolio_app.domain import (
    conflicts,
    evidence,
    experiences,
    growth,
    journal,
    lessons,
    letters,
    links,
    patterns,
    persons,
    portfolio,
    reflections,
    register,
    saved,
    selection,
)
from portfolio_app.domain.records import KINDS

__all__ = [
    "BESIDE",
    "KINDS",
    "conflicts",
    "evidence",
    "experiences",
    "growth",
    "journal",
    "lessons",
    "letters",
    "links",
    "patterns",
    "persons",
    "portfolio",
    "reflections",
    "register",
    "saved",
    "selection",
]

BESIDE = frozenset({links.Link.KIND, conflicts.Conflict.KIND, persons.Pseudonym.KIND})
"""Kinds that stand beside the owner's own records: no list shows them unless it asks for them by name."""
