"""Keeps the message catalogues: finds the texts in the sources, takes in translations, compiles, checks.

    python packaging/catalogue.py update              sources -> translations/<lang>/LC_MESSAGES/portfolio_app.po
    python packaging/catalogue.py fill FILE.json ...  merge Dutch texts, then compile
    python packaging/catalogue.py compile             .po -> .mo
    python packaging/catalogue.py check               every text translated, nothing fuzzy, obsolete or mismatched

Messages are English sentences, found by the shape of the call: ``t("…")``, ``self.t("…")``, ``self._t("…")``,
``N_("…")``, ``t.n("{n} file", "{n} files", n)`` and ``t.p("month", "May")``. A file for `fill` is a JSON object of
English to Dutch; a plural has a list of two, a message in a context is written ``"month\\u0004May"``.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import json
import os
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "portfolio_app"
TRANSLATIONS = ROOT / "translations"
DOMAIN = "portfolio_app"
LANGUAGES = ("nl", "en")
SOURCE_LANGUAGE = "en"
CONTEXT_MARK = "\u0004"
HEADER = """\
# Leerlijn, the texts that people read. Made by packaging/catalogue.py.
msgid ""
msgstr ""
"Project-Id-Version: portfolio-app\\n"
"Language: {lang}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

Key = tuple[str | None, str]  # context, English singular


@dataclass
class Found:
    """One message of the sources: its plural when it has one, and the files that use it."""

    plural: str | None = None
    files: set[str] = field(default_factory=set[str])


class _Finder(ast.NodeVisitor):
    """Collects the messages of one module."""

    def __init__(self, found: dict[Key, Found], name: str) -> None:
        self.found = found
        self.name = name

    def visit_Call(self, node: ast.Call) -> None:  # the name ast calls
        kind = _kind_of(node.func)
        if kind in ("t", "N_") and node.args:
            for text in _texts(node.args[0]):
                self._add(None, text)
        elif kind == "n" and len(node.args) > 1:
            for one, many in zip(_texts(node.args[0]), _texts(node.args[1]), strict=False):
                self._add(None, one, many)
        elif kind == "p" and len(node.args) > 1:
            for context in _texts(node.args[0]):
                for text in _texts(node.args[1]):
                    self._add(context, text)
        self.generic_visit(node)

    def _add(self, context: str | None, text: str, plural: str | None = None) -> None:
        if text:
            entry = self.found.setdefault((context, text), Found())
            entry.plural = plural or entry.plural
            entry.files.add(self.name)


def _kind_of(func: ast.expr) -> str | None:
    """Tell which marking call this is: ``t``, ``N_``, ``n`` or ``p``; None for any other call."""
    match func:
        case ast.Name(id=("t" | "N_") as name):
            return name
        case ast.Attribute(attr="t" | "_t"):
            return "t"
        case ast.Attribute(attr=("n" | "p") as name, value=ast.Name(id="t") | ast.Attribute(attr="t" | "_t")):
            return name
        case _:
            return None


def _texts(node: ast.expr) -> Iterator[str]:
    """Literal texts of an argument, both arms of a conditional included."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def extract(sources: Path = SOURCES) -> dict[Key, Found]:
    """Find every message in the Python files below `sources`."""
    found: dict[Key, Found] = {}
    for file in sorted(sources.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
        _Finder(found, file.relative_to(sources.parent.parent).as_posix()).visit(tree)
    return found


def hidden(sources: Path = SOURCES) -> Iterator[str]:
    """Name the calls whose text is put together on the spot, so that no catalogue can hold it."""
    for file in sorted(sources.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
            if isinstance(node, ast.Call) and _kind_of(node.func) is not None:
                parts = [part for part in node.args[:2] if isinstance(part, ast.JoinedStr | ast.BinOp)]
                if any(_is_text(piece) for part in parts for piece in ast.walk(part)):
                    yield f"{file.relative_to(sources.parent.parent).as_posix()}:{node.lineno}: a text made on the spot"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def po_path(lang: str, translations: Path = TRANSLATIONS) -> Path:
    """Path of a language's catalogue."""
    return translations / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


def load(lang: str, translations: Path = TRANSLATIONS) -> Catalog:
    """Read a catalogue; an absent one is empty."""
    path = po_path(lang, translations)
    if not path.exists():
        return Catalog(locale=lang, fuzzy=False)
    with path.open("rb") as file:
        catalog = read_po(file, locale=lang, ignore_obsolete=False, abort_invalid=True)
    catalog.fuzzy = False
    return catalog


def save(lang: str, catalog: Catalog, translations: Path = TRANSLATIONS) -> None:
    """Write a catalogue in a stable order and without dates, so that a diff shows texts only."""
    body = BytesIO()
    write_po(body, catalog, width=0, sort_output=True, omit_header=True, include_lineno=False, ignore_obsolete=True)
    _replace(po_path(lang, translations), HEADER.format(lang=lang).encode() + body.getvalue().lstrip(b"\n"))


def _replace(path: Path, data: bytes) -> None:
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def messages(catalog: Catalog) -> dict[Key, Message]:
    """Messages of a catalogue without its header."""
    return {(m.context, _one(m.id)): m for m in catalog if m.id}


def _one(value: str | list[str] | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else value[0]


def _strings(message: Message) -> list[str]:
    text = message.string
    return [text] if isinstance(text, str) else [str(part) for part in text or ()]


def _finished(message: Message) -> bool:
    return all(_strings(message)) and len(_strings(message)) == (2 if message.pluralizable else 1)


def _put(catalog: Catalog, key: Key, plural: str | None, text: str | tuple[str, ...], files: set[str]) -> None:
    context, one = key
    catalog.delete(one, context)
    identity = (one, plural) if plural is not None else one
    places = [(name, 0) for name in sorted(files)]
    catalog.add(identity, text, locations=places, context=context)


def update(translations: Path = TRANSLATIONS, sources: Path = SOURCES) -> None:
    """Bring every catalogue in line with the sources: new messages in, obsolete ones out, English filled in."""
    found = extract(sources)
    for lang in LANGUAGES:
        old = messages(load(lang, translations))
        new = Catalog(locale=lang, fuzzy=False)
        for key, entry in found.items():
            known = old.get(key)
            wanted = 2 if entry.plural else 1
            if lang == SOURCE_LANGUAGE:
                texts = (key[1], entry.plural) if entry.plural else (key[1],)
            elif known is not None and len(_strings(known)) == wanted and not known.fuzzy:
                texts = tuple(_strings(known))
            else:
                texts = ("",) * wanted
            _put(new, key, entry.plural, texts if entry.plural else str(texts[0]), entry.files)
        save(lang, new, translations)


def fill(files: list[Path], translations: Path = TRANSLATIONS, sources: Path = SOURCES) -> list[str]:
    """Merge Dutch texts into the catalogue and return remarks. Texts that no source uses yet are kept too."""
    found = extract(sources)
    catalog, remarks = load("nl", translations), list[str]()
    for file in files:
        texts: dict[str, str | list[str]] = json.loads(file.read_text(encoding="utf-8"))
        known = messages(catalog)
        for written, text in texts.items():
            context, mark, one = written.rpartition(CONTEXT_MARK)
            key: Key = (context if mark else None, one)
            entry = found.get(key, Found())
            if isinstance(text, list) != bool(entry.plural) and key in found:
                remarks.append(f"{file.name}: {one!r}: a plural takes a list of two texts, other messages one text")
                continue
            value = tuple(text) if isinstance(text, list) else text
            before = known.get(key)
            if (
                before is not None
                and _finished(before)
                and tuple(_strings(before)) != tuple([text] if isinstance(text, str) else text)
            ):
                remarks.append(f"{file.name}: {one!r}: was {_strings(before)}, is now {text}")
            plural = entry.plural or (one if isinstance(text, list) else None)
            _put(catalog, key, plural, value, entry.files)
    save("nl", catalog, translations)
    return remarks


def compile_all(translations: Path = TRANSLATIONS) -> None:
    """Compile every catalogue beside its source."""
    for lang in LANGUAGES:
        buffer = BytesIO()
        write_mo(buffer, load(lang, translations))
        _replace(po_path(lang, translations).with_suffix(".mo"), buffer.getvalue())


def placeholders(text: str) -> set[str]:
    """Names in braces of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def check(translations: Path = TRANSLATIONS, sources: Path = SOURCES) -> list[str]:
    """Return what is wrong with the catalogues, one line each."""
    found, wrong = extract(sources), list(hidden(sources))
    for lang in LANGUAGES:
        known = messages(load(lang, translations))
        for key, entry in found.items():
            message = known.get(key)
            if message is None or not _finished(message) or message.pluralizable != bool(entry.plural):
                wrong.append(f"{lang}: missing: {key[1]!r} ({', '.join(sorted(entry.files))})")
            elif message.fuzzy:
                wrong.append(f"{lang}: fuzzy: {key[1]!r}")
            else:
                wrong += [f"{lang}: {line}" for line in _mismatches(key[1], entry.plural, _strings(message))]
        wrong += [f"{lang}: obsolete: {key[1]!r}" for key in known if key not in found]
    return wrong


def _mismatches(one: str, plural: str | None, texts: list[str]) -> Iterator[str]:
    try:
        wanted = placeholders(one) | placeholders(plural or "")
        for text in texts:
            # A language may leave the number out ("one file"), nothing else.
            if placeholders(text) | ({"n"} & wanted if plural else set[str]()) != wanted:
                yield f"placeholders differ: {one!r} and {text!r}"
    except ValueError as error:
        yield f"a brace that is not closed: {one!r}: {error}"


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep two runs from overwriting each other's catalogue (no lock on Windows: nobody runs two there)."""
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    parser = argparse.ArgumentParser(description="Keeps the message catalogues.")
    parser.add_argument("command", choices=("update", "fill", "compile", "check"))
    parser.add_argument("files", nargs="*", type=Path, help="JSON files for fill")
    options = parser.parse_args(arguments)
    problems: list[str] = []
    with _alone(TRANSLATIONS):
        if options.command == "update":
            update()
        elif options.command == "fill":
            problems = fill(options.files)
        elif options.command == "check":
            problems = check()
        if options.command != "check":
            compile_all()
    for line in problems:
        print(line)
    return 1 if problems and options.command == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
