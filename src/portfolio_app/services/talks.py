"""Talks with coach or manager: what was marked for them comes together on one sheet, agreements come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Feedback, LearningQuestion, Talk
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.records import R, Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.services.core import Core
from portfolio_app.store.values import Query

MARKABLE: tuple[type[Record], ...] = (Experience, Reflection, JournalWeek, Pattern, LearningQuestion)
BEFORE = timedelta(days=2)
"""So long before a talk what was agreed earlier comes back."""
LATER = timedelta(days=7)


@dataclass(frozen=True)
class Sheet:
    """The *gespreksblad* of a talk: her own words, what was marked for it, and what was agreed before.

    ``marked`` never holds a text that was marked as letting off steam; it is in the order that she chose, and
    ``left_out`` is what she marked but keeps off this sheet. ``agreements`` are the open ones, ``settled`` those that
    were done or dropped since the talk before. ``said`` gives by id what she wrote behind the heading of a marked
    record, where that tells what it was about.
    """

    talk: Talk
    marked: tuple[Record, ...]
    agreements: tuple[Agreement, ...]
    said: Mapping[str, str]
    settled: tuple[Agreement, ...] = ()
    left_out: tuple[Record, ...] = ()

    def choosable(self, order: Sequence[str]) -> list[Record]:
        """All that was marked, what stays off the sheet as well: in an order of ids, the rest oldest first."""
        return _placed([*self.marked, *self.left_out], order)

    def in_order(self, records: Sequence[R], talk: Talk) -> list[R]:
        """Records in the order that was chosen for the sheet; the others behind them, as they stand."""
        place = {ident: at for at, ident in enumerate(talk.sheet_order)}
        return sorted(records, key=lambda record: place.get(record.id, len(place)))


class Talks:
    """Planning a talk, gathering for it, and what was agreed."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = core.store

    def all(self) -> list[Talk]:
        """All talks, newest first."""
        return self._store.load(Talk, Query(kinds=(Talk.KIND,)))

    def next(self, today: date | None = None) -> Talk | None:
        """The first talk from today on that was not held yet."""
        day = today or self._core.today()
        coming = [talk for talk in self.all() if not talk.held and talk.happens_on >= day]
        return min(coming, key=lambda talk: (talk.happens_on, talk.id), default=None)

    def plan(self, happens_on: date, with_role: str = "") -> Talk:
        """Plan a talk."""
        talk = Talk(**self._core.head(), happens_on=happens_on, with_role=with_role.strip())
        return self.save(talk)

    def save(self, talk: Talk) -> Talk:
        """Store a talk."""
        verb = "edit" if self._store.get(Talk, talk.id) else "create"
        self._core.save([talk], label=Label(verb, Talk.KIND, talk.heading))
        return talk

    def sheet(self, talk: Talk) -> Sheet:
        """Everything for one A4, gathered from what was marked: in the chosen order, the rest oldest first."""
        marked = [record for cls in MARKABLE for record in self._store.load(cls, Query(kinds=(cls.KIND,)))]
        chosen = [
            record for record in marked if getattr(record, "for_talk", False) and not getattr(record, "venting", False)
        ]
        chosen = _placed(chosen, talk.sheet_order)
        said = {record.id: self.said(record) for record in chosen}
        return Sheet(
            talk,
            tuple(record for record in chosen if record.id not in talk.left_out),
            tuple(self.open_agreements()),
            said,
            tuple(self._settled_before(talk)),
            tuple(record for record in chosen if record.id in talk.left_out),
        )

    def arrange(self, talk: Talk, order: Sequence[str], left_out: Sequence[str]) -> Talk:
        """Keep with a talk what goes on its sheet and in which order."""
        arranged = replace(talk, sheet_order=tuple(order), left_out=tuple(left_out))
        if arranged != talk:
            self._core.save([arranged], label=Label("edit", Talk.KIND, arranged.heading))
        return arranged

    def _settled_before(self, talk: Talk) -> list[Agreement]:
        """What was done or dropped since the talk before this one, the oldest first."""
        talks = [item for item in self.all() if not item.for_group and item.id != talk.id]
        since = max((item.happens_on for item in talks if item.happens_on < talk.happens_on), default=date.min)
        closed = [(item.done_on or item.dropped_on, item) for item in self.agreements()]
        found = [(day, item) for day, item in closed if day is not None and since <= day <= talk.happens_on]
        return [item for _, item in sorted(found, key=lambda pair: (pair[0], pair[1].id))]

    def said(self, record: Record) -> str:
        """What she wrote behind the heading of a record, where that tells what it was about."""
        if isinstance(record, Experience):
            return record.story or record.purpose
        if not isinstance(record, JournalWeek | Reflection):
            return ""
        try:
            asked = self._core.content.template(record.template, record.template_version).questions
            keys = [item.key for item in asked]
        except UserError as error:
            if error.code != "content-missing":
                raise
            keys = list(record.answers)  # the file of a form can be gone; what was written in it is not
        answers = [record.answers[key] for key in keys if record.answers.get(key, "").strip()]
        # A week is short as a whole; of a reflection the first answer tells what it was about.
        return " ".join(answers if isinstance(record, JournalWeek) else answers[:1])

    def hold(self, talk: Talk) -> Talk:
        """The talk took place, as it is noted now: what was on its sheet is unmarked, in the same step."""
        held = replace(talk, held=True)
        freed: list[Record] = [_unmarked(record) for record in self.sheet(talk).marked]
        self._core.save([held, *freed], label=Label("hold", Talk.KIND, held.heading))
        return held

    def agree(
        self, text: str, *, talk: Talk | None = None, with_role: str = "", who: str = "", due_on: date | None = None
    ) -> Agreement:
        """Something was agreed; it comes back on its day, and before the next talk. ``who`` is to do it."""
        if not text.strip():
            raise UserError("empty-text")
        made = Agreement(
            **self._core.head(),
            text=text.strip(),
            agreed_on=talk.happens_on if talk and talk.held else self._core.today(),
            with_role=with_role or (talk.with_role if talk else ""),
            who=who.strip(),
            due_on=due_on,
        )
        links = [self._core.link(Role.ABOUT, made, talk)] if talk is not None else []
        self._core.save([made], links=links, label=Label("create", made.KIND, made.heading))
        return made

    def heard(self, text: str, by_role: str, *, about: Record | None = None) -> Feedback:
        """What somebody said today, noted down by her; raises `UserError` ``empty-text``."""
        if not text.strip():
            raise UserError("empty-text")
        made = Feedback(
            **self._core.head(), given_on=self._core.today(), by_role=by_role.strip(), text=text.strip(), spoken=True
        )
        links = [self._core.link(Role.ABOUT, made, about)] if about is not None else []
        self._core.save([made], links=links, label=Label("create", Feedback.KIND, made.heading))
        return made

    def settle(self, agreement: Agreement) -> Agreement:
        """An agreement is done, on the day that is noted or else today: it does not come back before a talk."""
        done = replace(agreement, done_on=agreement.done_on or self._core.today(), dropped_on=None)
        self._core.save([done], label=Label("settle", Agreement.KIND, done.heading))
        return done

    def put_off(self, agreement: Agreement) -> Agreement:
        """[Nog niet]: it comes back in a week."""
        later = replace(agreement, due_on=self._core.today() + LATER)
        self._core.save([later], label=Label("put_off", Agreement.KIND, later.heading))
        return later

    def drop(self, agreement: Agreement) -> Agreement:
        """[Hoeft niet meer]: it stays in the list as such, and does not come back."""
        dropped = replace(agreement, dropped_on=self._core.today())
        self._core.save([dropped], label=Label("drop_agreement", Agreement.KIND, dropped.heading))
        return dropped

    def due(self, today: date | None = None) -> list[Agreement]:
        """Open agreements that come back: their day is there, or a talk is near and they are not for after it."""
        day = today or self._core.today()
        coming = [item for item in self.all() if not (item.held or item.for_group) and item.happens_on >= day]
        talk = min(coming, key=lambda item: (item.happens_on, item.id), default=None)
        near = talk.happens_on if talk is not None and talk.happens_on - day <= BEFORE else None

        def comes(item: Agreement) -> bool:
            if item.due_on is not None and item.due_on <= day:
                return True
            return near is not None and item.agreed_on < day and (item.due_on is None or item.due_on <= near)

        return [item for item in self.open_agreements() if comes(item)]

    def agreements(self) -> list[Agreement]:
        """All agreements, newest first."""
        return self._store.load(Agreement, Query(kinds=(Agreement.KIND,)))

    def open_agreements(self) -> list[Agreement]:
        """Agreements that are neither done nor dropped, the oldest first."""
        return sorted((item for item in self.agreements() if item.open), key=lambda item: (item.agreed_on, item.id))


def _placed(records: Sequence[Record], order: Sequence[str]) -> list[Record]:
    place = {ident: at for at, ident in enumerate(order)}
    return sorted(records, key=lambda record: (place.get(record.id, len(place)), record.day or date.min, record.id))


def _unmarked(record: Record) -> Record:
    if isinstance(record, Experience | Reflection | JournalWeek | Pattern | LearningQuestion):
        return replace(record, for_talk=False)
    return record
