"""The one place where the program opens a connection: to the timestamp server that the owner named herself.

What is sent is the digest of a signature and a number used once (`portfolio_app.pdf.timestamp`).
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.services.jobs import never

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

PATIENCE: Final = 20.0
"""Seconds in which the whole answer must be there."""
_SILENCE: Final = 8.0
"""Seconds that a server may say nothing at all."""
_LARGEST: Final = 1 << 16
_PIECE: Final = 1 << 13
_LONGEST_ADDRESS: Final = 1000
_POLL: Final = 0.05


@dataclass(frozen=True)
class Server:
    """A timestamp server; ``user`` and ``password`` are empty where it asks for none."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """Its name, as it is shown."""
        return urlsplit(self.url).hostname or self.url

    def dump(self) -> bytes:
        """As bytes for the store."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def load(cls, data: bytes) -> Server:
        """From what `dump` gave."""
        return cls(**json.loads(data))


def checked_server(url: str, user: str = "", password: str = "") -> Server:
    """What was typed, as a server. Raises `UserError` ``timestamp-address`` or ``timestamp-open-password``."""
    plain = url.strip()
    try:
        parts = urlsplit(plain if "://" in plain else f"https://{plain}")
        sound = bool(parts.hostname) and parts.port != 0 and parts.hostname.encode("idna") != b""
    except (ValueError, UnicodeError):
        raise UserError("timestamp-address") from None
    whole = parts.geturl()
    odd = any(letter.isspace() or not letter.isprintable() for letter in whole) or len(whole) > _LONGEST_ADDRESS
    if not sound or odd or parts.scheme not in ("http", "https") or "@" in parts.netloc or not whole.isascii():
        raise UserError("timestamp-address")
    if password and parts.scheme == "http":
        raise UserError("timestamp-open-password")
    return Server(whole, user.strip(), password)


def asker(
    server: Server, cancelled: Callable[[], bool] = never, patience: float = PATIENCE
) -> Callable[[bytes], bytes]:
    """What brings a request to the server and its answer back.

    It raises `Cancelled`, and `UserError` ``timestamp-unreachable``, ``timestamp-slow``, ``timestamp-untrusted`` where
    the connection can't be kept private, ``timestamp-login``, ``timestamp-moved``, ``timestamp-failed`` (status), and
    ``timestamp-too-large``.
    """

    def ask(request: bytes) -> bytes:
        errand = _Errand(server, request, patience)
        errand.start()
        while not errand.ended.wait(_POLL):
            if cancelled():
                errand.let_go()
                raise Cancelled
            if errand.is_late():
                raise UserError("timestamp-slow")
        return errand.answer()

    return ask


class _Errand(threading.Thread):
    """Asks once. A thread of its own, because neither looking up a name nor connecting can be stopped from outside:
    whoever no longer wants the answer lets it go, and it ends by itself."""

    def __init__(self, server: Server, request: bytes, patience: float) -> None:
        super().__init__(name="timestamp", daemon=True)
        self._server, self._request = server, request
        self._silence = min(_SILENCE, patience)
        self._until = time.monotonic() + patience
        self._answer = b""
        self._error: UserError | None = None
        self.ended = threading.Event()

    def is_late(self) -> bool:
        """Whether nobody waits for it any more."""
        return time.monotonic() > self._until

    def let_go(self) -> None:
        """Nobody wants the answer."""
        self._until = 0.0

    def answer(self) -> bytes:
        """What came back. Raises `UserError`."""
        if self._error is not None:
            raise self._error
        return self._answer

    def run(self) -> None:
        try:
            self._answer = self._fetched()
        except Exception as error:  # noqa: BLE001 - carried over to whoever waits; the libraries raise many types
            self._error = _trouble(error)
        finally:
            self.ended.set()

    def _fetched(self) -> bytes:
        from urllib.request import Request

        headers = {
            "Content-Type": "application/timestamp-query",
            "Accept": "application/timestamp-reply",
            "User-Agent": "Leerlijn",
            "Connection": "close",
        }
        if self._server.user:
            login = f"{self._server.user}:{self._server.password}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(login).decode()}"
        asked = Request(self._server.url, self._request, headers, method="POST")
        with _opener().open(asked, timeout=self._silence) as answer:
            data = b""
            while part := answer.read1(_PIECE):
                data += part
                if len(data) > _LARGEST:
                    raise UserError("timestamp-too-large")
                if self.is_late():
                    raise TimeoutError
        return data


def _opener() -> OpenerDirector:
    """What speaks HTTP and nothing else, through the proxy of the computer where there is one, and goes nowhere but
    where it was sent."""
    import urllib.request

    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _trouble(error: Exception) -> UserError:
    import http.client
    import ssl
    import urllib.error

    if isinstance(error, UserError):
        return error
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        if error.code in (401, 403, 407):
            return UserError("timestamp-login")
        moved = 300 <= error.code < 400
        return UserError("timestamp-moved") if moved else UserError("timestamp-failed", status=error.code)
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return UserError("timestamp-slow")
    if isinstance(reason, ssl.SSLError):
        return UserError("timestamp-untrusted")
    if isinstance(reason, http.client.HTTPException):
        return UserError("timestamp-unreadable")
    return UserError("timestamp-unreachable")
