"""Very many entries, written through the store itself; their words are made up, and as frequent as words are."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from portfolio_app.domain.changes import Label
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.ids import new_id
from portfolio_app.domain.reflections import Reflection
from portfolio_app.services.session import Services

WORDS_EACH = 150
TITLE_WORDS = 5
AT_ONCE = 500
FIRST_DAY = date(1996, 8, 1)
_DAYS = 14_600
_REFLECTIONS = 5
"""One record in so many is a reflection."""

COMMON = (
    "de het een en van in is dat op te ik met voor niet zijn aan er ook maar ze om bij dan nog naar heb les klas groep"
    " leerling leerlingen werken samen vraag toets uitleg gesprek ouders lezen schrijven rekenen taal doel gedrag"
)
STARTS = "b bl d dr f g gr h j k kl l m n p pr r s sch st t tr v w z"
MIDDLES = "a aa e ee i ie o oo oe u ui ij ei au"
ENDS = " d f g k l ld m n ng nk p r rs s st t"


def vocabulary(rng: random.Random, size: int = 60_000) -> list[str]:
    """Words, the most frequent first; the later ones are compounds as in Dutch."""
    starts, middles, ends = STARTS.split(), MIDDLES.split(), ENDS.split(" ")
    parts = [
        rng.choice(starts) + rng.choice(middles) + rng.choice(ends) + rng.choice(("", "e", "en", "ing", "er"))
        for _ in range(3_000)
    ]
    found: dict[str, None] = dict.fromkeys(COMMON.split())
    while len(found) < size:
        found["".join(rng.choices(parts, k=1 if len(found) < 2_000 else 2))] = None
    return list(found)


class Texts:
    """Texts in which words come back as often as words do."""

    def __init__(self, seed: int = 5) -> None:
        self.rng = random.Random(seed)
        self.words = vocabulary(self.rng)
        self._weights = list(itertools.accumulate(1 / (at + 2.7) for at in range(len(self.words))))

    def of(self, count: int) -> str:
        """So many words."""
        return " ".join(self.rng.choices(self.words, cum_weights=self._weights, k=count))


def entries(count: int, texts: Texts) -> Iterator[Experience | Reflection]:
    """Moments, activities and reflections over forty years."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(count):
        at += timedelta(milliseconds=1)
        day = FIRST_DAY + timedelta(days=texts.rng.randrange(_DAYS))
        title, story = texts.of(TITLE_WORDS), texts.of(WORDS_EACH - TITLE_WORDS)
        if number % _REFLECTIONS:
            minutes = 60 if number % 2 else 0
            yield Experience(
                id=new_id(at), written_at=at, title=title, story=story, happened_on=day, contact_minutes=minutes
            )
        else:
            yield Reflection(
                id=new_id(at), written_at=at, title=title, happened_on=day, template="free", answers={"what": story}
            )


def fill(services: Services, count: int, texts: Texts, also: Callable[[int, str, str], None]) -> None:
    """Write so many entries; ``also`` is called with the number, the title and the text of each."""
    made = enumerate(entries(count, texts), start=1)
    while batch := list(itertools.islice(made, AT_ONCE)):
        label = Label("create", Experience.KIND)
        services.records.save_all([record for _, record in batch], label=label)
        for number, record in batch:
            also(number, record.heading, "\n".join(record.words))
