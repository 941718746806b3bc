"""Letters to herself in the example: one at the end of each school year, read when it opened a year later."""

from __future__ import annotations

from datetime import timedelta

from portfolio_app.domain.letters import Letter
from portfolio_app.domain.periods import plus_years
from portfolio_app.services.example.draft import Draft
from portfolio_app.services.example.texts import shape

READ_AFTER = timedelta(days=2)


def plan_letters(draft: Draft) -> None:
    """Add every letter that was written by then; the latest one is closed still."""
    words = draft.texts.file("growth")["letters"]
    for key, slot in shape("growth")["letters"].items():
        written = draft.schedule.day(slot)
        if written is None:
            continue
        opens = plus_years(written, 1)
        read = opens + READ_AFTER
        letter = Letter(
            **draft.head(written),
            written_on=written,
            opens_on=opens,
            text=words[key],
            read_on=read if read < draft.until else None,
        )
        draft.add(f"letter:{key}", letter)
