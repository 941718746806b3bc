"""Her own keys, with which documents are signed, and the timestamp server that she named.

Every key stays for good, so that what was signed with it is known as hers. Each is a secret of its own, named after its
fingerprint, and so is each time that one was taken into use: in a portfolio that two computers bring together there
are the keys of both, and the one that was taken into use last signs.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from portfolio_app.document.snapshot import Seal
from portfolio_app.domain.errors import UserError
from portfolio_app.services.core import Core
from portfolio_app.services.jobs import never
from portfolio_app.services.places import check_target
from portfolio_app.services.spoken import fingerprint_words
from portfolio_app.services.timestamping import Server, asker, checked_server
from portfolio_app.vault.disk import read_small

if TYPE_CHECKING:
    from portfolio_app.pdf.signer import About, Signer, Standing
    from portfolio_app.pdf.timestamp import Stamp

_ONLY: Final = "signer"
"""Name of the one key that earlier versions knew."""
_MADE: Final = "signing:made:"
_BROUGHT: Final = "signing:brought:"
_USED: Final = "signing:used:"
_SERVER: Final = "signing:timestamp-server"


@dataclass(frozen=True)
class Key:
    """One of her keys. ``used_from`` is when it was last taken into use; one that is not ``made_here`` she brought."""

    signer: Signer
    about: About
    made_here: bool
    used_from: datetime
    active: bool

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its certificate, in hex."""
        return self.signer.fingerprint


class Signing:
    """The signing keys, kept in the encrypted store, and who stamps the time."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = core.store
        self._lock = threading.RLock()

    # -- keys -------------------------------------------------------------------------------------------------

    def signer(self) -> Signer:
        """The key that signs; made when there is none yet."""
        with self._lock:
            key = self.active()
            return key.signer if key is not None else self.renew().signer

    def active(self) -> Key | None:
        """The key that signs; None before the first one is made."""
        return next(iter(self.all()), None)

    def all(self) -> tuple[Key, ...]:
        """All of them, the one that signs first, then those before it, the latest first."""
        from portfolio_app.pdf.signer import Signer, about

        self.settle()
        made, brought = self._store.secrets(_MADE), self._store.secrets(_BROUGHT)
        used = self._uses()
        found = [(Signer.load(value), name.startswith(_MADE)) for name, value in {**brought, **made}.items()]
        if (only := self._store.secret(_ONLY)) is not None:
            found.append((Signer.load(only), True))
        listed = [(signer, about(signer), here) for signer, here in found]
        order = sorted(
            ((used.get(signer.fingerprint, said.since), signer, said, here) for signer, said, here in listed),
            key=lambda row: (row[0], row[1].fingerprint),
            reverse=True,
        )
        return tuple(
            Key(signer, said, here, at, active=number == 0) for number, (at, signer, said, here) in enumerate(order)
        )

    def settle(self) -> None:
        """Give the one key of an earlier version a name of its own: two computers may each have one."""
        from portfolio_app.pdf.signer import Signer, about

        if self._core.read_only:
            return
        with self._lock:
            only = self._store.secret(_ONLY)
            if only is None:
                return
            signer = Signer.load(only)
            self._put(signer, _MADE, about(signer).since + timedelta(days=1))
            self._store.drop_secret(_ONLY)

    def fingerprint(self) -> str | None:
        """Fingerprint of the key that signs, to be given to a reader; None before the first one is made."""
        key = self.active()
        return key.fingerprint if key is not None else None

    def fingerprints(self) -> frozenset[str]:
        """Those of all her keys, also of the earlier ones."""
        return frozenset(key.fingerprint for key in self.all())

    def renew(self) -> Key:
        """Make a new key that says who she is now, and sign with it from now on. Takes about a second."""
        from portfolio_app.pdf.signer import make_signer

        self._guard()
        owner = self._core.profile()
        name = owner.heading if owner else ""
        made = make_signer(name, owner.school if owner else "", owner.email if owner else "", self._core.clock())
        return self._take(made, _MADE)

    def outdated(self) -> bool:
        """Whether the key that signs was made here and says another name, school or address than her profile does."""
        from portfolio_app.pdf.signer import is_of

        key, owner = self.active(), self._core.profile()
        if key is None or owner is None or not key.made_here:
            return False
        return not is_of(key.signer, owner.heading, owner.school, owner.email)

    @staticmethod
    def read_file(path: Path, passphrase: str) -> tuple[Signer, About]:
        """A key that she brings along, to be looked at first. Raises `UserError`, see `pdf.key_file`, and
        ``key-file-unreadable``."""
        from portfolio_app.pdf.key_file import LARGEST, read_key_file
        from portfolio_app.pdf.signer import about

        try:
            data = read_small(path, LARGEST)
        except OSError as error:
            raise UserError("key-file-foreign" if error.errno == errno.EFBIG else "key-file-unreadable") from error
        signer = read_key_file(data, passphrase)
        return signer, about(signer)

    def bring(self, signer: Signer) -> Key:
        """Sign with a key that she brought along."""
        self._guard()
        here = next((key for key in self.all() if key.fingerprint == signer.fingerprint), None)
        return self._take(signer, _MADE if here is not None and here.made_here else _BROUGHT)

    def use(self, fingerprint: str) -> Key:
        """Sign with one of her earlier keys again. Raises `UserError` ``key-missing``."""
        self._guard()
        found = next((key for key in self.all() if key.fingerprint == fingerprint), None)
        if found is None:
            raise UserError("key-missing")
        return self._take(found.signer, _MADE if found.made_here else _BROUGHT)

    def standing(self) -> Standing:
        """Whether the certificate of the key that signs is valid now, not any more, or not yet."""
        key = self.active()
        return key.about.standing(self._core.clock()) if key is not None else "valid"

    def save_certificate(self, path: Path) -> Key:
        """Write the certificate of the key that signs to a file, to be given to a reader. Makes a key where there is
        none. Raises `UserError` ``disk-full``, ``no-permission``, ``folder-missing``, ``inside-portfolio``."""
        from portfolio_app.pdf.output import whole_file
        from portfolio_app.pdf.signer import certificate_der

        check_target(path, self._core.vault.folder.parent)
        key = self.active() or self.renew()
        with whole_file(path) as file:
            file.write(certificate_der(key.signer))
        return key

    def _take(self, signer: Signer, family: str) -> Key:
        with self._lock:
            last = max(self._uses().values(), default=datetime.min.replace(tzinfo=UTC))
            # A clock that was set back must not bring an earlier key into use.
            self._put(signer, family, max(self._core.clock(), last + timedelta(microseconds=1)))
            return self.all()[0]

    def _put(self, signer: Signer, family: str, at: datetime) -> None:
        self._store.set_secret(family + signer.fingerprint, signer.dump())
        moment = at.astimezone(UTC).isoformat(timespec="microseconds")
        self._store.set_secret(f"{_USED}{moment}", signer.fingerprint.encode())

    def _uses(self) -> dict[str, datetime]:
        """When each key was last taken into use, by fingerprint."""
        rows = self._store.secrets(_USED).items()
        return {value.decode(): datetime.fromisoformat(name.removeprefix(_USED)) for name, value in rows}

    def _guard(self) -> None:
        if self._core.read_only:
            raise UserError("read-only")

    @staticmethod
    def seal(signer: Signer, server: Server | None) -> Seal:
        """The signature to come, as the document tells of it."""
        from portfolio_app.pdf.signer import about

        return Seal(
            signer.name,
            signer.fingerprint,
            fingerprint_words(signer.fingerprint),
            about(signer).issuer,
            server.host if server is not None else "",
        )

    # -- time stamps ------------------------------------------------------------------------------------------

    def server(self) -> Server | None:
        """The timestamp server that she named; None means that nothing ever goes over the network."""
        kept = self._store.secret(_SERVER)
        return Server.load(kept) if kept else None

    def name_server(self, url: str, user: str = "", password: str = "") -> Server:
        """Have the time stamped by a server from now on. Raises what `checked_server` raises."""
        self._guard()
        server = checked_server(url, user, password)
        self._store.set_secret(_SERVER, server.dump())
        return server

    def forget_server(self) -> None:
        """No time stamps any more."""
        self._guard()
        # Kept as an empty value: a computer that still has the address must not bring it back.
        self._store.set_secret(_SERVER, b"")

    @staticmethod
    def try_server(server: Server, cancelled: Callable[[], bool] = never) -> Stamp:
        """Ask a server to stamp something that is nothing. Raises what a real time stamp raises."""
        import hashlib
        import secrets

        from portfolio_app.pdf.timestamp import Question, read_stamp

        sample = secrets.token_bytes(32)
        question = Question.about(hashlib.sha256(sample).digest(), "sha256")
        return read_stamp(question.token(asker(server, cancelled)(question.dump())), sample)
