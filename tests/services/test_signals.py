"""What the owner does not want to be asked again travels with the portfolio; what was found is kept nowhere."""

from __future__ import annotations

from portfolio_app.services.session import Services
from portfolio_app.services.settings import SIGNALS_DISMISSED
from portfolio_app.services.signals import Silenced
from tests.services.helpers import Desk

TEXT = "Iedereen praat. Ik moet wachten."


def asked(services: Services, text: str = TEXT, place: str = "a") -> list[str]:
    return [signal.word for signal in services.signals.look(text, "nl", place)]


def test_looking_keeps_nothing(services: Services) -> None:
    assert asked(services) == ["iedereen", "ik moet"]
    assert services.settings.get(SIGNALS_DISMISSED) == ""
    assert services.undo.undo_label() is None


def test_the_text_itself_says_its_language(services: Services) -> None:
    text = "They were not there and I had to wait for them, but then everybody came with their books."
    assert [signal.word for signal in services.signals.look(text, "nl", "a")] == ["i had to", "everybody"]


def test_each_dismissal_holds_as_far_as_it_was_meant_and_can_be_taken_back(desk: Desk) -> None:
    services = desk.open()
    everyone, must = services.signals.look(TEXT, "nl", "a")
    services.signals.dismiss_here(everyone, "a")
    assert (asked(services), asked(services, place="b")) == (["ik moet"], ["iedereen", "ik moet"])
    services.signals.dismiss_word(everyone)
    services.signals.dismiss_kind(must)
    services.signals.dismiss_topic("een goede leraar")
    assert asked(services, TEXT + " Je moet iets. Altijd.", "b") == ["altijd"]
    desk.close()
    services = desk.open()
    assert services.signals.silenced() == (
        Silenced("absolute", "iedereen", "a"),
        Silenced("absolute", "iedereen"),
        Silenced("necessity"),
        Silenced(topic="een goede leraar"),
    )
    services.signals.take_back(services.signals.silenced()[:3])
    assert asked(services) == ["iedereen", "ik moet"]
    assert services.signals.silenced() == (Silenced(topic="een goede leraar"),)


def test_a_setting_that_was_spoilt_dismisses_nothing(services: Services) -> None:
    for spoilt in ("{", "[1, 2]", '{"a": 1}', '[["a"]]', "7"):
        services.settings.set(SIGNALS_DISMISSED, spoilt)
        assert services.signals.silenced() == ()
        assert len(asked(services)) == 2


def test_names_of_kinds_are_known(services: Services) -> None:
    assert dict(services.signals.name("habit") or {}) == {"nl": "Automatische piloot", "en": "Automatic pilot"}
    assert services.signals.name("gone") is None
