"""Settings: each declared once, kept where it belongs, and never in the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.services.settings import (
    ALL,
    LANGUAGE,
    LOCK_MINUTES,
    TEXT_SIZE,
    THEME,
    TRAY,
    WRITING_LANGUAGE,
    DeviceSettings,
)
from tests.services.helpers import Desk


def test_every_setting_is_declared_once_and_accepts_its_default() -> None:
    keys = [setting.key for setting in ALL]
    assert len(keys) == len(set(keys))
    assert all(setting.accept(setting.default) == setting.default for setting in ALL)
    assert all(setting.label for setting in ALL)


def test_device_settings_stay_on_the_device_and_the_others_travel(desk: Desk) -> None:
    services = desk.open()
    services.settings.set(THEME, "dark")
    services.settings.set(WRITING_LANGUAGE, "en")
    file = services.settings.device.path
    assert json.loads(file.read_text())["theme"] == "dark"
    assert "writing_language" not in file.read_text()
    desk.close()
    file.unlink()
    services = desk.open()
    assert services.settings.get(THEME) == "system"
    assert services.settings.get(WRITING_LANGUAGE) == "en"
    assert services.settings.all()["writing_language"] == "en"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"theme": 3, "text_size": "x", "lock_minutes": true, "language": "de"}']
)
def test_a_file_that_was_edited_by_hand_never_stops_the_program(tmp_path: Path, text: str) -> None:
    device = DeviceSettings(tmp_path)
    device.path.write_text(text)
    assert (device.get(THEME), device.get(LANGUAGE), device.get(LOCK_MINUTES)) == ("system", "", 15)
    device.set(TRAY, True)
    assert device.get(TRAY) is True


def test_numbers_stay_within_bounds(tmp_path: Path) -> None:
    device = DeviceSettings(tmp_path)
    device.set(TEXT_SIZE, 900)
    assert device.get(TEXT_SIZE) == 200
    device.set(TEXT_SIZE, 1)
    assert device.get(TEXT_SIZE) == 80


def test_no_place_for_settings_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="no-permission"):
        DeviceSettings(tmp_path / "file").set(THEME, "dark")
