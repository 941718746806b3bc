"""Leerlijn: a teacher's own portfolio, offline, encrypted, signed when it is handed over."""
