"""Looks for what is cut, hidden or scrolls sideways in a window."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget

from portfolio_app.ui.widgets.buttons import NavigationButton, RowButton


def cut(root: QWidget) -> list[str]:
    """Texts, fields and buttons in sight that got less room than what they show takes."""
    return [f"{type(widget).__name__} {_words(widget)!r}" for widget in root.findChildren(QWidget) if _is_cut(widget)]


def sideways(root: QWidget) -> list[str]:
    """Areas in sight that must be scrolled sideways."""
    return [
        f"{type(area).__name__} in {type(area.parentWidget()).__name__}"
        for area in root.findChildren(QAbstractScrollArea)
        if area.isVisible() and isinstance(area, QScrollArea) and area.horizontalScrollBar().maximum() > 0
    ]


def _words(widget: QWidget) -> str:
    told = getattr(widget, "text", None)
    return str(told()) if callable(told) else ""


def _is_cut(widget: QWidget) -> bool:
    if not widget.isVisible() or not _words(widget):
        return False
    if isinstance(widget, QLabel):
        wanted = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
        return widget.height() < wanted
    if isinstance(widget, QLineEdit):
        return widget.height() < widget.minimumSizeHint().height()
    if isinstance(widget, QPushButton) and not isinstance(widget, RowButton):
        return widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.minimumSizeHint().height()
    return (
        isinstance(widget, QAbstractButton | NavigationButton) and widget.height() < widget.minimumSizeHint().height()
    )
