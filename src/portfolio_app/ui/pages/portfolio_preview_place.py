"""Where somebody is in the pages of a preview, and where there is to go. Knows no Qt."""

from __future__ import annotations

from portfolio_app.i18n import Translator
from portfolio_app.services.preview import COVER, Section, Sheets

LAST = -1
SIGNATURE = "signature"
"""Key of the part with the owner's signature."""


class Place:
    """A page (from 0) of a section. It stays where it is while sections grow, shrink, come and go around it."""

    def __init__(self) -> None:
        self.sheets: Sheets | None = None
        self.key = COVER
        self.page = 0
        self.offered: list[tuple[tuple[str, int] | None, str]] = []
        self._order: list[str] = [COVER]

    def follow(self, sheets: Sheets) -> None:
        """More is laid out, or something else than before."""
        keys = [section.key for section in sheets.sections]
        if self.key not in keys:
            # The part is gone: what stood before it is nearest.
            before = self._order[: self._order.index(self.key)] if self.key in self._order else []
            self.key = next((key for key in reversed(before) if key in keys), COVER)
            self.page = 0
        self.sheets, self._order = sheets, keys
        self._settle()

    def _settle(self) -> None:
        section = self._section
        if section is not None and section.pages:
            self.page = section.pages - 1 if self.page == LAST else min(self.page, section.pages - 1)

    @property
    def _section(self) -> Section | None:
        return self.sheets.section(self.key) if self.sheets is not None else None

    @property
    def ready(self) -> bool:
        """Whether the page can be drawn as it is now."""
        return self._section is not None and self._section.pages > 0

    @property
    def made(self) -> int:
        """Which making of the section it is."""
        return self._section.made if self._section is not None else 0

    # -- going ------------------------------------------------------------------------------------------------

    def may_turn(self, by: int) -> bool:
        """Whether there is a page on (1) or back (-1)."""
        return self._next(by) is not None

    def turn(self, by: int) -> bool:
        """Go a page on or back; False at an end."""
        found = self._next(by)
        if found is not None:
            self.key, self.page = found
            self._settle()
        return found is not None

    def _next(self, by: int) -> tuple[str, int] | None:
        section = self._section
        if section is None or self.sheets is None:
            return None
        if section.pages and 0 <= self.page + by < section.pages:
            return self.key, self.page + by
        at = self._order.index(self.key) + by
        if not 0 <= at < len(self._order):
            return None
        return self._order[at], 0 if by > 0 else LAST

    def jump(self, to_last: bool) -> bool:
        """Go to the first page or to the last; False when it is in sight already."""
        before = (self.key, self.page)
        self.key, self.page = (self._order[-1], LAST) if to_last else (self._order[0], 0)
        self._settle()
        return (self.key, self.page) != before

    def go(self, key: str, page: int) -> bool:
        """Go to a page of a section; False where there is none."""
        if key not in self._order:
            return False
        self.key, self.page = key, page
        self._settle()
        return True

    # -- words ------------------------------------------------------------------------------------------------

    @property
    def choices(self) -> list[tuple[tuple[str, int] | None, str]]:
        """Where one can go to: places and words, headings further in than the part that they are in."""
        if self.sheets is None:
            return []
        return [
            ((entry.section, entry.page), "    " * (entry.level - 1) + entry.title) for entry in self.sheets.entries
        ]

    @property
    def part(self) -> tuple[str, int] | None:
        """The last of the choices that is not further on than this page."""
        found = [
            (entry.section, entry.page)
            for entry in (self.sheets.entries if self.sheets is not None else ())
            if entry.section == self.key and entry.page <= max(self.page, 0)
        ]
        return found[-1] if found else None

    @property
    def number(self) -> int:
        """The number of the page in the document, from 1."""
        section = self._section
        return section.first + max(self.page, 0) if section is not None else 0

    def where(self, t: Translator) -> str:
        """Which page it is, and of how many as soon as that is known."""
        if self.sheets is None:
            return ""
        if self.sheets.whole:
            return t("Page {n} of {pages}", n=self.number, pages=self.sheets.pages)
        return t("Page {n}", n=self.number)

    def note(self, t: Translator) -> str:
        """What is to be known of the pages, if anything."""
        if self.sheets is None:
            return ""
        if not self.sheets.whole:
            return t("The other pages follow…")
        if self.key == SIGNATURE and not self.sheets.sealed:
            return t("Your key is made when you sign for the first time; its fingerprint will stand here.")
        return ""

    def name(self, t: Translator) -> str:
        """What a screen reader says of the page."""
        section = self._section
        return ", ".join(filter(None, (self.where(t), section.title if section is not None else "")))
