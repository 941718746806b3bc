"""Options and commands, with help in the reader's language."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

from portfolio_app import __version__
from portfolio_app.cli.codes import HELP
from portfolio_app.domain.selection import Audience
from portfolio_app.i18n import LANGUAGES, N_, Translator

PROGRAM: Final = "portfolio-app"
MOST_YEARS: Final = 40
MOST_ENTRIES: Final = 1_000_000
FIRST_DAY: Final = date(1981, 1, 1)
LAST_DAY: Final = date(2107, 12, 31)
"""Between which an example can lie: the archives among its files know no days outside 1980 to 2107."""

_COMPLAINTS: Final[tuple[tuple[str, str], ...]] = (
    (r"argument (?:COMMAND|OPDRACHT): invalid choice: (?P<value>.+?) \(.*", N_("there is no command {value}")),
    (r"the following arguments are required: (?P<what>.+)", N_("this is missing: {what}")),
    (r"unrecognized arguments: (?P<what>.+)", N_("this is not known: {what}")),
    (r"argument (?P<what>\S+).*: invalid choice: (?P<value>.+?) \(.*", N_("{what} can't be {value}")),
    (
        r"argument --(?:signer|rename|forget).*: invalid \w+ value: (?P<value>.+)",
        N_("a fingerprint has 64 digits and letters (a to f), spaces apart; this is none: {value}"),
    ),
    (r"argument (?P<what>\S+).*: not allowed with argument (?P<other>\S+)", N_("{what} and {other} don't go together")),
    (r"argument (?P<what>\S+).*: expected one argument", N_("{what} needs a value")),
    (r"argument (?P<what>\S+).*: invalid \w+ value: (?P<value>.+)", N_("{what} can't be {value}")),
    (r"argument (?P<what>\S+).*: ignored explicit argument (?P<value>.+)", N_("{what} takes no value")),
    (r"ambiguous option: (?P<what>\S+) could match .*", N_("this can mean more than one option: {what}")),
)
"""What argparse says in English, and the same for people."""


class UsageError(Exception):
    """The command line can't be understood; the message is in the reader's language."""


class Parser(argparse.ArgumentParser):
    """A parser that speaks the reader's language and leaves ending the program to its caller."""

    def __init__(self, *, t: Translator, **more: Any) -> None:
        self.t = t
        super().__init__(add_help=False, formatter_class=lambda prog: _Formatter(prog, t), **more)

    def error(self, message: str) -> NoReturn:
        raise UsageError(_complaint(message, self.t))


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str, t: Translator) -> None:
        super().__init__(prog, max_help_position=34, width=100)
        self.t = t

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or self.t("How to call it: "))


def _complaint(message: str, t: Translator) -> str:
    for pattern, sentence in _COMPLAINTS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return t(sentence, **found.groupdict())
    return message


def parse(argv: Sequence[str], t: Translator) -> argparse.Namespace:
    """Read the command line. Raises `UsageError`."""
    options = build(t).parse_args(argv)
    if options.command == "demo":
        _check_span(options.until, options.years, t)
    return options


def _check_span(until: date | None, years: int, t: Translator) -> None:
    """Refuse an example with days that its files can't have: it begins up to a year before ``years`` are counted."""
    earliest = FIRST_DAY.replace(year=FIRST_DAY.year + years)
    if until is not None and not earliest <= until <= LAST_DAY:
        raise UsageError(
            t.n(
                "--until must lie between {first} and {last} for an example of {n} year",
                "--until must lie between {first} and {last} for an example of {n} years",
                years,
                first=t.date(earliest),
                last=t.date(LAST_DAY),
            )
        )


def build(t: Translator) -> Parser:
    """The parser of the whole program."""
    parser = Parser(
        t=t,
        prog=PROGRAM,
        description=t("Leerlijn: a teacher's own portfolio. Without a command the window opens."),
        epilog=_codes(t),
    )
    _common(parser, t, top=True)
    commands = parser.add_subparsers(
        dest="command", title=t("commands"), metavar=t("COMMAND"), prog=PROGRAM, parser_class=Parser
    )
    for name, about, options in (
        ("demo", t("make a complete example portfolio, export and verify it"), _demo),
        ("new", t("make a new, empty portfolio"), _new),
        ("export", t("make a signed PDF for a reader"), _export),
        ("certificate", t("write the certificate of your signing key, to be given to a reader"), _certificate),
        ("verify", t("tell whether a PDF is as it was signed"), _verify),
        ("keys", t("list the keys of others that this computer remembers, or remember or forget one"), _keys),
        ("merge", t("take in a file that was made on another computer"), _merge),
        ("check", t("look whether the portfolio is whole"), _check),
        ("repair", t("build a damaged portfolio anew from what is left and from backups"), _repair),
        ("backup", t("make a backup and read it back, or list those that are there"), _backup),
        ("restore", t("put a backup back in a new folder"), _restore),
    ):
        child = commands.add_parser(name, t=t, help=about, description=_sentence(about), epilog=_codes(t))
        options(child.add_argument_group(t("options of this command")), t)
        _common(child, t, top=False)
    return parser


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _codes(t: Translator) -> str:
    lines = [f"  {code:<3} {t(meaning)}" for code, meaning in HELP]
    return "\n".join([t("It ends with:"), *lines])


def _common(parser: Parser, t: Translator, *, top: bool) -> None:
    # A default on the command's own parser would hide what stood before the command.
    def default(value: object) -> Any:
        return value if top else argparse.SUPPRESS

    group = parser.add_argument_group(t("options"))
    group.add_argument(
        "--home", metavar=t("FOLDER"), type=Path, default=default(None), help=t("where the portfolio lies")
    )
    group.add_argument(
        "--passphrase-file",
        metavar=t("FILE"),
        default=default(None),
        help=t("read the passphrase from the first line of a file; - is standard input"),
    )
    group.add_argument("--lang", choices=LANGUAGES, default=default(None), help=t("language: nl or en"))
    group.add_argument("-h", "--help", action="help", help=t("show this help"))
    if top:
        group.add_argument("--version", action="version", version=f"Leerlijn {__version__}", help=t("show the version"))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _fingerprint(text: str) -> str:
    """A whole fingerprint; part of one, or none, would prove nothing."""
    plain = re.sub(r"[\s:]", "", text).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", plain):
        raise ValueError(text)
    return plain


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise ValueError(text)
        return value

    return number


def _demo(group: Any, t: Translator) -> None:
    group.add_argument("--out", metavar=t("FOLDER"), type=Path, required=True, help=t("a new or empty folder"))
    group.add_argument(
        "--years",
        metavar="N",
        type=_between(1, MOST_YEARS),
        default=4,
        help=t("about so many years before that day, from the start of a school year; 4 ends in her fourth (4)"),
    )
    group.add_argument(
        "--until", metavar=t("DAY"), type=_day, help=t("the day that is today in it, as 2026-11-24 (today)")
    )
    group.add_argument(
        "--entries",
        metavar="N",
        type=_between(1, MOST_ENTRIES),
        help=t("activities and moments together, for a large one; fewer than usual (about 40 a year) it never has"),
    )
    group.add_argument(
        "--seed",
        metavar="N",
        type=int,
        default=1,
        help=t("another teacher, school, days and texts; same seed and day: same example (1)"),
    )
    group.add_argument("--no-window", action="store_true", help=t("do not open the window on it afterwards"))


def _new(group: Any, t: Translator) -> None:
    group.add_argument("--school", action="store_true", help=t("this computer is the school's: never use its keyring"))


def _export(group: Any, t: Translator) -> None:
    whom = group.add_mutually_exclusive_group(required=True)
    whom.add_argument(
        "--audience",
        choices=[item.value for item in Audience],
        help=t("for whom it is meant; what you chose for this reader in the window goes along, your account too"),
    )
    whom.add_argument("--selection", metavar=t("NAME"), help=t("a selection of your own, by its name"))
    group.add_argument("--out", metavar=t("FILE"), type=Path, required=True, help=t("the PDF to write"))
    group.add_argument("--from", dest="from_on", metavar=t("DAY"), type=_day, help=t("first day of the period"))
    group.add_argument("--until", dest="until_on", metavar=t("DAY"), type=_day, help=t("last day of the period"))
    group.add_argument(
        "--no-timestamp",
        dest="stamped",
        action="store_false",
        help=t("do not ask the timestamp server that you named in the settings"),
    )
    group.add_argument(
        "--privacy-seen",
        action="store_true",
        help=t("you looked at the names and the like that are told first: they may go along"),
    )
    _take_over(group, t)


def _certificate(group: Any, t: Translator) -> None:
    group.add_argument("out", metavar=t("FILE"), type=Path, help=t("the file to write, which ends in .cer"))
    _take_over(group, t)


def _verify(group: Any, t: Translator) -> None:
    group.add_argument("file", metavar=t("FILE"), type=Path, help=t("the PDF"))
    group.add_argument("--original", metavar=t("FILE"), type=Path, help=t("the file as it was handed over"))
    group.add_argument(
        "--signer",
        metavar=t("FINGERPRINT"),
        type=_fingerprint,
        help=t("the fingerprint that the signer gave you"),
    )
    group.add_argument(
        "--beside",
        metavar=t("ZIP"),
        type=Path,
        help=t("the file with evidence that came with it; without it one of the right name in the same folder"),
    )
    group.add_argument(
        "--remember",
        metavar=t("NAME"),
        help=t("remember on this computer that the key is this person's; first compare the fingerprint with her"),
    )
    group.add_argument("--json", action="store_true", help=t("print the outcome as JSON"))


def _keys(group: Any, t: Translator) -> None:
    one = group.add_mutually_exclusive_group()
    one.add_argument("--add", metavar=t("FILE"), type=Path, help=t("remember the key of a certificate (.cer, .pem)"))
    one.add_argument("--rename", metavar=t("FINGERPRINT"), type=_fingerprint, help=t("give a key another name"))
    one.add_argument("--forget", metavar=t("FINGERPRINT"), type=_fingerprint, help=t("forget a key"))
    group.add_argument("--name", metavar=t("NAME"), help=t("whose key it is"))


def _merge(group: Any, t: Translator) -> None:
    group.add_argument("bundle", metavar=t("FILE"), type=Path, help=t("the file that the other computer made"))
    _take_over(group, t)


def _check(group: Any, t: Translator) -> None:
    group.add_argument("--quick", action="store_true", help=t("do not read every file of evidence and every version"))
    group.add_argument(
        "--accept-loss", action="store_true", help=t("steps that got lost: you know, do not report them any more")
    )
    _take_over(group, t)


def _repair(group: Any, t: Translator) -> None:
    group.add_argument(
        "--from",
        dest="backups",
        type=Path,
        action="append",
        default=[],
        metavar=t("BUNDLE"),
        help=t("also use this backup, besides those that this computer keeps; may be given more than once"),
    )


def _backup(group: Any, t: Translator) -> None:
    group.add_argument(
        "to",
        metavar=t("TO"),
        nargs="?",
        type=Path,
        help=t("a folder or file to write all of it to, such as a stick; without it: on this disk"),
    )
    group.add_argument("--list", action="store_true", help=t("list the backups on this disk and in the chosen place"))
    _take_over(group, t)


def _restore(group: Any, t: Translator) -> None:
    group.add_argument("bundle", metavar=t("BACKUP"), type=Path, help=t("the backup, a file that ends in .leerlijn"))
    group.add_argument("--to", metavar=t("FOLDER"), type=Path, required=True, help=t("a new or empty folder"))
    group.add_argument(
        "--recovery", action="store_true", help=t("what is given or typed is the recovery code, not the passphrase")
    )


def _take_over(group: Any, t: Translator) -> None:
    group.add_argument(
        "--take-over", action="store_true", help=t("left open on another computer: you know that it is closed there")
    )
