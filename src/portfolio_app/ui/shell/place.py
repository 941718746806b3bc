"""Where a window stands and how large it is, on this screen and after a larger one."""

from __future__ import annotations

import base64

from PySide6.QtCore import QByteArray, QPoint, QSize
from PySide6.QtWidgets import QWidget

USUAL = QSize(1180, 780)
FRAME = QSize(16, 40)
"""What a desktop puts around a window, at most."""


def fitting(wanted: QSize, room: QSize) -> QSize:
    """Size of a window on a screen with so much room, its frame in sight too."""
    return wanted.boundedTo(room - FRAME)


def place_of(window: QWidget) -> str:
    """A window's place as text, for `put`."""
    return base64.b64encode(window.saveGeometry().data()).decode()


def put(window: QWidget, place: str) -> None:
    """Put a window where it was (empty: where it comes), no larger than the screen."""
    if not (place and window.restoreGeometry(QByteArray(base64.b64decode(place)))):
        window.resize(USUAL)
    if window.isMaximized() or window.isFullScreen():
        return
    # Qt keeps a window on the screen but does not count its frame.
    room = window.screen().availableGeometry()
    window.resize(fitting(window.size(), room.size()))
    last = room.bottomRight() - QPoint(window.width() + FRAME.width() // 2, window.height() + FRAME.height())
    window.move(max(room.left(), min(window.x(), last.x())), max(room.top(), min(window.y(), last.y())))
