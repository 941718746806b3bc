"""Dialogs, each of which can be opened alone in a test."""
