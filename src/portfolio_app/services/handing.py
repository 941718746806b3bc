"""The copy of a piece of evidence that goes out: covered where she covered it, and without what stands beside the
content where that can be taken out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Final

from portfolio_app.domain.covers import Cover, digest_of
from portfolio_app.domain.errors import UserError
from portfolio_app.vault import stream
from portfolio_app.vault.blobs import Stored, Vault

COPY: Final = "copy-2"
"""Kind of preview under which a copy without metadata is kept; counted up when more is taken out of it."""

PDF: Final = "application/pdf"
MOST_LOOKED_THROUGH: Final = 50_000_000
"""Octets. A larger file goes out as it is, in pieces: looking through it would take several times so much memory."""


@dataclass(frozen=True)
class Original:
    """Evidence of which a copy goes out: where it lies, its type, and the boxes over it."""

    stored: Stored
    media_type: str
    covers: tuple[Cover, ...] = ()

    @property
    def goes_as_it_is(self) -> bool:
        """Whether the copy is the file itself, which is known without reading it."""
        if self.covers:
            return False
        from portfolio_app.vault.strip import has_none

        known = always_keeps_metadata(self.media_type) or has_none(self.media_type)
        return known or self.stored.octets > MOST_LOOKED_THROUGH


@dataclass(frozen=True)
class Facts:
    """Digest and size of a copy; ``stays`` says that it may still tell more than the content."""

    sha256: str
    octets: int
    stays: bool


def facts_of(vault: Vault, original: Original, *, keep: bool) -> Facts:
    """What the copy is, without making it where that was once done: a document names it each time it is composed.

    Raises what `handed_copy` and reading the vault raise.
    """
    stored = original.stored
    if original.goes_as_it_is:
        # Of a text there is nothing to be taken out, however long it is.
        from portfolio_app.vault.strip import has_none

        return Facts(stored.sha256, stored.octets, stays=not has_none(original.media_type))
    kind = f"{COPY}-facts-{digest_of(original.covers)}" if original.covers else f"{COPY}-facts"
    if (kept := vault.preview(stored.sha256, kind)) is not None:
        return Facts(**json.loads(kept))
    copy, stays = _copy(vault, original, keep=keep)
    facts = Facts(hashlib.sha256(copy).hexdigest(), len(copy), stays)
    if keep:
        with suppress(UserError):  # looked for again next time
            vault.keep_preview(stored.sha256, kind, json.dumps(asdict(facts)).encode())
    return facts


def pieces_of(vault: Vault, original: Original) -> Iterator[bytes]:
    """The copy, piece by piece: what goes as it is passes without ever being in memory as a whole.

    Nothing is compared here: whoever writes it down knows its digest. Raises what `handed_copy` and reading raise.
    """
    if not original.goes_as_it_is:
        yield _copy(vault, original, keep=False)[0]
        return
    with vault.open(original.stored) as reader:
        while piece := reader.read(stream.CHUNK * 4):
            yield piece


def _copy(vault: Vault, original: Original, *, keep: bool) -> tuple[bytes, bool]:
    stored = original.stored
    return handed_copy(
        vault, stored.sha256, original.media_type, lambda: vault.read(stored), keep=keep, covers=original.covers
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
