"""Roles of own-painted widgets for screen readers: what Qt can't guess from the class."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from portfolio_app.ui.widgets.charts import Chart

_made: list[QAccessibleInterface] = []
"""Kept as long as the program runs, because Qt holds bare pointers to them; only made while a reader listens."""


def _interface(key: str, thing: QObject | None) -> QAccessibleInterface | None:
    del key
    if not isinstance(thing, Chart):
        return None
    made = QAccessibleWidget(thing, QAccessible.Role.Chart)
    _made.append(made)
    return made


def name_roles() -> None:
    """Tell Qt the roles, once a process."""
    QAccessible.installFactory(_interface)
