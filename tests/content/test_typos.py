"""A content file with a typo: file, key and line are named, the rest goes on."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from portfolio_app import paths
from portfolio_app.content.lines import line_of
from portfolio_app.content.loader import load, name_of
from portfolio_app.content.reader import Problem, read
from portfolio_app.content.sets import FAMILIES
from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.sentences import PROBLEMS, explain

CASES = [
    # family, file, what is replaced, by what, key, problem
    ("schemes", "nl-cao-vo", "hours = 83", "hour = 83", "rules[1].hour", "unknown-key"),
    ("schemes", "nl-cao-vo", "hours = 83", 'hours = "83"', "rules[1].hours", "wrong-type"),
    ("schemes", "nl-cao-vo", "hours = 83", "hours = 82.5", "rules[1].hours", "wrong-type"),
    ("schemes", "nl-cao-vo", "hours = 83", "hours = true", "rules[1].hours", "wrong-type"),
    ("schemes", "nl-cao-vo", "hours = 83", "hours = -83", "rules[1].hours", "out-of-range"),
    ("schemes", "nl-cao-vo", "hours = 83", f"hours = {'9' * 4000}", "rules[1].hours", "out-of-range"),
    ("schemes", "nl-cao-vo", "hours = 83\n", "", "rules[1].hours", "missing-key"),
    ("schemes", "nl-cao-vo", 'type = "total"', 'type = "totaal"', "rules[1].type", "unknown-value"),
    ("schemes", "nl-cao-vo", 'type = "total"\n', "", "rules[1].type", "missing-key"),
    ("schemes", "nl-cao-vo", 'pro_rata = "fte"', 'pro_rata = "wtf"', "rules[1].pro_rata", "unknown-value"),
    ("schemes", "nl-cao-vo", 'id = "d"', 'id = "c"', "categories[4].id", "duplicate-id"),
    ("schemes", "nl-cao-vo", '["zelfstudie"]', '["zelfstudi"]', "categories[4].activity_types[1]", "unknown-value"),
    ("schemes", "nl-cao-vo", 'sectors = ["vo"]', 'sectors = "vo"', "sectors", "wrong-type"),
    ("schemes", "nl-cao-vo", 'anchor = "08-01"', 'anchor = "31-08"', "period.anchor", "bad-date"),
    ("schemes", "nl-cao-vo", 'anchor = "08-01"', 'anchor = "02-29"', "period.anchor", "bad-date"),
    ("schemes", "nl-cao-vo", "years = 1", "years = 0", "period.years", "out-of-range"),
    ("schemes", "nl-cao-vo", "checked_on = 2026-11-23", 'checked_on = "23-11-2026"', "checked_on", "bad-date"),
    ("schemes", "nl-cao-vo", "checked_on = 2026-11-23", "checked_on = 2026", "checked_on", "bad-date"),
    ("schemes", "nl-cao-vo", 'status = "employer"\n', "", "status", "missing-key"),
    ("schemes", "nl-cao-vo", 'id = "nl-cao-vo"', 'id = "nl-cao-v0"', "id", "not-the-file-name"),
    ("schemes", "nl-cao-vo", "version = 1", "version = 0", "version", "out-of-range"),
    ("schemes", "nl-cao-po", '["inductie"]', '["induktie"]', "rules[2].when.phases[1]", "unknown-value"),
    ("schemes", "nl-registerleraar-2017", '["A1"]\nwhen', '["A9"]\nwhen', "rules[3].categories", "unknown-value"),
    ("schemes", "nl-registerleraar-2017", "hours = 60\n", "", "rules[4].hours", "missing-key"),
    ("frameworks", "nl-sbl-2006", 'code = "7"', 'code = "1"', "competences[7].code", "duplicate-id"),
    ("frameworks", "nl-bekwaamheid-2017", 'group = "PE-K"', 'group = "PEK"', "competences[47].group", "unknown-value"),
    ("templates", "alact", 'row = "feeling"', 'row = "feelings"', "questions[12].row", "unknown-value"),
    ("templates", "alact", 'column = "me"\n', "", "questions[6].column", "missing-key"),
    ("templates", "week", 'key = "monday"', 'key = "stuck"', "questions[3].key", "duplicate-id"),
    ("templates", "week", 'ask.en = "What stayed', 'ask.eng = "What stayed', "questions[1].ask.eng", "unknown-key"),
    ("templates", "week", 'ask.en = "What stayed with you?"', 'ask.en = " "', "questions[1].ask.en", "empty-text"),
    ("templates", "week", "months = [8, 9]", "months = [8, 13]", "questions[31].months", "out-of-range"),
    ("templates", "ladder", 'form = "ladder"', 'form = "conversation"', "steps[1].form", "form-count"),
    ("templates", "week", 'title.nl = "Deze week"', 'form = "lenses"\ntitle.nl = "Deze week"', "steps[1].form",
     "form-words"),
    ("holidays", "nl", '["noord"]', '["noorden"]', "years[1].holidays[2].regions[1]", "unknown-value"),
    ("holidays", "nl", "= 2023-10-29", "= 2023-10-20", "years[1].holidays[2].until_on", "out-of-range"),
    ("self_checks", "leervermogen", "example_from = 3", "example_from = 5", "example_from", "out-of-range"),
    ("self_checks", "leervermogen", 'en = "often"', 'en = 3', "scale[3].en", "wrong-type"),
]  # fmt: skip


def broken(tmp_path: Path, family: str, name: str, old: str, new: str) -> tuple[Path, int]:
    """A copy of a shipped file with one mistake in it, and the line of that mistake."""
    text = (paths.resources() / family / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / f"{name}.toml"
    at = text.index(old)
    file.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return file, text[:at].count("\n") + 1


@pytest.mark.parametrize(("family", "name", "old", "new", "key", "problem"), CASES)
def test_a_typo_is_named_with_file_key_and_line(
    tmp_path: Path, family: str, name: str, old: str, new: str, key: str, problem: str
) -> None:
    file, line = broken(tmp_path, family, name, old, new)
    with pytest.raises(UserError) as caught:
        load(FAMILIES[family], file)
    facts = caught.value.facts
    assert caught.value.code == "content-broken"
    assert (facts["file"], facts["key"], facts["problem"]) == (file.name, key, problem)
    if new:
        assert facts["line"] == line
    else:
        assert facts["line"] == line_of_table(file, line) if "." in key else facts["line"] == 1


def line_of_table(file: Path, line: int) -> int:
    """Where the table begins in which a line stands: that is where a missing key is told."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return max(number for number, text in enumerate(lines[:line], start=1) if text.startswith("["))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hours = 83", "hours = = 83"),
        ('status = "employer"', 'status = "employer'),
        ("[period]", "[period"),
        ("checked_on = 2026-11-23", "checked_on = 2026-13-23"),
        ("hours = 83", "hours = 83\nhours = 84"),
    ],
)
def test_what_is_not_toml_is_named_with_its_line(tmp_path: Path, old: str, new: str) -> None:
    file, line = broken(tmp_path, "schemes", "nl-cao-vo", old, new)
    with pytest.raises(UserError) as caught:
        load(FAMILIES["schemes"], file)
    facts = caught.value.facts
    assert facts["problem"] == "syntax"
    assert facts["line"] == line + new.count("\n")
    assert facts["key"] == old.split(" ", 1)[0].strip("[]")


def test_an_unfinished_text_is_named_on_the_last_line(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('id = "x"\nversion = 1\nsource = [\n  "een",\n', encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load(FAMILIES["schemes"], file)
    assert caught.value.facts["line"] in (4, 5)


def test_other_encodings_and_other_files_are_named(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes('id = "x"\nname.nl = "één"\n'.encode("latin-1"))
    with pytest.raises(UserError) as caught:
        load(FAMILIES["schemes"], file)
    assert (caught.value.facts["problem"], caught.value.facts["line"]) == ("not-utf-8", 2)
    file.write_bytes(b"#" * 200_001)
    with pytest.raises(UserError) as caught:
        load(FAMILIES["schemes"], file)
    assert caught.value.facts["problem"] == "too-large"
    with pytest.raises(UserError) as caught:
        load(FAMILIES["schemes"], tmp_path)
    assert caught.value.code in ("content-unreadable", "content-broken")
    with pytest.raises(UserError) as caught:
        load(FAMILIES["schemes"], tmp_path / "gone.toml")
    assert caught.value.code == "content-unreadable"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (f'id = "x"\nversion = {"9" * 5000}\n', 2, "syntax"),
        ("id = " + "[" * 50_000 + "]" * 50_000, 1, "too-deep"),
        ("id = " + "{a = " * 30_000, 1, "too-deep"),
        ('id = "x"\na' + ".a" * 90_000 + " = 1", 2, "syntax"),
        ("".join(f"[[a{number}]]\n" for number in range(15_000)), 1, "unknown-key"),
        ("id = 'x'\n" + "".join(f"[[rules.a.b{number}]]\n" for number in range(9_000)), 1, "missing-key"),
        ("id = 'x'\n" + "[[rules]]\n" * 15_000, 1, "missing-key"),
    ],
    ids=["digits", "lists", "tables", "dots", "names", "within", "items"],
)
def test_a_file_meant_to_do_harm_is_broken_like_any_other(tmp_path: Path, text: str, line: int, problem: str) -> None:
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load(FAMILIES["schemes"], file)
    assert (caught.value.code, caught.value.facts["file"]) == ("content-broken", "x.toml")
    assert (caught.value.facts["problem"], caught.value.facts["line"]) == (problem, line)


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e300"])
def test_a_number_that_is_none_is_out_of_range(number: str) -> None:
    with pytest.raises(Problem) as caught:
        read(float, tomllib.loads(f"a = {number}")["a"], ("a",))
    assert caught.value.code == "out-of-range"


@pytest.mark.skipif(os.name == "nt", reason="pipes have no place in a folder there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.toml")
    with pytest.raises(UserError) as caught:
        load(FAMILIES["schemes"], tmp_path / "x.toml")
    assert caught.value.code == "content-unreadable"


def test_a_version_in_a_name_is_of_plain_digits(tmp_path: Path) -> None:
    assert name_of(Path("x@2.toml")) == ("x", 2)
    for name in ("x@².toml", "x@٢.toml", "x@.toml", "x@-1.toml"):
        assert name_of(Path(name)) == (Path(name).stem, None)


def test_a_file_from_windows_reads_the_same(tmp_path: Path) -> None:
    text = (paths.resources() / "schemes" / "nl-cao-vo.toml").read_text(encoding="utf-8")
    file = tmp_path / "nl-cao-vo.toml"
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(FAMILIES["schemes"], file) == load(FAMILIES["schemes"], paths.resources() / "schemes" / file.name)


def test_every_problem_has_its_words_and_makes_a_whole_sentence() -> None:
    raised = {problem for *_, problem in CASES} | {
        "phrase-broken",
        "phrase-too-wide",
        "syntax",
        "not-utf-8",
        "too-large",
        "too-deep",
    }
    assert raised == set(PROBLEMS)
    for lang in ("nl", "en"):
        t = Translator(lang)
        for problem in PROBLEMS:
            said = explain(UserError("content-broken", file="a.toml", key="id", line=3, problem=problem), t)
            assert "a.toml" in said
            assert problem not in said.split() or "-" not in problem


NESTED = """a = 1
long = '''
x = 5
'''

[b]
c = 1

[[rules]]
x = 1
[[rules]]
x = 2

[[rules.parts]]
y = 1
[[rules]]

[[rules.parts]]
y = 2
[last]
list = [
    { z = 1 },  # [
    { z = 2 },
]
after = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 1),
        (("long",), 2),
        (("b", "c"), 7),
        (("rules", 1, "x"), 12),
        (("rules", 1), 11),
        (("rules",), 9),
        (("rules", 1, "nothing"), 11),
        (("rules", 1, "parts", 0, "y"), 15),
        (("rules", 2, "parts", 0, "y"), 19),
        (("last", "list", 1, "z"), 23),
        (("last", "list", 9), 21),
        (("last", "after"), 25),
        (("nothing",), 1),
    ],
)
def test_lines_are_found_by_path(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(NESTED, path) == line
