"""What the commands share: progress on the terminal, and where the passphrase comes from."""

from __future__ import annotations

import getpass
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, TypeVar

from portfolio_app.bootstrap import Environment, FromKeyring, Passphrase, Unlock, opens_by_itself
from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.sentences import explain

WIDTH = 28
LONGEST_PASSPHRASE = 4096
_NO_KEYRING = ("keyring-lost", "keyring-locked", "keyring-missing")
T = TypeVar("T")


class ProgressBar:
    """A bar on standard error. Without a terminal it writes a line now and then, so that a log stays short."""

    def __init__(self, title: str, stream: TextIO | None = None) -> None:
        self._title = title
        # A program that was started without standard error has nobody to tell.
        self._stream = stream or sys.stderr or io.StringIO()
        self._live = self._stream.isatty()
        self._shown = -1

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Show how far it is."""
        del what
        percent = 100 * done // total if total else 0
        if percent == self._shown:
            return
        if self._live:
            filled = WIDTH * percent // 100
            bar = "█" * filled + "░" * (WIDTH - filled)
            self._stream.write(f"\r{self._title} {bar} {percent:3d}%")
        elif percent // 25 > self._shown // 25 or self._shown < 0:
            self._stream.write(f"{self._title} {percent}%\n")
        self._shown = percent
        self._stream.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._live and self._shown >= 0:
            self._stream.write("\n")
            self._stream.flush()


def read_passphrase(source: str) -> str:
    """First line of a file, or of standard input for ``-``. Raises `UserError` ``passphrase-file-unreadable``."""
    try:
        if source == "-":
            if sys.stdin is None:
                raise UserError("passphrase-file-unreadable")
            line = sys.stdin.readline(LONGEST_PASSPHRASE)
        else:
            with Path(source).open(encoding="utf-8") as file:
                line = file.readline(LONGEST_PASSPHRASE)
        # Standard input may let bytes through that are no text.
        line.encode()
    except (OSError, UnicodeError) as error:
        raise UserError("passphrase-file-unreadable") from error
    # Some editors begin a file with a mark that nobody typed.
    return line.removeprefix("\ufeff").rstrip("\r\n")


def _has_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def ask_passphrase(t: Translator, *, twice: bool = False) -> str:
    """Ask on the terminal. Raises `UserError` ``passphrase-missing`` where there is none, ``passphrases-differ``."""
    if not _has_terminal():
        raise UserError("passphrase-missing")
    first = getpass.getpass(t("Passphrase: "))
    if twice and getpass.getpass(t("Once more: ")) != first:
        raise UserError("passphrases-differ")
    return first


def unlocked(home: Path, passphrase_file: str | None, t: Translator, opener: Callable[[Unlock], T]) -> T:
    """Open with the passphrase that was given, else with the keyring, else ask; what ``opener`` returns.

    Raises what ``opener`` raises, and what reading or asking the passphrase raises.
    """
    if passphrase_file is not None:
        return opener(Passphrase(read_passphrase(passphrase_file)))
    if opens_by_itself(home):
        try:
            return opener(FromKeyring())
        except UserError as error:
            if error.code not in _NO_KEYRING or not _has_terminal():
                raise
            print(explain(error, t), file=sys.stderr)
    return opener(Passphrase(ask_passphrase(t)))


def environment() -> Environment:
    """What commands stand on."""
    return Environment()
