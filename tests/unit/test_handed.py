"""What changed since a document was handed over, key by key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.handed import Changes, Since, changes, contents, digest, last_to, text_part
from portfolio_app.domain.selection import Audience, Export, Part, Selection

NOW = datetime(2026, 3, 11, 15, tzinfo=UTC)
TODAY = date(2026, 3, 11)
CHOICE = Selection(
    id="choice", written_at=NOW, audience=Audience.MENTOR, from_on=TODAY, until_on=TODAY, parts=frozenset(Part)
)


def handed(ident: str, on: date = TODAY, **more: Any) -> Export:
    made = Export(
        id=ident, written_at=NOW, audience=Audience.MENTOR, exported_on=on, from_on=TODAY, until_on=TODAY,
        file_name="p.pdf", sha256="0" * 64, octets=1, pages=1, fingerprint="1" * 64, choice_id="choice",
        contents={"a": "1"},
    )  # fmt: skip
    return replace(made, **more)


def test_new_another_and_gone() -> None:
    found = changes({"a": "1", "b": "1", "c": "1"}, {"b": "2", "c": "1", "d": "1"})
    assert found == Changes(frozenset("d"), frozenset("b"), frozenset("a"))
    assert [found.of(key) for key in "abcd"] == [Since.GONE, Since.CHANGED, None, Since.NEW]


def test_a_field_at_its_default_leaves_the_digest_as_it_is() -> None:
    course = Experience(id="e", written_at=NOW, title="Cursus", happened_on=TODAY)
    assert digest(course) == digest(replace(course, story=""))
    assert digest(course) != digest(replace(course, story="Ik leerde wachten."))


def test_her_own_texts_count_where_their_part_goes_along() -> None:
    choice = replace(CHOICE, account=" Dit jaar. ", part_texts={"hours": "Uren.", "growth": "  "})
    found = contents((), choice)
    assert {text_part(key) for key in found} == {Part.ACCOUNT, Part.HOURS}
    assert found == contents((), replace(choice, account="Dit jaar."))
    assert {text_part(key) for key in contents((), replace(choice, parts=frozenset({Part.ACCOUNT})))} == {Part.ACCOUNT}


def test_the_last_one_to_this_very_reader() -> None:
    first, second = handed("1"), handed("2", TODAY + timedelta(days=1))
    other_reader = handed("3", TODAY + timedelta(days=2), to_whom="Marijke")
    of_old = handed("4", TODAY + timedelta(days=3), contents={})
    own = handed("5", TODAY + timedelta(days=4), choice_id="own", choice_name="Sollicitatie")
    every = (second, first, other_reader, of_old, own)
    assert last_to(every, CHOICE) == second
    assert last_to(every, replace(CHOICE, to_whom=" marijke ")) == other_reader
    assert last_to(every, replace(CHOICE, id="own", name="Sollicitatie")) == own
    assert last_to(every, replace(CHOICE, id="another", name="Iets anders")) is None
    # The usual choice of a reader may have been made anew.
    assert last_to(every, replace(CHOICE, id="again")) == second
    assert last_to(every, replace(CHOICE, audience=Audience.ARCHIVE, id="archive")) is None
