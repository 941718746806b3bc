"""Files that code draws and writes for the example: each a real one of its kind, the same for the same seed."""
