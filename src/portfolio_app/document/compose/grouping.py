"""Activities and moments under headings: by school year, or by theme with each of them once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portfolio_app.document.compose.pieces import anchor, on_page, pick, school_year
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import Inline, Span
from portfolio_app.domain.competences import with_parents
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.lessons import Observation, PupilSurvey
from portfolio_app.domain.links import Role
from portfolio_app.i18n import Translator

Told = Experience | Observation | PupilSurvey


@dataclass
class Chapter:
    """Items under one title (none where there is but one chapter), and what of it is told under another title."""

    title: str
    items: list[Told] = field(default_factory=list[Told])
    elsewhere: list[Told] = field(default_factory=list[Told])

    def references(self, t: Translator) -> tuple[Inline, ...]:
        """Links to what is told elsewhere."""
        return tuple((Span(one.heading, link=f"#{anchor(one)}"), on_page(anchor(one), t)) for one in self.elsewhere)


def by_time(items: Sequence[Told], t: Translator) -> list[Chapter]:
    """A chapter for every school year; a single one without a title where all are of the same year."""
    years = dict.fromkeys(school_year(item.day) for item in items)
    if len(years) < 2:
        return [Chapter("", list(items))]
    chapters = {
        (first, last): Chapter(t("School year {first}–{last}", first=first, last=last)) for first, last in years
    }
    for item in items:
        chapters[school_year(item.day)].items.append(item)
    return list(chapters.values())


def by_theme(items: Sequence[Told], snapshot: Snapshot, t: Translator) -> list[Chapter]:
    """A chapter for every theme. An item stands under its first theme, and is only referred to under the others.

    Themes are the main competences, in the order of their framework, then her own tags for what has none. What has
    neither comes last.
    """
    themes = {item.id: _themes(item, snapshot, t) for item in items}
    order = _order(snapshot, t)
    names = sorted(
        dict.fromkeys(name for found in themes.values() for name in found),
        key=lambda name: (order.get(name, len(order)), name.casefold()),
    )
    chapters = {name: Chapter(name) for name in names}
    rest = Chapter(t("Without a theme"))
    for item in items:
        first, *others = themes[item.id] or [""]
        chapters.get(first, rest).items.append(item)
        for name in others:
            chapters[name].elsewhere.append(item)
    found = [*chapters.values(), *([rest] if rest.items else [])]
    return found if len(found) > 1 or chapters else [Chapter("", list(items))]


def _themes(item: Told, snapshot: Snapshot, t: Translator) -> list[str]:
    """Themes of an item; of a visit or a survey those of the activities it is about."""
    if isinstance(item, Experience):
        return _of_experience(item, snapshot, t)
    about = set(snapshot.targets(item.id, Role.RELATED))
    found = (name for one in snapshot.experiences if one.id in about for name in _of_experience(one, snapshot, t))
    return list(dict.fromkeys(found))


def _of_experience(item: Experience, snapshot: Snapshot, t: Translator) -> list[str]:
    names: list[str] = []
    for ref in item.competences:
        framework = snapshot.frameworks.get(ref.framework)
        codes = with_parents(framework, ref.code) if framework else ()
        main = framework.find(codes[-1]) if framework and codes else None
        names.append(pick(main.name, t) if main else ref.code)
    return list(dict.fromkeys(names)) or [_capital(tag) for tag in dict.fromkeys(item.tags)]


def _order(snapshot: Snapshot, t: Translator) -> dict[str, int]:
    mains: Iterable[str] = (
        pick(item.name, t)
        for framework in snapshot.frameworks.values()
        for item in framework.competences
        if not item.group
    )
    return {name: number for number, name in enumerate(dict.fromkeys(mains))}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
