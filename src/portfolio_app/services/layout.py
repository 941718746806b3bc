"""Where the parts of a portfolio lie.

A portfolio is a folder::

    portfolio.db    records, history, settings, the signing key (SQLCipher)
    keys.json       the ways in, with a second copy in keys-copy.json
    counter         how many steps were saved, to notice steps that got lost
    vault/          evidence and its previews, encrypted
    sets/           the owner's own schemes, frameworks and templates (not encrypted; they hold nothing of hers)
    lock, ballast   who has it open; room kept aside for a full disk
    restoring/      only for a moment: a backup on its way to its place
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """Where things lie in a portfolio's folder."""

    home: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.home / "portfolio.db"

    @property
    def keys(self) -> Path:
        """The key file; its copy lies beside it."""
        return self.home / "keys.json"

    @property
    def counter(self) -> Path:
        """The mirror of the operation counter."""
        return self.home / "counter"

    @property
    def vault(self) -> Path:
        """The folder of evidence."""
        return self.home / "vault"

    @property
    def sets(self) -> Path:
        """The owner's own content sets."""
        return self.home / "sets"

    @property
    def restoring(self) -> Path:
        """What a restore puts in its place; from the moment this folder has its name, nothing takes it back."""
        return self.home / "restoring"

    @property
    def lock(self) -> Path:
        """The writer's lock."""
        return self.home / "lock"


@dataclass(frozen=True)
class BackupPlaces:
    """Where this computer keeps backups of one portfolio: outside its folder, in that of the computer's settings."""

    root: Path

    @classmethod
    def of(cls, settings: Path, portfolio_id: str) -> BackupPlaces:
        """The places for a portfolio, below the folder of this computer's settings."""
        return cls(settings / "backups" / portfolio_id)

    @property
    def snapshots(self) -> Path:
        """Bundles without the evidence."""
        return self.root / "snapshots"

    @property
    def pool(self) -> Path:
        """The evidence that the snapshots name, encrypted as in the vault; each file once."""
        return self.root / "pool"

    @property
    def workshop(self) -> Path:
        """Private folders of what is under way."""
        return self.root / "workshop"
