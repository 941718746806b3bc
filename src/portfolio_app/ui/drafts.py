"""Keeps what is being typed: on disk within two seconds, back after a crash, gone once it is saved."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from portfolio_app.domain.errors import UserError
from portfolio_app.ui.form import Form

VERSION = "@version"
"""Name beside the fields of a draft: number of the version of the record that it was written on."""


class DraftShelf(Protocol):
    """Where drafts lie (`services.drafts`), encrypted like everything else."""

    def save(self, key: str, body: str) -> None:
        """Keep a draft."""
        ...

    def get(self, key: str) -> str | None:
        """The draft with a key."""
        ...

    def at(self, key: str) -> datetime | None:
        """When it was written."""
        ...

    def drop(self, key: str) -> None:
        """Let a draft go."""
        ...

    def put_aside(self, key: str) -> None:
        """Keep it elsewhere, so that another can take its place."""
        ...

    def version(self, id: str) -> int:
        """Number of the present version of a record."""
        ...


@dataclass(frozen=True)
class Found:
    """A draft that was found: when it was written, and whether its record was changed since (``stale``)."""

    at: datetime | None
    stale: bool


class DraftKeeper(QObject):
    """Watches a form. ``open(key)`` starts with a record (its id, or ``new:<kind>``) and brings its draft back.

    A draft of a record that was changed since is not put in the form by itself: it would overwrite what is newer. It
    waits until `take` or `discard`; where neither is done it is put aside before anything else is written or saved.
    """

    WITHIN_MS = 1500

    failed = Signal(object)
    """A `UserError`: the draft could not be written. Said once; what is typed stays in the form and is tried again."""

    def __init__(self, form: Form, shelf: DraftShelf, parent: QObject | None = None) -> None:
        super().__init__(parent or form)
        self._form, self._shelf = form, shelf
        self._key = self._record = ""
        self._basis: int | None = None
        self._stale = False
        self._held = ""
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.WITHIN_MS)
        self._timer.timeout.connect(self._write)
        form.changed.connect(self._start)

    @property
    def key(self) -> str:
        """The key of what is being typed; empty when nothing is watched."""
        return self._key

    def open(self, key: str, record: str = "") -> Found | None:
        """Begin with a record after the form was loaded; tells of a draft that was found.

        ``record`` is the id of the saved record that the form shows, if it is one.
        """
        self.flush()
        self._key, self._record = key, record
        self._basis, self._stale, self._held = None, False, ""
        body = self._shelf.get(key)
        if body is None:
            return None
        self._held = body
        self._basis = _basis(body)
        self._stale = bool(record) and self._basis is not None and self._basis != self._shelf.version(record)
        if not self._stale:
            self._form.restore(body)
        return Found(self._shelf.at(key), self._stale)

    def take(self) -> None:
        """Put the draft in the form: also one that was thrown away just now, or whose record was changed since."""
        if self._held:
            self._stale, self._basis = False, None
            self._form.restore(self._held)
            self.renew()

    def discard(self) -> None:
        """Throw the draft away; until the next `open`, `take` brings it back."""
        held, stale = self._held, self._stale
        self._stale = False
        if stale:
            self._shelf.drop(self._key)
        else:
            if self._form.dirty:
                held = self._form.snapshot()
            self.drop()
        self._held = held

    def again(self) -> None:
        """The fields were filled anew: put the draft that was found in them once more."""
        if self._held and not self._stale and self._shelf.get(self._key) is not None:
            self._form.restore(self._held)

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
        self._put_aside()
        self._basis, self._held = None, ""
        if self._key:
            self._shelf.drop(self._key)

    def move(self, key: str) -> None:
        """The record was saved and has another key now: what is still being typed stays with it."""
        if key == self._key:
            return
        self._put_aside()
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
        self._key, self._held, self._stale = "", "", False

    def _put_aside(self) -> None:
        if self._stale:
            self._stale = False
            self._shelf.put_aside(self._key)

    def _start(self) -> None:
        if not self._key:
            return
        if self._basis is None and self._record:
            self._basis = self._shelf.version(self._record)
        if not self._timer.isActive():
            self._timer.start()

    def _write(self) -> None:
        if not (self._key and self._form.dirty):
            return
        try:
            self._put_aside()
            if self._basis is None and self._record:
                self._basis = self._shelf.version(self._record)
            beside = {VERSION: self._basis} if self._basis is not None else {}
            self._shelf.save(self._key, self._form.snapshot(**beside))
        except UserError as error:
            self._timer.start()
            if not self._told:
                self._told = True
                self.failed.emit(error)
        else:
            self._told = False


def _basis(body: str) -> int | None:
    held: dict[str, Any] = json.loads(body)
    found = held.get(VERSION)
    return found if isinstance(found, int) else None
