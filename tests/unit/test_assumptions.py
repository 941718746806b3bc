"""What keeps coming back: sentences of three days that assume the same thing, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portfolio_app import paths
from portfolio_app.content.sets import ContentSets
from portfolio_app.domain.assumptions import Recurring, Written, recurring
from portfolio_app.domain.signals import Rules

RULES = {lang: Rules.of(lang, ContentSets(paths.resources()).signals()) for lang in ("nl", "en")}
FIRST = date(2026, 1, 5)


def texts(*lines: str, lang: str = "nl", same_day: bool = False) -> list[Written]:
    return [
        Written("journal_week", f"id-{at}", "answers.stayed", line, FIRST + timedelta(0 if same_day else 7 * at), lang)
        for at, line in enumerate(lines)
    ]


def find(*lines: str, lang: str = "nl", same_day: bool = False) -> tuple[Recurring, ...]:
    return recurring(texts(*lines, lang=lang, same_day=same_day), RULES.__getitem__)


TEACHER = (
    "Vandaag liep het. Een goede leraar heeft de rust bewaard, denk ik.",
    "Een goede leraar houdt zijn rust.",
    "Het was warm. Ik bleef zoeken. Een goede leraar vindt de rust terug, ook op vrijdag.",
)


def test_sentences_that_begin_alike_and_are_about_the_same_come_back() -> None:
    (found,) = find(*TEACHER)
    assert [said.text for said in found.said] == [
        "Een goede leraar vindt de rust terug, ook op vrijdag",
        "Een goede leraar houdt zijn rust",
        "Een goede leraar heeft de rust bewaard, denk ik",
    ]
    assert found.topic == "nl:rust"


def test_twice_or_on_one_day_is_not_often() -> None:
    assert find(*TEACHER[:2]) == ()
    assert find(*TEACHER, same_day=True) == ()
    assert find(" ".join(TEACHER)) == ()


def test_a_must_comes_back_when_two_words_of_it_do() -> None:
    (found,) = find(
        "Leerlingen moeten leren plannen.",
        "Ze moeten echt leren plannen, dat zag ik weer.",
        "Iedereen moet een keer leren plannen.",
    )
    assert len(found.said) == 3
    assert find("Leerlingen moeten plannen.", "Ik moet een taxi plannen.", "Je moet vakanties plannen.") == ()


def test_what_merely_happened_is_no_assumption() -> None:
    assert find(*["We hebben de toets over breuken besproken in de kring."] * 5) == ()


def test_english_has_words_of_its_own() -> None:
    (found,) = find(
        "If I don't prepare the instructions, it falls apart.",
        "Today again: if I don't repeat the instructions they start talking.",
        "If I didn't write the instructions down, nobody began.",
        lang="en",
    )
    assert found.topic == "en:instruction"


def test_names_and_what_others_said_are_left_out() -> None:
    assert find(*["Altijd roept Sanne dan Mohammed."] * 4) == ()
    assert find(*["Zij zei: “Een goede leraar houdt rust in de tent.”"] * 4) == ()


def test_a_name_at_the_beginning_of_a_sentence_is_no_topic_that_could_be_remembered() -> None:
    alike = ("bewijst dat een goede leraar luistert", "laat zien dat een goede leraar lacht",
             "zei dat een goede leraar wandelt")  # fmt: skip
    assert find(*(f"Hanne {words}." for words in alike)) == ()


def test_at_most_two_and_never_with_the_same_sentence() -> None:
    more = (
        "Leren gaat alleen als ze luisteren: zij leren pas als het stil is in het lokaal.",
        "Ze leren pas als het muisstil blijft, dat lokaal werkt mee.",
        "Leerlingen leren pas als het lokaal stil is.",
        "Ik moet elke ouder meteen terugbellen vanuit huis.",
        "Altijd moet ik iedere ouder terugbellen.",
        "Ouders moet ik terugbellen, elke ouder.",
    )
    found = find(*TEACHER, *more)
    assert len(found) == 2
    ids = [said.where.id for one in found for said in one.said]
    assert len(ids) == len(set(ids))


def test_what_is_known_or_was_dismissed_is_not_suggested() -> None:
    assert recurring(texts(*TEACHER), RULES.__getitem__, dismissed={"nl:rust"}.__contains__) == ()
    assert recurring(texts(*TEACHER), RULES.__getitem__, known=lambda said: "houdt" in said.text) == ()


def test_a_word_that_stands_nearly_everywhere_says_nothing() -> None:
    around = [f"Vandaag was er rust, {at} keer." for at in range(40)]
    assert find(*TEACHER, *around) == ()


@pytest.mark.parametrize("text", ["", "!!!", "\n\n", "🎉", "een goede leraar " * 400])
def test_odd_texts_are_passed_over(text: str) -> None:
    assert find(text, text, text, text) == ()
