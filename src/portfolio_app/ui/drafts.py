"""Keeps what is being typed: on disk within two seconds, back after a crash, gone once it is saved."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from portfolio_app.domain.errors import UserError
from portfolio_app.ui.form import Form


class DraftShelf(Protocol):
    """Where drafts lie (`services.drafts`), encrypted like everything else."""

    def save(self, key: str, body: str) -> None:
        """Keep a draft."""
        ...

    def get(self, key: str) -> str | None:
        """The draft with a key."""
        ...

    def drop(self, key: str) -> None:
        """Let a draft go."""
        ...


class DraftKeeper(QObject):
    """Watches a form. ``open(key)`` starts with a record (its id, or ``new:<kind>``) and brings its draft back."""

    WITHIN_MS = 1500

    failed = Signal(object)
    """A `UserError`: the draft could not be written. Said once; what is typed stays in the form and is tried again."""

    def __init__(self, form: Form, shelf: DraftShelf, parent: QObject | None = None) -> None:
        super().__init__(parent or form)
        self._form, self._shelf = form, shelf
        self._key = ""
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.WITHIN_MS)
        self._timer.timeout.connect(self._write)
        form.changed.connect(self._start)

    def open(self, key: str) -> bool:
        """Begin with a record after the form was loaded; True when a draft was found and put back."""
        self.flush()
        self._key = key
        body = self._shelf.get(key)
        if body is None:
            return False
        self._form.restore(body)
        return True

    def flush(self) -> None:
        """Write now what is waiting."""
        waiting = self._timer.isActive()
        self._timer.stop()
        if waiting:
            self._write()

    def drop(self) -> None:
        """It was saved, or is not wanted: let the draft go."""
        self._timer.stop()
        self._form.settle()
        if self._key:
            self._shelf.drop(self._key)

    def move(self, key: str) -> None:
        """The record was saved and has another key now: what is still being typed stays with it."""
        if key == self._key:
            return
        if self._key:
            self._shelf.drop(self._key)
        self._key = key
        self.renew()

    def renew(self) -> None:
        """Write now, whether or not something is waiting."""
        self._timer.stop()
        self._write()

    def close(self) -> None:
        """Write what is waiting and watch nothing until the next `open`."""
        self.flush()
        self._timer.stop()
        self._key = ""

    def _start(self) -> None:
        if self._key and not self._timer.isActive():
            self._timer.start()

    def _write(self) -> None:
        if not (self._key and self._form.dirty):
            return
        try:
            self._shelf.save(self._key, self._form.snapshot())
        except UserError as error:
            self._timer.start()
            if not self._told:
                self._told = True
                self.failed.emit(error)
        else:
            self._told = False
