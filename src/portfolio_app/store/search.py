"""Finding words: as they stand, as stems, as they begin, inside Dutch compounds, and in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain.records import Record
from portfolio_app.store import asking, gathering, indexing, phrases, reading, renewal, snippets, words
from portfolio_app.store.answering import Answer
from portfolio_app.store.asking import Asked, Part
from portfolio_app.store.engine import Database
from portfolio_app.store.gathering import Group
from portfolio_app.store.stopping import Stop
from portfolio_app.store.values import Found, Hit, Question
from portfolio_app.store.vocabulary import Vocabulary

_SHORTEST_INSIDE = 3
_MOST_INSIDE = 1_000
_MOST_IN_A_LIST = 60
"""Words of the index in which the wanted one stands inside: so many are looked for, the most frequent first."""

_AT_ONCE = 200


class Searcher:
    """Searches the index of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.renewal = renewal.Renewal(database)
        self.vocabulary = Vocabulary()

    def expression(self, connection: Connection, text: str) -> str | None:
        """The index's own expression for the words of a list's filter; None when there is no word in it.

        Every word must be found. The last one may be unfinished, unless a space follows it.
        """
        found = words.tokens(text)
        typing = bool(text) and not text[-1].isspace()
        groups = [
            self._group(connection, word, typing and at == len(found) - 1, _MOST_IN_A_LIST)
            for at, word in enumerate(found)
        ]
        return " AND ".join(f"({' OR '.join((*one.near, *one.inside))})" for one in groups) if groups else None

    def find(self, question: Question, most: int | Mapping[str, int], stop: Stop) -> Found:
        """What answers a question; of each kind at most so many hits (a kind that is not named: none), but every count.

        Those with every word in the title come first, then the newest; words of one or two letters list the newest.
        Raises `Cancelled` when it is stopped.
        """
        self.bring_up_to_date()
        asked = asking.read(question.text)
        with self._database.read(gathering.make) as connection, stop.on(connection):
            answer = self._answer(connection, question, asked, stop)
            counts = answer.counts(connection)
            marker = snippets.Marker(asked)
            hits: dict[str, tuple[Hit, ...]] = {}
            for kind in counts:
                numbers = answer.first(connection, most if isinstance(most, int) else most.get(kind, 0), kind)
                hits[kind] = tuple(_hits(connection, numbers, marker, stop))
        return Found(counts, hits)

    def search(self, text: str, kinds: Sequence[str], limit: int) -> list[Hit]:
        """Live records with every word of the text, of all kinds together: those with all in the title first."""
        asked = asking.read(text)
        if not asked.wanted:
            return []
        self.bring_up_to_date()
        stop = Stop()
        with self._database.read(gathering.make) as connection, stop.on(connection):
            answer = self._answer(connection, Question(text, tuple(kinds)), asked, stop)
            return _hits(connection, answer.first(connection, limit), snippets.Marker(asked), stop)

    def bring_up_to_date(self) -> None:
        """Build a small index anew when it was made with another stemmer; a large one serves until it is renewed."""
        if self.renewal.finish_small():
            self.vocabulary.forget()

    def warm(self) -> None:
        """Read the vocabulary ahead of the first question; it takes a second where there are very many entries."""
        with self._database.read() as connection:
            self.vocabulary.load(connection)

    def _answer(self, connection: Connection, question: Question, asked: Asked, stop: Stop) -> Answer:
        """Put every record that answers the question into the table of what was found."""
        groups = [group for part in asked.wanted for group in self._groups(connection, part)]
        answer = Answer(question, gathering.gather(connection, groups) if groups else None)
        answer.collect(connection)
        for part in asked.unwanted:
            gathering.gather(connection, self._groups(connection, part))
            phrases.drop(connection, part, stop)
        phrases.keep(connection, asked.phrases, stop)
        # Short beginnings are in half of all titles.
        if asked.longest >= _SHORTEST_INSIDE:
            words = [word for part in asked.wanted for word in part.words]
            gathering.gather_titles(connection, groups)
            answer.look_inside_titles(words)
        return answer

    def _groups(self, connection: Connection, part: Part) -> list[Group]:
        """For each word of a part the terms of the index that stand for it."""
        last = len(part.words) - 1
        return [
            self._group(connection, word, part.unfinished and at == last, _MOST_INSIDE, whole=part.phrase)
            for at, word in enumerate(part.words)
        ]

    def _group(self, connection: Connection, word: str, unfinished: bool, most: int, *, whole: bool = False) -> Group:
        """``whole``: the word as it stands, neither its stems nor other words with it inside them."""
        near = {f'"{word}"*' if unfinished else f'"{word}"': None}
        if whole or len(word) < _SHORTEST_INSIDE:
            return Group(tuple(near))
        for lang in words.STEMMED:
            near[f'"{words.stems([word], lang)[0]}"'] = None
        inside = [
            f'"{term}"'
            for term in self.vocabulary.containing(connection, word, most)
            if not (unfinished and term.startswith(word))
        ]
        return Group(tuple(near), tuple(term for term in inside if term not in near))


def _hits(connection: Connection, numbers: Sequence[int], marker: snippets.Marker, stop: Stop) -> list[Hit]:
    found: dict[int, Hit] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        marks = ",".join("?" * len(part))
        rows = connection.execute(f"SELECT n, kind, schema_version, body FROM record WHERE n IN ({marks})", part)
        for n, *stored in rows.fetchall():
            stop.heed()
            for record in reading.readable([stored]):
                found[n] = _hit(connection, record, marker)
    return [found[n] for n in numbers if n in found]


def _hit(connection: Connection, record: Record, marker: snippets.Marker) -> Hit:
    heading, *texts = indexing.texts(connection, record)
    snippet, marks = marker.cut(texts)
    return Hit(record.KIND, record.id, heading, record.day, snippet, marks, marker.ranges(heading))
