"""What the search asks and how its answer reads, without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import cast

from portfolio_app.domain.changes import Label
from portfolio_app.domain.kinds import KINDS
from portfolio_app.domain.portfolio import Sector
from portfolio_app.domain.saved import SavedSearch
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.selecting import school_year
from portfolio_app.services.session import Services
from portfolio_app.store.stopping import Stop
from portfolio_app.store.values import Found, Hit, Place, Query, Question
from portfolio_app.ui.models.found_line import Line
from portfolio_app.ui.words import kind_name, title_words

FEW, MORE = 5, 50
MONTH = timedelta(days=30)

GROUPS: dict[str, str] = {
    "experience": N_("Activities and moments"),
    "journal_week": N_("Weeks"),
    "reflection": N_("Reflections"),
    "pattern": N_("Habits and beliefs"),
    "evidence": N_("Evidence"),
    "feedback": N_("Feedback"),
    "learning_question": N_("Learning questions"),
    "observation": N_("Lesson visits"),
    "pupil_survey": N_("Pupil surveys"),
    "talk": N_("Talks"),
    "agreement": N_("Agreements"),
    "plan": N_("Plans"),
    "self_check": N_("Self-checks"),
    "quality": N_("Strengths and growth points"),
    "certificate": N_("Certificates"),
    "letter": N_("Letters to myself"),
    "person": N_("People"),
}
"""Kinds in the order in which they are shown, with the heading above them; any other kind comes after them."""

PERIODS: tuple[tuple[str, str], ...] = (
    ("always", N_("All years")),
    ("month", N_("The last 30 days")),
    ("this_year", N_("This school year")),
    ("last_year", N_("Last school year")),
    ("own", N_("Between two days …")),
)
EVIDENCE: tuple[tuple[bool | None, str], ...] = (
    (None, N_("With or without evidence")),
    (True, N_("With evidence")),
    (False, N_("Without evidence")),
)
PLACES: tuple[tuple[str, str], ...] = (
    ("live", N_("In everything")),
    ("trash", N_("In the trash")),
)


@dataclass(frozen=True)
class Ask:
    """What the fields of the page hold; the same names as in a `SavedSearch`."""

    text: str = ""
    kind: str = ""
    period: str = "always"
    from_on: date | None = None
    until_on: date | None = None
    framework: str = ""
    competence: str = ""
    scheme: str = ""
    tag: str = ""
    evidence: bool | None = None
    place: str = "live"

    @property
    def is_narrow(self) -> bool:
        """Whether anything of what folds away is asked."""
        return bool(self.competence or self.scheme or self.tag or self.evidence is not None or self.place != "live")


class SearchPresenter:
    """Asks the search and words what it found."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._asked = Ask()
        self._shown: dict[str, int] = {}

    def question(self, ask: Ask) -> Question:
        """The question as the search understands it. All kinds are counted, whichever is looked at."""
        first, last = self._days(ask)
        return Question(
            text=ask.text,
            from_on=first,
            until_on=last,
            competence=(ask.framework, ask.competence) if ask.competence else None,
            scheme=ask.scheme,
            tags=(ask.tag,) if ask.tag else (),
            evidence=ask.evidence,
            place=cast(Place, ask.place if ask.place in dict(PLACES) else "live"),
        )

    def most(self, ask: Ask) -> Mapping[str, int]:
        """How many hits of each kind are shown; begins anew when something else is asked."""
        if ask != self._asked:
            self._asked, self._shown = ask, {}
        least = MORE if ask.kind else FEW
        kinds = [kind for kind in KINDS if ask.kind in ("", kind)]
        return {kind: self._shown.get(kind, least) for kind in kinds}

    def show_more(self, kind: str, there: int) -> None:
        """Show more of a kind from now on; ``there`` is how many of it stand in the list."""
        self._shown[kind] = there + MORE

    def find(self, question: Question, most: Mapping[str, int], stop: Stop) -> Found:
        """The answer, for another thread. Raises `Cancelled` and `UserError`."""
        return self._services.search.ask(question, most, stop)

    def _days(self, ask: Ask) -> tuple[date | None, date | None]:
        today = self._services.records.today()
        began = school_year(today)
        if ask.period == "month":
            return today - MONTH, None
        if ask.period == "this_year":
            return began, None
        if ask.period == "last_year":
            return began.replace(year=began.year - 1), began - timedelta(days=1)
        return (ask.from_on, ask.until_on) if ask.period == "own" else (None, None)

    # -- words ------------------------------------------------------------------------------------------------

    def lines(self, found: Found, kind: str, t: Translator) -> list[Line]:
        """The list: kind by kind, in each those with the words in the title first."""
        made: list[Line] = []
        for one in ordered(found):
            if kind not in ("", one):
                continue
            hits, count = found.hits.get(one, ()), found.counts[one]
            told = t("{shown} of {n} shown", shown=t.number(len(hits)), n=t.number(count))
            made.append(Line("group", one, group_name(one, t), t.number(count) if len(hits) == count else told))
            made += [Line("hit", one, title_words(one, hit.heading, t), _day(hit, t), hit) for hit in hits]
            if len(hits) < count:
                made.append(Line("more", one, t("Show more")))
        return made

    def told(self, found: Found, ask: Ask, t: Translator) -> str:
        """How many there are, in a sentence."""
        if found.total:
            return t.n("{count} found", "{count} found", found.total, count=t.number(found.total))
        if self.question(ask).is_empty:
            return ""
        return t("Nothing found. A part of a word will do.")

    def kinds(self, found: Found, chosen: str, t: Translator) -> list[tuple[str, str]]:
        """The kinds that were found as chips, each with its count; a chosen one stays, also when it has none."""
        there = [*ordered(found)]
        if chosen and chosen not in there:
            there.append(chosen)
        chips = [(kind, f"{group_name(kind, t)}  {t.number(found.counts.get(kind, 0))}") for kind in there]
        return [("", f"{t('Everything')}  {t.number(found.total)}"), *chips] if chips else []

    # -- what the filters offer -----------------------------------------------------------------------------------

    def competences(self, t: Translator) -> list[tuple[str, str]]:
        """Competences of the owner's sector, as pairs of "framework/code" and words."""
        profile = self._services.records.profile()
        sector = profile.sector if profile is not None else Sector.VO
        return [
            (f"{framework.id}/{item.code}", f"{item.code} {t.pick(item.name)}")
            for framework in self._services.content.frameworks()
            if not framework.sectors or sector in framework.sectors
            for item in framework.competences
            if not item.sectors or sector in item.sectors
        ]

    def schemes(self, t: Translator) -> list[tuple[str, str]]:
        """Schemes, as pairs of id and name."""
        return [(scheme.id, t.pick(scheme.name)) for scheme in self._services.content.schemes()]

    def tags(self) -> list[str]:
        """Every tag that is in use, in the order of the alphabet."""
        return self._services.search.tags()

    # -- saved searches -------------------------------------------------------------------------------------------

    def saved(self) -> list[SavedSearch]:
        """The searches that were kept, by name."""
        query = Query(kinds=(SavedSearch.KIND,), order="heading")
        return self._services.records.load(SavedSearch, query)

    def save(self, ask: Ask, name: str) -> None:
        """Keep a search; one with the same name is replaced. Raises `UserError`."""
        name = name.strip()
        known = next((item for item in self.saved() if item.name.casefold() == name.casefold()), None)
        head = {"name": name, **{field.name: getattr(ask, field.name) for field in fields(Ask)}}
        records = self._services.records
        made = known or SavedSearch(id=records.new_id(), written_at=records.now(), lang=records.lang(), name=name)
        records.save(replace(made, **head))

    def rename(self, ident: str, name: str) -> None:
        """Give a saved search another name. Raises `UserError`."""
        records = self._services.records
        records.save_all(
            [replace(records.need(SavedSearch, ident), name=name.strip())], label=Label("edit", SavedSearch.KIND, name)
        )

    def trash(self, ident: str) -> None:
        """Put a saved search in the trash. Raises `UserError`."""
        self._services.records.trash(SavedSearch.KIND, ident)

    def of(self, ident: str) -> Ask | None:
        """What a saved search asks; None when it is gone."""
        item = self._services.records.get(SavedSearch, ident)
        return Ask(**{field.name: getattr(item, field.name) for field in fields(Ask)}) if item is not None else None


def ordered(found: Found) -> list[str]:
    """Kinds that were found, in the order of `GROUPS`."""
    order = {kind: at for at, kind in enumerate(GROUPS)}
    return sorted(found.counts, key=lambda kind: (order.get(kind, len(order)), kind))


def group_name(kind: str, t: Translator) -> str:
    """Heading above the hits of a kind."""
    named = GROUPS.get(kind)
    if named is not None:
        return t(named)
    name = kind_name(kind, t)
    return name[:1].upper() + name[1:]


def _day(hit: Hit, t: Translator) -> str:
    return t.date(hit.day, "medium") if hit.day else ""
