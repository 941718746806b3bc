"""Keys in slots, and the encrypted, content-addressed files of evidence."""
