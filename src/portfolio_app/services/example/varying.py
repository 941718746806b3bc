"""Variation: moments, activities and other texts put together from parts that fit each other.

Parts take turns: none comes back before all others of its list have been there.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from portfolio_app.services.example.texts import Table

T = TypeVar("T")

MANY_TRIES = 60
NEW_TRIES = 20
PARTS = ("open", "mid", "end")


class Variety:
    """Makes texts from the parts in ``kit``, and avoids those it made before as long as there are others."""

    def __init__(self, kit: Table, rng: random.Random) -> None:
        self.kit = kit
        self._rng = rng
        self._seen: set[str] = set()
        self._turns: dict[int, list[Any]] = {}

    def moment(self) -> tuple[str, str]:
        """Title and story of a moment."""
        form, facts, story = self._drawn(self.kit["moments"])
        return self.one(form["titles"], facts), story

    def activity(self, key: str) -> dict[str, str]:
        """The texts of an activity made from the template with a key."""
        form, facts, story = self._drawn([self.kit["activities"][key]])
        return {
            "title": self.one(form["titles"], facts),
            "provider": form.get("provider", ""),
            "place": form.get("place", ""),
            "purpose": self.one(form["purpose"], facts),
            "story": story,
            "contribution": self.one(form["contribution"], facts),
        }

    def _drawn(self, forms: Sequence[Table]) -> tuple[Table, dict[str, str], str]:
        """One of some forms, facts for it, and a story of parts that did not meet before, as long as there is one.

        When there is none, one with facts that these parts did not have before.
        """
        form, facts, parts = self._draw(forms)
        for tried in range(MANY_TRIES):
            made = " ".join(fill_in(part, facts) for part in parts)
            if (" ".join(parts) if tried < NEW_TRIES else made) not in self._seen:
                break
            form, facts, parts = self._draw(forms)
        made = " ".join(fill_in(part, facts) for part in parts)
        self._seen |= {made, " ".join(parts)}
        return form, facts, made

    def _draw(self, forms: Sequence[Table]) -> tuple[Table, dict[str, str], list[str]]:
        form = self._next(forms) if len(forms) > 1 else forms[0]
        return form, self.facts(form), [self._next(form[part]) for part in PARTS]

    def week(self, keys: Sequence[str], later: bool) -> list[str]:
        """Answers for a week that fit each other; the first is new as long as the parts allow it.

        Some only fit somebody who has been at it for years: ``later``.
        """
        answers: list[str] = []
        for _ in range(MANY_TRIES):
            form, facts = self._next(self.kit["weeks"]), self.facts()
            if form.get("later") and not later:
                continue
            answers = [self.one(form[key], facts) for key in keys]
            if answers[0] not in self._seen:
                break
        self._seen.add(answers[0])
        return answers

    def facts(self, form: Table | None = None) -> dict[str, str]:
        """A class, a topic (of those that suit a form, where it says so) and the letter of a pupil."""
        topics = (form or {}).get("topics") or self.kit["topics"]
        return {
            "klas": self._next(self.kit["classes"]),
            "onderwerp": self._next(topics),
            "leerling": self._rng.choice(self.kit["letters"]),
        }

    def fresh(self, texts: Sequence[str]) -> str:
        """One of some texts, with facts of its own; one that was made before only when there is no other."""
        made = self.one(texts, self.facts())
        for _ in range(MANY_TRIES):
            if made not in self._seen:
                break
            made = self.one(texts, self.facts())
        self._seen.add(made)
        return made

    def one(self, texts: Sequence[str], facts: Mapping[str, str]) -> str:
        """One of some texts, with the facts filled in."""
        return fill_in(self._next(texts), facts)

    def _next(self, items: Sequence[T]) -> T:
        """The next of some items whose turn it is."""
        turns = self._turns.get(id(items)) or self._rng.sample(items, len(items))
        self._turns[id(items)] = turns[1:]
        return turns[0]


def fill_in(text: str, facts: Mapping[str, str]) -> str:
    """Fill the facts in; a sentence never begins with a small letter."""
    made = text.format(**facts)
    return made[:1].upper() + made[1:] if text.startswith("{onderwerp}") else made
