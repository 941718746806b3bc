"""A signed document behind a password: attached, byte for byte, to a single page that is encrypted (AES-256).

The signed document itself can't be encrypted: an archival file must be readable by anybody, and whatever rewrites a
signed file breaks its signature. A ZIP with AES needs a program of its own on Windows. What readers of PDFs open is an
encrypted PDF, and an attachment comes out of it as it went in.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, BinaryIO

from portfolio_app.pdf.xmp import pdf_date, without_archival_claim


def protect(page: bytes, name: str, document: bytes, passphrase: str, now: datetime, out: BinaryIO) -> None:
    """Write a file that the passphrase opens. ``page`` is the PDF of its page, ``document`` what is attached to it."""
    import pikepdf

    with pikepdf.open(io.BytesIO(page)) as pdf:
        attached = pikepdf.AttachedFileSpec(
            pdf,
            document,
            filename=name,
            mime_type="application/pdf",
            creation_date=pdf_date(now),
            mod_date=pdf_date(now),
            relationship=pikepdf.Name.Source,
        )
        pdf.attachments[name] = attached
        pdf.Root.PageMode = pikepdf.Name.UseAttachments
        _no_longer_archival(pdf)
        # One passphrase for everything: there is nothing that whoever may read it may not do.
        lock = pikepdf.Encryption(owner=passphrase, user=passphrase, R=6, aes=True, metadata=True)
        pdf.save(out, encryption=lock)


def _no_longer_archival(pdf: Any) -> None:
    """An encrypted file is no archival one, and must not say that it is."""
    held = pdf.Root.Metadata
    held.write(without_archival_claim(held.read_bytes()))
