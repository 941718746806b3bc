"""The window. Only this package knows PySide6."""
