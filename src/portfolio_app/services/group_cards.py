"""Cards for a group of colleagues (intervisie): one belief, moment or question, with stand-ins for who is named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Feedback, LearningQuestion, Talk
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.names import Spellings, maybe_names, suggestions
from portfolio_app.domain.patterns import Consultation, Lens, Pattern, TryOutState
from portfolio_app.domain.persons import Pseudonym
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.services.core import Core
from portfolio_app.services.persons import Persons
from portfolio_app.services.talks import Talks
from portfolio_app.store.values import Query

BRINGABLE: Final[tuple[str, ...]] = (Pattern.KIND, Experience.KIND, Reflection.KIND, LearningQuestion.KIND)
"""Kinds of what can be brought to a group."""
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class GroupCard:
    """What goes on a card. ``known`` are the people named on it for whom there is a stand-in; it stands on the card.

    ``maybe`` are words that could be names that Leerlijn does not know. Names at the start of a sentence, in small
    letters or in a picture are not among them.
    """

    talk: Talk
    about: Record | None
    known: tuple[Pseudonym, ...]
    maybe: tuple[str, ...]


class GroupCards:
    """Beginning a card, what is on it, and what the group said."""

    def __init__(self, core: Core, persons: Persons, talks: Talks) -> None:
        self._core, self._persons, self._talks = core, persons, talks
        self._store = core.store

    def marked(self) -> list[Pattern]:
        """What was marked to be brought, the newest first."""
        found = self._store.load(Pattern, Query(kinds=(Pattern.KIND,)))
        return [item for item in found if item.for_intervision and item.let_go_on is None]

    def begin(self, kind: str, ident: str) -> Talk:
        """Make a card about a record, its own words filled in to be changed.

        Raises `UserError` ``record-missing``, and ``vented`` for what was written to let off steam.
        """
        record = self._store.any(kind, ident)
        if record is None or record.KIND not in BRINGABLE:
            raise UserError("record-missing")
        if getattr(record, "venting", False):
            raise UserError("vented")
        tell, tried = self._words(record)
        made = Talk(**self._core.head(), happens_on=self._core.today() + AHEAD, for_group=True, tell=tell, tried=tried)
        link = self._core.link(Role.ABOUT, made, record)
        self._core.save([made], links=[link], label=Label("create", Talk.KIND, record.heading))
        return made

    def _words(self, record: Record) -> tuple[str, str]:
        """What she wrote of it already: what happens, and what she tried."""
        if isinstance(record, Pattern):
            told = [each for each in record.experiments if each.state is TryOutState.TOLD]
            return record.automatic, "\n".join(f"- {each.try_text.rstrip(' .')}: {each.happened}" for each in told)
        if isinstance(record, LearningQuestion):
            return record.why, record.came_of_it
        return self._talks.said(record), ""

    def about(self, talk: Talk) -> Record | None:
        """The record that a card brings; nothing where it is gone, or was marked as letting off steam since."""
        for link in self._store.links_from(talk.id, Role.ABOUT):
            record = self._store.any(link.target_kind, link.target_id)
            if record is not None and not getattr(record, "venting", False):
                return record
        return None

    def card(self, talk: Talk) -> GroupCard:
        """What goes on the card, and who is named on it."""
        about = self.about(talk)
        texts = (about.heading if about is not None else "", talk.tell, talk.tried, talk.ask, talk.no_advice)
        whole = "\n".join(texts)
        known = self._persons.offers(whole)
        left = self.veiled(whole)
        maybe = (*self._parts_of_names(left), *maybe_names(left, {each.stand_in for each in known}))
        return GroupCard(talk, about, known, tuple(dict.fromkeys(maybe)))

    def _parts_of_names(self, text: str) -> list[str]:
        """First and family names, of people known by their whole name, that stand in a text by themselves."""
        parts = dict.fromkeys(part for each in self._persons.stand_ins() for part in suggestions(each.name)[1:])
        return [part for part in parts if any(text[at].isupper() for at, _ in Spellings.of((part,)).find(text))]

    def veiled(self, text: str) -> str:
        """The text with the stand-in of everybody for whom there is one."""
        for each in self._persons.stand_ins():
            text = each.every_spelling.replace(text, each.stand_in)
        return text

    def heard(self, talk: Talk, said: str, by_role: str) -> Feedback:
        """What the group said: kept as feedback, with a belief also as colleagues asked; the card was used then.

        All of it is one step. Raises `UserError` ``empty-text``.
        """
        if not said.strip():
            raise UserError("empty-text")
        day = min(talk.happens_on, self._core.today())
        made = Feedback(**self._core.head(), given_on=day, by_role=by_role, text=said.strip(), spoken=True)
        links: list[Link] = [self._core.link(Role.ABOUT, made, talk)]
        saved: list[Record] = [made, replace(talk, held=True)]
        about = self.about(talk)
        if about is not None:
            links.append(self._core.link(Role.ABOUT, made, about))
        if isinstance(about, Pattern):
            asked = Consultation(on=day, lens=Lens.COLLEAGUES, who=by_role, said=said.strip())
            every = sorted((*about.consultations, asked), key=lambda each: each.on)
            saved.append(replace(about, consultations=tuple(every), for_intervision=False))
        self._core.save(saved, links=links, label=Label("group_said", Feedback.KIND, made.heading))
        return made
