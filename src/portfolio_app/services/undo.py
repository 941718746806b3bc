"""Undo and redo, also after the program was closed in between."""

from __future__ import annotations

from portfolio_app.domain.changes import Label, Operation
from portfolio_app.services.core import Core


class Undo:
    """The steps that can be taken back, and those that can be done again."""

    def __init__(self, core: Core) -> None:
        self._store = core.store

    def undo(self) -> Operation | None:
        """Take the last step back; None when there is none."""
        return self._store.undo()

    def redo(self) -> Operation | None:
        """Do the step again that was taken back last; None when there is none."""
        return self._store.redo()

    def undo_label(self) -> Label | None:
        """What undo would take back."""
        step = self._store.undoable()
        return step.label if step else None

    def redo_label(self) -> Label | None:
        """What redo would do again."""
        step = self._store.redoable()
        return step.label if step else None
