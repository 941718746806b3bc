"""Leerlijn: a teacher's own portfolio, offline, encrypted, signed when it is handed over."""

__version__ = "0.1.0"
