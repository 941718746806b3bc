"""Handing over: the document, signed, its original kept, and the list of what went to whom."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import Document
from portfolio_app.domain import file_names
from portfolio_app.domain.carrying import MEGABYTE, Place
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.selection import Carry, Export, Selection
from portfolio_app.i18n import Lang, Translator
from portfolio_app.services import tasks
from portfolio_app.services.carrying import Carrying, beside_name
from portfolio_app.services.choosing import Choosing
from portfolio_app.services.composing import Composing, lang_of
from portfolio_app.services.core import Core
from portfolio_app.services.handing import Original
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.places import check_target, put_together
from portfolio_app.services.privacy import Privacy
from portfolio_app.services.signing import Signing
from portfolio_app.services.since import contents_of
from portfolio_app.store.values import Query
from portfolio_app.vault import disk

if TYPE_CHECKING:
    from portfolio_app.pdf.produce import Produced
    from portfolio_app.vault.beside import Packed

PDF = "application/pdf"
TRIES = 3
"""So often a document for mail is made again that became too large."""

if TYPE_CHECKING:
    Made = tuple[Produced, Document, Snapshot, dict[str, Original]]


class Exports:
    """From a choice to a signed document."""

    def __init__(
        self,
        core: Core,
        choosing: Choosing,
        composing: Composing,
        signing: Signing,
        carrying: Carrying,
        privacy: Privacy,
    ) -> None:
        self._core = core
        self._store = core.store
        self._choosing = choosing
        self._composing = composing
        self._signing = signing
        self._carrying = carrying
        self._privacy = privacy

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
            if self._carrying.telling(item, selection):
                found.append(item)
        progress(len(files), len(files), "")
        return tuple(found)

    def export(
        self,
        selection: Selection,
        out: Path,
        *,
        lang: Lang | None = None,
        stamped: bool = True,
        agreed: Collection[str] | None = frozenset(),
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Export:
        """Compose, lay out and sign; keep the original, note that it was handed over, and put it in its place, together
        with the file of evidence that lies beside it.

        In this order: whatever fails, there is never a signed file at ``out`` that her own list does not know.

        The document is in the language of the selection unless another one is asked for. Where she named a timestamp
        server the time is stamped, unless ``stamped`` is false; what goes wrong there (``timestamp-…``) leaves nothing
        behind, because the document itself says whether the time was stamped.

        Before anything is made, everything that goes out is looked through (`Privacy`). What blocks can't be agreed to;
        of what warns she says that she looked at it: ``agreed`` are the keys of those findings, None is all of them.

        Blocks; run it with ``jobs.submit`` from a window. Raises `Cancelled`, and `UserError` ``nothing-selected``,
        ``privacy-blocked``, ``privacy-unseen``, ``disk-full``, ``no-permission``, ``folder-missing``,
        ``inside-portfolio``, ``write-failed``, ``evidence-lost``, ``evidence-damaged``, ``inside-too-large``.
        """
        check_target(out, self._core.vault.folder.parent)
        signer = self._signing.signer()
        server = self._signing.server() if stamped else None
        t = Translator(lang or lang_of(selection))
        seal = self._signing.seal(signer, server)
        beside = self._free(out.with_name(beside_name(out.name, t)))
        mark = self._core.new_id()
        young = out.with_name(f".{out.name[:40]}.{mark}.part")
        young_beside = out.with_name(f".{out.name[:40]}.{mark}.beside.part")

        def made(less: int) -> Made:
            document, snapshot, carried = self._composing.composed(
                selection, t, seal, beside=beside.name, less=less, progress=progress, cancelled=cancelled
            )
            self._privacy.guard(document, snapshot, agreed, cancelled=cancelled)
            originals = {
                snapshot.copies[item.id].sha256: self._carrying.original(item)
                for item in snapshot.evidence
                if item.id in snapshot.copies
            }
            now, vault = self._core.clock(), self._core.vault
            task = tasks.ExportTask(
                document, young, signer, now, vault, originals, carried.pictures, carried.smaller, server
            )
            produced = self._core.jobs.run_process(tasks.produce_document, task, progress=progress, cancelled=cancelled)
            return produced, document, snapshot, originals

        try:
            produced, document, snapshot, originals = _fitted(selection, made)
            packed = self._packed(document, young_beside, originals, progress, cancelled)
            record = replace(
                self._record(selection, produced, out, beside.name, packed),
                stamped_by=seal.stamped_by,
                contents=contents_of(snapshot),
            )
            if not self._core.read_only:
                self._keep(record, young)
            self._hand_over(record, [(young_beside, beside)] if packed else [], (young, out))
        finally:
            for path in (young, young_beside):
                path.unlink(missing_ok=True)
        return record

    def _packed(
        self,
        document: Document,
        out: Path,
        originals: Mapping[str, Original],
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> Packed | None:
        """Write what lies beside a document, where something does."""
        files = [one for one in document.attachments if one.place is Place.BESIDE]
        if not files:
            return None
        task = tasks.PackTask(files, out, self._core.vault, originals)
        return self._core.jobs.run_process(tasks.pack_evidence, task, progress=progress, cancelled=cancelled)

    def _free(self, beside: Path) -> Path:
        """The place for what lies beside a document: a file that is there is only replaced where it is one of hers."""
        known = {(export.beside_name, export.beside_octets) for export in self.all()}
        number, free = 1, beside
        while os.path.lexists(free) and (free.name, _octets(free)) not in known:
            number += 1
            free = beside.with_name(f"{beside.stem} ({number}){beside.suffix}")
        return free

    def _record(self, selection: Selection, made: Produced, out: Path, beside: str, packed: Packed | None) -> Export:
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
            beside_name=beside if packed else "",
            beside_sha256=packed.sha256 if packed else "",
            beside_octets=packed.octets if packed else 0,
        )

    def _keep(self, record: Export, out: Path) -> None:
        """The original goes into the vault, so that a returned file can be laid beside it."""
        stored = self._core.vault.put(out)
        blob = self._core.keep_blob(stored, PDF)
        self._core.save([record], label=Label("export", Export.KIND, record.heading), blobs=[blob])

    def _hand_over(self, record: Export, beside: Sequence[tuple[Path, Path]], document: tuple[Path, Path]) -> None:
        """Put the finished files in their places, together or not at all; where that fails nothing was handed over, and
        the list says so."""
        try:
            with disk.disk_trouble():
                put_together([*beside, document])
        except (OSError, UserError) as error:
            if not self._core.read_only:
                self._core.write(Label("purge", Export.KIND), lambda change: change.purge(Export.KIND, record.id))
            raise (error if isinstance(error, UserError) else UserError("write-failed")) from error
        with suppress(OSError):
            disk.sync_folder(document[1].parent)

    def all(self) -> list[Export]:
        """What was handed over, newest first."""
        return self._store.load(Export, Query(kinds=(Export.KIND,)))


def _fitted(selection: Selection, made: Callable[[int], Made]) -> Made:
    """A document made once; for a mail again where it became larger than it may, as long as that helps.

    ``made`` is told how much smaller it must become, and gives what it made first.
    """
    found, less = made(0), 0
    for _ in range(TRIES if selection.carry is Carry.MAIL else 0):
        before = found[0].octets
        over = before - selection.mail_megabytes * MEGABYTE
        if over <= 0:
            break
        less += over
        found = made(less)
        if found[0].octets >= before:
            break
    return found


def _octets(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
