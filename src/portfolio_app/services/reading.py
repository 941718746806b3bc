"""Reads the words in a PDF that stand on no page, and in the files that hang on it.

In a process of its own: the file may mean harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from portfolio_app.vault import worker
from portfolio_app.vault.confine import Limits

_MODULE: Final = "portfolio_app.services.reading"


def pdf_words_beside(data: bytes, *, limits: Limits | None = None, cancelled: Callable[[], bool] | None = None) -> str:
    """Return them, see `pdf.words_beside`, with `whole_text.CUT` where something could not be read.

    Raises `Cancelled`, and `UserError` ``evidence-…``.
    """
    return worker.call(_MODULE, {}, data, limits or Limits(), cancelled).decode("utf-8", "replace")


def _do(request: Mapping[str, object], data: bytes) -> bytes:
    del request
    from portfolio_app.pdf.words_beside import files_beside, words_beside
    from portfolio_app.vault.whole_text import CUT, words_within

    words = [words_beside(data)]
    words += [CUT if held is None else words_within(name, held) for name, held in files_beside(data)]
    return "\n".join(words).encode("utf-8", "replace")


if __name__ == "__main__":
    worker.serve(_do)
