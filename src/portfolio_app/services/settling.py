"""The last step of renewing the keys: the database, while nobody has it open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from portfolio_app.domain.errors import UserError
from portfolio_app.store import rekey
from portfolio_app.vault.counter import Counter
from portfolio_app.vault.keys import KeyFile
from portfolio_app.vault.master import MasterKey


def look(path: Path, keyfile: KeyFile, master: MasterKey) -> None:
    """Find out under which of two generations of keys a database is written; `MasterKey.database_key` is that then."""
    if master.elder is not None and path.is_file():
        master.database_waits = not rekey.opens_with(path, master.new_database_key, keyfile.cipher_salt)


def settle(path: Path, counter: Path, keyfile: KeyFile, master: MasterKey, *, writable: bool) -> None:
    """Do what is left to do before a portfolio is opened while its keys are being renewed.

    The database is rekeyed once all evidence is written anew; then the old keys are forgotten. Trouble on the way (a
    full disk, somebody who is reading) leaves everything as it is, to be tried again at the next opening.
    """
    look(path, keyfile, master)
    if keyfile.elder is None or master.elder is None or not (writable and path.is_file()):
        return
    _carry_over(counter, master.elder, master)
    with suppress(UserError):
        if master.database_waits and keyfile.elder.ready:
            # With one copy of the key file the keys would hang by a thread.
            keyfile.write_both()
            salt = keyfile.cipher_salt or rekey.salt_of(path)
            rekey.rekey(path, master.database_key, master.new_database_key, salt)
            master.database_waits = False
        if not master.database_waits:
            _end(path, keyfile, master)


def _carry_over(counter: Path, old: MasterKey, young: MasterKey) -> None:
    """The number of steps that was noted under the old keys goes on to count."""
    with suppress(UserError):
        noted, known = Counter(counter, old.counter_key).read(), Counter(counter, young.counter_key)
        if noted is not None and known.read() is None:
            known.reset(noted)


def _end(path: Path, keyfile: KeyFile, master: MasterKey) -> None:
    """Let the old keys go, and what only they open."""
    keyfile.forget_elder()
    if master.elder is not None:
        master.elder.forget()
        master.elder = None
    for copy in _copies(path):
        with suppress(OSError):
            copy.unlink()


def _copies(path: Path) -> Iterator[Path]:
    """Copies of the database from before it was brought to a newer version, still under the old key."""
    return path.parent.glob(f"{path.name}.before-*")
