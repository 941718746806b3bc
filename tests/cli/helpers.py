"""What the tests of the command line share."""

from __future__ import annotations

import re
from collections.abc import Callable

PASSPHRASE = "een korte zin die blijft hangen"
SENTENCE = re.compile(r"[A-ZÉ].+[.)]\n", re.DOTALL)
Cli = Callable[..., tuple[int, str, str]]
"""Runs a command: code, output, errors."""


def one_sentence(text: str) -> str:
    """Make sure that it is a line for people, without a trace of the inside."""
    assert text.count("\n") == 1
    assert SENTENCE.fullmatch(text), text
    assert "Traceback" not in text
    assert "{" not in text
    return text
