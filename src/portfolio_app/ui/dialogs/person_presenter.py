"""Finding a person: what is typed, what is found, in words. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portfolio_app.domain.names import suggestions
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.jobs import Progress
from portfolio_app.services.persons import Found, Naming
from portfolio_app.services.session import Services
from portfolio_app.ui.words import kind_name, title_words


@dataclass(frozen=True)
class Line:
    """A place where somebody is named: the record, what it is called, and where in it."""

    kind: str
    id: str
    title: str
    where: str


class PersonPresenter:
    """Asks the use cases and words their answers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._persons = services.persons

    @staticmethod
    def spellings(name: str) -> str:
        """Other spellings to begin with, as they stand in the field."""
        return ", ".join(suggestions(name)[1:])

    @staticmethod
    def terms(name: str, spellings: str) -> list[str]:
        """What to look for."""
        return [name, *spellings.replace(";", ",").split(",")]

    def find(self, terms: list[str], progress: Progress, cancelled: Callable[[], bool]) -> Found:
        """Look everywhere."""
        return self._persons.find(terms, progress, cancelled)

    def stand_in(self, found: Found, t: Translator) -> str:
        """What could stand in for the name: what already does, else the next free one."""
        return found.known.stand_in if found.known is not None else self._persons.next_stand_in(t("pupil"))

    def lines(self, found: Found, t: Translator) -> list[Line]:
        """Every place, those of today first."""
        places = sorted(found.records, key=lambda each: (not each.now, each.kind, each.heading.casefold()))
        lines = [Line(each.kind, each.id, title_words(each.kind, each.heading, t), _where(each, t)) for each in places]
        named = {each.id for each in found.records}
        lines += [
            Line(each.KIND, each.id, each.heading, t("in an earlier file"))
            for each in found.files
            if each.id not in named
        ]
        lines += [Line(each.KIND, each.id, each.heading, t("a document you handed over")) for each in found.exports]
        drafts = len(found.places.drafts)
        if drafts:
            lines.append(Line("", "", t.n("{n} draft", "{n} drafts", drafts), t("not saved yet")))
        if found.places.settings:
            lines.append(Line("", "", t("Settings"), t("in a text of the settings")))
        return lines

    def summary(self, found: Found, t: Translator) -> str:
        """How much was found, in a sentence."""
        if found.nowhere:
            return t("This name is nowhere in your portfolio.")
        numbers = (
            t.n("{n} item", "{n} items", len(found.records)) if found.records else "",
            t.n("{n} draft", "{n} drafts", len(found.places.drafts)) if found.places.drafts else "",
            t.n("{n} document", "{n} documents", len(found.exports)) if found.exports else "",
        )
        where = ", ".join(filter(None, numbers))
        return t("Found: {where}.", where=where) if where else t("Found in the names of earlier steps only.")

    def remaining(self, found: Found, t: Translator) -> list[str]:
        """The copies that stay as they are, a sentence each."""
        said: list[str] = []
        if found.files:
            names = ", ".join(item.file_name for item in found.files)
            said.append(t("In these files the name stays: {names}.", names=names))
        if found.exports:
            said.append(
                t.n(
                    "In {n} signed document that is kept here the name stays, for it can't be changed.",
                    "In {n} signed documents that are kept here the name stays, for they can't be changed.",
                    len(found.exports),
                )
            )
        said.append(
            t("Backups and bundles made before today still hold it, also those on a stick or in another folder.")
        )
        said.append(
            t("So do documents you handed over, and your portfolio on another computer until you do this there.")
        )
        return said

    def renew_backups(self, progress: Progress, cancelled: Callable[[], bool]) -> int:
        """Make the backups anew and throw the older ones away; how many could not be."""
        return len(self._services.backups.renew(progress=progress, cancelled=cancelled))

    def replace(self, found: Found, stand_in: str, *, remember: bool) -> None:
        """Put a stand-in in the place of the name everywhere."""
        self._persons.stand_in_everywhere(found, stand_in, remember=remember)

    def erase(self, found: Found, t: Translator, *, files: bool) -> None:
        """Take the name out everywhere, with or without the files that hold it."""
        self._persons.erase_everywhere(found, t("[name]"), (*found.files, *found.exports) if files else ())


_ASIDE = N_("In the damaged file that was kept after a repair it stays, until you throw that away: {names}.")
_BACKUPS = N_("Backups and bundles made before today still hold it, also those on a stick or in another folder.")
_ELSEWHERE = N_("So do documents you handed over, and your portfolio on another computer until you do this there.")


def _where(naming: Naming, t: Translator) -> str:
    places = [t("now")] if naming.now else []
    if naming.earlier:
        places.append(t.n("{n} earlier version", "{n} earlier versions", naming.earlier))
    if naming.in_file:
        places.append(t("in the file itself"))
    return f"{kind_name(naming.kind, t)} · {', '.join(places)}"
