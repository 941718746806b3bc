"""The command line: parses, calls the use cases, prints, and ends with a code that says how it went."""
