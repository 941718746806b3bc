"""The log: what the program did, without a word of its owner.

A log is what people mail when something fails, so nothing that was typed may be in it, nor the name of a file or a
person. Messages are constant texts of the program; of their arguments only numbers, dates, ids and texts marked as
`Plain` are written, any other text is replaced by its length. Exceptions are written as types and places, because
their messages quote data. What other libraries log is cut down to its place.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Mapping
from datetime import date, time, timedelta
from enum import Enum
from logging.handlers import RotatingFileHandler
from pathlib import Path, PurePath
from typing import Final

FILE: Final = "leerlijn.log"
OWN: Final = "portfolio_app"
_OCTETS: Final = 512_000
_OLDER_FILES: Final = 3
_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{40}|[0-9a-f]{64}")


class Plain(str):
    """A text that the program made itself, such as an error code or a kind: it may be written in the log."""

    __slots__ = ()


def _is_own(record: logging.LogRecord) -> bool:
    return record.name == OWN or record.name.startswith(f"{OWN}.")


def redact(value: object) -> object:
    """Return what of a value may be written: numbers, dates, ids and `Plain` texts as they are."""
    match value:
        case None | bool() | int() | float() | date() | time() | timedelta() | Plain():
            return value
        case Enum():
            return value.name
        case type():
            return value.__qualname__
        case str():
            return value if _ID.fullmatch(value) else f"‹text of {len(value)}›"
        case bytes() | bytearray():
            return f"‹{len(value)} bytes›"
        case PurePath():
            return "‹path›"
        case BaseException():
            return type(value).__qualname__
        case _:
            return f"‹{type(value).__qualname__}›"


def _place(path: str, line: int | None) -> str:
    """Name a place in the code without the folders above it, which may hold the owner's name."""
    parts = PurePath(path).parts
    if OWN in parts:
        parts = parts[parts.index(OWN) :]
    return f"{'/'.join(parts[-3:])}:{line}"


def _trouble(error: BaseException) -> list[str]:
    """Write an exception and its causes as types and places."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None and len(lines) < 200:
        lines.append(f"  {type(current).__module__}.{type(current).__qualname__}")
        code = getattr(current, "code", None)
        if type(current).__module__.startswith(OWN) and isinstance(code, str):
            lines[-1] += f" ({code})"  # ours is a constant of the program
        frames = traceback.extract_tb(current.__traceback__)
        lines += [f"    {_place(frame.filename, frame.lineno)} {frame.name}" for frame in frames[-25:]]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return lines


class RedactingFormatter(logging.Formatter):
    """Writes a line without a word of the owner."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        lines = [f"{self.formatTime(record)} {record.levelname} {record.name}: {self._message(record)}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines += _trouble(record.exc_info[1])
        return "\n".join(lines)

    def _message(self, record: logging.LogRecord) -> str:
        if not _is_own(record) or not isinstance(record.msg, str):
            return f"at {_place(record.pathname, record.lineno)}"
        if not record.args:
            return record.msg
        if isinstance(record.args, Mapping):
            facts = {name: redact(value) for name, value in record.args.items()}
            return re.sub(r"%\((\w+)\)[a-z]", lambda found: str(facts.get(found[1], "")), record.msg)
        values = iter([str(redact(value)) for value in record.args])
        return re.sub(r"%[-+ #0-9.]*[sdirfxg]", lambda _: next(values, ""), record.msg)


def start(folder: Path, *, level: int = logging.INFO) -> logging.Handler:
    """Write the log to a file in `folder` until `stop`; where that is impossible the program runs without a log."""
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE
        handler = RotatingFileHandler(path, maxBytes=_OCTETS, backupCount=_OLDER_FILES, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(RedactingFormatter())
    handler.setLevel(level)
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger(OWN).setLevel(level)
    return handler


def stop(handler: logging.Handler) -> None:
    """End what `start` began and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def tail(folder: Path, lines: int = 200) -> str:
    """Return the last lines of the log, for the report of a bug; empty when there is none."""
    try:
        return "\n".join((folder / FILE).read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
