"""Her own key, with which documents are signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio_app.services.core import Core

if TYPE_CHECKING:
    from portfolio_app.pdf.sign import Signer

SIGNER = "signer"


class Signing:
    """The signing key, kept in the encrypted store."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = core.store

    def signer(self) -> Signer:
        """Her own signing key; made on the first export and kept in the encrypted store."""
        from portfolio_app.pdf.sign import Signer, make_signer

        kept = self._store.secret(SIGNER)
        if kept is not None:
            return Signer.load(kept)
        owner = self._core.profile()
        name = owner.heading if owner else ""
        made = make_signer(name, owner.school if owner else "", owner.email if owner else "", self._core.clock())
        self._store.set_secret(SIGNER, made.dump())
        return made

    def fingerprint(self) -> str | None:
        """Fingerprint of her key, to be given to a reader; None before the first export."""
        return self.signer().fingerprint if self._store.secret(SIGNER) is not None else None
