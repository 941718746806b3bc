"""What the list of reflections shows and the templates to begin with, without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.sets import Question, Template
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.store.values import Order, Query, Row

WEEK = "week"
ALACT = "alact"
CORE = "gewoonte-opvatting-uitproberen"
FIRST = (WEEK, ALACT, CORE)
"""Ids of the templates that come first, in this order."""
ICONS = {
    WEEK: "notebook", ALACT: "arrows-clockwise", CORE: "brain", "ladder": "stack", "linkerkolom": "chats-circle",
    "waarom-het-nog-niet-lukt": "flag", "ui-model": "circle", "vier-lenzen": "eye", "starrt": "star",
    "succesanalyse": "plant", "gibbs": "arrow-clockwise", "kolb": "arrow-counter-clockwise",
}  # fmt: skip
ORDERS: dict[str, Order] = {"": "newest", "-day": "newest", "day": "oldest", "heading": "heading"}


@dataclass(frozen=True)
class TemplateCard:
    """A template to begin with."""

    id: str
    name: str
    purpose: str
    icon: str
    first: bool = False
    """Whether it is in sight from the beginning."""


class LookingBackPresenter:
    """Asks the records and the templates."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.text = ""

    def templates(self, t: Translator) -> tuple[TemplateCard, ...]:
        """The templates, those that everybody begins with first."""
        found = sorted(
            self._services.content.templates(),
            key=lambda item: (FIRST.index(item.id) if item.id in FIRST else len(FIRST), item.id),
        )
        return tuple(
            TemplateCard(item.id, t.pick(item.name), t.pick(item.purpose), ICONS.get(item.id, "path"), item.id in FIRST)
            for item in found
        )

    def knows(self, template_id: str) -> bool:
        """Whether there is a template to begin with."""
        return any(item.id == template_id for item in self._services.content.templates())

    def query(self) -> Query:
        """What the list asks for."""
        return Query(kinds=(Reflection.KIND,), text=self.text.strip())

    def count(self) -> int:
        """How many reflections are found."""
        return self._services.records.count(self.query())

    def page(self, offset: int, limit: int, order: str) -> list[Row]:
        """Some of them."""
        query = Query(
            kinds=(Reflection.KIND,),
            text=self.text.strip(),
            order=ORDERS.get(order, "newest"),
            offset=offset,
            limit=limit,
        )
        return self._services.records.rows(query)

    def experience(self, ident: str) -> Experience | None:
        """An experience to look back on, or None."""
        return self._services.records.get(Experience, ident)

    def fresh(self, template_id: str, lang: str, about: Experience | None = None) -> Reflection:
        """A reflection that is not saved yet, in the newest version of a template."""
        records = self._services.records
        template = self._services.content.template(template_id)
        return Reflection(
            id=records.new_id(),
            written_at=records.now(),
            lang=lang,
            title=about.title if about else "",
            happened_on=about.happened_on if about else records.today(),
            template=template.id,
            template_version=template.version,
        )

    def template_of(self, reflection: Reflection) -> Template:
        """The template in the version it was written with; when that is gone, its answers alone."""
        try:
            return self._services.content.template(reflection.template, reflection.template_version)
        except UserError:
            return bare_template(reflection)


def bare_template(reflection: Reflection) -> Template:
    """A template made of nothing but answers, so that a reflection can be read without the file it came from."""
    name = {"nl": reflection.template, "en": reflection.template}
    questions = tuple(Question(key=key, ask={"nl": key, "en": key}) for key in reflection.answers)
    return Template(
        id=reflection.template,
        version=reflection.template_version,
        name=name,
        source=(),
        checked_on=reflection.happened_on,
        purpose={},
        questions=questions,
    )
