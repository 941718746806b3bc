"""One of each kind of step: it has a name of its own, is undone and done again also after a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from portfolio_app.domain.growth import Agreement, Talk
from portfolio_app.domain.journal import JournalWeek, Week
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Decision, Lens, PatternKind, Rating
from portfolio_app.domain.selection import Audience
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from portfolio_app.ui.words import STEPS, step_name
from tests.services.helpers import Desk, activity, belief, head, profile, reflection, saved

Act = Callable[[Services], object]
WEEK = Week(2026, 10)


def week(services: Services) -> JournalWeek:
    return replace(services.journal.week(WEEK), answers={"kept": "Het werd stil."})


def try_out(services: Services) -> tuple[str, str]:
    made = services.patterns.add_experiment(belief(services).id, "tien tellen wachten")
    return made.id, made.experiments[0].id


def decided(decision: Decision, words: str = "") -> Act:
    return lambda services: services.patterns.decide(belief(services).id, decision, words)


def let_go_and_back(services: Services) -> None:
    made = services.patterns.decide(belief(services).id, Decision.LET_GO)
    services.patterns.take_up_again(made.id)


def brought_back(services: Services) -> None:
    made = activity(services)
    services.records.trash(made.KIND, made.id)
    services.records.restore(made.KIND, made.id)


def put_back(services: Services) -> None:
    made = activity(services)
    services.records.save(replace(made, story="later"))
    services.history.restore(made.KIND, made.id, 1)


def linked(services: Services) -> str:
    return services.records.link(Role.FITS, activity(services), belief(services)).id


def held(services: Services) -> None:
    talk = saved(services, Talk(**head(services), happens_on=date(2026, 3, 12), with_role="coach"))
    services.talks.hold(replace(talk, held=True))


ACTS: dict[str, tuple[Act, str]] = {
    "add": (activity, "activiteit of moment toevoegen: ‘Studiedag formatief handelen’"),
    "change": (lambda s: s.records.save(replace(activity(s), story="x")),
               "activiteit of moment wijzigen: ‘Studiedag formatief handelen’"),
    "profile": (profile, "profiel toevoegen: ‘Noor Zandkamp’"),
    "trash": (lambda s: s.records.trash("reflection", reflection(s).id),
              "reflectie naar de prullenbak: ‘Een les die stilviel’"),
    "bring back": (brought_back, "activiteit of moment terugzetten: ‘Studiedag formatief handelen’"),
    "put back": (put_back, "eerdere versie terugzetten van activiteit of moment: ‘Studiedag formatief handelen’"),
    "link": (linked, "activiteit of moment koppelen: ‘Studiedag formatief handelen’"),
    "unlink": (lambda s: s.records.unlink(linked(s)), "loskoppelen"),
    "week": (lambda s: s.journal.save(week(s)), "week toevoegen: ‘week 10 van 2026’"),
    "finish": (lambda s: s.journal.finish(week(s)), "week afronden: ‘week 10 van 2026’"),
    "skip": (lambda s: s.journal.skip(WEEK), "week overslaan: ‘week 10 van 2026’"),
    "rate": (lambda s: s.patterns.rate(belief(s).id, Rating.MOSTLY),
             "zeggen hoe ik nu denk: ‘Wie stilvalt, heeft hulp nodig.’"),
    "case": (lambda s: s.patterns.add_case(belief(s).id, True, "Het klopte."),
             "noteren of het klopte: ‘Wie stilvalt, heeft hulp nodig.’"),
    "ask": (lambda s: s.patterns.consult(belief(s).id, Lens.PUPILS, "2B", "Wacht even."),
            "noteren wie ik vroeg: ‘Wie stilvalt, heeft hulp nodig.’"),
    "plan a try-out": (try_out, "iets uit te proberen plannen: ‘Wie stilvalt, heeft hulp nodig.’"),
    "tell": (lambda s: s.patterns.tell(*try_out(s), "Het werd stil."),
             "vertellen over uitproberen: ‘Wie stilvalt, heeft hulp nodig.’"),
    "put off": (lambda s: s.patterns.not_yet(*try_out(s), date(2026, 5, 1)),
                "uitproberen uitstellen: ‘Wie stilvalt, heeft hulp nodig.’"),
    "drop": (lambda s: s.patterns.drop(*try_out(s)), "uitproberen laten zitten: ‘Wie stilvalt, heeft hulp nodig.’"),
    "keep": (decided(Decision.KEEP), "gewoonte of opvatting zo houden: ‘Wie stilvalt, heeft hulp nodig.’"),
    "sharpen": (decided(Decision.SHARPEN, "Wie stilvalt, denkt soms."),
                "gewoonte of opvatting aanscherpen: ‘Wie stilvalt, denkt soms.’"),
    "let go": (decided(Decision.LET_GO), "gewoonte of opvatting loslaten: ‘Wie stilvalt, heeft hulp nodig.’"),
    "take up": (let_go_and_back, "gewoonte of opvatting weer oppakken: ‘Wie stilvalt, heeft hulp nodig.’"),
    "lift out": (lambda s: s.patterns.lift_out(activity(s, story="altijd hulp"), "story", 0, 6, PatternKind.HABIT),
                 "gewoonte of opvatting eruit lichten: ‘altijd’"),
    "hold": (held, "noteren dat het gesprek er was: ‘coach’"),
    "settle": (lambda s: s.talks.settle(saved(s, Agreement(**head(s), text="Kom kijken.", agreed_on=date(2026, 3, 1)))),
               "afspraak afronden: ‘Kom kijken.’"),
    "join": (lambda s: s.hours.join("nl-cao-vo", date(2025, 8, 1)), "meedoen aan een regeling"),
    "leave": (lambda s: s.hours.leave(s.hours.join("nl-cao-vo", date(2025, 8, 1)).id), "stoppen met een regeling"),
    "choose": (lambda s: s.choosing.keep(replace(s.choosing.selection(Audience.MENTOR, "nl"), to_whom="Sem")),
               "keuze voor een lezer toevoegen: ‘Sem’"),
}  # fmt: skip


def everything(services: Services) -> set[tuple[str, str, int]]:
    rows = (*services.records.rows(Query()), *services.records.rows(Query(trashed=True)))
    return {(row.kind, row.heading, int(row.trashed_at is not None)) for row in rows}


@pytest.mark.parametrize("what", ACTS)
def test_a_step_of_each_kind_is_named_undone_and_done_again(desk: Desk, what: str) -> None:
    act, name = ACTS[what]
    services = desk.open()
    act(services)
    label = services.undo.undo_label()
    assert label is not None
    assert label.verb in STEPS
    assert step_name(label, Translator("nl")) == name
    assert step_name(label, Translator("en")) != name
    after = everything(services)
    desk.close()
    services = desk.open()
    services.undo.undo()
    assert services.undo.redo_label() == label
    desk.close()
    services = desk.open()
    services.undo.redo()
    assert everything(services) == after
    assert services.undo.undo_label() == label
