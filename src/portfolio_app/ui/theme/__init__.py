"""One token table, from which palette and style sheet are made, light and dark."""
