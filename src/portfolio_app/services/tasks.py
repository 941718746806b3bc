"""Tasks for the worker process: functions of a module, with everything they need as arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.document.tree import Attachment, Document
from portfolio_app.domain.errors import UserError
from portfolio_app.services.handing import Original, pieces_of
from portfolio_app.services.timestamping import Server, asker
from portfolio_app.vault.beside import Packed, Wanted, pack
from portfolio_app.vault.blobs import Vault

if TYPE_CHECKING:
    from portfolio_app.pdf.produce import Produced
    from portfolio_app.pdf.sign import Signer

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class ExportTask:
    """A document to produce, and where its files lie.

    ``originals`` says for the digest of each attachment of what it is the copy; ``pictures`` holds prepared pictures by
    what tells them apart, ``smaller`` copies that were made for this document by their digest. ``server`` stamps the
    time, where one is to.
    """

    document: Document
    out: Path
    signer: Signer
    now: datetime
    vault: Vault
    originals: Mapping[str, Original]
    pictures: Mapping[str, bytes]
    smaller: Mapping[str, bytes]
    server: Server | None = None


def produce_document(task: ExportTask, *, progress: Progress, cancelled: Cancelled) -> Produced:
    """Lay out, finish and sign."""
    from portfolio_app.pdf.produce import produce

    def attachment(sha256: str) -> bytes:
        if sha256 in task.smaller:
            return task.smaller[sha256]
        return b"".join(pieces_of(task.vault, _original(task.originals, sha256)))

    return produce(
        task.document,
        task.out,
        pictures=task.pictures.__getitem__,
        attachments=attachment,
        signer=task.signer,
        now=task.now,
        ask=asker(task.server, cancelled) if task.server is not None else None,
        progress=progress,
        cancelled=cancelled,
    )


@dataclass(frozen=True)
class PackTask:
    """Evidence to be written into a file beside a document; ``originals`` is as in `ExportTask`."""

    files: Sequence[Attachment]
    out: Path
    vault: Vault
    originals: Mapping[str, Original]


def pack_evidence(task: PackTask, *, progress: Progress, cancelled: Cancelled) -> Packed:
    """Write what lies beside a document."""
    members = [
        Wanted(
            one.file_name, one.octets, one.sha256, partial(pieces_of, task.vault, _original(task.originals, one.sha256))
        )
        for one in task.files
    ]
    return pack(task.out, members, progress, cancelled)


def _original(originals: Mapping[str, Original], sha256: str) -> Original:
    if sha256 not in originals:
        raise UserError("evidence-lost")
    return originals[sha256]
