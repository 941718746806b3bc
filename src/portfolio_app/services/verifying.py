"""Is a file still as it was signed? Laid beside the kept original where it is one of hers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.selection import Export
from portfolio_app.services import tasks
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import stored_of
from portfolio_app.services.exports import Exports

if TYPE_CHECKING:
    from portfolio_app.pdf.verdict import Fact, Verdict

PATIENCE = 600.0
"""Seconds after which a file that is being verified is called too large to be looked at."""


class Verifying:
    """Judges signed files, and knows her own."""

    def __init__(self, core: Core, exports: Exports) -> None:
        self._core = core
        self._store = core.store
        self._exports = exports

    def verify(self, path: Path, original: Path | None = None, signer: str | None = None) -> Verdict:
        """Is this file as it was signed? A file that began as one of hers is laid beside the kept original."""
        from portfolio_app.pdf.verdict import Verdict, fact
        from portfolio_app.pdf.verify import read_file

        data, known = read_file(path), None
        if isinstance(data, Verdict):
            return data
        if original is not None:
            kept = read_file(original)
            if isinstance(kept, Verdict) or not kept:
                return Verdict("unreadable", (fact("original-unreadable"),))
        else:
            known = self._origin(data)
            kept = self._core.vault.read(stored_of(self._store.blob(known.sha256))) if known else b""
        expected = signer or (known.fingerprint if known else None)
        try:
            verdict = self._core.jobs.run_process(tasks.judge_file, data, kept, expected, timeout=PATIENCE)
        except UserError as error:
            if error.code != "worker-stopped":
                raise
            return Verdict("unreadable", (fact("too-much-inside"),))
        return replace(verdict, facts=tuple(map(_of_her_own, verdict.facts))) if known and not signer else verdict

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
    """She named no key, so nobody expected one: it is simply hers."""
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
