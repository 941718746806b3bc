"""The evidence inside a bundle, read where it lies: nothing is unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from portfolio_app.vault.blobs import Stored, Vault
from portfolio_app.vault.bundle import VAULT, Bundle, vault_member


class BundledVault(Vault):
    """A vault for reading only. ``folder`` is a private one that stays empty."""

    def __init__(self, bundle: Bundle, vault_key: bytes, folder: Path, elder_key: bytes | None = None) -> None:
        super().__init__(folder, vault_key)
        self._bundle = bundle
        self._elder = None if elder_key is None else BundledVault(bundle, elder_key, folder)

    def has(self, blob: Stored | str) -> bool:
        own = self._bundle.has(vault_member(self._name_of(blob)))
        return own or (self._elder is not None and self._elder.has(blob))

    def names(self) -> Iterator[str]:
        return (name.rpartition("/")[2] for name in self._bundle.names() if name.startswith(VAULT))

    def _raw(self, name: str) -> BinaryIO:
        member = vault_member(name)
        if not self._bundle.has(member):
            raise FileNotFoundError(name)
        return self._bundle.open_member(member)
