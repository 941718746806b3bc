"""Words are found as teachers type them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portfolio_app.domain.changes import Label
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.domain.records import Record
from portfolio_app.store import indexing
from portfolio_app.store.engine import Database
from portfolio_app.store.migrations.versions import r0001_first
from portfolio_app.store.store import Query, Store
from tests.store.samples import KEY, PORTFOLIO, START, HandClock, experience


def put(store: Store, *records: Record) -> None:
    with store.change(Label("create")) as change:
        for record in records:
            change.put(record)


def titles(store: Store, text: str, **asked: object) -> list[str]:
    return [hit.heading for hit in store.search(text, **asked)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("story", "asked"),
    [
        ("We hebben het geëvalueerd.", "geevalueerd"),
        ("We hebben het geevalueerd.", "geëvalueerd"),
        ("COÖRDINATOR", "coordinator"),
        ("Een rekenles over breuken", "rekenles"),
        ("Een rekenles over breuken", "kenle"),
        ("Een rekenles over breuken", "les"),
        ("Alle leerlingen deden mee", "leerling"),
        ("Ik heb met hem gesproken", "gesp"),
        ("De gesprekken liepen goed", "gesprek"),
        ("De lessen liepen uit", "breuken les"),
        ("x y", 'x"y'),
        ("Het was NEAR en OR", "near or"),
    ],
)
def test_finds(store: Store, story: str, asked: str) -> None:
    put(store, experience("gezocht", story + " breuken"), experience("iets anders", "zwemmen"))
    assert titles(store, asked) == ["gezocht"]


def test_english_records_are_stemmed_in_english(store: Store) -> None:
    put(store, experience("found", "She was teaching two classes", lang="en"))
    assert titles(store, "class") == titles(store, "teaches ") == ["found"]


@pytest.mark.parametrize("asked", ["", "  ", "()", '"', "*", "-", "zzzz", "reken zwemmen"])
def test_finds_nothing_without_trouble(store: Store, asked: str) -> None:
    put(store, experience("rekenen"), experience("iets anders", "zwemmen"))
    assert titles(store, asked) == []


def test_last_word_may_be_unfinished_unless_a_space_follows(store: Store) -> None:
    put(store, experience("gezocht", "zwemvest"))
    assert titles(store, "zw") == ["gezocht"]
    assert titles(store, "zw ") == []


def test_title_counts_most_and_short_words_list_the_newest_first(store: Store) -> None:
    old = experience("Coaching", "x", happened_on=date(2020, 1, 1))
    new = experience("Anders", "over coaching gelezen en nog veel meer", happened_on=date(2026, 1, 1))
    put(store, old, new)
    assert titles(store, "coaching") == ["Coaching", "Anders"]
    assert titles(store, "co") == ["Anders", "Coaching"]


def test_new_words_are_found_inside_compounds_at_once(store: Store) -> None:
    put(store, experience("een", "niets"))
    assert titles(store, "gesprek") == []
    put(store, experience("twee", "functioneringsgesprek"))
    assert titles(store, "gesprek") == ["twee"]


def test_edits_trash_and_kinds_are_followed(store: Store) -> None:
    saved = experience("een", "zwemvest")
    pattern = Pattern(
        id="p", written_at=START, kind=PatternKind.HABIT, statement="Ik pak een zwemvest", noticed_on=date(2026, 1, 1)
    )
    put(store, saved, pattern)
    assert len(titles(store, "zwemvest")) == 2
    assert titles(store, "zwemvest", kinds=("pattern",)) == ["Ik pak een zwemvest"]
    assert titles(store, "een", limit=1) != []
    put(store, replace(saved, story="reddingsboei"))
    assert titles(store, "zwemvest", kinds=("experience",)) == []
    assert titles(store, "reddings") == ["een"]
    with store.change(Label("trash")) as change:
        change.trash("experience", saved.id)
    assert titles(store, "reddings") == []


def test_text_of_evidence_is_found_and_survives_an_edit(store: Store) -> None:
    file = Evidence(
        id="e", written_at=START, title="Certificaat", file_name="bhv.pdf", sha256="00", octets=1,
        media_type="application/pdf", made_on=date(2026, 1, 1),
    )  # fmt: skip
    put(store, file)
    store.index_evidence_text("e", "Bedrijfshulpverlening voor gevorderden")
    put(store, replace(file, description="nieuw"))
    (hit,) = store.search("hulpverlening")
    assert hit.snippet[slice(*hit.marks[0])] == "Bedrijfshulpverlening"


def test_snippet_marks_what_was_found(store: Store) -> None:
    story = (
        "Zomaar wat woorden vooraf. " * 20 + "Toen gingen de gesprekken\nover rekenen. " + "En daarna weer niets. " * 20
    )
    put(store, experience("een", story))
    (hit,) = store.search("gesprek reken")
    assert [hit.snippet[low:high] for low, high in hit.marks] == ["gesprekken", "rekenen"]
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert "\n" not in hit.snippet
    assert len(hit.snippet) < 200


def test_index_is_built_anew_for_another_stemmer(store: Store, path: Path, database: Database) -> None:
    put(store, experience("een", "leerlingen"))
    database.write(lambda connection: connection.execute("DELETE FROM search").rowcount)
    database.write(
        lambda connection: connection.execute("INSERT OR REPLACE INTO meta VALUES ('search_version', '0')").rowcount
    )
    store.close()
    again = Store(Database.open(path, KEY, PORTFOLIO, HandClock()), "here", HandClock())
    assert titles(again, "leerling") == ["een"]
    again.close()


def test_index_that_is_built_anew_is_like_the_first_one() -> None:
    def bare(sql: str) -> str:
        return "".join(sql.split())

    made = {bare(sql) for sql in r0001_first.STATEMENTS}
    assert {bare(sql) for sql in (indexing.DEFINITION, *indexing.TUNING)} <= made


def test_filter_of_a_list_uses_the_same_words(store: Store) -> None:
    put(store, experience("een", "rekenles"), experience("twee", "taalles"))
    assert [row.heading for row in store.rows(Query(kinds=("experience",), text="rekenles"))] == ["een"]
    assert store.count(Query(kinds=("experience",), text="les")) == 2


def test_newest_of_several_kinds_come_in_order_page_by_page(store: Store) -> None:
    days = [date(2026, 1, 1 + number % 9) for number in range(40)]
    moments = [experience(str(number), happened_on=day) for number, day in enumerate(days)]
    habits = [
        Pattern(id=f"p{number}", written_at=START, kind=PatternKind.HABIT, statement=f"p{number}", noticed_on=day)
        for number, day in enumerate(days[:15])
    ]
    put(store, *moments, *habits)
    kinds = ("experience", "pattern")
    pages = [store.rows(Query(kinds=kinds, limit=7, offset=at)) for at in range(0, 60, 7)]
    listed = [row for page in pages for row in page]
    assert [row.day for row in listed] == sorted((row.day for row in listed if row.day), reverse=True)
    assert {row.id for row in listed} == {item.id for item in (*moments, *habits)}
    assert len(listed) == 55
    since = store.rows(Query(kinds=kinds, limit=3, from_on=date(2026, 1, 2), until_on=date(2026, 1, 3)))
    assert {row.day for row in since} == {date(2026, 1, 3)}
