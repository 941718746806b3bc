"""Reflections of the example: ALACT with all cells of its grid, habits in the core template, and some other forms."""

from __future__ import annotations

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.links import Role
from portfolio_app.domain.reflections import Level, Reflection, Source
from portfolio_app.services.example.draft import Draft
from portfolio_app.services.example.texts import shape

GRID_ROWS = ("wanting", "doing", "thinking", "feeling")


def plan_reflections(draft: Draft) -> None:
    """Add the reflections, each about the moment it looks back on."""
    form, written = shape("reflections"), draft.texts.file("reflections")
    for group, template, order in (
        ("alact", "alact", form["order"]),
        ("habits", "gewoonte-opvatting-uitproberen", form["habit"]),
        ("forms", "", ()),
    ):
        for key, place in form[group].items():
            day = draft.schedule.day(place["at"])
            about = draft.get(Experience, f"moment:{place['about']}")
            if day is None or about is None:
                continue
            title, answers = written[group][key]
            reflection = Reflection(
                **draft.head(day),
                title=title,
                happened_on=day,
                template=place.get("template", template),
                answers=dict(zip(order, answers, strict=True)) if order else answers,
                sources={
                    f"{row}_pupils": Source(source)
                    for row, source in zip(GRID_ROWS, place.get("sources", ()), strict=False)
                },
                level=Level(place["level"]),
                for_talk=place.get("talk", False) and (draft.until - day).days <= 120,
            )
            draft.link(Role.ABOUT, draft.add(f"reflection:{key}", reflection), about)
