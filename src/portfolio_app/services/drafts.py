"""Drafts: what is being typed is on disk within two seconds, apart from the records themselves."""

from __future__ import annotations

from datetime import datetime

from portfolio_app.services.core import Core


def of_week(heading: str) -> str:
    """Key of the draft of a week, such as ``week:2026-W12``: it is the same before the week is saved and after."""
    return f"week:{heading}"


class Drafts:
    """Drafts by key, which has the id of the record or stands for a new one; the page knows what its text means."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def save(self, key: str, body: str) -> None:
        """Keep a draft; an empty one is dropped."""
        if body:
            self._core.store.save_draft(key, body)
        else:
            self.drop(key)

    def get(self, key: str) -> str | None:
        """The draft, or None."""
        return self._core.store.draft(key)

    def drop(self, key: str) -> None:
        """Forget a draft, after its record was saved or it was thrown away."""
        self._core.store.drop_draft(key)

    def all(self) -> list[tuple[str, str, datetime]]:
        """Every draft: key, text, instant."""
        return self._core.store.drafts()
