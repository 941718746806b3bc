"""How far a document is, in words. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from portfolio_app.document.words import word
from portfolio_app.domain.selection import Part
from portfolio_app.i18n import Translator

LAYOUT: Final = "layout"
STAGES: Final[Mapping[str, Callable[[Translator], str]]] = {
    "": lambda t: t("Looking through what goes along…"),
    "pictures": lambda t: t("Making pictures ready…"),
    LAYOUT: lambda t: t("Laying out the contents…"),
    "archive": lambda t: t("Putting the document together…"),
    "sign": lambda t: t("Signing…"),
    "timestamp": lambda t: t("Having the time stamped…"),
    "beside": lambda t: t("Writing the file with evidence…"),
}


def stage(what: str, t: Translator) -> str:
    """What is being done, by its code; the name of a file says that it is being looked through."""
    if what in STAGES:
        return STAGES[what](t)
    first, _, key = what.partition(":")
    if first == LAYOUT and key:
        return t("Laying out: {part}…", part=_part(key, t))
    return t("Looking through {file}…", file=what)


def _part(key: str, t: Translator) -> str:
    part = next((part for part in Part if part.value == key), None)
    if part is not None:
        return word(part, t)
    return t("Page for stamp and pen") if key == "ink" else t("Signature and answer")
