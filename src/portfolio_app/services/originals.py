"""The signed originals that are kept of what was handed over: to look at, and to hand over once more."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.selection import Export
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import EvidenceService
from portfolio_app.vault.media import PDF


class Originals:
    """Reads originals from the vault. They go with the record of their export when that is removed for good."""

    def __init__(self, core: Core, evidence: EvidenceService) -> None:
        self._core = core
        self._evidence = evidence

    def kept(self, export: Export) -> bool:
        """Whether the original is here; it is not where the export was made on another computer, read-only."""
        return self._core.store.blob(export.sha256) is not None

    @staticmethod
    def as_file(export: Export) -> Evidence:
        """The original in the form in which files are looked at. It is no piece of evidence, and is never saved."""
        return Evidence(
            id=export.id,
            written_at=export.written_at,
            lang=export.lang,
            title=export.file_name,
            file_name=export.file_name,
            sha256=export.sha256,
            octets=export.octets,
            media_type=PDF,
            made_on=export.exported_on,
        )

    def save_copy(self, export: Export, target: Path) -> Path:
        """Write the original once more, byte for byte. Blocks.

        Raises `UserError` ``disk-full``, ``no-permission``, ``folder-missing``, ``inside-portfolio``, ``write-failed``,
        ``evidence-lost`` and ``evidence-damaged``.
        """
        return self._evidence.export_copy(self.as_file(export), target)
