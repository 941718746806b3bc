"""Finding words in everything, the text inside evidence too."""

from __future__ import annotations

from collections.abc import Mapping

from portfolio_app.services.core import Core
from portfolio_app.services.jobs import Job
from portfolio_app.store.snippets import Marker
from portfolio_app.store.stopping import Stop
from portfolio_app.store.values import Found, Hit, Question


class Search:
    """One field for all kinds."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def find(self, text: str, *, kinds: tuple[str, ...] = (), limit: int = 50) -> list[Hit]:
        """Records with these words, the best first; the last word may be unfinished."""
        return self._core.store.search(text, kinds=kinds, limit=limit) if text.strip() else []

    def ask(self, question: Question, most: int | Mapping[str, int], stop: Stop) -> Found:
        """What answers a question with filters; of each kind at most so many hits, but every count.

        Raises `Cancelled` when it is stopped from another thread.
        """
        return self._core.store.find(question, most, stop)

    def marker(self, text: str) -> Marker:
        """What finds the words of a search in a text that is shown."""
        return self._core.store.marker(text)

    def renew(self, job: Job[None]) -> None:
        """Build the index anew where another stemmer made it, and read its words ahead of the first question."""
        self._core.store.renew_index(job.cancelled, job.progress)

    def warm(self) -> None:
        """Read the words of the index ahead of the first question."""
        self._core.store.renew_index(lambda: True, lambda done, total: None)

    def tags(self) -> list[str]:
        """Every tag that live records have, in the order of the alphabet."""
        return self._core.store.tags()
