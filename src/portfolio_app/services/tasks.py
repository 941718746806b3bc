"""Tasks for the worker process: functions of a module, with everything they need as arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from portfolio_app.document.tree import Document
from portfolio_app.domain.covers import Cover, digest_of
from portfolio_app.domain.errors import UserError
from portfolio_app.services.timestamping import Server, asker
from portfolio_app.vault.blobs import Stored, Vault

if TYPE_CHECKING:
    from portfolio_app.pdf.produce import Produced
    from portfolio_app.pdf.sign import Signer

COPY: Final = "copy-2"
"""Kind of preview under which a copy without metadata is kept; counted up when more is taken out of it."""

PDF: Final = "application/pdf"

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class Original:
    """Evidence of which a copy goes along: where it lies, its type, and the boxes over it."""

    stored: Stored
    media_type: str
    covers: tuple[Cover, ...] = ()


@dataclass(frozen=True)
class ExportTask:
    """A document to produce, and where its files lie.

    ``originals`` says for the digest of each attachment of what it is the copy; ``pictures`` holds prepared pictures by
    what tells them apart. ``server`` stamps the time, where one is to.
    """

    document: Document
    out: Path
    signer: Signer
    now: datetime
    vault: Vault
    originals: Mapping[str, Original]
    pictures: Mapping[str, bytes]
    server: Server | None = None


def produce_document(task: ExportTask, *, progress: Progress, cancelled: Cancelled) -> Produced:
    """Lay out, finish and sign."""
    from portfolio_app.pdf.produce import produce

    def attachment(sha256: str) -> bytes:
        if sha256 not in task.originals:
            raise UserError("evidence-lost")
        of = task.originals[sha256]
        read = partial(task.vault.read, of.stored)
        return handed_copy(task.vault, of.stored.sha256, of.media_type, read, keep=False, covers=of.covers)[0]

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


def handed_copy(
    vault: Vault,
    sha256: str,
    media_type: str,
    read: Callable[[], bytes],
    *,
    keep: bool,
    covers: Sequence[Cover] = (),
) -> tuple[bytes, bool]:
    """The copy of a piece of evidence that goes along, as `without_metadata` makes it; ``read`` gives the original.

    A picture with boxes over it is drawn anew, without what is under them and without anything beside the picture.
    Raises `UserError` ``covering-failed`` where that can't be done: the original never goes in its place.

    Looking through an office document and drawing a picture take a process, so what came out is kept beside the
    previews where ``keep`` allows it.
    """
    from portfolio_app.vault.strip import is_packed

    if covers:
        return _covered_copy(vault, sha256, media_type, read, covers, keep=keep), False

    packed = media_type == PDF or is_packed(media_type)
    if packed and (kept := vault.preview(sha256, COPY)) is not None:
        return kept, False
    copy, stays = without_metadata(read(), media_type)
    if packed and keep and not stays:
        with suppress(UserError):  # made again next time
            vault.keep_preview(sha256, COPY, copy)
    return copy, stays


def _covered_copy(
    vault: Vault, sha256: str, media_type: str, read: Callable[[], bytes], covers: Sequence[Cover], *, keep: bool
) -> bytes:
    from portfolio_app.vault import worker

    kind = f"{COPY}-{digest_of(covers)}"
    if (kept := vault.preview(sha256, kind)) is not None:
        return kept
    data = read()
    try:
        copy = worker.covered_copy(data, media_type, covers)
    except UserError as error:
        raise UserError("covering-failed") from error
    if keep:
        with suppress(UserError):  # made again next time
            vault.keep_preview(sha256, kind, copy)
    return copy


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
