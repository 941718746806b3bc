"""The sheet for a talk: what was marked, in the order of a talk, on one A4."""

from __future__ import annotations

from datetime import date
from typing import Any

from portfolio_app.document.compose.talk import LEAST, MOST, sheet, shortened
from portfolio_app.document.text import as_text
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, LearningQuestion, Talk
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.i18n import Translator
from tests.document.samples import made

DAY = date(2026, 3, 19)
DUTCH = Translator("nl")


SAID = {"a": "Niemand zei iets, en ik ook niet.", "b": "Rust.", "c": "Sem bleef na. Wachten."}


def talk(**words: Any) -> Talk:
    return made(Talk, "talk", happens_on=DAY, with_role="coach", **words)


def everything() -> tuple[Record, ...]:
    return (
        made(Experience, "a", title="De klas werd stil", happened_on=DAY),
        made(Reflection, "b", title="Een les die stilviel", happened_on=DAY, template="alact"),
        made(JournalWeek, "c", year=2026, number=11),
        made(Pattern, "d", kind=PatternKind.HABIT, statement="Ik vul stiltes.", noticed_on=DAY),
        made(LearningQuestion, "e", question="Hoe wacht ik langer?", asked_on=DAY, can="Tellen.",
             may="Een rustige les."),
    )  # fmt: skip


def text(*marked: Record, agreements: tuple[Agreement, ...] = (), t: Translator = DUTCH, **words: Any) -> str:
    return as_text(sheet(talk(**words), marked, SAID, agreements, t))


def test_it_goes_in_the_order_of_a_talk() -> None:
    agreed = made(Agreement, "f", text="Eén les filmen", agreed_on=date(2026, 2, 2), due_on=date(2026, 3, 1))
    told = text(*everything(), agreements=(agreed,), tell="Dat ik minder praat.", ask="Zie jij dat ook?", need="Tijd.")
    assert (
        told
        == """Gespreksblad
coach · donderdag 19 maart 2026

Wat ik wil vertellen
Dat ik minder praat.
- De klas werd stil. Niemand zei iets, en ik ook niet.
- Een les die stilviel. Rust.
- Week 11. Sem bleef na. Wachten.
- Ik vul stiltes.

Wat ik vraag
Zie jij dat ook?
- Hoe wacht ik langer?

Wat heb ik nodig, en van wie?
Tijd.

Kunnen
- Tellen.

Mogen
- Een rustige les.

Wat we eerder afspraken
- Eén les filmen (afgesproken op 2 februari 2026, terug te komen op 1 maart 2026)
"""
    )


def test_what_is_not_there_leaves_no_heading() -> None:
    assert text() == "Gespreksblad\ncoach · donderdag 19 maart 2026\n"
    assert "Wat ik vraag" not in text(everything()[0])


def test_needs_of_more_questions_say_of_which() -> None:
    two = [
        made(LearningQuestion, word, question=f"{word}?", asked_on=DAY, can=f"kan {word}") for word in ("Hoe", "Wat")
    ]
    told = text(*two, made(LearningQuestion, "x", question="Waarom?", asked_on=DAY))
    assert "Kunnen\n- Hoe? kan Hoe\n- Wat? kan Wat\n" in told
    assert told.count("Waarom?") == 1


def test_can_want_and_may_stand_apart_and_what_was_written_before_stays() -> None:
    told = text(need="Tijd.", can="Voorbeelden, van mijn coach.", want="Dat het lukt.", may="Een lege les.")
    assert told.endswith("""Wat heb ik nodig, en van wie?
Tijd.

Kunnen
Voorbeelden, van mijn coach.

Willen
Dat het lukt.

Mogen
Een lege les.
""")


def test_what_came_of_an_agreement_is_told() -> None:
    done = made(Agreement, "g", text="Filmen", agreed_on=DAY, done_on=DAY, outcome="Drie lessen.")
    gone = made(Agreement, "h", text="Bellen", agreed_on=DAY, dropped_on=DAY)
    open_one = made(Agreement, "i", text="Kijken", agreed_on=DAY, who="mijn coach")
    told = as_text(sheet(talk(), (), {}, (open_one,), DUTCH, (done, gone)))
    assert "- Kijken (mijn coach, afgesproken op 19 maart 2026)\n" in told
    assert "- Filmen (gedaan op 19 maart 2026) Drie lessen.\n- Bellen (hoeft niet meer)\n" in told


def test_in_english_it_speaks_english_and_leaves_her_words_as_they_are() -> None:
    told = text(*everything(), t=Translator("en"))
    assert "What I want to tell" in told
    assert "Niemand zei iets" in told


def test_long_texts_are_cut_so_that_it_stays_on_one_sheet() -> None:
    many = [made(Experience, str(n), title=f"Moment {n}", happened_on=DAY) for n in range(12)]
    said = {item.id: "Een lange zin over stilte. " * 200 for item in many}
    assert len(as_text(sheet(talk(), many, said, (), DUTCH))) < 12 * (LEAST + 80) + 600
    assert MOST < len(as_text(sheet(talk(), many[:1], said, (), DUTCH))) < MOST + 200
    assert shortened("een twee drie", 9) == "een twee …"
    assert shortened("een twee", 9) == "een twee"
