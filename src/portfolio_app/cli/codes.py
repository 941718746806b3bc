"""The codes with which the program ends."""

from __future__ import annotations

from typing import Final

from portfolio_app.i18n import N_

OK: Final = 0
TROUBLE: Final = 1
UNREADABLE: Final = 2
UNSIGNED: Final = 3
USAGE: Final = 64
BUG: Final = 70
STOPPED: Final = 130

OUTCOMES: Final = {
    "untouched": OK,
    "reviewed": OK,
    "changed": TROUBLE,
    "broken": TROUBLE,
    "unreadable": UNREADABLE,
    "unsigned": UNSIGNED,
}
"""How `verify` ends for each outcome; with another key than was expected, or remembered under the name, it ends with
`TROUBLE`."""

HELP: Final[tuple[tuple[int, str], ...]] = (
    (OK, N_("done; verify: untouched, or only answered by a reader")),
    (TROUBLE, N_("not done, one sentence says why; verify: changed or broken; check: something is wrong")),
    (UNREADABLE, N_("verify: the file can't be read")),
    (UNSIGNED, N_("verify: the file is not signed")),
    (USAGE, N_("the command was not understood")),
    (BUG, N_("a mistake in Leerlijn itself")),
    (STOPPED, N_("you stopped it")),
)
