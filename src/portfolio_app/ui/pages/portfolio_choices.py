"""The choices that are being made: one for each reader and each selection of her own, kept in drafts until saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from portfolio_app.domain import canonical
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.links import Link
from portfolio_app.domain.register import Cycle
from portfolio_app.domain.selection import Audience, Part, Selection, moved
from portfolio_app.i18n import Lang
from portfolio_app.services.choosing import Stock
from portfolio_app.services.selecting import PARTS, Item, Plan
from portfolio_app.services.session import Services
from portfolio_app.services.settings import LAST_AUDIENCE

Which = Audience | str
"""The usual choice for a reader, or the id of a selection of her own."""

IN_STOCK: Final = frozenset({Link.KIND, Cycle.KIND, *(cls.KIND for cls in PARTS)})
"""Kinds of which a change means that what could go in must be looked up anew."""


class Choices:
    """Holds what is being chosen until it is saved.

    What is not saved yet lies in a draft for each choice, so that neither a crash nor a lock takes it away.
    """

    def __init__(self, services: Services, lang: Lang) -> None:
        self._services = services
        self._choosing = services.choosing
        self._choices: dict[Which, Selection] = {}
        self._saved: dict[Which, Selection] = {}
        self._found: dict[Which, datetime] = {}
        self._stock: Stock | None = None
        self._lang: Lang = lang
        self.which: Which = self._known(services.settings.get(LAST_AUDIENCE)) or Audience.MENTOR

    def _known(self, told: str) -> Which | None:
        """A reader by its value, or a selection of her own by its id."""
        audience = next((item for item in Audience if item.value == told), None)
        return audience or (told if self._choosing.of(told) is not None else None)

    @property
    def audience(self) -> Audience:
        """For which reader the choice in sight is, or was when it became one of her own."""
        return self.selection.audience

    @property
    def selection(self) -> Selection:
        """The choice in sight."""
        if self.which not in self._choices:
            saved = self._as_saved(self.which)
            if saved is None:  # one of her own that is gone
                self.which = Audience.MENTOR
                return self.selection
            self._saved[self.which] = saved
            self._choices[self.which] = self._drafted(saved) or saved
        return self._choices[self.which]

    def _as_saved(self, which: Which) -> Selection | None:
        if isinstance(which, Audience):
            return self._choosing.selection(which, self._lang)
        return self._choosing.of(which)

    def pick(self, which: Which) -> None:
        """Turn to another choice, and begin with that one next time."""
        self.which = which
        if not self._services.read_only:
            self._services.settings.set(LAST_AUDIENCE, which.value if isinstance(which, Audience) else which)

    def pick_draft(self, key: str) -> Which | None:
        """The choice that a draft is of; None where it is none of these, or gone."""
        first, _, rest = key.partition(":")
        return self._known(rest.removeprefix("own:")) if first == "portfolio" else None

    # -- choosing ---------------------------------------------------------------------------------------------

    def change(self, **facts: Any) -> Selection:
        """Change fields of the choice in sight; a day that she gives makes the period her own."""
        dated = facts.keys() & {"from_on", "until_on"}
        made = replace(self.selection, **{**facts, **({"own_period": True} if dated else {})})
        self._choices[self.which] = made
        return made

    def switch_part(self, part: Part, on: bool) -> None:
        """Take a part in, or leave it out as a whole."""
        now = self.selection
        self.change(parts=now.parts | {part} if on else now.parts - {part})

    def switch_items(self, items: Iterable[Item], on: bool) -> None:
        """Take records in, or leave them out; what is taken in brings its part along."""
        now, held = self.selection, list(items)
        ids = frozenset(item.id for item in held)
        if on:
            asked = frozenset(item.id for item in held if item.private or item.kind == Evidence.KIND)
            parts = now.parts | {item.part for item in held}
            self.change(chosen=now.chosen | asked, left_out=now.left_out - ids, parts=parts)
            return
        every = now.audience is Audience.ARCHIVE
        # What is private stays behind by itself: nothing has to be remembered of it.
        out = frozenset(item.id for item in held if every or not item.private or item.kind == Evidence.KIND)
        self.change(chosen=now.chosen - ids, left_out=now.left_out | out)

    def leave_out(self, ident: str) -> None:
        """Leave one record out, by its id."""
        now = self.selection
        self.change(chosen=now.chosen - {ident}, left_out=now.left_out | {ident})

    def move_part(self, part: Part, by: int, shown: Sequence[Part]) -> bool:
        """Move a part up (-1) or down (1) among those that are shown; False when it can't go further."""
        at = shown.index(part) + by if part in shown else -1
        if not 0 <= at < len(shown):
            return False
        self.change(part_order=moved(self.selection.part_order, part, shown[at]))
        return True

    def write_part(self, part: Part, text: str) -> None:
        """Change what she writes at the head of a part."""
        texts = {key: words for key, words in self.selection.part_texts.items() if key != part.value}
        self.change(part_texts={**texts, part.value: text} if text else texts)

    def back_to_default(self) -> None:
        """What this reader gets unless chosen otherwise; the owner's own words stay, and how it looks."""
        usual = self._choosing.default(self.audience, self._lang)
        self.change(parts=usual.parts, chosen=usual.chosen, left_out=usual.left_out, part_order=())
        self.change(from_on=usual.from_on, until_on=usual.until_on)
        self.change(own_period=False)

    # -- her own ----------------------------------------------------------------------------------------------

    def own(self) -> list[Selection]:
        """The selections of her own, by name."""
        return self._choosing.own()

    def make_own(self, name: str) -> Selection:
        """Keep the choice in sight as one of her own, and turn to that. Raises `UserError`."""
        made = self._choosing.make_own(self.selection, name)
        self.pick(made.id)
        return made

    def rename(self, name: str) -> None:
        """Give the one in sight another name. Raises `UserError`."""
        made = self._choosing.rename(self.selection.id, name)
        for held in (self._saved, self._choices):
            if self.which in held:
                held[self.which] = replace(held[self.which], name=made.name)

    def throw_own_away(self) -> None:
        """Put the one in sight in the trash, and turn to the reader it was made for. Raises `UserError`."""
        gone = self.selection
        self._services.records.trash(Selection.KIND, gone.id)
        self._services.drafts.drop(_draft(gone.id))
        self._forget(gone.id)
        self.pick(gone.audience)

    def _forget(self, which: Which) -> None:
        for held in (self._choices, self._saved, self._found):
            held.pop(which, None)

    # -- keeping ----------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Write down what is not saved yet. Raises what saving raises."""
        if self._services.read_only:
            return
        drafts = self._services.drafts
        for which, choice in self._choices.items():
            body = canonical.dump(choice) if choice != self._saved[which] else ""
            if body != (drafts.get(_draft(which)) or ""):
                drafts.save(_draft(which), body)

    def save(self) -> None:
        """Save what was chosen, each choice a step of its own; what did not change is left alone."""
        if self._services.read_only:
            return
        # Whoever hears of a save looks again at what is saved, and lets go of what is held here.
        for which, choice in list(self._choices.items()):
            if choice != self._saved.get(which, choice):
                self._saved[which] = self._choices[which] = self._choosing.keep(choice)
                self._services.drafts.drop(_draft(which))

    def found_at(self) -> datetime | None:
        """When the draft was written that came back for the choice in sight; None where there is none."""
        return self._found.get(self.which)

    def forget_found(self) -> None:
        """It was seen."""
        self._found.pop(self.which, None)

    def discard(self) -> Selection:
        """Throw away what is not saved of the choice in sight; returns it."""
        thrown = self.selection
        self._choices[self.which] = self._saved[self.which]
        self.forget_found()
        self._services.drafts.drop(_draft(self.which))
        return thrown

    def bring_back(self, choice: Selection) -> None:
        """Choose again what was thrown away."""
        self._choices[self.which] = choice
        self.keep_draft()

    def reload(self) -> None:
        """Look again at what is saved (undone, changed elsewhere); what is being chosen stays.

        One of her own that is gone is no longer in sight; what was not saved of it waits as a draft.
        """
        for which in list(self._choices):
            if not isinstance(which, Audience) and self._choosing.of(which) is None:
                fallen = self._choices[which].audience
                self._forget(which)
                if which == self.which:
                    self.pick(fallen)
            elif self._choices[which] == self._saved[which]:
                self._forget(which)

    def _drafted(self, saved: Selection) -> Selection | None:
        key = _draft(self.which)
        body, at = self._services.drafts.get(key), self._services.drafts.at(key)
        if not body or at is None:
            return None
        versions = self._services.history.versions(Selection.KIND, saved.id, 1)
        if versions and versions[0].at > at:
            # It was changed since, on another computer perhaps: the older words wait elsewhere.
            self._services.drafts.put_aside(key)
            return None
        try:
            found = canonical.load(Selection.KIND, Selection.SCHEMA_VERSION, body)
        except UserError:
            return None
        if not isinstance(found, Selection):
            return None
        self._found[self.which] = at
        found = replace(found, id=saved.id, written_at=saved.written_at, name=saved.name)
        return found if found.own_period else replace(found, from_on=saved.from_on, until_on=saved.until_on)

    def find(self, ident: str) -> Which | None:
        """The place of a choice that was saved; None when it is gone."""
        found = self._services.records.get(Selection, ident)
        return None if found is None else (found.id if found.name else found.audience)

    # -- what it means ----------------------------------------------------------------------------------------

    def forget_stock(self) -> None:
        """Something changed of what could go in."""
        self._stock = None

    @property
    def planned(self) -> Plan | None:
        """What goes in and what does not; None where first has to be looked up what there is."""
        chosen = self.selection
        return self._stock.plan(chosen) if self._stock is not None and self._stock.covers(chosen) else None

    def plan(self) -> Plan:
        """What goes in and what does not, looked up where need be."""
        plan = self.planned
        if plan is None:
            self._stock = self._choosing.stock(self.selection)
            plan = self._stock.plan(self.selection)
        return plan

    def look_up(self, within: Selection, cancelled: Callable[[], bool]) -> Stock:
        """What could go in, for another thread; hand it to `take_stock`. Raises `Cancelled`."""
        return self._choosing.stock(within, cancelled)

    def take_stock(self, stock: Stock) -> None:
        """What could go in was looked up."""
        self._stock = stock


def _draft(which: Which) -> str:
    return f"portfolio:{which.value}" if isinstance(which, Audience) else f"portfolio:own:{which}"
