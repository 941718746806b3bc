"""Steps of an owner's work: what each does to the program, and what it does to the plain model.

A step is a few numbers and a text, so that it can be drawn at random, told over a pipe and played again; what they
mean is looked up in the model.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from portfolio_app.bootstrap import Environment, Passphrase, open_portfolio, restore_portfolio
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Certificate, Evidence
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.domain.records import Record
from portfolio_app.services import restoring
from portfolio_app.services.session import Services
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.store.values import Query
from tests.faults.model import Item, Model, Thing, Tie, View
from tests.services.helpers import CHEAP

WORDS = ("kwartel", "meeuwen", "ooievaar", "pimpel", "roerdomp", "sijsje", "tapuit", "wulpen", "zwaluw", "fazant")
"""No word of these is part of another one, so that a search finds what its letters say."""
BUNDLE = "all.leerlijn"
WRITTEN = ("certificate", "experience", "pattern")
KINDS = (*WRITTEN, "evidence")
DAY = date(2026, 2, 3)
WRITTEN_AT = datetime(2026, 2, 3, 16, 0, tzinfo=UTC)


class Step(NamedTuple):
    """One thing an owner does. ``which`` and ``other`` choose among what there is."""

    verb: str
    which: int = 0
    other: int = 0
    text: str = ""


@dataclass(frozen=True)
class Act:
    """A step that is ready to be taken, in the model and in the program."""

    model: Callable[[], object]
    program: Callable[[Services], object]
    closes: bool = False
    """Whether the portfolio is closed afterwards, to be opened again."""


class Walk:
    """Plans steps on a model. ``papers`` is a folder for files that are to be taken in."""

    def __init__(self, model: Model, papers: Path) -> None:
        self.model, self._papers = model, papers

    def plan(self, step: Step) -> Act | None:
        """What a step comes to now; None where there is nothing it could be taken on."""
        return getattr(self, f"_{step.verb}")(step)

    # Records

    def _create(self, step: Step) -> Act:
        name = f"0197c000-0000-7000-8000-{self._number():012x}"
        item = Item(WRITTEN[step.which % len(WRITTEN)], f"{step.text} {self.model.made}", step.text)
        return self._put(Label("create", item.kind, item.heading), name, item)

    def _edit(self, step: Step) -> Act | None:
        name = chosen(self.model.items(*WRITTEN), step.which)
        if name is None:
            return None
        item = replace(self.model.item(name), text=step.text)
        if step.other % 2:
            item = replace(item, heading=f"{step.text} {self._number()}")
        return self._put(Label("edit", item.kind, item.heading), name, item)

    def _put(self, label: Label, name: str, item: Item) -> Act:
        return Act(lambda: self.model.do(label, {name: item}), lambda on: on.records.save(record_of(name, item)))

    def _trash(self, step: Step) -> Act | None:
        name = chosen(self.model.items(), step.which)
        return self._moved("trash", name) if name else None

    def _restore(self, step: Step) -> Act | None:
        name = chosen(self.model.items(trashed=True), step.which)
        return self._moved("restore", name) if name else None

    def _moved(self, verb: str, name: str) -> Act:
        item = self.model.item(name)
        after: dict[str, Thing] = {name: replace(item, trashed=verb == "trash")}

        def program(on: Services) -> object:
            return (on.records.trash if verb == "trash" else on.records.restore)(item.kind, id_of(on, name, item))

        return Act(lambda: self.model.do(Label(verb, item.kind, item.heading), after), program)

    def _purge(self, step: Step) -> Act | None:
        name = chosen(self.model.items(trashed=True), step.which)
        if name is None:
            return None
        item = self.model.item(name)
        return Act(lambda: self.model.purge([name]), lambda on: on.records.purge(item.kind, id_of(on, name, item)))

    def _empty_trash(self, step: Step) -> Act | None:
        names = self.model.items(trashed=True)
        return Act(lambda: self.model.purge(names), lambda on: on.records.empty_trash()) if names else None

    # Links

    def _link(self, step: Step) -> Act | None:
        source, target = chosen(self.model.items(), step.which), chosen(self.model.items(*WRITTEN), step.other)
        if source is None or target is None or source == target:
            return None
        role = Role.PROVES if self.model.item(source).kind == Evidence.KIND else Role.RELATED
        tie = self._tie(role, source, target)
        label = Label("link", tie.source_kind, self.model.item(source).heading)

        def program(on: Services) -> object:
            return on.records.link(role, self._record(on, source), self._record(on, target))

        return Act(lambda: self.model.do(label, {tie.name: tie}), program)

    def _unlink(self, step: Step) -> Act | None:
        name = chosen(self.model.seen_ties(), step.which)
        if name is None:
            return None
        tie = self.model.ties()[name]

        def program(on: Services) -> object:
            source = self.model.item(tie.source)
            links = on.records.links_from(id_of(on, tie.source, source), Role(tie.role))
            target = id_of(on, tie.target, self.model.item(tie.target))
            return on.records.unlink(next(link.id for link in links if link.target_id == target))

        return Act(lambda: self.model.do(Label("unlink", Link.KIND), {name: replace(tie, trashed=True)}), program)

    def _tie(self, role: Role, source: str, target: str) -> Tie:
        kind = self.model.item(source).kind if source in self.model.things else Evidence.KIND  # it is being taken in
        return Tie(role.value, source, target, kind, self.model.item(target).kind)

    # Evidence

    def _evidence(self, step: Step) -> Act:
        data = random.Random(step.text + str(step.which % 40)).randbytes(1 + step.which % 200_000)
        name, file_name = hashlib.sha256(data).hexdigest(), f"{step.text.partition(' ')[0]} {step.which % 40}.bin"
        about = chosen(self.model.items(*WRITTEN), step.other)
        known = self.model.things.get(name)
        item = known if isinstance(known, Item) else Item(Evidence.KIND, file_name.removesuffix(".bin"), file_name)
        # What lies in the trash comes back where it is wanted for something.
        after: dict[str, Thing] = {name: replace(item, trashed=item.trashed and about is None)}
        if about is not None:
            tie = self._tie(Role.PROVES, name, about)
            after[tie.name] = tie
        verb = "create" if known is None else "restore" if item.trashed else "link"

        def program(on: Services) -> object:
            file = self._papers / file_name
            file.write_bytes(data)
            return on.evidence.add(file, about=self._record(on, about) if about else None)

        return Act(lambda: self.model.do(Label(verb, item.kind, item.heading), after), program)

    # Beside the records

    def _undo(self, step: Step) -> Act:
        blocked = self.model.blocked

        def program(on: Services) -> None:
            try:
                on.undo.undo()
            except UserError as error:
                if not (blocked and error.code == "undo-conflict"):
                    raise
            else:
                assert not blocked

        return Act(self.model.back, program)

    def _redo(self, step: Step) -> Act:
        return Act(self.model.forth, lambda on: on.undo.redo())

    def _draft(self, step: Step) -> Act:
        about = chosen(self.model.items(*WRITTEN), step.which)
        key = f"edit:{about}" if about and step.other % 3 else f"new:{step.which % 3}"
        return Act(lambda: self.model.drafts.update({key: step.text}), lambda on: on.drafts.save(key, step.text))

    def _drop_draft(self, step: Step) -> Act | None:
        key = chosen(sorted(self.model.drafts), step.which)
        return Act(lambda: self.model.drafts.pop(key), lambda on: on.drafts.drop(key)) if key else None

    def _passphrase(self, step: Step) -> Act:
        old, new = self.model.passphrase, f"een zin die {step.text} {step.which}"
        return Act(lambda: self.model.opens_with(new), lambda on: on.keys.set_passphrase(new, old))

    def _rotate(self, step: Step) -> Act:
        """New keys; or, where an earlier round is not over, some more of that."""
        passphrase = self.model.passphrase

        def program(on: Services) -> None:
            if on.rotation.under_way:
                on.maintain().result(60)
            else:
                on.rotation.begin(on.rotation.prepare(passphrase))
            on.close()

        def model() -> None:
            # Nobody knows any more whether the bundle opens with the keys of today.
            self.model.saved = None

        return Act(model, program, closes=True)

    def _maintain(self, step: Step) -> Act:
        return Act(lambda: None, lambda on: on.maintain().result(60))

    def _bundle(self, step: Step) -> Act:
        return Act(self.model.save, lambda on: on.bundles.write(self._papers / BUNDLE))

    def _snapshot(self, step: Step) -> Act:
        return Act(lambda: None, lambda on: on.backups.snapshot("regular"))

    def _revert(self, step: Step) -> Act | None:
        def program(on: Services) -> None:
            prepared = on.backups.prepare(self._papers / BUNDLE)
            on.close()
            restoring.commit(prepared)

        return Act(self.model.revert, program, closes=True) if self.model.saved else None

    def _merge(self, step: Step) -> Act:
        """Another computer has a copy, something is done there, and that comes over here."""
        other = Walk(self.model.copy(), self._papers)
        acts = [act for each in _elsewhere(step) if (act := other.take(each))]

        def program(on: Services) -> None:
            with TemporaryDirectory() as folder:
                away = Path(folder)
                copy = on.bundles.write(away / "there.leerlijn").path
                environment = Environment(kdf=CHEAP, device=DeviceSettings(away / "settings"))
                way = Passphrase(self.model.passphrase)
                restore_portfolio(copy, way, away / "home", environment=environment)
                there = open_portfolio(away / "home", way, environment=environment)
                try:
                    for act in acts:
                        act.program(there)
                    back = there.merging.write(away / "back.leerlijn").path
                finally:
                    there.close()
                on.merging.merge(back)

        return Act(lambda: self.model.merge(other.model), program)

    def take(self, step: Step) -> Act | None:
        """Take a step in the model alone."""
        act = self.plan(step)
        if act is not None:
            act.model()
        return act

    def _number(self) -> int:
        self.model.made += 1
        return self.model.made

    def _record(self, on: Services, name: str) -> Record:
        item = self.model.item(name)
        found = on.records.any(item.kind, id_of(on, name, item))
        assert found is not None
        return found


def _elsewhere(step: Step) -> list[Step]:
    text = f"{step.text} elders {step.other}"
    return [Step(verb, step.which, step.other, text) for verb in ("create", "edit", "trash")]


def chosen(names: list[str], number: int) -> str | None:
    """One of the names; None when there are none."""
    return names[number % len(names)] if names else None


def record_of(name: str, item: Item) -> Record:
    """The record that stands for an item of the model."""
    match item.kind:
        case "experience":
            return Experience(id=name, written_at=WRITTEN_AT, title=item.heading, happened_on=DAY, story=item.text)
        case "pattern":
            return Pattern(
                id=name,
                written_at=WRITTEN_AT,
                kind=PatternKind.HABIT,
                statement=item.heading,
                noticed_on=DAY,
                cue=item.text,
            )
        case _:
            return Certificate(id=name, written_at=WRITTEN_AT, title=item.heading, issued_on=DAY, number=item.text)


def named(record: Record) -> tuple[str, Item]:
    """Name and item of a record."""
    match record:
        case Experience():
            return record.id, Item(record.KIND, record.title, record.story)
        case Pattern():
            return record.id, Item(record.KIND, record.statement, record.cue)
        case Certificate():
            return record.id, Item(record.KIND, record.title, record.number)
        case Evidence():
            return record.sha256, Item(record.KIND, record.title, record.file_name)
        case _:
            raise AssertionError(record.KIND)


def id_of(on: Services, name: str, item: Item) -> str:
    """The id of a record by its name."""
    if item.kind != Evidence.KIND:
        return name
    return next(evidence.id for evidence, _ in on._core.store.naming(Evidence, name) if evidence.sha256 == name)


def see(on: Services) -> View:
    """What there is to be seen in the program; every file of evidence is read."""
    live, trash, ties, names = dict[str, Item](), dict[str, Item](), list[str](), dict[str, str]()
    for place, rows in ((live, on.records.rows(Query(kinds=KINDS))), (trash, on.records.trashed())):
        for row in rows:
            record = on.records.any(row.kind, row.id)
            assert record is not None
            name, item = named(record)
            place[name] = replace(item, trashed=place is trash)
            names[record.id] = name
            if isinstance(record, Evidence):
                on.evidence.read(record)  # raises where an octet is not as it was
    for row in on.records.rows(Query(kinds=KINDS)):
        for link in on.records.links_from(row.id):
            ties.append(f"{link.role.value} {names[link.source_id]} {names[link.target_id]}")
    drafts = {key: text for key, text, _ in on.drafts.all()}
    return View(live, trash, tuple(sorted(ties)), drafts, on.undo.undo_label(), on.undo.redo_label())


def drawn(chance: random.Random, verbs: dict[str, int]) -> Step:
    """A random step; ``verbs`` says how often each comes."""
    [verb] = chance.choices([*verbs], [*verbs.values()])
    text = " ".join(chance.choices(WORDS, k=chance.randint(1, 30)))
    return Step(verb, chance.randrange(1 << 30), chance.randrange(1 << 30), text)
