"""Writes resources/LICENCES.md: everything that is shipped, with its version and licence.

python packaging/licences.py           write the list
python packaging/licences.py --check   say whether it is up to date
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
LIST = ROOT / "resources" / "LICENCES.md"
HEAD = """\
# What Leerlijn is made of

Leerlijn itself is under the MIT licence (see LICENSE). It comes with the work of others, listed here with the licence
under which they give it. Made by packaging/licences.py from the lock file.

## Fonts, icons, colours and names

| What | Where | From | Licence |
| --- | --- | --- | --- |
| Leerlijn Sans: Inter in five static cuts, renamed | resources/fonts/ui | The Inter Project, npm inter-ui 4 | OFL-1.1 |
| Source Sans 3 | resources/fonts/pdf | Adobe, npm @expo-google-fonts/source-sans-3 | OFL-1.1 |
| Noto Sans, Symbols2, Math and scripts | resources/fonts/pdf | Google, Debian fonts-noto-core | OFL-1.1 |
| Droid Sans Fallback, for East Asia | resources/fonts/pdf | Google, Debian fonts-droid-fallback | Apache-2.0 |
| Noto Emoji | resources/fonts/pdf | Google, npm @expo-google-fonts/noto-emoji | OFL-1.1 |
| Phosphor icons | resources/icons | Phosphor, npm @phosphor-icons/core 2 | MIT |
| Dutch, Flemish and British first names, with more of our own | resources/privacy | Faker 40 | MIT |
| sRGB profile | resources/colour | Little CMS, made with Pillow | MIT |

The licence texts lie beside the files. The font files of the window are changed (cut and renamed), as are Noto's (cut);
those of Source Sans 3 are the originals.

## Python packages

| Package | Version | Licence |
| --- | --- | --- |
"""
FOOT = """\

Qt (in PySide6-Essentials) is used under the LGPL-3.0; its sources are at https://download.qt.io. It is loaded as
shared libraries that anybody may replace.
"""
# What a package's metadata leaves out or says in so many words that it would not fit a table; looked up in its files.
KNOWN = {
    "pikepdf": "MPL-2.0",
    "pypdfium2": "BSD-3-Clause, Apache-2.0; PDFium: BSD-3-Clause",
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "backports-tarfile": "MIT",
    "jaraco-classes": "MIT",
    "jaraco-context": "MIT",
    "jaraco-functools": "MIT",
    "sqlcipher3": "Zlib; SQLCipher: BSD-3-Clause; OpenSSL: Apache-2.0",
    # only on Windows and macOS
    "pywin32-ctypes": "BSD-3-Clause",
    "colorama": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
    # only on some versions of Python
    "tomli": "MIT",
    "async-timeout": "Apache-2.0",
    "exceptiongroup": "MIT",
    "greenlet": "MIT AND PSF-2.0",
    "zipp": "MIT",
}
CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def locked(lock: str) -> list[tuple[str, str]]:
    """Names and versions of a lock file."""
    return [(name, version) for name, version in re.findall(r"(?m)^([A-Za-z0-9._-]+)==([^ ;\\]+)", lock)]


def licence(name: str) -> str:
    """Licence of a package, as SPDX where its metadata allows it."""
    known = KNOWN.get(name.lower().replace("_", "-").replace(".", "-"))
    if known:
        return known
    try:
        about = metadata(name)
    except PackageNotFoundError:
        raise SystemExit(f"licences: {name} is not installed here; add its licence to KNOWN") from None
    return _expression(about) or _classifier(about) or _short(about) or _unknown(name)


def _expression(about: PackageMetadata) -> str:
    return _first(about, "License-Expression")


def _first(about: PackageMetadata, name: str) -> str:
    return str((about.get_all(name) or [""])[0])


def _classifier(about: PackageMetadata) -> str:
    lines: list[str] = about.get_all("Classifier") or []
    names = [line.rpartition(" :: ")[2] for line in lines if line.startswith("License :: OSI Approved ::")]
    return " OR ".join(CLASSIFIERS.get(name, name) for name in names)


def _short(about: PackageMetadata) -> str:
    text = _first(about, "License")
    return text if "\n" not in text and len(text) < 60 else ""


def _unknown(name: str) -> str:
    raise SystemExit(f"licences: {name} does not say its licence; look it up and add it to KNOWN")


def listing() -> str:
    """Text of the whole list."""
    rows = [f"| {name} | {version} | {licence(name)} |" for name, version in locked(LOCK.read_text(encoding="utf-8"))]
    return HEAD + "\n".join(rows) + "\n" + FOOT


def main() -> int:
    """Write or check the list."""
    text = listing()
    if "--check" in sys.argv:
        current = LIST.exists() and LIST.read_text(encoding="utf-8") == text
        print("resources/LICENCES.md is " + ("up to date" if current else "old: run packaging/licences.py"))
        return 0 if current else 1
    LIST.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
