"""Handing over: the document, signed, its original kept, and the list of what went to whom."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.domain import file_names
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.selection import Carry, Export, Selection
from portfolio_app.i18n import Lang, Translator
from portfolio_app.services import tasks
from portfolio_app.services.choosing import Choosing
from portfolio_app.services.composing import Composing, lang_of
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import stored_of
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.places import check_target
from portfolio_app.services.signing import Signing
from portfolio_app.store.values import Query
from portfolio_app.vault import disk

if TYPE_CHECKING:
    from portfolio_app.pdf.produce import Produced

PDF = "application/pdf"


class Exports:
    """From a choice to a signed document."""

    def __init__(self, core: Core, choosing: Choosing, composing: Composing, signing: Signing) -> None:
        self._core = core
        self._store = core.store
        self._choosing = choosing
        self._composing = composing
        self._signing = signing

    def keeping_metadata(
        self, selection: Selection, *, progress: Progress = no_progress, cancelled: Callable[[], bool] = never
    ) -> tuple[Evidence, ...]:
        """The files that would go along with what device or program wrote beside the content, oldest first.

        For the owner's eyes, before she signs. Reads every file: run it with ``jobs.submit`` from a window. Raises
        `Cancelled`, and `UserError` ``evidence-lost`` and ``evidence-damaged``.
        """
        if selection.carry is Carry.LISTED:
            return ()
        wanted = self._choosing.plan(selection).included
        every = self._store.load(Evidence, Query(kinds=(Evidence.KIND,)))
        files = sorted((item for item in every if item.id in wanted), key=lambda item: item.made_on)
        found: list[Evidence] = []
        for number, item in enumerate(files):
            if cancelled():
                raise Cancelled
            progress(number, len(files), item.file_name)
            if self._keeps_metadata(item):
                found.append(item)
        progress(len(files), len(files), "")
        return tuple(found)

    def _keeps_metadata(self, item: Evidence) -> bool:
        # A film may be large, and is known for what it is without being read; a covered picture is drawn anew.
        return not item.is_covered and (tasks.always_keeps_metadata(item.media_type) or self._composing.handed(item)[1])

    def export(
        self,
        selection: Selection,
        out: Path,
        *,
        lang: Lang | None = None,
        stamped: bool = True,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Export:
        """Compose, lay out and sign; keep the original, note that it was handed over, and put the file in its place.

        In this order: whatever fails, there is never a signed file at ``out`` that her own list does not know.

        The document is in the language of the selection unless another one is asked for. Where she named a timestamp
        server the time is stamped, unless ``stamped`` is false; what goes wrong there (``timestamp-…``) leaves nothing
        behind, because the document itself says whether the time was stamped.

        Blocks; run it with ``jobs.submit`` from a window. Raises `Cancelled`, and `UserError` ``nothing-selected``,
        ``disk-full``, ``no-permission``, ``folder-missing``, ``inside-portfolio``, ``write-failed``,
        ``evidence-lost``, ``evidence-damaged``.
        """
        check_target(out, self._core.vault.folder.parent)
        signer = self._signing.signer()
        server = self._signing.server() if stamped else None
        seal = self._signing.seal(signer, lang or lang_of(selection), server)
        document, snapshot, pictures = self._composing.composed(selection, Translator(lang or lang_of(selection)), seal)
        young = out.with_name(f".{out.name[:60]}.{self._core.new_id()}.part")
        task = tasks.ExportTask(
            document=document,
            out=young,
            signer=signer,
            now=self._core.clock(),
            vault=self._core.vault,
            originals={
                snapshot.copies[item.id].sha256: self._original(item)
                for item in snapshot.evidence
                if item.id in snapshot.copies
            },
            pictures=pictures,
            server=server,
        )
        try:
            made = self._core.jobs.run_process(tasks.produce_document, task, progress=progress, cancelled=cancelled)
            record = replace(self._record(selection, made, out), stamped_by=seal.stamped_by)
            if not self._core.read_only:
                self._keep(record, young)
            self._hand_over(record, young, out)
        finally:
            young.unlink(missing_ok=True)
        return record

    def _original(self, item: Evidence) -> tasks.Original:
        covers = item.covers if item.is_covered else ()
        return tasks.Original(stored_of(self._store.blob(item.sha256)), item.media_type, covers)

    def _record(self, selection: Selection, made: Produced, out: Path) -> Export:
        return Export(
            **self._core.head(),
            audience=selection.audience,
            exported_on=self._core.today(),
            from_on=selection.from_on,
            until_on=selection.until_on,
            file_name=file_names.tidy(out.name),
            sha256=made.sha256,
            octets=made.octets,
            pages=made.pages,
            fingerprint=made.fingerprint,
            to_whom=selection.to_whom.strip(),
            choice_id=selection.id,
            choice_name=selection.name,
        )

    def _keep(self, record: Export, out: Path) -> None:
        """The original goes into the vault, so that a returned file can be laid beside it."""
        stored = self._core.vault.put(out)
        blob = self._core.keep_blob(stored, PDF)
        self._core.save([record], label=Label("export", Export.KIND, record.heading), blobs=[blob])

    def _hand_over(self, record: Export, young: Path, out: Path) -> None:
        """Put the finished file in its place; where that fails nothing was handed over, and the list says so."""
        try:
            with disk.disk_trouble():
                disk.replace(young, out)
        except (OSError, UserError) as error:
            if not self._core.read_only:
                self._core.write(Label("purge", Export.KIND), lambda change: change.purge(Export.KIND, record.id))
            raise (error if isinstance(error, UserError) else UserError("write-failed")) from error
        with suppress(OSError):
            disk.sync_folder(out.parent)

    def all(self) -> list[Export]:
        """What was handed over, newest first."""
        return self._store.load(Export, Query(kinds=(Export.KIND,)))
