"""Is a file still as it was signed? Laid beside the kept original where it is one of hers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.selection import Export
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import OUT_OF_REACH, stored_of
from portfolio_app.services.exports import Exports
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.judging import Judging
from portfolio_app.services.known_keys import KnownKeys
from portfolio_app.services.signing import Signing

if TYPE_CHECKING:
    from portfolio_app.pdf.verdict import Fact, Verdict


class Verifying:
    """Judges signed files, and knows her own."""

    def __init__(self, core: Core, exports: Exports, signing: Signing, folder: Path) -> None:
        """``folder`` is that of the device's settings."""
        self._core = core
        self._store = core.store
        self._exports = exports
        self._signing = signing
        self._judging = Judging(core.jobs, folder, core.today)

    @property
    def known(self) -> KnownKeys:
        """The keys that are remembered on this computer."""
        return self._judging.known

    def verify(
        self,
        path: Path,
        original: Path | None = None,
        signer: str | None = None,
        beside: Path | None = None,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Verdict:
        """Judge a file. One that began as one of hers is laid beside the kept original, where that can be read.

        Raises `Cancelled`.
        """
        found = self.origin(path) if original is None else None
        kept = self._kept(found) if found else original
        expected = signer or (found.fingerprint if found else None)
        verdict = self._judging.verify(
            path, kept, expected, beside, progress=progress, cancelled=cancelled, own=self._own()
        )
        # She named no key, so nobody expected one: it is simply hers.
        return replace(verdict, facts=tuple(map(_of_her_own, verdict.facts))) if found and not signer else verdict

    def _kept(self, export: Export) -> bytes | None:
        """The original; None where it is lost, damaged or out of reach: the file itself tells enough for an answer."""
        try:
            return self._core.vault.read(stored_of(self._store.blob(export.sha256)))
        except UserError as error:
            if error.code not in OUT_OF_REACH:
                raise
            return None

    def _own(self) -> frozenset[str]:
        """Fingerprints of all her keys, and of those with which she signed before."""
        return self._signing.fingerprints() | {export.fingerprint for export in self._exports.all()}

    def origin(self, path: Path) -> Export | None:
        """The export of which a file is a copy, with or without answers after it; None when it is none of hers."""
        from portfolio_app.pdf.verify import read_file

        data = read_file(path)
        return self._origin(data) if isinstance(data, bytes) else None

    def _origin(self, data: bytes) -> Export | None:
        exports = self._exports.all()
        found = _digests(data, {export.octets for export in exports})
        return next(
            (item for item in exports if found.get(item.octets) == item.sha256 and self._store.blob(item.sha256)),
            None,
        )


def _of_her_own(fact: Fact) -> Fact:
    return replace(fact, code="signer-own") if fact.code == "signer-expected" else fact


def _digests(data: bytes, sizes: Iterable[int]) -> dict[int, str]:
    """SHA-256 of the beginning of a file, for each of the sizes it has."""
    found: dict[int, str] = {}
    digest, done = hashlib.sha256(), 0
    whole = memoryview(data)
    for size in sorted(size for size in sizes if size <= len(data)):
        digest.update(whole[done:size])
        done = size
        found[size] = digest.copy().hexdigest()
    return found
