"""The sheet for one talk: one A4 of what was marked for it, in the order in which a talk goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from portfolio_app.document.compose.pieces import body, joined, meta, own_words
from portfolio_app.document.tree import Block, Heading, Inline, ListBlock, PartBlock, Span, spans
from portfolio_app.domain.growth import Agreement, LearningQuestion, Talk
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator

ROOM = 1500
"""Characters of what lies behind the headings, so that all of it stays on one A4."""
LEAST, MOST = 80, 300


def sheet(
    talk: Talk, marked: Sequence[Record], said: Mapping[str, str], agreements: Sequence[Agreement], t: Translator
) -> PartBlock:
    """What I want to tell, what I ask, what I need, and what was agreed before; a part without words is left out.

    ``said`` gives by id what was written behind the heading of a marked record.
    """
    questions = [item for item in marked if isinstance(item, LearningQuestion)]
    told = [item for item in marked if not isinstance(item, LearningQuestion)]
    day = t.date(talk.happens_on, "full")
    blocks: list[Block] = [meta(f"{talk.with_role} · {day}" if talk.with_role else day)]
    blocks += _section(t("What I want to tell"), talk.tell, _told(told, said, t), talk.lang, t)
    asked = (own_words(item.question, item.lang, t) for item in questions)
    blocks += _section(t("What I ask"), talk.ask, asked, talk.lang, t)
    blocks += _section(t("What do I need, and from whom?"), talk.need, _needs(questions, t), talk.lang, t)
    blocks += _section(t("What we agreed before"), "", (_agreed(item, t) for item in agreements), talk.lang, t)
    return PartBlock("talk", t("Talk sheet"), tuple(blocks))


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


def shortened(text: str, room: int) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= room:
        return text
    cut = text.rfind(" ", 0, room)
    return text[: cut if cut > 0 else room].rstrip(" ,;:.") + " …"


def _needs(questions: Sequence[LearningQuestion], t: Translator) -> Iterable[Inline]:
    """What she noted with a question of what she needs; where there are more questions, with the question itself."""
    for item in questions:
        pairs = ((t("Can I?"), item.can), (t("Do I want to?"), item.want), (t("May I?"), item.may))
        noted = [(label, own_words(text, item.lang, t)) for label, text in pairs if text.strip()]
        about = own_words(item.question, item.lang, t, emphasis=True) if noted and len(questions) > 1 else ()
        pieces = [about, *((Span(f"{label} ", strong=True), *words) for label, words in noted)]
        yield joined((piece for piece in pieces if piece), " ")


def _agreed(item: Agreement, t: Translator) -> Inline:
    told = t("agreed on {day}", day=t.date(item.agreed_on))
    if item.due_on is not None:
        told = f"{told}, {t('to come back to on {day}', day=t.date(item.due_on))}"
    return (*own_words(item.text, item.lang, t), Span(f" ({told})"))
