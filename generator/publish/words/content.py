"""Content of the site: Markdown pages, phrases, figure texts, options, interface texts.

They are read by `loader`. A name that does not exist (fact, phrase, notice, page) is a `ContentError` with file
and line.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

from generator.errors import ContentError
from generator.publish.model.types import Answer
from generator.publish.words import markdown
from generator.publish.words.formats import Formatter
from generator.publish.words.template import Layers, Part, WordFile, did_you_mean, dig, fill, parts
from generator.release import Release

#: How sure a sentence is: arithmetic on all customers, the answer that it gives, or too little data for any.
Confidence = Literal["counted", "unclear"] | Answer

#: Forms of a phrase, of which at least one is required.
_SAID = frozenset({"text", "headline", "title"})


@dataclass(frozen=True, slots=True)
class PageText:
    """Texts of one page: title and description are plain text, html is safe."""

    id: str
    title: str
    description: str
    html: str
    source: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """One kind of sentence: its guard's name and its wordings.

    Attributes:
        id: Key in phrases.toml.
        guard: Name of its guard.
        anchor: Id of the figure that holds its evidence.
        confidence: counted, unclear, or an answer.
        forms: Patterns by form: text, headline, title, evidence, rule.
    """

    id: str
    guard: str
    anchor: str
    confidence: Confidence
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Notice:
    """A passage shown when its condition is true: text as HTML, and its pages."""

    id: str
    html: str
    text: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All texts, with the facts to fill them.

    Attributes:
        pages: Page files by page id.
        files: TOML files by name, each with its overrides.
        tables: Their parsed tables, by name.
        facts: Formatted facts by name.
        conditions: Names of the conditions that are true, see `model.conditions.hold`.
        blocks: Trusted HTML by name, for lines `[[name]]`.
        language: Language of the texts, such as en or pt-BR.
        kinds: Cache of kinds of sentences by id.
    """

    pages: Mapping[str, WordFile]
    files: Mapping[str, Layers]
    tables: Mapping[str, dict[str, Any]]
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    conditions: frozenset[str] = frozenset()
    blocks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    language: str = "en"
    kinds: dict[str, Phrase] = field(default_factory=dict, init=False, repr=False, compare=False)

    def fill(
        self,
        facts: Mapping[str, str],
        conditions: frozenset[str] | None = None,
        blocks: Mapping[str, str] | None = None,
    ) -> "Content":
        """Return the same content with additional facts; conditions and blocks replace the former ones if given."""
        return replace(
            self,
            facts={**self.facts, **facts},
            conditions=self.conditions if conditions is None else conditions,
            blocks=self.blocks if blocks is None else {**self.blocks, **blocks},
        )

    def formatter(self, release: Release) -> Formatter:
        """Return the formatter of a release, with these texts for lakh, crore and the like."""
        return Formatter(release.locale, release.currency, self.language, self.tables["formats.toml"])

    def terms(self) -> tuple[str, ...]:
        """Return the ids of the glossary's entries whose condition is true or that have none."""
        rows = self.tables["glossary.toml"].items()
        return tuple(id_ for id_, row in rows if "when" not in row or row["when"] in self.conditions)

    def words(self, key: str, **facts: str) -> str:
        """Return a text of the interface ("nav.summary") or of a figure ("figures.segments.title"), filled.

        Raises:
            ContentError: There is no such key, or a placeholder has no fact.
        """
        return self.text(*_stands_in(key), facts)

    def text(self, file: str, key: str, facts: Mapping[str, str] = MappingProxyType({})) -> str:
        """Return one text of a TOML file by its dotted key, filled."""
        value, source = dig(self.tables[file], key), self.files[file]
        if not isinstance(value, str):
            leaf = key.rpartition(".")[2]
            raise source.error(key, f"there are no words named {key!r}.", f'Add `{leaf} = "…"`.')
        return self.filled(file, key, value, facts)

    def title(self, column: str) -> str:
        """Return the title of a published column, as on axes and heads of tables."""
        return self.text("columns.toml", f"{column}.title")

    def unit(self, column: str) -> str:
        """Return the unit of a published column in words; empty for text."""
        key = f"{column}.unit"
        return "" if dig(self.tables["columns.toml"], key) is None else self.text("columns.toml", key)

    def definition(self, column: str) -> str:
        """Return the definition of a published column, in one sentence."""
        return self.text("columns.toml", f"{column}.definition")

    def filled(self, file: str, key: str, pattern: str, facts: Mapping[str, str] = MappingProxyType({})) -> str:
        """Fill the pattern at a key of a TOML file; errors name file and line."""
        if "{{" not in pattern:
            return pattern
        return fill(pattern, {**self.facts, **facts}, partial(_fail_in, self.files[file], key))

    def parts(self, file: str, key: str, pattern: str, facts: Mapping[str, str]) -> tuple[Part, ...]:
        """Fill a pattern as `filled` does, but keep fact values separate from the surrounding text."""
        return parts(pattern, {**self.facts, **facts}, partial(_fail_in, self.files[file], key))

    def has_words(self, key: str) -> bool:
        """Return whether a key exists."""
        file, path = _stands_in(key)
        return isinstance(dig(self.tables[file], path), str)

    def phrase(self, id_: str) -> Phrase:
        """Return one kind of sentence."""
        if id_ not in self.kinds:
            self.kinds[id_] = self._phrase(id_)
        return self.kinds[id_]

    def _phrase(self, id_: str) -> Phrase:
        rows, source = self.tables["phrases.toml"].get("phrases", {}), self.files["phrases.toml"]
        if id_ not in rows:
            raise source.error("phrases", f"there is no phrase {id_!r}.", did_you_mean(id_, rows))
        row = dict(rows[id_])
        if "guard" not in row or not row.keys() & _SAID:
            missing = "a guard" if "guard" not in row else "words (text, headline or title)"
            hint = did_you_mean(id_, [name for name in rows if "guard" in rows[name]])
            raise source.error(f"phrases.{id_}", f"phrase {id_} lacks {missing}.", hint)
        guard, anchor, confidence = row.pop("guard"), row.pop("anchor", ""), row.pop("confidence", "clear")
        return Phrase(id_, guard, anchor, confidence, row)

    def phrases(self) -> tuple[Phrase, ...]:
        """Return every kind of sentence, in the order of the file."""
        return tuple(self.phrase(id_) for id_ in self.tables["phrases.toml"].get("phrases", {}))

    def notice(self, id_: str, page: str = "overview") -> Notice | None:
        """Return a notice with links for a page, or None when its condition is false."""
        source, rows = self.files["notices.toml"], self.tables["notices.toml"]
        if id_ not in rows:
            raise source.error(id_, f"there is no notice {id_!r}.", did_you_mean(id_, rows))
        if not self._holds(id_):
            return None
        text = self.text("notices.toml", f"{id_}.text")
        fail = partial(_fail_at, source, f"{id_}.text")
        html = markdown.html(rows[id_]["text"], markdown.path_of(page), self._filling(), fail)
        return Notice(id_, html, markdown.plain(text), tuple(rows[id_].get("pages", ())))

    def check_conditions(self, known: Collection[str]) -> None:
        """Check that notices and entries of the glossary name known conditions; others would never be shown.

        Raises:
            ContentError: One names another condition.
        """
        for name in ("notices.toml", "glossary.toml"):
            for id_, row in self.tables[name].items():
                # A new key may be of any kind that is next to it, such as a list.
                when = str(row.get("when", ""))
                if "when" in row and when not in known:
                    message = f"there is no condition {when!r}."
                    raise self.files[name].error(f"{id_}.when", message, did_you_mean(when, known))

    def check_notices(self) -> None:
        """Check the facts of every notice, shown or not, so that errors surface before its condition is true.

        Raises:
            ContentError: A notice uses an undefined fact.
        """
        for id_ in self.tables["notices.toml"]:
            self.text("notices.toml", f"{id_}.text")

    def notices(self, page: str) -> tuple[Notice, ...]:
        """Return the active notices of a page, in the order of the file."""
        found = (self.notice(id_, page) for id_ in self.tables["notices.toml"])
        return tuple(notice for notice in found if notice is not None and page in notice.pages)

    def page(self, id_: str, at: str | None = None) -> PageText:
        """Return the texts of a page, filled.

        Args:
            id_: Page id, one of `loader.PAGE_IDS`.
            at: Path of the page that shows them, for relative links; by default that of the page itself.

        Raises:
            ContentError: The page, a fact, a notice, a block or a linked page does not exist.
        """
        if id_ not in self.pages:
            raise ContentError(f"there is no page {id_!r}.", did_you_mean(id_, self.pages))
        source = self.pages[id_]
        front = markdown.front_matter(source)

        def fail(start: int, where: int, message: str, hint: str | None) -> ContentError:
            return source.error(source.text.count("\n", 0, start + where) + 1, message, hint)

        def head(key: str, pattern: str) -> str:
            return fill(pattern, self.facts, partial(fail, source.text.index(f"{key}:")))

        html = markdown.html(front.body, at or markdown.path_of(id_), self._filling(), partial(fail, front.offset))
        return PageText(id_, head("title", front.title), head("description", front.description), html, source.name)

    def _filling(self) -> markdown.Filling:
        rows = self.tables["notices.toml"]
        held = {id_: str(row["text"]) for id_, row in rows.items() if self._holds(id_)}
        return markdown.Filling(self.facts, self.blocks, held, rows)

    def _holds(self, id_: str) -> bool:
        """Return whether the condition of a notice is true; unless stated, it has the notice's name."""
        return self.tables["notices.toml"][id_].get("when", id_) in self.conditions


def _stands_in(key: str) -> tuple[str, str]:
    """Return the file that holds a key, and the key inside it."""
    name, _, rest = key.partition(".")
    if name == "figures":
        return "figures.toml", rest
    return (f"{name}.toml" if name in {"compare", "explore"} else "site.toml"), key


def _fail_in(source: Layers, key: str, _: int, message: str, hint: str | None) -> ContentError:
    return source.error(key, f"{key}: {message}", hint)


def _fail_at(source: Layers, key: str, _: int, message: str, hint: str | None) -> ContentError:
    return source.error(key, message, hint)
