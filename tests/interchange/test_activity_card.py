"""An activity card comes back as it was made; one from a stranger is words and no more, or refused in a sentence."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import ActivityType, Allocation, CompetenceRef, Formality
from portfolio_app.i18n import Translator
from portfolio_app.interchange.activity_card import MARK, MOST_OCTETS, ActivityCard, plain_words, read, tidied, write
from portfolio_app.services.sentences import CARD_PROBLEMS, SENTENCES, explain

CARD = ActivityCard(
    title="Studiedag toetsing",
    happened_on=date(2026, 11, 25),
    ended_on=date(2026, 11, 26),
    contact_minutes=420,
    self_study_minutes=60,
    activity_type=ActivityType.STUDY_DAY,
    formality=Formality.NON_FORMAL,
    provider="Opleidingsschool De Brug",
    place="Zwolle",
    purpose="Toetsen die iets vertellen.\nOok voor morgen.",
    made_by="Schoolopleider",
    allocations=(Allocation("nl-cao-vo", "a", 480, 2),),
    competences=(CompetenceRef("nl-bekwaamheid-2017", "VD"), CompetenceRef("nl-bekwaamheid-2017", "VD-V-1")),
)


def table(**changes: Any) -> dict[str, Any]:
    """A card as plain values, with some of them otherwise."""
    return {**json.loads(write(CARD)), **changes}


def octets(plain: Any) -> bytes:
    return json.dumps(plain, ensure_ascii=False).encode()


def refused(data: bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        read(data)
    return caught.value


def test_it_comes_back_as_it_was_made() -> None:
    assert read(write(CARD)) == CARD
    assert read(b"\xef\xbb\xbf" + write(CARD)) == CARD  # as Windows writes text


def test_the_same_card_is_known_however_the_file_is_spaced() -> None:
    assert read(json.dumps(table()).encode()).digest == CARD.digest
    assert replace(CARD, title="Een andere dag").digest != CARD.digest


@given(st.builds(
    ActivityCard, title=st.text(min_size=1, max_size=150).filter(lambda text: bool(plain_words(text).strip())),
    happened_on=st.dates(date(1950, 1, 1), date(2100, 12, 31)), provider=st.text(max_size=150),
    purpose=st.text(max_size=900), contact_minutes=st.integers(0, 9000), lang=st.sampled_from(["nl", "en"]),
))  # fmt: skip
def test_what_a_maker_sees_is_what_everybody_reads(card: ActivityCard) -> None:
    made = tidied(card)
    assert read(write(made)) == made


@given(st.text())
def test_words_are_words(text: str) -> None:
    words = plain_words(text)
    assert not {unicodedata.category(sign) for sign in words if sign not in "\n\u200c\u200d"} & {"Cc", "Cf", "Cs"}
    assert plain_words(words) == words


def test_nothing_unseen_comes_through() -> None:
    read_back = read(octets(table(title="Factuur \u202egpj.exe\u202c\x00\x1b[31m\u2066\ufeff", provider="a\u2028b\tc")))
    assert read_back.title == "Factuur gpj.exe[31m"
    assert read_back.provider == "ab c"
    assert read(octets(table(title="Gezin 👩‍👩‍👧 één"))).title == "Gezin 👩‍👩‍👧 één"


def test_markup_and_scripts_are_only_words() -> None:
    script = "<script>alert(1)</script><a href='file:///etc/passwd'>hier</a>"
    assert read(octets(table(title=script))).title == script


DEEP = b'{"activiteitkaart": 1, "title": ' + b"[" * 20_000 + b"]" * 20_000 + b"}"
FOREIGN: Mapping[str, bytes] = {
    "nothing": b"",
    "no text": bytes(range(256)),
    "not UTF-8": octets(table(title="x")).replace(b"x", b"\xff"),
    "UTF-16": json.dumps(table()).encode("utf-16"),
    "no JSON": b"<html><script>alert(1)</script></html>",
    "a list": b"[1, 2]",
    "a number": b"7",
    "another file": b'{"title": "x"}',
    "deep": DEEP,
    "deep before the mark": b'{"a":' * 9_000,
    "NaN": write(CARD).replace(b"420", b"NaN"),
    "infinite": write(CARD).replace(b"420", b"-Infinity"),
    "a fraction": write(CARD).replace(b"420", b"420.5"),
    "an exponent": write(CARD).replace(b"420", b"4e999999"),
    "a huge number": write(CARD).replace(b"420", b"9" * 5_000),
    "a key twice": write(CARD).replace(b'"title"', b'"title": "Iets anders", "title"'),
    "a key twice, otherwise written": write(CARD).replace(b'"title"', b'"titl\\u0065": "Iets anders", "title"'),
    "a version that is no number": octets(table(activiteitkaart="1")),
    "a version that is a truth": octets(table(activiteitkaart=True)),
    "version nought": octets(table(activiteitkaart=0)),
}


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_card_is_called_that(data: bytes) -> None:
    assert refused(data).code == "card-foreign"


BROKEN: Mapping[str, tuple[dict[str, Any], str]] = {
    "no title": ({"title": ""}, "card-title"),
    "a title of nothing seen": ({"title": "\u202e\u200b \x00"}, "card-title"),
    "a title that is too long": ({"title": "x" * 201}, "card-title"),
    "a title that is a table": ({"title": {"html": "x"}}, "card-title"),
    "no day": ({"date": None}, "card-day"),
    "the year 9999": ({"date": "9999-12-31"}, "card-day"),
    "the year 1": ({"date": "0001-01-01"}, "card-day"),
    "no such day": ({"date": "2026-02-30"}, "card-day"),
    "a day with a time": ({"date": "2026-11-25T09:00"}, "card-day"),
    "other figures": ({"date": "٢٠٢٦-١١-٢٥"}, "card-day"),
    "a day that is a number": ({"date": 20261125}, "card-day"),
    "over before it begins": ({"until": "2026-11-24"}, "card-day"),
    "a course of a century": ({"until": "2099-01-01"}, "card-day"),
    "fewer than no minutes": ({"contact_minutes": -60}, "card-hours"),
    "too many minutes": ({"contact_minutes": 300_000}, "card-hours"),
    "minutes as a text": ({"contact_minutes": "420"}, "card-hours"),
    "minutes as a truth": ({"self_study_minutes": True}, "card-hours"),
    "more hours placed than there are": ({"contact_minutes": 60}, "card-hours"),
    "a place without minutes": ({"categories": [{"scheme": "nl-cao-vo", "category": "a"}]}, "card-hours"),
    "a path for a scheme": (
        {"categories": [{"scheme": "../../x", "category": "a", "minutes": 1}]}, "card-hours",
    ),
    "places that are no list": ({"categories": {"scheme": "x"}}, "card-hours"),
    "too many places": (
        {"categories": [{"scheme": f"s{n}", "category": "", "minutes": 1} for n in range(61)]}, "card-hours",
    ),
    "a competence that is a text": ({"competences": ["VD"]}, "card-competences"),
    "a competence with more": ({"competences": [{"framework": "a", "code": "b", "run": "c"}]}, "card-competences"),
    "another kind": ({"type": "feest"}, "card-kind"),
    "another formality": ({"formality": ["formal"]}, "card-kind"),
    "another language": ({"lang": "xx"}, "card-kind"),
    "a long purpose": ({"purpose": "x" * 2_001}, "card-text"),
    "a provider that is a list": ({"provider": ["x"]}, "card-text"),
    "something more": ({"script": "alert(1)"}, "card-more"),
    "something of the activity that is nobody's business": ({"id": "0"}, "card-more"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "problem"), BROKEN.values(), ids=BROKEN)
def test_what_is_not_as_it_should_be_is_refused_as_a_whole(changes: dict[str, Any], problem: str) -> None:
    error = refused(octets(table(**changes)))
    assert (error.code, dict(error.facts)) == ("card-broken", {"problem": problem})
    assert CARD_PROBLEMS[problem] in explain(error, Translator("en"))


def test_a_title_of_ten_megabytes_is_too_large_and_one_that_just_fits_is_too_long() -> None:
    assert refused(octets(table(title="x" * 10_000_000))).code == "card-too-large"
    room = MOST_OCTETS - len(octets(table(title="")))
    assert refused(octets(table(title="x" * room))).facts == {"problem": "card-title"}


def test_a_later_form_of_cards_is_said_to_be_that() -> None:
    assert refused(octets({MARK: 2, "what": "ever"})).code == "card-newer"


def test_half_a_character_does_not_come_in() -> None:
    assert read(write(CARD).replace(b"Zwolle", b"Zw\\ud83dolle")).place == "Zwolle"


def test_every_refusal_has_its_sentence() -> None:
    for code in ("card-broken", "card-foreign", "card-newer", "card-too-large", "card-unreadable"):
        assert "Nothing was" in SENTENCES[code]


def test_text_that_never_ends_is_refused_in_no_more_work_than_it_is_long() -> None:
    octets_left = MOST_OCTETS - 10
    assert refused(b'{"' + b'\\"' * (octets_left // 2)).code == "card-foreign"
    assert refused(b'{"a' + b"\\" * octets_left).code == "card-foreign"
