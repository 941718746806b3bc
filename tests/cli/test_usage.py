"""Help, language and wrong usage."""

from __future__ import annotations

import re

import pytest

from portfolio_app.cli import codes
from portfolio_app.i18n import LANGUAGES
from tests.cli.helpers import Cli


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", ["", "demo", "new", "export", "certificate", "verify", "check"])
def test_help_in_both_languages_with_the_codes(cli: Cli, lang: str, command: str) -> None:
    code, out, err = cli(*([command] if command else []), "--help", "--lang", lang)
    assert (code, err) == (0, "")
    for number, _ in codes.HELP:
        assert re.search(rf"^ +{number} ", out, re.MULTILINE)
    dutch = {"Zo roep je het aan", "opties", "Het eindigt met"}
    english = {"How to call it", "options", "It ends with"}
    for word in dutch if lang == "nl" else english:
        assert word in out
    for word in english if lang == "nl" else ["usage:", *dutch]:
        assert word not in out


def test_every_option_of_the_issue_is_there(cli: Cli) -> None:
    wanted = {
        "demo": ["--out", "--lang", "--years", "--until", "--entries", "--seed"],
        "new": ["--home", "--passphrase-file"],
        "export": ["--audience {mentor,dossier,register,application,archive}", "--out", "--home", "--passphrase-file"],
        "verify": ["--original", "--signer", "--json"],
        "check": ["--home", "--passphrase-file", "--lang"],
    }
    for command, options in wanted.items():
        _, out, _ = cli(command, "--help")
        for option in options:
            assert option in out


@pytest.mark.parametrize(
    ("argv", "part"),
    [
        (["verzin"], "er is geen opdracht 'verzin'"),
        (["export"], "dit ontbreekt: --out"),
        (["export", "--audience", "iedereen", "--out", "x"], "--audience kan niet 'iedereen' zijn"),
        (["verify"], "dit ontbreekt: BESTAND"),
        (["verify", "a", "b"], "dit is onbekend: b"),
        (["check", "--home"], "bij --home hoort een waarde"),
        (["check", "--quick=1"], "bij --quick hoort geen waarde"),
        (["demo", "--out", "x", "--years", "0"], "--years kan niet '0' zijn"),
        (["demo", "--out", "x", "--entries", "veel"], "--entries kan niet 'veel' zijn"),
        (["demo", "--out", "x", "--until", "morgen"], "--until kan niet 'morgen' zijn"),
        (["demo", "--out", "x", "--lang", "fr"], "--lang kan niet 'fr' zijn"),
        (["demo", "--out", "x", "--until", "0001-01-01"], "ligt --until tussen 1 januari 1985 en 31 december 2107"),
        (["demo", "--out", "x", "--until", "1984-12-31"], "van 4 jaar ligt --until tussen 1 januari 1985"),
        (
            ["demo", "--out", "x", "--until", "1975-06-01", "--years", "1"],
            "van 1 jaar ligt --until tussen 1 januari 1982",
        ),
        (
            ["demo", "--out", "x", "--until", "2000-06-01", "--years", "30"],
            "van 30 jaar ligt --until tussen 1 januari 2011",
        ),
        (["demo", "--out", "x", "--until", "2108-01-01"], "en 31 december 2107"),
        (["demo", "--out", "x", "--until", "2150-01-01"], "en 31 december 2107"),
        (["verify", "x.pdf", "--signer", ""], "een vingerafdruk heeft 64"),
        (["verify", "x.pdf", "--signer", "569B CF0B"], "dit is er geen: '569B CF0B'"),
        (["new", "--lang"], "bij --lang hoort een waarde"),
    ],
)
def test_wrong_usage_ends_with_64(cli: Cli, argv: list[str], part: str) -> None:
    code, out, err = cli(*argv)
    assert (code, out) == (64, "")
    assert part in err
    assert "portfolio-app --help" in err


def test_language_is_asked_for_or_that_of_the_computer(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "portfolio" in cli("check", "--home", "nergens")[2]
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert cli("check", "--home", "nergens")[2].startswith("There is no portfolio")
    assert cli("check", "--home", "nergens", "--lang=nl")[2].startswith("In deze map staat geen portfolio")
