"""No text of the program shames: every string of window, PDF, command line, content and help, in both languages.

The texts of the example are left out: they are what a teacher wrote, not what the program says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from portfolio_app import paths
from portfolio_app.i18n import DOMAIN, LANGUAGES, Lang

BANNED: Final[dict[Lang, tuple[str, ...]]] = {
    "nl": (
        r"streaks?", r"\w*scores?", r"scoort|gescoord", r"achterstand\w*", r"achterlo\w+", r"loopt? \w* ?achter",
        r"je hebt al\b.*\bniet", r"je hebt (deze|vorige|dit|afgelopen) \w+ (nog )?(niet|niets|geen)",
        r"moet(en)? je nog", r"je moet nog", r"je had \w* ?moeten", r"helaas", r"jammer", r"fout gedaan",
        r"verkeerd gedaan", r"gemist", r"onvoldoende", r"gefaald", r"schuldig", r"nalatig\w*", r"slordig\w*", r"lui",
        r"nog steeds (niet|geen)", r"al ?weer (niet|geen)", r"je bent (\w+ )?(te laat|vergeten)", r"je vergat",
        r"(goed|knap|netjes) gedaan", r"goed zo", r"goed bezig", r"bravo", r"gefeliciteerd", r"proficiat",
        r"gemiddeld\w*", r"beter dan (anderen|je collega's|de rest)", r"minder dan (anderen|je collega's|de rest)",
    ),
    "en": (
        r"streaks?", r"scores?", r"scored", r"(fall|falling|fell|are|get|lag|lagging) behind", r"missed",
        r"unfortunately", r"sadly", r"you should have", r"you still (have|need) to",
        r"you have not \w+ .* (for|in|since)", r"you haven't .* (for|in|since)", r"overdue",
        r"you forgot", r"failed|failure", r"lazy", r"guilty", r"poorly",
        r"done wrong", r"well done", r"good job", r"congratulations", r"average",
        r"(better|worse|less|more) than (others|your colleagues|the rest)",
    ),
}  # fmt: skip
"""Words that weigh, praise, press or compare, as whole words."""
SIGNS: Final = re.compile(r"!|\d ?%|\} ?%|\bprocent\b|\bper ?cent\b")
"""An exclamation mark, and a part of a hundred: nothing that somebody thinks or does is told in one."""


@dataclass(frozen=True)
class Spared:
    """A text that may hold a word: a part of the text, and why it says no more than that."""

    part: str
    why: str


ALLOWED: Final = (
    Spared("10% van de jaartaak", "what a collective agreement asks, as it is written there"),
    Spared("10% of the year's work", "what a collective agreement asks, as it is written there"),
    Spared("10% van de normjaartaak", "the source of that"),
    Spared("De omvang van een baan", "how large a job is, is told in a part of full time"),
    Spared("The size of a job", "the same"),
    Spared("{n} procent", "the size of a job on the cover, as the contract has it"),
    Spared("{n} percent", "the same"),
    Spared("Text size in percent", "how large letters are"),
    Spared("{wide}%", "how large a box over a picture is"),
    Spared("ICALT", "the observer's instrument has scores; they are written down as the observer gave them"),
)
NOT_SHOWN: Final = frozenset(
    {"phrases", "unless", "denials", "words", "cues", "ambiguous", "source", "cite", "id", "key"}
)
"""Keys of content files whose values nobody reads as the program's words: what is looked for, and where it is from."""


@dataclass(frozen=True)
class Said:
    """A text of the program, in a language, and where it stands."""

    lang: Lang
    where: str
    text: str


def catalogue(lang: Lang) -> Iterator[Said]:
    with (paths.translations() / lang / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        messages = cast("list[Message]", [message for message in read_po(file, locale=lang) if message.id])
    for message in messages:
        # What is not translated is said as it stands in the code, in English.
        for texts in (message.string, message.id if lang == "en" else ()):
            for text in (texts,) if isinstance(texts, str) else texts or ():
                yield Said(lang, str(message.locations[:1]), str(text))


def content() -> Iterator[Said]:
    for file in sorted(paths.resources().rglob("*.toml")):
        if "example" in file.parts:
            continue
        for keys, text in walk(tomllib.loads(file.read_text(encoding="utf-8")), ()):
            if NOT_SHOWN.isdisjoint(keys):
                lang: Lang = "en" if "en" in keys else "nl"
                yield Said(lang, f"{file.name}: {'.'.join(keys)}", text)


def walk(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, dict):
        for key, inner in cast("dict[str, Any]", value).items():
            yield from walk(inner, (*keys, key))
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from walk(inner, keys)


def help_pages() -> Iterator[Said]:
    folder = paths.resources() / "help"
    for lang in LANGUAGES:
        for file in sorted((folder / lang).rglob("*.md")):
            for line in file.read_text(encoding="utf-8").splitlines():
                yield Said(lang, file.name, line)


def weighs(said: Said) -> str:
    """The word of a text that should not be there; empty when there is none."""
    found = re.search(rf"(?<!\w)(?:{'|'.join(BANNED[said.lang])})(?!\w)", said.text, re.IGNORECASE)
    found = found or SIGNS.search(said.text)
    if found is None or any(item.part in said.text for item in ALLOWED):
        return ""
    return found.group()


def test_no_text_of_the_program_shames() -> None:
    every = [*catalogue("nl"), *catalogue("en"), *content(), *help_pages()]
    assert len(every) > 4000
    assert {said.lang for said in every} == set(LANGUAGES)
    found = [f"{said.where}: {weighs(said)!r} in {said.text!r}" for said in every if weighs(said)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("nl", "Je hebt al drie weken niet geschreven."),
        ("nl", "Je moet nog 12 uur doen."),
        ("nl", "Je zelfscore voor deze maand"),
        ("nl", "Goed gedaan"),
        ("nl", "Bewaard!"),
        ("nl", "Je gelooft dit voor 80%."),
        ("nl", "Helaas, deze week staat er niets."),
        ("en", "You haven't written anything for a month."),
        ("en", "You are behind."),
        ("en", "You missed week 12."),
        ("en", "Your streak: 4 weeks"),
    ],
)
def test_what_shames_is_found(lang: Lang, text: str) -> None:
    assert weighs(Said(lang, "", text))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("nl", "Wat wil je niet vergeten?"),
        ("nl", "Welkom terug."),
        ("nl", "Waarom het (nog) niet lukt"),
        ("nl", "Collega's: dit jaar nog niet."),
        ("en", "Choose a passphrase first; new keys are put behind it."),
    ],
)
def test_what_is_only_said_may_stay(lang: Lang, text: str) -> None:
    assert weighs(Said(lang, "", text)) == ""
