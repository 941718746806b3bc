"""What a file tells beside its content, in words. Knows no Qt."""

from __future__ import annotations

from datetime import date

from portfolio_app.i18n import Translator
from portfolio_app.services.particulars import Particulars


def told(particulars: Particulars, t: Translator) -> str:
    """What is in the file, and what of it a reader gets."""
    if not particulars.known:
        return t(
            "What the device wrote in this file, such as the place, can't be taken out. It goes along when you hand "
            "this file over."
        )
    found = _found(particulars, t)
    if particulars.stays:
        last = t("It can't be taken out of this file, so it goes along when you hand it over.")
        return " ".join([*(found or [t("There may be a name, a place or a date in it.")]), last])
    if not found:
        return t("There is nothing in it about place, device or people.")
    return " ".join([*found, t("A reader does not get this: it is taken out of the copy that goes along.")])


def _found(particulars: Particulars, t: Translator) -> list[str]:
    facts = particulars.facts
    return [
        sentence
        for sentence in (
            _made(facts.get("made_at", ""), facts.get("device", ""), t),
            t("The place is in it.") if "place" in facts else "",
            t("Written by {name}.", name=facts["author"]) if "author" in facts else "",
            t("Last changed by {name}.", name=facts["changed_by"]) if "changed_by" in facts else "",
            t("Organisation: {name}.", name=facts["company"]) if "company" in facts else "",
            t("Program: {name}.", name=facts["program"]) if "program" in facts else "",
            t("Title in the file: {title}.", title=facts["title"]) if "title" in facts else "",
            t("Remark in the file: {remark}.", remark=facts["remark"]) if "remark" in facts else "",
        )
        if sentence
    ]


def _made(made_at: str, device: str, t: Translator) -> str:
    try:
        day = t.date(date.fromisoformat(made_at)) if made_at else ""
    except ValueError:
        day = ""
    if day and device:
        return t("Made on {day} with {device}.", day=day, device=device)
    if day:
        return t("Made on {day}.", day=day)
    return t("Made with {device}.", device=device) if device else ""
