"""One content file to one content set; a broken file is named with key and line."""

from __future__ import annotations

import re
import stat
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from portfolio_app.content.lines import Path as KeyPath
from portfolio_app.content.lines import key_on_line, line_of, line_of_syntax_error
from portfolio_app.content.reader import Problem, read
from portfolio_app.content.rules import check
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.sets import ContentSet

S = TypeVar("S", bound=ContentSet)

MAX_OCTETS = 200_000
"""A content file is written by people; anything larger is something else."""
_MOST_DOTS = 500
"""On one line: the work of reading a key with dots grows with the square of their number."""
_ENDLESS_NUMBER = re.compile(r"[0-9_]{4000}")


def load(cls: type[S], file: Path) -> S:
    """Read a content file.

    Raises `UserError` ``content-broken`` (file, key, line, problem), or ``content-unreadable`` (file) when the file
    cannot be read at all.
    """
    text = _text(file)
    plain = _plain(file, text)
    try:
        content: S = read(cls, plain)
        if content.id != name_of(file)[0]:
            raise Problem("not-the-file-name", ("id",))
        version = name_of(file)[1]
        if version is not None and content.version != version:
            raise Problem("not-the-file-name", ("version",))
        check(content)
    except Problem as problem:
        raise _broken(file, _words(problem.path), line_of(text, problem.path), problem.code) from problem
    return content


def _plain(file: Path, text: str) -> dict[str, Any]:
    """The values in a TOML text, in whatever way it can go wrong."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MOST_DOTS:
            raise _broken(file, "?", number, "syntax")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = line_of_syntax_error(str(error), text)
    except RecursionError:
        raise _broken(file, "?", 1, "too-deep") from None
    except ValueError:
        # Python refuses numbers of thousands of digits; the parser passes that on without a line.
        found = _ENDLESS_NUMBER.search(text)
        line = text.count("\n", 0, found.start() if found else 0) + 1
    raise _broken(file, key_on_line(text, line) or "?", line, "syntax")


def name_of(file: Path) -> tuple[str, int | None]:
    """Id and version that a file's name tells: ``nl-cao-vo.toml`` is the present one, ``nl-cao-vo@1.toml`` an older."""
    stem, at, version = file.stem.partition("@")
    return (stem, int(version)) if at and version.isascii() and version.isdecimal() else (file.stem, None)


def _text(file: Path) -> str:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            # A pipe would be waited for without end.
            raise UserError("content-unreadable", file=file.name)
        with file.open("rb") as opened:
            data = opened.read(MAX_OCTETS + 1)
        if len(data) > MAX_OCTETS:
            raise _broken(file, "?", 1, "too-large")
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise UserError("content-unreadable", file=file.name) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _broken(file, "?", line, "not-utf-8") from error


def broken_at(file: Path, path: KeyPath, problem: str) -> UserError:
    """The error for something that is wrong at a place in a file that can be read."""
    return _broken(file, _words(path), line_of(_text(file), path), problem)


def _broken(file: Path, key: str, line: int, problem: str) -> UserError:
    return UserError("content-broken", file=file.name, key=key, line=line, problem=problem)


def _words(path: KeyPath) -> str:
    """Write a path as people count: the third rule's hours are ``rules[3].hours``."""
    out = ""
    for part in path:
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else part
    return out
