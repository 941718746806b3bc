"""A line of the list of what was found. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portfolio_app.store.values import Hit


@dataclass(frozen=True)
class Line:
    """The heading of a group, a hit, or the way to more of a kind."""

    what: Literal["group", "hit", "more"]
    kind: str
    words: str
    small: str = ""
    hit: Hit | None = None
