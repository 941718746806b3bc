"""Picks the command, turns trouble into one sentence, and answers with the code to end with."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from portfolio_app import paths
from portfolio_app.cli import codes
from portfolio_app.cli.parser import PROGRAM, UsageError, parse
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.i18n import Lang, Translator, as_lang

OpenWindow = Callable[[Path, Lang, str | None, Sequence[Path]], int]
"""Opens the window on a folder, in a language, with a passphrase where one was given and with activity cards to look
at; returns the exit code."""

_Open = Callable[[Path, Lang, str | None], int]
CARD = ".activiteitkaart"

log = logging.getLogger(__name__)


def run(argv: Sequence[str], open_window: OpenWindow) -> int:
    """Run a command, or open the window when there is none."""
    t = Translator(language(argv))
    try:
        options, cards = _parse(argv, t)
    except UsageError as error:
        _say(f"{PROGRAM}: {error}")
        _say(t("Ask for help with: {command}", command=f"{PROGRAM} --help"))
        return codes.USAGE
    except SystemExit as end:
        # --help and --version
        return int(end.code or 0)
    from portfolio_app import logs

    handler = logs.start(paths.log_dir())
    try:
        return _run(options.command, options, t, partial(_with_cards, open_window, cards))
    finally:
        logs.stop(handler)


def _parse(argv: Sequence[str], t: Translator) -> tuple[argparse.Namespace, tuple[Path, ...]]:
    """The options, and the activity cards that the window is to open. Raises `UsageError`.

    A desktop that opens a file with the program gives its path and nothing else.
    """
    cards = [word for word in argv if word.casefold().endswith(CARD)]
    if cards:
        with suppress(UsageError):
            options = parse([word for word in argv if word not in cards], t)
            if options.command is None:
                return options, tuple(Path(card) for card in cards)
    return parse(argv, t), ()


def _with_cards(open_window: OpenWindow, cards: Sequence[Path], home: Path, lang: Lang, passphrase: str | None) -> int:
    return open_window(home, lang, passphrase, cards)


def _run(command: str | None, options: argparse.Namespace, t: Translator, open_window: _Open) -> int:
    from portfolio_app.services.sentences import explain

    try:
        return _dispatch(command, options, t, open_window)
    except UserError as error:
        _say(explain(error, t))
        return codes.TROUBLE
    except (KeyboardInterrupt, Cancelled):
        _say(t("Stopped. Nothing was left half-done."))
        return codes.STOPPED
    except BrokenPipeError:
        # Whoever was reading has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return codes.TROUBLE
    except OSError as error:
        # A folder where a file belongs, a name that is too long, a disk that fails.
        from portfolio_app.vault.disk import expected

        log.warning("a file or folder could not be used", exc_info=True)
        _say(explain(expected(error) or UserError("database-disk-trouble"), t))
        return codes.TROUBLE
    except Exception:  # a bug: the person gets a sentence, the log the place without a word of hers
        log.exception("a command failed")
        folder = paths.log_dir()
        _say(
            t("Something went wrong in Leerlijn itself. What was saved is safe. The log is in {folder}", folder=folder)
        )
        return codes.BUG


def _dispatch(command: str | None, options: argparse.Namespace, t: Translator, open_window: _Open) -> int:
    if command is None:
        return _window(options, t, open_window)
    from portfolio_app.cli import backup, commands, demo, verify

    table = {
        "demo": demo.demo,
        "new": commands.new,
        "export": commands.export,
        "certificate": commands.certificate,
        "verify": verify.verify,
        "keys": verify.keys,
        "merge": commands.merge,
        "check": commands.check,
        "repair": commands.repair,
        "backup": backup.backup,
        "restore": backup.restore,
    }
    return table[command](options, t)


def _window(options: argparse.Namespace, t: Translator, open_window: _Open) -> int:
    if not has_screen():
        raise UserError("no-screen")
    from portfolio_app.cli.commands import home_of
    from portfolio_app.cli.terminal import read_passphrase

    source = options.passphrase_file
    return open_window(home_of(options), t.lang, None if source is None else read_passphrase(source))


def has_screen() -> bool:
    """Whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def language(argv: Sequence[str]) -> Lang:
    """Language of what is printed: ``--lang``, else the settings, else the computer's."""
    for number, word in enumerate(argv):
        if word.startswith("--lang="):
            return as_lang(word.removeprefix("--lang="))
        if word == "--lang" and number + 1 < len(argv):
            return as_lang(argv[number + 1])
    from portfolio_app.services.settings import LANGUAGE, DeviceSettings

    chosen = DeviceSettings().get(LANGUAGE)
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    return as_lang(chosen or next((os.environ[name] for name in names if os.environ.get(name)), None))


def _say(text: str) -> None:
    print(text, file=sys.stderr)
