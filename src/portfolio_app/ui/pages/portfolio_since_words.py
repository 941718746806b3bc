"""Words for what changed since a reader last got a document. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from portfolio_app.document.words import word
from portfolio_app.domain.selection import Part
from portfolio_app.i18n import Translator
from portfolio_app.services.since import Difference, Since, SinceLast
from portfolio_app.ui.words import kind_name

NAMED: Final = 5
"""So many are named; of more it is said how many there are."""
WHAT: Final[Mapping[Since, Callable[[Translator, str], str]]] = {
    Since.NEW: lambda t, names: t("new: {names}", names=names),
    Since.CHANGED: lambda t, names: t("changed: {names}", names=names),
    Since.GONE: lambda t, names: t("no longer in it: {names}", names=names),
}


def headline(found: SinceLast, t: Translator) -> str:
    """Since when, and who got it."""
    day = t.date(found.export.exported_on)
    if found.export.to_whom:
        return t("Since you handed it to {reader} on {day}", reader=found.export.to_whom, day=day)
    return t("Since you handed it over on {day}", day=day)


def lines(found: SinceLast, t: Translator) -> list[tuple[Part, str, str]]:
    """Part by part, what is new, another and gone."""
    told = [(part, word(part, t), within(found.within(part), t)) for part in Part]
    return [line for line in told if line[2]]


def within(differences: Sequence[Difference], t: Translator) -> str:
    """What is different, in a line."""
    told: list[str] = []
    for what in Since:
        names = [_name(one, t) for one in differences if one.what is what]
        if names:
            shown = ", ".join(names[:NAMED])
            if len(names) > NAMED:
                shown = t("{names} and {n} more", names=shown, n=len(names) - NAMED)
            told.append(WHAT[what](t, shown))
    return " · ".join(told)


def _name(one: Difference, t: Translator) -> str:
    if not one.kind:
        return t("something that you deleted") if one.id else t("your own text")
    if one.kind == "journal_week" or not one.heading:
        return kind_name(one.kind, t)
    return one.heading


def of_item(what: Since, day: str, t: Translator) -> str:
    """What happened to one record since that day."""
    return t("new since {day}", day=day) if what is Since.NEW else t("changed since {day}", day=day)
