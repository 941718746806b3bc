"""The document page by page as it will be signed, laid out again where it changed and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Generator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.selection import Audience, Part, Selection
from portfolio_app.services import preview as module
from portfolio_app.services.preview import CONTENTS, COVER, Preview, Sheets
from portfolio_app.services.session import Services
from tests.services.helpers import activity, belief, profile, reflection, saved


@pytest.fixture
def course(services: Services) -> Experience:
    profile(services)
    return activity(services)


@pytest.fixture
def choice(services: Services, course: Experience) -> Selection:
    return services.choosing.default(Audience.MENTOR)


@pytest.fixture
def preview(services: Services) -> Generator[Preview]:
    made = services.previews.begin()
    yield made
    services.previews.end(made)


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was laid out, in this order."""
    made: list[str] = []
    lay = Preview._lay

    def noted(self: Preview, draft: module._Draft, key: str, stopped: object) -> None:
        made.append(key)
        lay(self, draft, key, stopped)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(Preview, "_lay", noted)
    return made


def text(preview: Preview, sheets: Sheets) -> str:
    return "\n".join(preview.words(section.key, page) for section in sheets.sections for page in range(section.pages))


def test_the_pages_are_those_of_the_document_that_is_signed(
    services: Services, preview: Preview, choice: Selection, tmp_path: Path
) -> None:
    told: list[Sheets] = []
    sheets = preview.show(choice, told.append)
    assert [section.key for section in sheets.sections][:3] == [COVER, CONTENTS, "account"]
    assert sheets.whole
    assert told[0].sections[0].pages == 1  # the cover is there first
    assert not told[0].whole
    made = services.exports.export(choice, tmp_path / "portfolio.pdf")
    assert sheets.pages == made.pages
    firsts = [section.first for section in sheets.sections]
    assert firsts == sorted(firsts)
    assert sum(section.pages for section in sheets.sections[:-1]) + 1 == firsts[-1]
    drawn = preview.draw(COVER, 0, 0.5)
    assert drawn.width / drawn.height == pytest.approx(210 / 297, abs=0.01)
    assert "Studiedag formatief handelen" in preview.words("experiences", 0)
    assert f"Pagina {sheets.section('experiences').first}" in preview.words("experiences", 0)  # pyright: ignore[reportOptionalMemberAccess]
    titles = [(entry.level, entry.title, entry.section) for entry in sheets.entries]
    assert titles[0][2] == COVER
    assert (2, "Studiedag formatief handelen", "experiences") in titles


def test_a_change_lays_out_what_is_in_view_and_no_more_than_it_touched(
    services: Services, preview: Preview, choice: Selection, course: Experience, laid: list[str]
) -> None:
    preview.show(choice)
    assert laid.count("experiences") == 1
    assert laid[-1] == CONTENTS  # the numbers in it are known last
    laid.clear()
    preview.look_at("experiences")
    services.records.save(replace(course, story="Ik liet stiltes vallen."))
    preview.show(choice)
    assert laid == ["experiences"]
    assert "stiltes vallen" in preview.words("experiences", 0)
    laid.clear()
    preview.show(choice)
    assert laid == []


def test_what_grows_gives_later_pages_other_numbers(
    services: Services, preview: Preview, choice: Selection, course: Experience, laid: list[str]
) -> None:
    first = preview.show(choice)
    for number in range(12):
        saved(services, replace(course, id=services.records.new_id(), title=f"Dag {number}", story="Woord " * 300))
    laid.clear()
    sheets = preview.show(choice)
    assert laid == ["experiences", "signature", CONTENTS]
    before, after = first.section("signature"), sheets.section("signature")
    assert before is not None
    assert after is not None
    assert after.first > before.first
    assert f"Pagina {after.first}" in preview.words("signature", 0)
    assert sheets.whole
    # What is in view is there first, with the number it had, and gets its own once that is known.
    services.signing.renew()
    saved(services, replace(course, story="Woord " * 900))
    preview.look_at("signature")
    laid.clear()
    last = preview.show(choice).section("signature")
    assert last is not None
    assert laid == ["signature", "experiences", "signature", CONTENTS]
    assert f"Pagina {last.first}" in preview.words("signature", 0)


def test_what_is_left_out_or_vented_is_on_no_page(
    services: Services, preview: Preview, choice: Selection, course: Experience
) -> None:
    hidden = activity(services, "Verborgen middag")
    steam = reflection(services, "Stoom over 2b", venting=True)
    thought = belief(services)
    chosen = replace(choice, left_out=frozenset({hidden.id}), chosen=frozenset({steam.id, thought.id}))
    every = replace(chosen, parts=frozenset(Part))
    seen = text(preview, preview.show(every))
    assert "Wie stilvalt" in seen
    assert "Verborgen" not in seen
    assert "Stoom" not in seen
    without = replace(every, chosen=frozenset[str]())
    sheets = preview.show(without)
    assert sheets.section("patterns") is None
    with pytest.raises(Cancelled):
        preview.words("patterns", 0)
    assert "Wie stilvalt" not in text(preview, sheets)


def test_the_signature_is_shown_once_there_is_a_key(services: Services, preview: Preview, choice: Selection) -> None:
    assert services.signing.active() is None
    assert "SHA-256" not in text(preview, preview.show(replace(choice, parts=frozenset({Part.ACCOUNT}))))
    assert services.signing.active() is None  # looking makes no key
    key = services.signing.renew()
    seen = text(preview, preview.show(choice))
    assert key.fingerprint[:4].upper() in seen


def test_stale_work_stops_and_what_was_made_stays(preview: Preview, choice: Selection, laid: list[str]) -> None:
    stop = threading.Event()

    def told(sheets: Sheets) -> None:
        stop.set()

    with pytest.raises(Cancelled):
        preview.show(choice, told, stop.is_set)
    assert laid == [COVER]
    preview.show(choice)
    assert laid.count(COVER) == 1


def test_nothing_is_written_and_nothing_remains(
    services: Services, choice: Selection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    before = {path for path in services.home.rglob("*") if path.is_file()}
    preview = services.previews.begin()
    preview.show(choice)
    preview.draw(COVER, 0, 1.0)
    assert {path for path in services.home.rglob("*") if path.is_file()} == before
    assert list(temporary.iterdir()) == []
    services.previews.close()
    with pytest.raises(Cancelled):
        preview.draw(COVER, 0, 1.0)
    with pytest.raises(Cancelled):
        preview.show(choice)


def test_a_choice_of_nothing_is_said(preview: Preview, choice: Selection) -> None:
    preview.show(choice)
    with pytest.raises(UserError, match="nothing-selected"):
        preview.show(replace(choice, parts=frozenset()))
    with pytest.raises(Cancelled):  # nothing of before is shown as if it still went along
        preview.draw(COVER, 0, 1.0)
    with pytest.raises(UserError, match="dates-reversed"):
        preview.show(replace(choice, until_on=date(2026, 1, 1) - timedelta(days=400)))
