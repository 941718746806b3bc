"""What is copied by a button: it goes from the clipboard again when the portfolio locks."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QClipboard, QGuiApplication

_COPIED: Final[set[int]] = set()
"""Marks of the texts that were copied; the texts themselves are not kept."""


def copy(text: str) -> None:
    """Put a text on the clipboard."""
    _COPIED.add(hash(text))
    QGuiApplication.clipboard().setText(text)


def clear() -> None:
    """Take back what was copied here, a recovery code for instance: whoever comes by could paste it."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard() or hash(clipboard.text()) in _COPIED:
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
    _COPIED.clear()
