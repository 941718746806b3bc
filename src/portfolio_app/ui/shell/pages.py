"""The register of pages, in the order of the navigation. A page's module is imported when it is first opened."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from portfolio_app.i18n import N_
from portfolio_app.ui.pages.base import Desk, Page


@dataclass(frozen=True)
class PageEntry:
    """One line of the navigation: key, words, icon, ``module:Class`` and the kinds of records it opens."""

    key: str
    title: str
    icon: str
    where: str
    kinds: tuple[str, ...] = ()

    def make(self, desk: Desk) -> Page:
        """Import the page's module and make the page."""
        module, _, name = self.where.partition(":")
        made = getattr(import_module(f"portfolio_app.ui.pages.{module}"), name)
        return cast(Page, made(desk))


PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", N_("Today"), "sun-horizon", "today:Today"),
    PageEntry("week", N_("My week"), "notebook", "week:MyWeek", ("journal_week", "letter")),
    PageEntry("activities", N_("Activities"), "chalkboard-teacher", "activities:Activities",
              ("experience", "observation", "pupil_survey", "plan")),
    PageEntry("looking_back", N_("Looking back"), "arrow-counter-clockwise", "looking_back:LookingBack",
              ("reflection",)),
    PageEntry("patterns", N_("Habits and beliefs"), "brain", "patterns:Patterns", ("pattern",)),
    PageEntry("growth", N_("Where I stand"), "compass", "growth:Growth",
              ("self_check", "learning_question", "quality", "phase", "talk", "agreement", "feedback")),
    PageEntry("evidence", N_("Evidence"), "paperclip", "evidence:EvidencePage", ("evidence", "certificate")),
    PageEntry("hours", N_("Hours"), "clock", "hours:Hours", ("cycle",)),
    PageEntry("portfolio", N_("Portfolio"), "seal-check", "portfolio:Portfolio", ("selection", "export")),
    PageEntry("settings", N_("Settings"), "gear", "settings:Settings", ("profile", "appointment", "pause", "person")),
)  # fmt: skip

SEARCH = PageEntry("search", N_("Search"), "magnifying-glass", "search:SearchPage", ("saved_search",))
"""Stands above the pages in the navigation and has no number: Ctrl+F leads there."""

FOOT = ("settings",)
"""Keys of the entries that stand at the foot of the navigation."""


def entry(key: str) -> PageEntry:
    """The line with a key."""
    return next(line for line in (SEARCH, *PAGES) if line.key == key)


def page_of(kind: str) -> str:
    """Key of the page that opens records of a kind."""
    return next((line.key for line in (SEARCH, *PAGES) if kind in line.kinds), "today")
