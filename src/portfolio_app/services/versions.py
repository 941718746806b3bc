"""Another file in the same piece of evidence: what hangs on it stays, and the file before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from portfolio_app.domain import evidence as rules
from portfolio_app.domain import file_names
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence, FileVersion
from portfolio_app.services.core import Core
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.vault.blobs import Stored


class Versions:
    """Puts a newer file in a record, replaces a wrong one, and brings an earlier one back. One step to undo each."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = core.store
        self._vault = core.vault

    def add(
        self,
        item: Evidence,
        source: Path,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Evidence:
        """Put a newer file in the record; the one before stays as an earlier version.

        Raises `Cancelled`, and `UserError` ``version-same`` for the very same content, ``record-missing``, and what
        taking in a file raises.
        """
        return self.add_stored(item, *self._taken(source, progress, cancelled))

    def add_stored(self, item: Evidence, stored: Stored, name: str) -> Evidence:
        """Put content in the record that lies in the vault already; raises as `add`."""
        now = self._present(item, stored)
        made = rules.with_newer_file(now, self._version(stored, name), self._core.clock())
        return self._save(made, stored, "new_version")

    def replace_wrong(
        self,
        item: Evidence,
        source: Path,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Evidence:
        """Put the right file in the place of a wrong one, which is no version of it; raises as `add`.

        The wrong file stays where undo and the history of the record find it, until the record is removed for good.
        """
        stored, name = self._taken(source, progress, cancelled)
        now = self._present(item, stored)
        return self._save(rules.with_other_file(now, self._version(stored, name)), stored, "replace_file")

    def restore(self, item: Evidence, version: FileVersion) -> Evidence:
        """Make an earlier version the file of the record again; raises `UserError` ``record-missing``."""
        now = self._store.need(Evidence, item.id)
        made = rules.with_earlier_file(now, version, self._core.clock())
        self._core.save([made], label=Label("restore_version", Evidence.KIND, made.heading))
        return made

    @staticmethod
    def as_evidence(item: Evidence, version: FileVersion) -> Evidence:
        """The record as if an earlier version were its file: to look at it, or to open or copy it."""
        return replace(rules.with_other_file(item, version), earlier=())

    # -- inside -----------------------------------------------------------------------------------------------

    def _taken(self, source: Path, progress: Progress, cancelled: Callable[[], bool]) -> tuple[Stored, str]:
        self._core.guard([Evidence.KIND])
        name = file_names.tidy(source.name)
        stored = self._vault.put(source, lambda done, total: progress(done, total or done, name), cancelled)
        return stored, name

    def _present(self, item: Evidence, stored: Stored) -> Evidence:
        now = self._store.need(Evidence, item.id)
        if now.sha256 == stored.sha256:
            raise UserError("version-same")
        return now

    def _version(self, stored: Stored, name: str) -> FileVersion:
        from portfolio_app.vault.media import HEAD_OCTETS, sniff

        with self._vault.open(stored) as stream:
            media_type = sniff(name, stream.read(HEAD_OCTETS))
        return FileVersion(stored.sha256, name, stored.octets, media_type)

    def _save(self, made: Evidence, stored: Stored, verb: str) -> Evidence:
        blob = self._core.keep_blob(stored, made.media_type)
        self._core.save([made], label=Label(verb, Evidence.KIND, made.heading), blobs=[blob])
        return made
