"""What is done with activities as a whole: a plan that was carried out, and one that comes back every week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.links import Role
from portfolio_app.domain.portfolio import Plan
from portfolio_app.domain.repeats import Rhythm, Turn, turns
from portfolio_app.services.core import Core
from portfolio_app.services.days_off import DaysOffService


class ActivityService:
    """One verb each, each one step to undo."""

    def __init__(self, core: Core, days_off: DaysOffService) -> None:
        self._core, self._days_off = core, days_off
        self._store = core.store

    def carry_out(self, plan: Plan) -> Experience:
        """Make the activity that a plan became, on today at the latest; the plan goes to the trash in the same step.

        What she wanted to learn stays as it stood in the plan, with the day on which she wrote it. The learning
        questions of the plan go along.
        """
        made = Experience(
            **self._core.head(),
            title=plan.title,
            happened_on=min(plan.planned_on, self._core.today()),
            contact_minutes=plan.minutes,
            purpose=plan.purpose,
            purpose_before=plan.purpose,
            purpose_before_on=self._wrote_purpose(plan) if plan.purpose.strip() else None,
        )
        made = replace(made, lang=plan.lang)
        targets = [
            self._store.any(link.target_kind, link.target_id) for link in self._store.links_from(plan.id, Role.ANSWERS)
        ]
        links = [self._core.link(Role.ANSWERS, made, target) for target in targets if target is not None]
        label = Label("carry_out", Plan.KIND, made.heading)
        self._core.save([made], links=links, label=label, trash=[plan])
        return made

    def _wrote_purpose(self, plan: Plan) -> date:
        """The day since which the purpose stands in the plan as it does now."""
        at = plan.written_at
        for version in self._store.history(Plan.KIND, plan.id):
            if not isinstance(version.record, Plan) or version.record.purpose != plan.purpose:
                break
            at = version.at
        return at.astimezone(self._core.zone).date()

    # -- again and again ------------------------------------------------------------------------------------------

    def turns(self, first: date, until: date, rhythm: Rhythm) -> tuple[Turn, ...]:
        """The days on which it comes back; raises what `repeats.turns` raises."""
        return turns(first, until, rhythm, self._days_off().takes_day)

    def repeat(self, experience: Experience, days: Sequence[date]) -> tuple[Experience, ...]:
        """Make an activity once more on each of some days, all in one step.

        What belongs to one time (what happened, what came of it, cost, validation) is not repeated. The learning
        questions are. Raises `UserError` ``repeats-none``.
        """
        if not days:
            raise UserError("repeats-none")
        bare = _bare(experience)
        made = [replace(bare, **self._core.head(), happened_on=day) for day in days]
        made = [replace(one, lang=experience.lang) for one in made]
        targets = [
            self._store.any(link.target_kind, link.target_id)
            for link in self._store.links_from(experience.id, Role.ANSWERS)
        ]
        links = [self._core.link(Role.ANSWERS, one, target) for one in made for target in targets if target is not None]
        self._core.save(made, links=links, label=Label("repeat", Experience.KIND, experience.heading))
        return tuple(made)


def _bare(experience: Experience) -> Experience:
    """What of an activity is the same each time."""
    return Experience(
        id=experience.id,
        written_at=experience.written_at,
        title=experience.title,
        happened_on=experience.happened_on,
        activity_type=experience.activity_type,
        formality=experience.formality,
        contact_minutes=experience.contact_minutes,
        self_study_minutes=experience.self_study_minutes,
        provider=experience.provider,
        place=experience.place,
        with_roles=experience.with_roles,
        purpose=experience.purpose,
        ordinary_work=experience.ordinary_work,
        competences=experience.competences,
        allocations=experience.allocations,
        tags=experience.tags,
    )
