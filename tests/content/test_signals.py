"""Language signals on sentences of our own: what is asked about and, as often, what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio_app import paths
from portfolio_app.content.loader import load
from portfolio_app.content.sets import ContentSets
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.signals import Dismissals, Rules, Signal, SignalSet, language, signals
from tests.tools.told import Told

SHIPPED = ContentSets(paths.resources())
RULES = {lang: Rules.of(lang, SHIPPED.signals()) for lang in ("nl", "en")}
SENTENCES = [
    (lang, frozenset(kinds.split(",")) - {"-"}, text)
    for lang, kinds, text in (
        line.split("\t")
        for line in (Path(__file__).parent / "signals" / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    )
]
PRECISION, RECALL, LEFT_ALONE = 0.85, 0.85, 0.9


def look(text: str, lang: str = "nl", dismissed: Dismissals | None = None, place: str = "") -> tuple[Signal, ...]:
    return signals(text, RULES[lang], dismissed, place)


def words(text: str, lang: str = "nl") -> list[str]:
    return [text[signal.start : signal.end] for signal in look(text, lang)]


def kinds(text: str, lang: str = "nl") -> set[str]:
    return {signal.kind.key for signal in look(text, lang)}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_sentences_are_met_as_expected(lang: str, told: Told) -> None:
    mine = [(expected, text) for of, expected, text in SENTENCES if of == lang]
    met = asked = wanted = quiet = 0
    for expected, text in mine:
        found = kinds(text, lang)
        met += len(found & expected)
        asked += len(found)
        wanted += len(expected)
        quiet += not expected and not found
    without = sum(not expected for expected, _ in mine)
    told.row(
        "language signals", ("language", "sentences", "without one", "left alone", "precision", "recall"),
        lang, str(len(mine)), str(without), str(quiet), f"{met / asked:.2f}", f"{met / wanted:.2f}",
    )  # fmt: skip
    assert met / asked >= PRECISION
    assert met / wanted >= RECALL
    assert quiet / without >= LEFT_ALONE


def test_there_are_two_hundred_sentences_half_of_them_without_a_signal() -> None:
    assert len(SENTENCES) >= 200
    assert len({text for _, _, text in SENTENCES}) == len(SENTENCES)
    assert 0.35 <= sum(not expected for _, expected, _ in SENTENCES) / len(SENTENCES) <= 0.6


def test_at_most_three_and_the_weightiest_first() -> None:
    text = (
        "Het systeem werkt tegen. Natuurlijk is de sfeer slecht. Er was weinig inzet. Ze willen gewoon niet."
        " Automatisch word ik boos. Ik moet ingrijpen. Iedereen praat."
    )
    assert words(text) == ["Ze willen gewoon niet", "Automatisch", "Ik moet"]


def test_an_absolute_beside_a_label_goes_before_a_must() -> None:
    text = "Zulke leerlingen zijn nooit klaar. Ik moet wachten. Je moet dan stil zijn. Ik hoor te helpen."
    assert words(text)[:2] == ["Zulke leerlingen", "nooit"]


def test_a_word_is_asked_about_once() -> None:
    assert words("Altijd te laat. Altijd moe. Altijd boos.") == ["Altijd"]


@pytest.mark.parametrize(
    "text",
    [
        "Hij zei: “Ik moet altijd alles doen.”",
        'Hij zei: "Ik moet altijd alles doen."',
        "Hij zei: ‘Ik moet altijd alles doen, m’n moeder ook.’",
        "Hij zei: „Ik moet altijd alles doen.”",
        "Hij zei: 'ik moet altijd alles doen, m'n moeder ook'.",
    ],
)
def test_what_somebody_else_said_is_left_alone(text: str) -> None:
    assert words(text) == []
    assert words(f"{text}\nIedereen hoorde het.") == ["Iedereen"]


def test_an_apostrophe_opens_no_speech_and_a_mark_that_stays_open_ends_with_its_line() -> None:
    assert words("'s Morgens praat iedereen, 's middags niemand.") == ["iedereen", "niemand"]
    assert words("Ze riep “nooit\nNiemand keek op.") == ["nooit", "Niemand"]


def test_a_denied_absolute_is_a_good_sign() -> None:
    assert words("Niet altijd. Lang niet iedereen. Zeker niet overal.") == []
    assert words("It is not always so, hardly everybody agrees.", "en") == []
    assert words("Dat weet ik niet. Altijd.") == ["Altijd"]


def test_places_are_those_of_the_text_as_it_was_typed() -> None:
    for text in (
        "🎉🎉 En toen was iedereen stil.",
        "Cafe\u0301, reu\u0308nie en toen was iedereen stil.",
        "M’n collega’s zagen dat iedereen stil was.",
    ):
        assert words(text) == ["iedereen"]
    assert words("I don’t know. They don’t care.", "en") == ["They don’t care"]


def test_what_was_dismissed_stays_away_where_it_was_dismissed() -> None:
    text = "Iedereen praat. Ik moet wachten."
    assert {signal.word for signal in look(text)} == {"iedereen", "ik moet"}
    here = Dismissals(here=frozenset({("week", "absolute", "iedereen")}))
    assert [signal.word for signal in look(text, dismissed=here, place="week")] == ["ik moet"]
    assert len(look(text, dismissed=here, place="other")) == 2
    assert [
        signal.word for signal in look(text, dismissed=Dismissals(words=frozenset({("absolute", "iedereen")})))
    ] == ["ik moet"]
    assert [signal.word for signal in look(text, dismissed=Dismissals(kinds=frozenset({"necessity"})))] == ["iedereen"]


def test_a_dismissed_phrase_does_not_hold_the_words_in_its_gap() -> None:
    (signal,) = look("Ik kan Sanne echt niet bereiken.")
    assert signal.word == "ik kan … niet"


def test_a_text_in_the_other_language_is_known_only_when_that_is_clear() -> None:
    assert language("The pupils were quiet and I could not hear them, but then there was a bell.", "nl") == "en"
    assert language("De leerlingen waren stil en ik kon ze niet horen, maar toen ging de bel.", "en") == "nl"
    assert language("Top.", "nl") == "nl"
    assert language("", "en") == "en"


OWN = """
id = "onze-school"
version = 1
lang = "nl"
name.nl = "Onze woorden"
source = ["Sectie Nederlands"]
checked_on = 2026-11-01

[[kinds]]
key = "ours"
name.nl = "Ons huiswoord"
ask.nl = "“{{word}}”: wat bedoelen we daarmee?"
rank = 5
phrases = [
    "maatwerk",
    {phrase},
]
"""


def own(folder: Path, phrase: str) -> Path:
    file = folder / "signals" / "onze-school.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(OWN.format(phrase=phrase), encoding="utf-8")
    return file


def test_a_school_adds_its_own_words_without_python(tmp_path: Path) -> None:
    own(tmp_path, '"leer* ~2 op/aan maat"')
    rules = Rules.of("nl", ContentSets(paths.resources(), tmp_path).signals())
    text = "Dat is maatwerk. Leerlingen leren zo op maat."
    found = signals(text, rules)
    assert [text[signal.start : signal.end] for signal in found] == ["maatwerk", "Leerlingen leren zo op maat"]
    assert found[0].kind.ask["nl"].replace("{word}", "maatwerk") == "“maatwerk”: wat bedoelen we daarmee?"


def test_phrases_that_together_leave_too_much_open_are_refused_at_the_one_too_many(tmp_path: Path) -> None:
    file = own(tmp_path, ", ".join(f"'ik ~8 b ~8 c{number}'" for number in range(20)))
    with pytest.raises(UserError) as refused:
        load(SignalSet, file)
    assert refused.value.facts["problem"] == "phrase-too-wide"
    assert refused.value.facts["key"] == "kinds[1].phrases[14]"


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        ("'(a+)+b'", "phrase-broken"),
        ("'woord ('", "phrase-broken"),
        ("'~2 woord'", "phrase-broken"),
        ("'woord ~2'", "phrase-broken"),
        ("'woord [half'", "phrase-broken"),
        ("'Hoofdletter'", "phrase-broken"),
        ("''", "phrase-broken"),
        ("'woord ~99 woord'", "phrase-too-wide"),
        ("'ab*'", "phrase-too-wide"),
        ("'a ~8 b ~8 c ~8 d ~8 e'", "phrase-too-wide"),
        ("'a a a a a a a a a a a a a'", "phrase-too-wide"),
    ],
)
def test_a_broken_or_endless_phrase_is_refused_with_its_key_and_line(tmp_path: Path, phrase: str, problem: str) -> None:
    file = own(tmp_path, phrase)
    with pytest.raises(UserError) as refused:
        load(SignalSet, file)
    assert refused.value.facts == {
        "file": "onze-school.toml", "key": "kinds[1].phrases[2]", "line": 16, "problem": problem,
    }  # fmt: skip
    sets = ContentSets(paths.resources(), tmp_path)
    assert {item.id for item in sets.signals()} == {"nl", "en"}
    assert [error.code for error in sets.problems()] == ["content-broken"]


@pytest.mark.parametrize(
    "piece", ["als ik niet ", "'a ", "‘", '"a', "a", "e\u0301", "ik kan ze zo ", "«„“", "ik moet altijd. "]
)
def test_the_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Four times the text takes about four times as long, and never sixteen."""
    import time

    def spent(times: int) -> float:
        text = piece * (times // len(piece))
        runs: list[float] = []
        for _ in range(3):
            begun = time.process_time()
            look(text)
            runs.append(time.process_time() - begun)
        return min(runs)

    assert spent(80_000) < 10 * spent(20_000) + 0.02
