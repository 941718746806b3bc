"""Alembic migrations of the database, from revision 1."""
