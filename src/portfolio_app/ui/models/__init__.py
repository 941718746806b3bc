"""Item models that page through many rows."""
