"""Where things are: what the program ships, and where it keeps what is its owner's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

APP = "Leerlijn"


@cache
def _shipped(name: str) -> Path:
    """Look inside the installed package first, then beside the sources."""
    here = Path(__file__).resolve().parent
    inside = here / name
    return inside if inside.is_dir() else here.parent.parent / name


def resources() -> Path:
    """Folder of the data that the program ships (schemes, templates, fonts, icons)."""
    return _shipped("resources")


def translations() -> Path:
    """Folder of the message catalogues: ``nl/LC_MESSAGES/portfolio_app.po`` and ``.mo``."""
    return _shipped("translations")


def default_home() -> Path:
    """Folder of the portfolio when the owner names none."""
    import appdirs

    return Path(appdirs.user_data_dir(APP, appauthor=False)) / "portfolio"


def config_dir() -> Path:
    """Folder of this computer's settings (never of the portfolio's contents)."""
    import appdirs

    return Path(appdirs.user_config_dir(APP, appauthor=False))


def cache_dir() -> Path:
    """Folder for what can be made again, and for copies that lie there for a short while."""
    import appdirs

    return Path(appdirs.user_cache_dir(APP, appauthor=False))


def log_dir() -> Path:
    """Folder of the log, which holds no words of the owner."""
    import appdirs

    return Path(appdirs.user_log_dir(APP, appauthor=False))
