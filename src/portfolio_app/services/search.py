"""Finding words in everything, the text inside evidence too."""

from __future__ import annotations

from portfolio_app.services.core import Core
from portfolio_app.store.values import Hit


class Search:
    """One box for all kinds."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def find(self, text: str, *, kinds: tuple[str, ...] = (), limit: int = 50) -> list[Hit]:
        """Records with these words, the best first; the last word may be unfinished."""
        return self._core.store.search(text, kinds=kinds, limit=limit) if text.strip() else []
