"""The sheet for one talk: one A4 of what was marked for it, in the order in which a talk goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from portfolio_app.document.compose.pieces import body, joined, meta, own_words, shortened
from portfolio_app.document.tree import Block, Heading, Inline, ListBlock, PartBlock, Span, spans
from portfolio_app.domain.growth import Agreement, LearningQuestion, Talk
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator

ROOM = 1500
"""Characters of what lies behind the headings, so that all of it stays on one A4."""
LEAST, MOST = 80, 300
FEW = 40


def sheet(
    talk: Talk,
    marked: Sequence[Record],
    said: Mapping[str, str],
    agreements: Sequence[Agreement],
    t: Translator,
    settled: Sequence[Agreement] = (),
) -> PartBlock:
    """What I want to tell, what I ask, what I need, and what was agreed before; a part without words is left out.

    ``said`` gives by id what was written behind the heading of a marked record; ``settled`` are agreements of which
    something came.
    """
    questions = [item for item in marked if isinstance(item, LearningQuestion)]
    told = [item for item in marked if not isinstance(item, LearningQuestion)]
    day = t.date(talk.happens_on, "full")
    blocks: list[Block] = [meta(f"{talk.with_role} · {day}" if talk.with_role else day)]
    blocks += _section(t("What I want to tell"), talk.tell, _told(told, said, t), talk.lang, t)
    asked = (own_words(item.question, item.lang, t) for item in questions)
    blocks += _section(t("What I ask"), talk.ask, asked, talk.lang, t)
    blocks += _need(talk, questions, t)
    agreed = [*(_agreed(item, t) for item in agreements), *(_came_of_it(item, t) for item in settled)]
    blocks += _section(t("What we agreed before"), "", agreed, talk.lang, t)
    return PartBlock("talk", t("Talk sheet"), tuple(blocks))


def _need(talk: Talk, questions: Sequence[LearningQuestion], t: Translator) -> list[Block]:
    """What she needs: being able to, wanting to and being allowed to apart, what goes with a question among them."""
    blocks: list[Block] = body(talk.need, talk.lang, t)
    for title, own, name in (
        (t("Being able to"), talk.can, "can"),
        (t("Wanting to"), talk.want, "want"),
        (t("Being allowed to"), talk.may, "may"),
    ):
        noted = [(item, str(getattr(item, name))) for item in questions if str(getattr(item, name)).strip()]
        items = tuple(
            joined((_named(item, t) if len(questions) > 1 else (), own_words(text, item.lang, t)), " ")
            for item, text in noted
        )
        if own.strip() or items:
            blocks += [Heading(3, spans(title)), *body(own, talk.lang, t), *([ListBlock(items)] if items else [])]
    return [Heading(2, spans(t("What do I need, and from whom?"))), *blocks] if blocks else []


def _named(item: LearningQuestion, t: Translator) -> Inline:
    """A question that stands in full above, in a few of its words."""
    return own_words(shortened(item.question, FEW), item.lang, t, emphasis=True)


def _section(title: str, text: str, items: Iterable[Inline], lang: str, t: Translator) -> list[Block]:
    kept = tuple(item for item in items if item)
    inside: list[Block] = [*body(text, lang, t), *([ListBlock(kept)] if kept else [])]
    return [Heading(2, spans(title)), *inside] if inside else []


def _told(records: Sequence[Record], said: Mapping[str, str], t: Translator) -> Iterable[Inline]:
    texts = [" ".join(said.get(record.id, "").split()) for record in records]
    full = sum(bool(text) for text in texts)
    room = max(LEAST, min(MOST, ROOM // full)) if full else 0
    for record, text in zip(records, texts, strict=True):
        title = t("Week {number}", number=record.number) if isinstance(record, JournalWeek) else record.heading
        after = own_words(shortened(text, room), record.lang, t)
        yield (Span(title, strong=True, lang="" if record.lang == t.lang else record.lang),
               *((Span(". " if title[-1:].isalnum() else " "), *after) if after else ()))  # fmt: skip


def _agreed(item: Agreement, t: Translator) -> Inline:
    told = [item.who] if item.who else []
    told.append(t("agreed on {day}", day=t.date(item.agreed_on)))
    if item.due_on is not None:
        told.append(t("to come back to on {day}", day=t.date(item.due_on)))
    return (*own_words(item.text, item.lang, t), Span(f" ({', '.join(told)})"))


def _came_of_it(item: Agreement, t: Translator) -> Inline:
    """An agreement that was settled, and what came of it."""
    how = t("done on {day}", day=t.date(item.done_on)) if item.done_on else t("no longer needed")
    outcome = own_words(item.outcome, item.lang, t)
    return (*own_words(item.text, item.lang, t), Span(f" ({how})"), *((Span(" "), *outcome) if outcome else ()))
