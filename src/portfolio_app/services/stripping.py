"""Takes what programs and people wrote out of a PDF, in a process of its own: the file may mean harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import media, strip, worker
from portfolio_app.vault.confine import Limits

_MODULE: Final = "portfolio_app.services.stripping"
_LIMITS: Final = Limits(seconds=60.0)


def pdf_without_metadata(
    data: bytes, *, limits: Limits | None = None, cancelled: Callable[[], bool] | None = None
) -> bytes:
    """Return the PDF as `pdf.strip` makes it; raises `Cancelled`, and `UserError` ``metadata-stays``."""
    try:
        return worker.call(_MODULE, {}, data, limits or _LIMITS, cancelled)
    except UserError as error:
        raise UserError("metadata-stays") from error


def _do(request: Mapping[str, object], data: bytes) -> bytes:
    del request
    from portfolio_app.pdf.strip import without_metadata

    return without_metadata(data, lambda picture: strip.strip_metadata(picture, media.JPEG))


if __name__ == "__main__":
    worker.serve(_do)
