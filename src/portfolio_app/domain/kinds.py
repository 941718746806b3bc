"""Imports every module that defines a kind of record, so that `records.KINDS` is complete."""

from __future__ import annotations

from portfolio_app.domain import (
    evidence,
    experiences,
    growth,
    journal,
    links,
    patterns,
    portfolio,
    reflections,
    register,
    selection,
)
from portfolio_app.domain.records import KINDS

__all__ = [
    "KINDS",
    "evidence",
    "experiences",
    "growth",
    "journal",
    "links",
    "patterns",
    "portfolio",
    "reflections",
    "register",
    "selection",
]
