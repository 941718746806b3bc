"""One window a portfolio: a second start shows the first one's window and ends."""

from __future__ import annotations

import getpass
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 500
SHOW = b"show"
LINE = b"\n"
MOST_OCTETS = 64_000
"""Of what a second start says: names of files, and nothing that is in them."""


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
    cards_requested = Signal(object)
    """Paths of activity cards that the second start was to open."""

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name_of(home)
        self._server: QLocalServer | None = None
        self._talking: list[QLocalSocket] = []

    def take(self, cards: Sequence[Path] = ()) -> bool:
        """Become the one instance, or wake the one that is there, hand it the cards, and return False."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(ANSWER_MS):
            socket.write(LINE.join((SHOW, *(os.fsencode(path.absolute()) for path in cards))))
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
        self._talking.clear()
        if self._server is not None:
            self._server.close()
            self._server = None

    def _greeted(self) -> None:
        if self._server is None:
            return
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._talking.append(socket)
            socket.disconnected.connect(self._hear)
            self.show_requested.emit()
        self._hear()

    def _hear(self) -> None:
        """Take in what those said who have said all they had to say."""
        done = [item for item in self._talking if item.state() is QLocalSocket.LocalSocketState.UnconnectedState]
        for socket in done:
            self._talking.remove(socket)
            said = bytes(socket.read(MOST_OCTETS).data())
            socket.deleteLater()
            paths = [Path(os.fsdecode(line)) for line in said.split(LINE)[1:] if line]
            if paths:
                self.cards_requested.emit(paths)
