"""One window a portfolio: a second start shows the first one's window and ends."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 500
SHOW = b"show"


def name_of(home: Path) -> str:
    """Name of the meeting place for a portfolio's folder and this user."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = ""
    place = f"{user}\0{home.resolve()}"
    return f"leerlijn-{hashlib.sha256(place.encode()).hexdigest()[:24]}"


class SingleInstance(QObject):
    """Listens for a second start. ``take()`` is True for the first one."""

    show_requested = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name_of(home)
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """Become the one instance, or wake the one that is there and return False."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(ANSWER_MS):
            socket.write(SHOW)
            socket.waitForBytesWritten(ANSWER_MS)
            socket.disconnectFromServer()
            return False
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(self._name):
            # A crash left the meeting place behind; nobody answered there, so it may go.
            QLocalServer.removeServer(self._name)
            server.listen(self._name)
        server.newConnection.connect(self._greeted)
        self._server = server
        return True

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _greeted(self) -> None:
        if self._server is None:
            return
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            self.show_requested.emit()
