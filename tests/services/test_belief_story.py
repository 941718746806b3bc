"""A belief of the example, followed from a line in a week to a sharpened sentence, in the records and in the PDF."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.document.tree import StepChart, walk
from portfolio_app.document.words import word
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Decision, Pattern, TryOutState
from portfolio_app.domain.selection import Audience, Carry, Part
from portfolio_app.i18n import Lang, Translator
from portfolio_app.services.example import build
from portfolio_app.services.jobs import no_progress
from portfolio_app.services.session import Services

UNTIL = date(2026, 7, 20)
SENTENCE = {"nl": "Een goede uitleg is genoeg.", "en": "A good explanation is enough."}


def story(services: Services, lang: Lang) -> Pattern:
    """The belief that an explanation is enough, which is sharpened in the first year."""
    build(services, lang=lang, years=1, until=UNTIL, progress=no_progress)
    before = SENTENCE[lang]
    (found,) = [
        item for item in services.patterns.all() if any(wording.statement == before for wording in item.wordings)
    ]
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_belief_is_followed_and_its_story_prints(services: Services, tmp_path: Path, lang: Lang) -> None:
    belief = story(services, lang)
    _is_followed(services, belief, lang)
    _prints(services, belief, tmp_path / "portfolio.pdf", lang)


def _is_followed(services: Services, belief: Pattern, lang: Lang) -> None:
    """From a line in a week through ratings, cases and a try-out that was told to a sharpened sentence."""
    (link,) = services.records.links_from(belief.id, Role.LIFTED_FROM)
    week = services.records.need(JournalWeek, link.target_id)
    assert link.quote is not None
    body = week.answers[link.quote.field.removeprefix("answers.")]
    at = link.quote.find(body)
    assert at is not None
    assert body[at : at + len(link.quote.text)] == link.quote.text
    assert week.week.monday <= belief.noticed_on <= week.week.sunday
    assert len(belief.ratings) > 1
    assert all(entry.note for entry in belief.ratings)
    assert belief.cases
    assert all(case.teller is not None and services.records.any(*case.teller) for case in belief.cases)
    told = [tried for tried in belief.experiments if tried.state is TryOutState.TOLD]
    assert told
    assert all(tried.expect and tried.rethink_if and tried.happened and tried.says for tried in told)
    last = belief.wordings[-1]
    assert (last.statement, last.decision) == (SENTENCE[lang], Decision.SHARPEN)
    assert belief.statement != last.statement
    assert belief.ratings[0].on <= told[0].planned_on <= (told[0].told_on or date.max) <= last.on


def _prints(services: Services, belief: Pattern, out: Path, lang: Lang) -> None:
    """In that order, and with the line of ratings as a figure that has its words."""
    t = Translator(lang)
    chosen = services.choosing.default(Audience.ARCHIVE, lang, UNTIL)
    chosen = replace(chosen, parts=(Part.JOURNAL, Part.EXPERIENCES, Part.PATTERNS), carry=Carry.LISTED)
    document = services.composing.compose(chosen, t)
    lines = [block for block in walk(document) if isinstance(block, StepChart)]
    told = [f"{t.date(entry.on)}: {word(entry.rating, t)}" for entry in belief.ratings]
    (line,) = [one for one in lines if all(words in one.alternative for words in told)]
    assert [step.on for step in line.steps] == [entry.on for entry in belief.ratings]
    services.exports.export(chosen, out)
    printed = subprocess.run(["pdftotext", "-raw", out, "-"], capture_output=True, text=True, check=True).stdout
    whole = " ".join(printed.split()).replace("\u00ad ", "")  # words that were divided over two lines
    text = whole[whole.rindex(belief.statement[:40], 0, whole.index(belief.automatic)) :]
    (link,) = services.records.links_from(belief.id, Role.LIFTED_FROM)
    week = services.records.need(JournalWeek, link.target_id)
    assert link.quote is not None
    (tried,) = [one for one in belief.experiments if one.state is TryOutState.TOLD][:1]
    order = [
        f"“{link.quote.text}”",
        t("Week {number}, {year}", number=week.number, year=week.year),
        belief.brings,
        word(belief.ratings[0].rating, t),
        belief.cases[0].text,
        belief.rival,
        belief.consultations[0].said,
        tried.try_text,
        tried.happened,
        tried.says,
        SENTENCE[lang],
        belief.statement,
    ]
    at = 0
    for words in order:
        found = text.find(" ".join(words.split()), at)
        assert found >= 0, words
        at = found
    with pikepdf.open(out) as pdf:
        told = [str(part["/Alt"]) for part in pdf.objects if isinstance(part, pikepdf.Dictionary) and "/Alt" in part]
    assert any(line.alternative in words for words in told)
    assert "%" not in text[: at + len(belief.statement)]
