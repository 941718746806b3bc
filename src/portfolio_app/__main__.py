"""Entry point: picks the window or the command line and imports nothing heavy, because workers import it again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from portfolio_app.i18n import Lang


def main(argv: list[str] | None = None) -> int:
    """Run the program and return its exit code."""
    from portfolio_app.cli.main import run

    return run(sys.argv[1:] if argv is None else argv, open_window)


def open_window(home: Path, lang: Lang, passphrase: str | None, cards: Sequence[Path]) -> int:
    """Open the window on a portfolio's folder, or its first-run assistant where there is no portfolio yet."""
    from portfolio_app.ui.app import run

    return run(home, lang=lang, passphrase=passphrase, cards=cards)


if __name__ == "__main__":
    sys.exit(main())
