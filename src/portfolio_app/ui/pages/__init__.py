"""One module a page: a widget and its Qt-free presenter."""
