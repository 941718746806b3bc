"""Phrases, words that must not be there, and filters; none of them ever loses a hit."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import Cancelled
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.experiences import Allocation, CompetenceRef, Experience
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.store import asking, indexing, words
from portfolio_app.store.engine import Database
from portfolio_app.store.stopping import Stop
from portfolio_app.store.store import Store
from portfolio_app.store.values import Query, Question
from tests.store.samples import START, experience, link

MANY = 2_500


def put(store: Store, *records: Record) -> None:
    with store.change(Label("create")) as change:
        for record in records:
            change.put(record)


def found(store: Store, question: Question | str) -> set[str]:
    asked = Question(question) if isinstance(question, str) else question
    answer = store.find(asked, 100_000)
    assert {kind: len(hits) for kind, hits in answer.hits.items()} == dict(answer.counts)
    return {hit.heading for hits in answer.hits.values() for hit in hits}


@pytest.mark.parametrize(
    ("asked", "headings"),
    [
        ('"in de klas"', {"klas"}),
        ("“in de klas”", {"klas"}),
        ('"IN DE KLÀS"', {"klas"}),
        ('"de klas in', {"uitstap"}),
        ('"de klas i', {"uitstap", "klas"}),
        ('"de klas i"', set[str]()),
        ('"rust in" klas', {"klas"}),
        ("klas -rust", {"uitstap"}),
        ('klas -"de klas in"', {"klas"}),
        ("klas -kla", set[str]()),
        ("toets", {"compound"}),
        ("klas-rust", {"klas"}),
        ("-klas", {"compound", "apart"}),
        ('"groep zes"', set[str]()),
    ],
)
def test_phrases_and_words_that_must_not_be_there(store: Store, asked: str, headings: set[str]) -> None:
    put(
        store,
        experience("klas", "Er was rust in de klas: ik wachtte."),
        experience("uitstap", "We gingen met de klas in de bus."),
        experience("compound", "Twee wiskundetoetsen"),
        experience("apart", "x", tags=("groep", "zes")),
    )
    assert found(store, asked) == headings


def test_phrase_in_a_file_is_found_and_marked(store: Store) -> None:
    put(store, evidence("blad"), evidence("ander"))
    store.index_evidence_text("blad", "Eerst dit. " * 50 + "De gouden regel van drie.")
    store.index_evidence_text("ander", "De regel die gouden was.")
    (hit,) = store.find(Question('"gouden regel"')).hits["evidence"]
    assert [hit.snippet[low:high] for low, high in hit.marks] == ["gouden", "regel"]


def test_words_are_marked_in_titles(store: Store) -> None:
    put(store, experience("Vier wiskundetoetsen en een toets", "x"))
    (hit,) = store.find(Question("toets")).hits["experience"]
    assert [hit.heading[low:high] for low, high in hit.heading_marks] == ["wiskundetoetsen", "toets"]


def test_title_counts_also_inside_another_word(store: Store) -> None:
    put(
        store,
        experience("Rekentoetsen", "x", happened_on=date(2020, 1, 1)),
        experience("Anders", "over een toets", happened_on=date(2026, 1, 1)),
    )
    assert [hit.heading for hit in store.find(Question("toets")).hits["experience"]] == ["Rekentoetsen", "Anders"]


def test_trash_is_found_only_when_asked_for(store: Store) -> None:
    gone = experience("weg", "zwemvest")
    put(store, gone, experience("hier", "zwemvest"))
    with store.change(Label("trash")) as change:
        change.trash(gone.KIND, gone.id)
    assert found(store, "zwemvest") == {"hier"}
    assert found(store, Question("zwemvest", place="trash")) == {"weg"}


def test_only_so_many_hits_but_every_count(store: Store) -> None:
    put(store, *(experience(f"les {number}", "x", happened_on=date(2026, 1, number + 1)) for number in range(20)))
    answer = store.find(Question("les"), 3)
    assert answer.counts == {"experience": 20}
    assert answer.total == 20
    assert [hit.heading for hit in answer.hits["experience"]] == ["les 19", "les 18", "les 17"]
    assert store.find(Question("les"), {"reflection": 5}).hits == {"experience": ()}


# -- filters, against a plain look at every record ---------------------------------------------------------------

WORDS = ("toets", "wiskundetoetsen", "gesprek", "gesprekken", "klas", "café", "één", "rust", "lezen", "leest")
COMPETENCES = tuple(CompetenceRef("frame", code) for code in ("a", "a-1", "ab", "b"))


def evidence(ident: str) -> Evidence:
    return Evidence(
        id=ident, written_at=START, title=ident, file_name="f", sha256="0", octets=1, media_type="text/plain",
        made_on=date(2026, 1, 1),
    )  # fmt: skip


def records(rng: random.Random) -> list[Record]:
    made: list[Record] = []
    for number in range(MANY):
        text = " ".join(rng.choices(WORDS, k=rng.randrange(6)))
        day = date(2020, 1, 1) + timedelta(days=rng.randrange(2_000))
        tags = tuple(rng.sample(("vo", "po", "vo2"), rng.randrange(3)))
        if number % 4:
            made.append(
                experience(
                    f"{number} {rng.choice(WORDS)}",
                    text,
                    happened_on=day,
                    tags=tags,
                    competences=tuple(rng.sample(COMPETENCES, rng.randrange(3))),
                    allocations=(Allocation(rng.choice(("s1", "s2")), "", 30),) if rng.randrange(2) else (),
                )
            )
        else:
            made.append(
                Reflection(
                    id=f"r{number}", written_at=START, title=f"{number} x", happened_on=day, template="free",
                    answers={"q": text}, tags=tags,
                )
            )  # fmt: skip
    made += [evidence(f"e{number}") for number in range(20)]
    return made


def is_part(ref: CompetenceRef, framework: str, code: str) -> bool:
    return ref.framework == framework and (ref.code == code or ref.code.startswith(f"{code}-"))


def passes(record: Record, question: Question, shown: set[str]) -> bool:
    refs: tuple[CompetenceRef, ...] = getattr(record, "competences", ())
    schemes = {part.scheme for part in getattr(record, "allocations", ())}
    return (
        record.KIND != Link.KIND
        and (not question.kinds or record.KIND in question.kinds)
        and (question.from_on is None or (record.day is not None and record.day >= question.from_on))
        and (question.until_on is None or (record.day is not None and record.day <= question.until_on))
        and set(question.tags) <= set(getattr(record, "tags", ()))
        and (not question.scheme or question.scheme in schemes)
        and (question.competence is None or any(is_part(ref, *question.competence) for ref in refs))
        and (question.evidence is None or (record.KIND != Evidence.KIND and (record.id in shown) is question.evidence))
    )


def has_words(record: Record, text: str) -> bool:
    """The word itself, inside another one, or with the same stem."""
    there = words.tokens("\n".join((record.heading, *record.words)))
    stems = {*words.stems(there, record.lang), *there}
    return all(
        any(word in one for one in there) or any(words.stems([word], lang)[0] in stems for lang in words.STEMMED)
        for word in words.tokens(text)
    )


def questions(rng: random.Random) -> Question:
    day = date(2020, 1, 1) + timedelta(days=rng.randrange(2_000))
    return Question(
        text=rng.choice(("", "toets ", "gesprek ", "klas rust ", "leest ", "cafe ", "toets een ")),
        kinds=rng.choice(((), ("experience",), ("reflection", "evidence"))),
        from_on=rng.choice((None, day)),
        until_on=rng.choice((None, day + timedelta(days=300))),
        competence=rng.choice((None, None, ("frame", "a"), ("frame", "b"), ("other", "a"))),
        scheme=rng.choice(("", "", "s1")),
        tags=rng.choice(((), (), ("vo",), ("vo", "po"))),
        evidence=rng.choice((None, None, True, False)),
    )


def test_filters_never_lose_a_hit(store: Store) -> None:
    rng = random.Random(7)
    made = records(rng)
    proofs = [
        link(source, target, Role.PROVES)
        for source, target in zip(made[-20:] * 10, rng.sample(made[:-20], 200), strict=True)
    ]
    put(store, *made, *proofs)
    shown = {proof.target_id for proof in proofs}
    hits = 0
    for _ in range(200):
        question = questions(rng)
        expected = {item.id for item in made if passes(item, question, shown) and has_words(item, question.text)}
        answer = store.find(question, 100_000)
        assert {hit.id for some in answer.hits.values() for hit in some} == expected, question
        assert answer.total == len(expected)
        hits += len(expected)
    assert hits > 5_000
    print(f"200 questions on {len(made)} records: {hits} hits, none lost")


# -- any input, and stopping -------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.text(alphabet="\"-“”*():^AND ORNEAR toetsé'", max_size=40))
def test_nothing_that_is_typed_breaks_it(store: Store, text: str) -> None:
    if not store.count(_everything()):
        put(store, experience("Een toets", 'near "or" and not'))
    store.find(Question(text), 5)
    store.search(text)
    store.marker(text).ranges("Een toets: near or and not " + text)


def _everything() -> Query:

    return Query()


def test_parts_are_read_as_they_are_meant() -> None:
    asked = asking.read('klas -"in de bus" -rust "een twee" we')
    assert [(part.words, part.phrase) for part in asked.wanted] == [
        (("klas",), False),
        (("een", "twee"), True),
        (("we",), False),
    ]
    assert [(part.words, part.phrase) for part in asked.unwanted] == [(("in", "de", "bus"), True), (("rust",), False)]
    assert [part.unfinished for part in asked.wanted] == [False, False, True]


def test_question_stops_when_nobody_waits_for_it_any_more(store: Store) -> None:
    put(store, *(experience(f"les {number}", "in de klas") for number in range(300)))
    early = Stop()
    early.now()
    with pytest.raises(Cancelled):
        store.find(Question("klas"), 5, early)
    assert store.find(Question("klas"), 5).total == 300


def test_slow_statement_is_interrupted(database: Database) -> None:
    stop = Stop()
    threading.Timer(0.1, stop.now).start()
    begun = time.monotonic()
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    with pytest.raises(Cancelled), database.read() as connection, stop.on(connection):
        connection.execute(endless).fetchone()
    assert time.monotonic() - begun < 30
    with database.read() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


# -- building the index anew -------------------------------------------------------------------------------------


def outdated(database: Database, *, form: bool) -> None:
    def work(connection: Connection) -> int:
        execute = connection.execute
        execute("INSERT OR REPLACE INTO meta VALUES (?, 'old')", (indexing.VERSION_KEY,))
        if form:
            execute("DROP TABLE search")
            execute("CREATE VIRTUAL TABLE search USING fts5(title, body, content='', contentless_delete=1)")
        return 0

    database.write(work)


@pytest.mark.parametrize("form", [False, True])
def test_index_is_renewed_in_slices_and_goes_on_where_it_stopped(store: Store, database: Database, form: bool) -> None:
    put(store, *(experience(f"les {number}", "wiskundetoetsen") for number in range(250)))
    gone = Experience(id="gone", written_at=START, title="gone", happened_on=date(2026, 1, 1))
    put(store, gone)
    outdated(database, form=form)
    told: list[int] = []
    store.renew_index(lambda: len(told) > 1, lambda done, total: told.append(done))
    assert told == [0, 100]
    with database.read() as connection:
        assert not indexing.is_current(connection)
    put(store, replace(gone, title="anders"))
    store.renew_index(lambda: False, lambda done, total: told.append(done))
    assert told[2:] == [100, 200, 251]
    assert store.find(Question("toets")).total == 250
    assert found(store, "anders") == {"anders"}
    assert found(store, "gone") == set()
    with database.read() as connection:
        assert indexing.is_current(connection)
    assert store.check() == []


def test_new_portfolio_needs_no_new_index(store: Store, database: Database) -> None:
    with database.read() as connection:
        assert indexing.is_current(connection)
