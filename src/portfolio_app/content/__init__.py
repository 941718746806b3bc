"""Reads the versioned content sets of `resources/` into domain objects and names file and key of a mistake."""
