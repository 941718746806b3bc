"""What a reader will see, told to the owner in a few words. Knows no Qt, and stands in no document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from portfolio_app.document.words import word
from portfolio_app.domain.selection import Audience, Carry, Part
from portfolio_app.i18n import Translator
from portfolio_app.services.selecting import Item, PartPlan, Plan, Why

MOMENT: Final = "moment"
COUNTS: Final[Mapping[str, Callable[[Translator, int], str]]] = {
    "experience": lambda t, n: t.n("{n} activity", "{n} activities", n),
    MOMENT: lambda t, n: t.n("{n} moment", "{n} moments", n),
    "observation": lambda t, n: t.n("{n} lesson visit", "{n} lesson visits", n),
    "pupil_survey": lambda t, n: t.n("{n} pupil survey", "{n} pupil surveys", n),
    "reflection": lambda t, n: t.n("{n} reflection", "{n} reflections", n),
    "journal_week": lambda t, n: t.n("{n} week", "{n} weeks", n),
    "pattern": lambda t, n: t.n("{n} habit or belief", "{n} habits and beliefs", n),
    "learning_question": lambda t, n: t.n("{n} learning question", "{n} learning questions", n),
    "self_check": lambda t, n: t.n("{n} self-check", "{n} self-checks", n),
    "quality": lambda t, n: t.n("{n} strength or growth point", "{n} strengths and growth points", n),
    "agreement": lambda t, n: t.n("{n} agreement", "{n} agreements", n),
    "feedback": lambda t, n: t.n("{n} piece of feedback", "{n} pieces of feedback", n),
    "certificate": lambda t, n: t.n("{n} certificate", "{n} certificates", n),
    "evidence": lambda t, n: t.n("{n} piece of evidence", "{n} pieces of evidence", n),
}
"""How many of a kind, in words."""


@dataclass(frozen=True)
class Glance:
    """Part by part what is in it; then what is private and goes along, what waits for her, and what never goes."""

    parts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def words(self) -> str:
        """All of it, as it is read aloud."""
        return "\n".join((*(f"{part}: {told}" for part, told in self.parts), *self.notes))


def glance(plan: Plan, t: Translator) -> Glance:
    """What this reader will see. Counts are for her eyes: no document tells how many there are."""
    parts = [(word(part.part, t), told) for part in plan.parts if part.included and (told := _told(plan, part, t))]
    if not parts:
        return Glance((), (t("Nothing is chosen yet."),))
    waiting = sum(item.why is Why.PUPILS_UNKNOWN for part in plan.parts if part.included for item in part.items)
    notes = [_private(plan, t)]
    if waiting:
        notes.append(
            t.n(
                "{n} piece of evidence stays here until you have said whether there are pupils in it.",
                "{n} pieces of evidence stay here until you have said whether there are pupils in them.",
                waiting,
            )
        )
    notes.append(
        t(
            "What you wrote to let off steam, why you were away and who is behind a stand-in never go along. "
            "What stays here can't be told from the document."
        )
    )
    return Glance(tuple(parts), tuple(notes))


def _told(plan: Plan, part: PartPlan, t: Translator) -> str:
    chosen = plan.selection
    if part.part is Part.ACCOUNT:
        if chosen.account.strip():
            return t("your account, who you are and where you work")
        return t("who you are and where you work; no account of yours yet")
    if part.part is Part.HOURS:
        told = t("where you stand in the schemes that you take part in")
    else:
        told = counted((item for item in part.items if item.included), t)
    if part.part is Part.GROWTH and plan.has_phases:
        told = ", ".join(filter(None, (t("the phases of your career"), told)))
    if told and part.part is Part.EVIDENCE and chosen.carry is not Carry.FITTING:
        told = f"{told} ({word(chosen.carry, t)})"
    own = t("a text of yours") if chosen.part_texts.get(part.part.value, "").strip() else ""
    return ", ".join(filter(None, (own, told)))


def _private(plan: Plan, t: Translator) -> str:
    found = [item for part in plan.parts for item in part.items if item.included and item.private]
    if not found:
        return t("Nothing goes along that is private by nature.")
    what = counted(found, t)
    if plan.selection.audience is not Audience.ARCHIVE:
        return t("Private by nature, and along because you chose it: {what}.", what=what)
    if plan.selection.name:
        return t("Made from your own archive, so what is private by nature goes along too: {what}.", what=what)
    return t("This is your own archive: what is private by nature goes along too.")


def counted(items: Iterable[Item], t: Translator) -> str:
    """How many of each kind, in words."""
    counts = Counter(MOMENT if item.kind == "experience" and item.private else item.kind for item in items)
    return ", ".join(COUNTS[kind](t, counts[kind]) for kind in COUNTS if counts[kind])
