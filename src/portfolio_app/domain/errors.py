"""Expected trouble: a code and facts, which the outer layers turn into one sentence for a person."""

from __future__ import annotations


class UserError(Exception):
    """Something a person can understand and act on; anything else that is raised is a bug.

    ``code`` names the sentence (see `portfolio_app.services.sentences`), ``facts`` fill it in. Facts must never
    hold the owner's own words, because they may reach a log. ``about`` names in her words what it is about: only
    the sentence shows it.
    """

    def __init__(self, code: str, *, about: str = "", **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.about = about
        self.facts = facts

    def __str__(self) -> str:
        listed = ", ".join(f"{key}={value}" for key, value in self.facts.items())
        return f"{self.code}({listed})" if listed else self.code


class Cancelled(Exception):  # noqa: N818 - it reports a wish, not an error
    """The person stopped a long task; nothing was changed."""
