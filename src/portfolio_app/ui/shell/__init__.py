"""The main window: navigation, actions, and the one block in which pages are wired."""
