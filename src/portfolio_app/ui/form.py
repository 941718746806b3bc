"""Binds fields to the attributes of a record, says what is wrong where, and can be put in a draft."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator
from portfolio_app.ui.widgets.fields import Field

R = TypeVar("R", bound=Record)
Check = Callable[[Any], str]
"""Looks at a value and returns what is wrong with it in the reader's language, or an empty text."""


class Form(QObject):
    """Fields by name. ``changed`` fires on every change by hand; ``dirty`` holds until `load` or `settle`."""

    changed = Signal()

    def __init__(self, t: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.t = t
        self.dirty = False
        self._fields: dict[str, Field[Any]] = {}
        self._checks: dict[str, Check] = {}

    def bind(self, name: str, field: Field[Any], check: Check | None = None) -> None:
        """Tie a field to an attribute (or to any name), with a check of its own."""
        self._fields[name] = field
        if check is not None:
            self._checks[name] = check
        field.changed.connect(self._touched)

    def required(self, name: str, field: Field[Any], sentence: Callable[[], str]) -> None:
        """Tie a field that must not stay empty; ``sentence()`` is said when it is."""
        self.bind(name, field, lambda value: "" if value else sentence())

    def unbind(self, name: str) -> None:
        """Let go of a field that is about to disappear."""
        self._fields.pop(name, None)
        self._checks.pop(name, None)

    def field(self, name: str) -> Field[Any]:
        """The field that is bound under a name."""
        return self._fields[name]

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def __getitem__(self, name: str) -> Any:
        return self._fields[name].value()

    def values(self) -> dict[str, Any]:
        """All values by name."""
        return {name: field.value() for name, field in self._fields.items()}

    def load(self, source: Record | Mapping[str, Any]) -> None:
        """Fill the fields from a record or a mapping; names it does not have stay as they are. Not dirty afterwards."""
        for name, field in self._fields.items():
            if isinstance(source, Mapping):
                if name in source:
                    field.set_value(source[name])
            elif hasattr(source, name):
                field.set_value(getattr(source, name))
            field.set_error("")
        self.dirty = False

    def apply(self, record: R) -> R:
        """A copy of the record with the values of the fields that it has."""
        return replace(record, **{name: value for name, value in self.values().items() if hasattr(record, name)})

    def settle(self) -> None:
        """It was saved: what the fields hold is no longer news."""
        self.dirty = False

    def problems(self) -> dict[str, str]:
        """What is wrong, by name, without showing it."""
        found: dict[str, str] = {}
        for name, field in self._fields.items():
            wrong = field.problem(self.t)
            if not wrong and name in self._checks:
                wrong = self._checks[name](field.value())
            if wrong:
                found[name] = wrong
        return found

    def validate(self) -> bool:
        """Show what is wrong beneath each field and put the focus on the first; True when all is well."""
        wrong = self.problems()
        for name, field in self._fields.items():
            field.set_error(wrong.get(name, ""))
        for name in self._fields:
            if name in wrong:
                self._fields[name].setFocus()
                return False
        return True

    def snapshot(self, **beside: int) -> str:
        """What the fields hold, as text for a draft; ``beside`` is kept with it under names that no field has."""
        held = {name: field.plain() for name, field in self._fields.items()}
        return json.dumps({**beside, **held}, ensure_ascii=False)

    def restore(self, snapshot: str) -> None:
        """Fill the fields from a draft; dirty afterwards."""
        held: dict[str, Any] = json.loads(snapshot)
        for name, plain in held.items():
            if name in self._fields:
                self._fields[name].set_plain(plain)
        self.dirty = True

    def _touched(self) -> None:
        self.dirty = True
        self.changed.emit()
