"""What is copied by a button: no history of the clipboard keeps it, and it goes again when the portfolio locks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

_COPIED: Final[set[int]] = set()
"""Marks of the texts that were copied; the texts themselves are not kept."""


_WINDOWS: Final = 'application/x-qt-windows-mime;value="{name}"'
_HINTS: Final[dict[str, bytes]] = {
    _WINDOWS.format(name="ExcludeClipboardContentFromMonitorProcessing"): b"1",
    _WINDOWS.format(name="CanIncludeInClipboardHistory"): bytes(4),
    _WINDOWS.format(name="CanUploadToCloudClipboard"): bytes(4),
    "x-kde-passwordManagerHint": b"secret",
}
"""What asks the histories of the clipboard on Windows and Linux, and the one that goes to other machines, to pass."""


def copy(text: str) -> None:
    """Put a text on the clipboard, and in none of its histories that can be asked."""
    _COPIED.add(hash(text))
    held = QMimeData()
    held.setText(text)
    for kind, value in _HINTS.items():
        held.setData(kind, value)
    QGuiApplication.clipboard().setMimeData(held)


def clear() -> None:
    """Take back what was copied here, a recovery code for instance: whoever comes by could paste it."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard() or hash(clipboard.text()) in _COPIED:
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
    _COPIED.clear()
