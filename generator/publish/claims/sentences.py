"""Types of sentences, and of the set of sentences on each kind of page. Filled by `select`.

A sentence keeps fact values separate from the surrounding words until it is rendered, so that a link is attached to
a fact and never found by searching a text, where a name may contain digits or the name of a place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from generator.publish.claims.guard import Figured
from generator.publish.claims.opportunities import Opportunity
from generator.publish.words.content import Confidence
from generator.publish.words.template import Part, Value, plain

#: The fact that holds the place name.
PLACE = "place"

#: Facts that are names, dates or words: their digits are not linked to a figure.
WORDS = frozenset(
    {
        PLACE, "other", "others", "names", "state", "place_in_state", "place_headline", "largest_city", "areas_list",
        "segment", "segment_inline", "segment_subject", "segment_short", "segment_counted_as", "letter", "letters",
        "first", "second", "over", "under", "earlier", "adjective", "rule", "measure", "close", "differ",
        "reference", "label", "average_here", "places", "site_title", "publisher", "contact", "licence",
        "customer_words", "features_list", "averages",
        "where", "shares", "compared", "window", "previous_window", "since", "first_day", "last_day",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that passed its guard.

    Attributes:
        id: Phrase id, and a suffix where one phrase speaks of several segments ("over-a").
        kind: Phrase id.
        parts: Its words and fact values; plain text, to be escaped when rendered.
        anchor: Id of the figure that holds its evidence.
        confidence: counted (arithmetic on all customers), the answer that it gives, or unclear (not enough data).
        place: Slug of the place concerned, on pages about all customers; else empty.
        evidence: Its numbers in short form; for comparisons of two places only.
        words: Key of its wording in phrases.toml, such as "phrases.over.headline".
        facts: The facts of its finding, and those of the site that it uses, by name; without empty ones.
        about: The share or average that it states, if it is one.
        size: Size of its finding, larger first; comparable among sentences of one kind.
    """

    id: str
    kind: str
    parts: tuple[Part, ...]
    anchor: str
    confidence: Confidence = "clear"
    place: str = ""
    evidence: str = ""
    words: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    about: Figured | None = None
    size: float = 0.0

    @property
    def text(self) -> str:
        """Return the sentence as plain text."""
        return plain(self.parts)

    def around_place(self) -> tuple[str, str, str] | None:
        """Return the text before its place name, the name, and the text after; None without a place name."""
        return self._around(lambda value: value.fact == PLACE)

    def around_figure(self) -> tuple[str, str, str] | None:
        """Return the text before its first figure, the figure, and the text after; None without a figure."""
        return self._around(lambda value: value.fact not in WORDS and any(c.isdigit() for c in value.text))

    def _around(self, wanted: Callable[[Value], bool]) -> tuple[str, str, str] | None:
        for at, part in enumerate(self.parts):
            if isinstance(part, Value) and wanted(part):
                return plain(self.parts[:at]), part.text, plain(self.parts[at + 1 :])
        return None


def capitalised(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return a sentence with a capital where it begins with a figure in words ("at least 84 %"), never in a name."""
    at = next((at for at, part in enumerate(parts) if part), None)
    first = "" if at is None else parts[at]
    if at is None or not isinstance(first, Value) or first.fact in WORDS:
        return parts
    return (*parts[:at], replace(first, text=first.text[:1].upper() + first.text[1:]), *parts[at + 1 :])


def facts_of(parts: tuple[Part, ...], facts: Mapping[str, str]) -> Mapping[str, str]:
    """Return the facts of a finding and those of the site that its sentence uses, without empty ones."""
    used = {part.fact: part.text for part in parts if isinstance(part, Value)}
    return {name: text for name, text in {**used, **facts}.items() if text}


@dataclass(frozen=True, slots=True)
class PlaceSentences:
    """Sentences of a city or district page.

    Attributes:
        headline: The sentence under the name; always present.
        standouts: Up to six, without repeating the headline.
        share_of_spend: Share of customers against share of spend; None when mean spend is suppressed.
        why_sparse: Why segments are merged or missing; None when all are separate.
    """

    headline: Sentence
    standouts: tuple[Sentence, ...]
    share_of_spend: Sentence | None
    why_sparse: Sentence | None


@dataclass(frozen=True, slots=True)
class OverviewSentences:
    """Sentences of the overview: headline, highlights (one to six), quality (one)."""

    headline: Sentence
    highlights: tuple[Sentence, ...]
    quality: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SummarySentences:
    """Sentences of the executive summary.

    Attributes:
        takeaways: Two to five; the first two are always present.
        segments: One line a segment, in canonical order.
        opportunities: Options to test, most spend first.
        changes: Changes since the earlier release; never empty.
        cannot_tell: Limits of the data.
        quality: Data quality in one to three sentences.
    """

    takeaways: tuple[Sentence, ...]
    segments: tuple[Sentence, ...]
    opportunities: tuple[Opportunity, ...]
    changes: tuple[Sentence, ...]
    cannot_tell: tuple[Sentence, ...]
    quality: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SegmentSentences:
    """Sentences of a segment's page.

    Attributes:
        headline: Its share of customers and of spend.
        rule: Its naming rule, with the thresholds and this segment's numbers.
        profile: How it differs from all customers.
        over: Places where it is clearly over-represented, biggest difference first.
        under: Places where it is clearly under-represented.
        nowhere: Sentence shown when both are empty; None otherwise.
    """

    headline: Sentence
    rule: Sentence
    profile: tuple[Sentence, ...]
    over: tuple[Sentence, ...]
    under: tuple[Sentence, ...]
    nowhere: Sentence | None
