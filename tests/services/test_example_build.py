"""The example written into a real portfolio, as `demo` does it."""

from __future__ import annotations

from datetime import date

import pytest

from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.kinds import KINDS
from portfolio_app.i18n import Translator
from portfolio_app.services.example import build, plan
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query

UNTIL = date(2026, 3, 10)


def test_what_was_planned_is_in_the_portfolio(services: Services) -> None:
    told: list[tuple[int, int, str]] = []
    summary = build(services, lang="nl", years=1, until=UNTIL, progress=lambda *step: told.append(step))
    planned = plan("nl", 1, UNTIL)
    assert dict(summary.counts) == planned.counts()
    for record in planned.records:
        assert services.records.get(type(record), record.id) == record
    for link in planned.links:
        assert link in services.records.links_from(link.source_id)
    for evidence in services.evidence.all():
        assert services.evidence.read(evidence) == planned.contents[evidence.sha256]
    assert told[-1][0] == told[-1][1]
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    _is_of_use(services)


def _is_of_use(services: Services) -> None:
    """The pages have something to show, the search finds words inside files, and one undo takes one thing away."""
    today = services.today(UNTIL)
    assert today.talk is not None
    standings = services.hours.standings(UNTIL)
    assert {item.scheme_id for item in standings} == {"nl-cao-vo", "nl-registerleraar-2017"}
    assert all(item.total > 0 for item in standings)
    assert any(hit.kind == Evidence.KIND for hit in services.search.find("sinaasappel"))
    everything = Query(kinds=tuple(KINDS))
    before = services.records.count(everything)
    services.undo.undo()
    assert services.records.count(everything) == before - 1


@pytest.mark.parametrize(("lang", "words"), [("nl", "activiteiten"), ("en", "activities")])
def test_it_tells_what_it_made(services: Services, lang: str, words: str) -> None:
    summary = build(services, lang=lang, years=1, until=date(2025, 10, 20), progress=lambda done, total, what: None)
    lines = summary.tell(Translator("en" if lang == "en" else "nl"))
    assert any(line.endswith(words) for line in lines)
    assert str(summary.first_day.year) in lines[1]
    profile = services.records.profile()
    assert profile is not None
    assert profile.lang == lang
