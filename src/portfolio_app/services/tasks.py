"""Tasks for the worker process: functions of a module, with everything they need as arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from portfolio_app.document.tree import Document
from portfolio_app.domain.errors import UserError
from portfolio_app.vault.blobs import Stored, Vault

if TYPE_CHECKING:
    from portfolio_app.pdf.produce import Produced
    from portfolio_app.pdf.sign import Signer
    from portfolio_app.pdf.verify import Verdict

COPY: Final = "copy-2"
"""Kind of preview under which a copy without metadata is kept; counted up when more is taken out of it."""

PDF: Final = "application/pdf"

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class ExportTask:
    """A document to produce, and where its files lie.

    ``originals`` says for the digest of each attachment where the evidence lies of which it is the copy, and its type;
    ``pictures`` holds prepared pictures by digest.
    """

    document: Document
    out: Path
    signer: Signer
    now: datetime
    vault: Vault
    originals: Mapping[str, tuple[Stored, str]]
    pictures: Mapping[str, bytes]


def produce_document(task: ExportTask, *, progress: Progress, cancelled: Cancelled) -> Produced:
    """Lay out, finish and sign."""
    from portfolio_app.pdf.produce import produce

    def attachment(sha256: str) -> bytes:
        if sha256 not in task.originals:
            raise UserError("evidence-lost")
        stored, media_type = task.originals[sha256]
        return handed_copy(task.vault, stored.sha256, media_type, lambda: task.vault.read(stored), keep=False)[0]

    return produce(
        task.document,
        task.out,
        pictures=task.pictures.__getitem__,
        attachments=attachment,
        signer=task.signer,
        now=task.now,
        progress=progress,
        cancelled=cancelled,
    )


def judge_file(
    data: bytes, original: bytes, signer: str | None, *, progress: Progress, cancelled: Cancelled
) -> Verdict:
    """Tell whether a signed file is as it was. Foreign files are best read where they can't take the window along."""
    from portfolio_app.pdf.verify import verify_bytes

    del progress, cancelled
    return verify_bytes(data, original=original, signer=signer)


def handed_copy(
    vault: Vault, sha256: str, media_type: str, read: Callable[[], bytes], *, keep: bool
) -> tuple[bytes, bool]:
    """The copy of a piece of evidence that goes along, as `without_metadata` makes it; ``read`` gives the original.

    Looking through an office document takes a process, so what came out is kept beside the previews where ``keep``
    allows it.
    """
    from portfolio_app.vault.strip import is_packed

    packed = media_type == PDF or is_packed(media_type)
    if packed and (kept := vault.preview(sha256, COPY)) is not None:
        return kept, False
    copy, stays = without_metadata(read(), media_type)
    if packed and keep and not stays:
        with suppress(UserError):  # made again next time
            vault.keep_preview(sha256, COPY, copy)
    return copy, stays


def without_metadata(data: bytes, media_type: str) -> tuple[bytes, bool]:
    """The copy that goes along: without what camera and word processor wrote beside the content, where that is known.

    The second value says that it stays: of this type of file it can't be taken out, or the file is built in an unknown
    way. Such a file goes along as it is.
    """
    from portfolio_app.services.stripping import pdf_without_metadata
    from portfolio_app.vault.worker import strip_metadata

    try:
        if media_type == PDF:
            return pdf_without_metadata(data), False
        return strip_metadata(data, media_type), always_keeps_metadata(media_type)
    except UserError:
        return data, True


def always_keeps_metadata(media_type: str) -> bool:
    """Whether nothing can be taken out of files of this type (sound, film, what isn't known)."""
    from portfolio_app.vault.strip import leaves_metadata

    return media_type != PDF and leaves_metadata(media_type)
