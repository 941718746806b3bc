"""From the semantic tree to a signed, tagged, archival PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from portfolio_app.document import tree
from portfolio_app.domain.errors import Cancelled
from portfolio_app.pdf.output import whole_file
from portfolio_app.pdf.sign import Signer, certify, make_signer, seal_lines
from portfolio_app.pdf.timestamp import Ask

Progress = Callable[[int, int, str], None]
_CHUNK: Final = 1 << 20

__all__ = ["Produced", "Progress", "Signer", "make_signer", "produce"]


@dataclass(frozen=True)
class Produced:
    """What was made: digest and size of the very file, pages, and the fingerprint it is signed with."""

    path: Path
    sha256: str
    octets: int
    pages: int
    fingerprint: str


def produce(
    document: tree.Document,
    out: Path,
    *,
    pictures: Callable[[str], bytes],
    attachments: Callable[[str], bytes],
    signer: Signer,
    now: datetime,
    ask: Ask | None = None,
    progress: Progress = lambda done, total, stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Produced:
    """Lay out, finish and sign the document and put it at ``out``, whole or not at all.

    ``pictures`` and ``attachments`` give bytes by SHA-256. ``ask`` brings a request to a timestamp service and its
    answer back; without it only the clock of this computer tells when it was signed. ``progress`` hears steps done,
    steps in all and the stage (``layout:`` with the key of a part, ``layout``, ``archive``, ``sign``, ``timestamp``).
    Raises Cancelled, what ``ask`` raises, and UserError ``disk-full``, ``no-permission``, ``folder-missing``,
    ``write-failed``, ``evidence-changed``, or what `pdf.timestamp.Question.token` says of the answer.
    """
    from portfolio_app.pdf.archive import archive
    from portfolio_app.pdf.layout import lay_out

    def check() -> None:
        if cancelled():
            raise Cancelled

    total = len(document.parts) + 2
    stages = [*(f"layout:{part.key}" for part in document.parts), "layout"]
    check()
    pages = lay_out(
        document, pictures, lambda done, parts: progress(done, total, stages[done]), check, seal_lines(signer, now)
    )
    with whole_file(out) as file:
        progress(total - 2, total, "archive")
        archive(document, pages, attachments, now, file, check)
        check()
        progress(total - 1, total, "timestamp" if ask else "sign")
        certify(file, signer, now, document.subject, ask)
        check()
        sha256, octets = _digest(file)
    progress(total, total, "sign")
    return Produced(out, sha256, octets, len(pages.final), signer.fingerprint)


def _digest(file: BinaryIO) -> tuple[str, int]:
    file.seek(0)
    digest = hashlib.sha256()
    octets = 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        octets += len(chunk)
    return digest.hexdigest(), octets
