"""Plain frozen dataclasses and pure rules: no input or output, no clock, no Qt, no SQLAlchemy."""
