"""An owner at work in a process of her own, which can be killed at any moment: every step is announced, then told done.

``python -m tests.faults.worker FOLDER SEED STEPS [VERB=WEIGHT …]``; the model lies in ``FOLDER/model``.
"""

from __future__ import annotations

import os
import pickle
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from portfolio_app.bootstrap import Environment, Passphrase, create_portfolio, open_portfolio, portfolio_exists
from portfolio_app.domain.errors import UserError
from portfolio_app.services.session import Services
from portfolio_app.services.settings import DeviceSettings
from tests.faults.model import Model
from tests.faults.steps import Act, Step, Walk, drawn
from tests.services.helpers import CHEAP

VERBS = {
    "create": 10, "edit": 12, "trash": 5, "restore": 3, "purge": 1, "empty_trash": 1, "link": 5, "unlink": 2,
    "evidence": 12, "undo": 5, "redo": 4, "draft": 6, "drop_draft": 1, "passphrase": 2, "maintain": 1,
    "bundle": 1, "snapshot": 1, "revert": 1, "merge": 1, "rotate": 1,
}  # fmt: skip
SLOW = ("maintain", "bundle", "snapshot", "revert", "merge", "rotate")
BEGUN, DONE = "+", "="


class Desk:
    """A folder with a portfolio, this computer's settings, papers, and the model of what it holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home, self.papers, self.settings = folder / "portfolio", folder / "papers", folder / "settings"
        self.environment = Environment(kdf=CHEAP, device=DeviceSettings(self.settings))

    def open(self, passphrase: str) -> Services:
        """Open the portfolio."""
        return open_portfolio(self.home, Passphrase(passphrase), environment=self.environment)

    def begin(self, passphrase: str) -> Services:
        """Make the portfolio."""
        self.papers.mkdir(exist_ok=True)
        return create_portfolio(self.home, passphrase=passphrase, environment=self.environment).services

    def take(self, walk: Walk, act: Act, services: Services) -> Services:
        """Take a step in the program, then in the model; returns the portfolio as it is open now."""
        act.program(services)
        act.model()
        return self.open_known(walk.model) if act.closes else services

    def open_known(self, model: Model) -> Services:
        """Open the portfolio with the passphrase that is the one, which the model learns."""
        for way in model.ways[:-1]:
            try:
                services = self.open(way)
            except UserError as error:
                if error.code != "wrong-passphrase":
                    raise
            else:
                model.opens_with(way)
                return services
        services = self.open(model.ways[-1])
        model.opens_with(model.ways[-1])
        return services

    def load(self) -> Model:
        """The model as it was kept."""
        return pickle.loads((self.folder / "model").read_bytes())

    def keep(self, model: Model) -> None:
        """Keep a model for the process that goes on with it."""
        (self.folder / "model").write_bytes(pickle.dumps(model))


def a_day(desk: Desk, passphrase: str, seed: int, steps: int) -> Model:
    """Make a portfolio, work in it for a day and close it; returns what it holds."""
    desk.folder.mkdir()
    model = Model(passphrase=passphrase)
    services, walk = desk.begin(passphrase), Walk(model, desk.papers)
    verbs = {verb: weight for verb, weight in VERBS.items() if verb not in ("passphrase", "empty_trash", *SLOW)}
    for step in _steps(seed, steps, verbs):
        if act := walk.plan(step):
            act.program(services)
            act.model()
    services.close()
    return model


def told(line: str) -> Step:
    """The step that a line announces."""
    verb, which, other, text = line[len(BEGUN) :].split(" ", 3)
    return Step(verb, int(which), int(other), text)


def say(handle: int, line: str) -> None:
    """Tell the one who listens; with the operating system when this returns, whatever becomes of this process."""
    os.write(handle, f"{line}\n".encode())


def work(desk: Desk, seed: int, steps: int, verbs: dict[str, int], handle: int) -> None:
    """Open the portfolio, making it where there is none, and take steps."""
    model = desk.load()
    services = desk.open(model.passphrase) if portfolio_exists(desk.home) else desk.begin(model.passphrase)
    say(handle, DONE)
    walk = Walk(model, desk.papers)
    for step in _steps(seed, steps, verbs):
        act = walk.plan(step)
        say(handle, f"{BEGUN}{step.verb} {step.which} {step.other} {step.text}")
        if act is not None:
            services = desk.take(walk, act, services)
        say(handle, DONE)
    services.close()


def _steps(seed: int, steps: int, verbs: dict[str, int]) -> Iterator[Step]:
    chance = random.Random(seed)
    return (drawn(chance, verbs) for _ in range(steps))


def main(folder: str, seed: str, steps: str, *weights: str) -> None:
    """Work as the arguments say and tell of it on standard output."""
    verbs = {verb: int(weight) for verb, _, weight in (text.partition("=") for text in weights)}
    work(Desk(Path(folder)), int(seed), int(steps), verbs or VERBS, sys.stdout.fileno())


if __name__ == "__main__":
    main(*sys.argv[1:])
