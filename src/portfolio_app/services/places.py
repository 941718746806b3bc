"""Where a file may be written for a person: never over the portfolio itself, a device or a folder."""

from __future__ import annotations

import os.path
from pathlib import Path

from portfolio_app.domain.errors import UserError


def check_target(target: Path, home: Path) -> None:
    """Refuse a place where writing would destroy something. ``home`` is the folder of the portfolio.

    Raises `UserError` ``inside-portfolio`` or ``write-failed``.
    """
    # The name itself is not followed: a link there is replaced, not what it points at.
    folder, own = Path(os.path.realpath(target.absolute().parent)), Path(os.path.realpath(home))
    if own in (folder, *folder.parents):
        raise UserError("inside-portfolio")
    if os.path.exists(target) and not os.path.isfile(target):
        raise UserError("write-failed")
