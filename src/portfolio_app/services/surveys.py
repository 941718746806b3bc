"""Answers of pupils from a file: read, counted and shown before anything is kept."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.domain.errors import UserError
from portfolio_app.interchange import answers
from portfolio_app.interchange.answers import Totals


def read_answers(path: Path) -> Totals:
    """Count the answers in a file; run it on a thread. Nothing of the file is kept.

    Raises `UserError` ``table-unreadable`` and what `answers.totals` raises.
    """
    from portfolio_app.vault.disk import open_ordinary

    try:
        with open_ordinary(path) as file:
            data = file.read(answers.MOST_OCTETS + 1)
    except OSError as error:
        raise UserError("table-unreadable") from error
    return answers.totals(data)
