"""Settings, each declared once: key, type, default and label.

Device settings lie in a small file of this computer and hold nothing of the portfolio's contents. Portfolio settings
lie in the encrypted database and travel with it.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, Literal, TypeVar, cast

from portfolio_app import paths
from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import N_
from portfolio_app.vault.disk import read_small

V = TypeVar("V", str, int, bool)
Scope = Literal["device", "portfolio"]
_MOST_OCTETS: Final = 1 << 22


@dataclass(frozen=True)
class Setting(Generic[V]):
    """One setting. ``choices`` are the values it may have (empty: any of its type), with their labels."""

    key: str
    default: V
    label: str
    scope: Scope
    choices: tuple[tuple[V, str], ...] = ()
    least: int | None = None
    most: int | None = None

    def accept(self, value: object) -> V:
        """The value when it may be one, else the default: a file edited by hand must never stop the program."""
        if type(value) is not type(self.default):
            return self.default
        if self.choices and value not in [choice for choice, _ in self.choices]:
            return self.default
        if isinstance(value, int) and not isinstance(value, bool):
            low = value if self.least is None else max(self.least, value)
            value = low if self.most is None else min(self.most, low)
        return cast(V, value)


LANGUAGE: Final = Setting(
    "language", "", N_("Language"), "device", (("", N_("As the computer")), ("nl", N_("Dutch")), ("en", N_("English")))
)
THEME: Final = Setting(
    "theme",
    "system",
    N_("Light or dark"),
    "device",
    (("system", N_("As the computer")), ("light", N_("Light")), ("dark", N_("Dark"))),
)
TEXT_SIZE: Final = Setting("text_size", 100, N_("Text size in percent"), "device", least=80, most=200)
HOME: Final = Setting("home", "", N_("Folder of the portfolio"), "device")
LOCK_MINUTES: Final = Setting("lock_minutes", 15, N_("Lock after so many minutes"), "device", least=0, most=240)
TRAY: Final = Setting("tray", False, N_("Quick capture from the tray"), "device")
INBOX: Final = Setting("inbox", "", N_("Folder of the inbox"), "device")
INBOX_AFTER: Final = Setting(
    "inbox_after",
    "leave",
    N_("A file that is safely in"),
    "device",
    (("leave", N_("stays in the folder")), ("trash", N_("goes to the trash of this computer"))),
)
WINDOW: Final = Setting("window", "", N_("Place of the window"), "device")
SYNC_SEEN: Final = Setting("sync_seen", "", N_("Folder of which the advice was read"), "device")
WRITING_LANGUAGE: Final = Setting(
    "writing_language", "nl", N_("Language I write in"), "portfolio", (("nl", N_("Dutch")), ("en", N_("English")))
)
TRASH_DAYS: Final = Setting(
    "trash_days",
    0,
    N_("Remove for good what lies in the trash"),
    "portfolio",
    ((0, N_("never by itself")), (30, N_("after 30 days")), (90, N_("after 90 days")), (365, N_("after a year"))),
)
"""Nothing goes by itself until the owner says so."""
LAST_DEEP_CHECK: Final = Setting("last_deep_check", "", N_("Day on which everything was read"), "portfolio")
OUTSIDE_TOLD: Final = Setting("outside_told", False, N_("Copies outside the encryption were explained"), "device")
BACKUP_FOLDER: Final = Setting("backup_folder", "", N_("Place for backups outside this computer"), "device")
BACKUP_KEEP: Final = Setting("backup_keep", 8, N_("How many backups stay there"), "device", least=2, most=60)
HEIR: Final = Setting(
    "heir",
    "",
    N_("Who may open the portfolio later"),
    "portfolio",
    (("", N_("I have not chosen")), ("somebody", N_("Somebody I name on the card")), ("nobody", N_("Nobody"))),
)
SCHOOL_REGION: Final = Setting(
    "school_region",
    "",
    N_("School holidays"),
    "portfolio",
    (("", N_("I choose none")), ("noord", N_("Region North")), ("midden", N_("Region Middle")),
     ("zuid", N_("Region South"))),
)  # fmt: skip
WEEK_REMINDER: Final = Setting(
    "week_reminder",
    "",
    N_("Remind me of my week"),
    "device",
    (("", N_("never")), ("0", N_("on Monday")), ("1", N_("on Tuesday")), ("2", N_("on Wednesday")),
     ("3", N_("on Thursday")), ("4", N_("on Friday")), ("5", N_("on Saturday")), ("6", N_("on Sunday"))),
)  # fmt: skip
WEEK_REMINDER_AT: Final = Setting("week_reminder_at", 15 * 60, N_("At what time?"), "device", least=0, most=24 * 60 - 1)
"""Minutes after midnight."""
WEEK_REMINDED: Final = Setting("week_reminded", "", N_("Week of which was reminded"), "device")
LETTER_OFFERED: Final = Setting("letter_offered", 0, N_("School year in which a letter was offered"), "portfolio")
EXAMPLE: Final = Setting("example", False, N_("This portfolio is an example"), "portfolio")
PATTERNS_VIEW: Final = Setting(
    "patterns_view",
    "board",
    N_("Habits and beliefs as"),
    "device",
    (("board", N_("Board")), ("list", N_("List"))),
)
SIGNALS_DISMISSED: Final = Setting("signals_dismissed", "", N_("What is not asked again"), "portfolio")
PRIVACY_FINE: Final = Setting("privacy_fine", "", N_("What may go out"), "portfolio")
COVERAGE_FRAMEWORKS: Final = Setting("coverage_frameworks", "", N_("Frameworks I want to see"), "portfolio")
"""Ids with commas between them; empty until the owner chose."""
NO_FRAMEWORKS: Final = "-"
"""She wants to see none."""
LAST_AUDIENCE: Final = Setting("last_audience", "mentor", N_("Last reader"), "portfolio")

ALL: Final[tuple[Setting[Any], ...]] = (
    LANGUAGE,
    THEME,
    TEXT_SIZE,
    HOME,
    LOCK_MINUTES,
    TRAY,
    INBOX,
    INBOX_AFTER,
    WINDOW,
    SYNC_SEEN,
    WRITING_LANGUAGE,
    TRASH_DAYS,
    LAST_DEEP_CHECK,
    OUTSIDE_TOLD,
    BACKUP_FOLDER,
    BACKUP_KEEP,
    HEIR,
    SCHOOL_REGION,
    WEEK_REMINDER,
    WEEK_REMINDER_AT,
    WEEK_REMINDED,
    LETTER_OFFERED,
    EXAMPLE,
    PATTERNS_VIEW,
    SIGNALS_DISMISSED,
    PRIVACY_FINE,
    COVERAGE_FRAMEWORKS,
    LAST_AUDIENCE,
)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a small file so that after a crash either the old or the new one is there.

    Raises `UserError` ``disk-full`` or ``no-permission``.
    """
    import errno

    young = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with young.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(young, path)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else error.errno == errno.ENOSPC
        raise UserError("disk-full" if full else "no-permission") from error


class DeviceSettings:
    """Settings of this computer, in one JSON file. Works without a portfolio."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or paths.config_dir()) / "settings.json"
        self._lock = threading.Lock()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def get(self, setting: Setting[V]) -> V:
        """The value, or the default where nothing sensible is stored."""
        return setting.accept(self._read().get(setting.key))

    def set(self, setting: Setting[V], value: V) -> None:
        """Store a value at once."""
        self.put_plain(setting.key, setting.accept(value))

    def plain(self, key: str) -> Any:
        """A stored JSON value that is no setting for people (such as the replica ids), or None."""
        return self._read().get(key)

    def put_plain(self, key: str, value: Any) -> None:
        """Store a JSON value."""
        with self._lock:
            values = {**self._read(), key: value}
            text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)
            # The names of some folders are no text; what can't be written as such is written as JSON's own escape.
            write_atomically(self._path, text.encode("utf-8", "backslashreplace"))

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(read_small(self._path, _MOST_OCTETS))
        except (OSError, ValueError, RecursionError):
            return {}
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


class Settings:
    """Both kinds behind one door: each setting knows where it lies."""

    def __init__(
        self,
        device: DeviceSettings,
        read: Callable[[str], str | None],
        write: Callable[[str, str], None],
    ) -> None:
        self.device = device
        self._read = read
        self._write = write

    def get(self, setting: Setting[V]) -> V:
        """The value of a setting."""
        if setting.scope == "device":
            return self.device.get(setting)
        stored = self._read(setting.key)
        try:
            return setting.accept(None if stored is None else json.loads(stored))
        except ValueError:
            return setting.default

    def set(self, setting: Setting[V], value: V) -> None:
        """Store a value."""
        if setting.scope == "device":
            self.device.set(setting, value)
        else:
            self._write(setting.key, json.dumps(setting.accept(value), ensure_ascii=False))

    def all(self) -> Mapping[str, object]:
        """Every setting's value by key."""
        return {setting.key: self.get(cast("Setting[str]", setting)) for setting in ALL}
