"""Words of the owner, or of a file, where Qt decides by itself whether a text is markup: in tips and message boxes."""

from __future__ import annotations

from html import escape


def literal(text: str) -> str:
    """A text that is shown as it stands. One that Qt might take for markup is written as markup that shows it.

    Markup can name a picture, and looking for that would knock at whatever computer a name from a mail points to.
    """
    if "<" not in text and "&" not in text:
        return text
    lines = escape(text).replace("\n", "<br>")
    return f'<qt><span style="white-space: pre-wrap">{lines}</span></qt>'
