"""What every test is held to really fails a test that breaks it."""

from __future__ import annotations

import importlib
import logging
import threading

import pytest

from tests.tools import strict


def test_qt_is_refused_below_the_window() -> None:
    with pytest.raises(ModuleNotFoundError):
        from PySide6 import QtCore  # noqa: F401


def test_a_logged_error_fails_a_test() -> None:
    with pytest.raises(AssertionError, match="logged as an error"), strict.no_logged_errors(expected=False):
        _log_quietly()


def _log_quietly() -> None:
    """Log an error that only the innermost collector sees."""
    outer = [one for one in logging.getLogger().handlers if isinstance(one, strict.ErrorLog)][:-1]
    for handler in outer:
        logging.getLogger().removeHandler(handler)
    try:
        logging.getLogger("portfolio_app.somewhere").error("provoked")
    finally:
        for handler in outer:
            logging.getLogger().addHandler(handler)


def test_a_thread_left_behind_fails_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict, "GRACE_SECONDS", 0.05)
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="forgotten")
    try:
        with pytest.raises(AssertionError, match="forgotten"), strict.no_leaked_threads():
            thread.start()
    finally:
        end.set()
        thread.join()


def test_each_test_has_a_keyring_and_a_home_of_its_own() -> None:
    keyring = importlib.import_module("keyring")
    assert keyring.get_password("leerlijn", "somebody") is None
    keyring.set_password("leerlijn", "somebody", "word")
    assert keyring.get_password("leerlijn", "somebody") == "word"
    from portfolio_app import paths

    assert "home" in paths.config_dir().as_posix()
    assert not paths.config_dir().exists()
