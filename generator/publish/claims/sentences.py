"""Sentences and the sets of them that each kind of page shows, as types. Filled by `select`.

A sentence keeps the values of facts apart from the words around them until it is printed, so that a link is put on
a fact and never looked for in a text, where a name may hold digits or the name of a place.
"""

from collections.abc import Callable
from dataclasses import dataclass

from generator.publish.claims.opportunities import Opportunity
from generator.publish.words.content import Confidence
from generator.publish.words.template import Part, Value, plain

#: The fact that names the place of a sentence.
PLACE = "place"

#: Facts that are names, dates or words: their digits are no figure that a row proves.
WORDS = frozenset(
    {
        PLACE, "other", "names", "state", "place_in_state", "place_headline", "largest_city", "areas_list",
        "segment", "segment_inline", "segment_subject", "segment_short", "segment_counted_as", "letter", "letters",
        "first", "second", "over", "under", "earlier", "adjective", "rule", "measure", "close", "differ",
        "reference", "label", "site_title", "publisher", "contact", "licence", "customer_words", "features_list",
        "window", "previous_window", "since", "first_day", "last_day",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that passed its guard.

    Attributes:
        id: Phrase id, and a suffix where one phrase speaks of several segments ("over-a").
        kind: Phrase id.
        parts: Its words and the values of its facts; plain text, to be escaped when rendering.
        anchor: Id of the figure whose row proves it.
        confidence: counted (arithmetic on all customers), clear (test and effect gate), unclear (not enough to say).
        place: Slug of the place that it speaks of, on pages of all customers; else empty.
        evidence: The numbers behind it, short; of two places beside each other only.
    """

    id: str
    kind: str
    parts: tuple[Part, ...]
    anchor: str
    confidence: Confidence = "clear"
    place: str = ""
    evidence: str = ""

    @property
    def text(self) -> str:
        """Return it as one plain text."""
        return plain(self.parts)

    def around_place(self) -> tuple[str, str, str] | None:
        """Return the words before the name of its place, the name, and the words after; None where it has none."""
        return self._around(lambda value: value.fact == PLACE)

    def around_figure(self) -> tuple[str, str, str] | None:
        """Return the words before its first figure, the figure, and the words after; None where it has none."""
        return self._around(lambda value: value.fact not in WORDS and any(c.isdigit() for c in value.text))

    def _around(self, wanted: Callable[[Value], bool]) -> tuple[str, str, str] | None:
        for at, part in enumerate(self.parts):
            if isinstance(part, Value) and wanted(part):
                return plain(self.parts[:at]), part.text, plain(self.parts[at + 1 :])
        return None


@dataclass(frozen=True, slots=True)
class PlaceSentences:
    """Sentences of a city or district page.

    Attributes:
        headline: The one under the name; always there.
        standouts: None to six, nothing of the headline repeated.
        share_of_spend: Share of customers against share of spend; None when mean spend is withheld.
        why_sparse: Why segments are joined or missing; None when all stand apart.
        size: Customers and rank.
    """

    headline: Sentence
    standouts: tuple[Sentence, ...]
    share_of_spend: Sentence | None
    why_sparse: Sentence | None
    size: Sentence


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
        takeaways: Two to five; the first two always exist.
        segments: One line a segment, in canonical order.
        opportunities: Options to test, most spend first.
        changes: What changed since the earlier release; never empty.
        cannot_tell: What these data cannot tell.
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
        rule: The rule that named it, with its thresholds and this segment's numbers.
        profile: How it differs from all customers.
        over: Places where it is clearly over-represented, biggest difference first.
        under: Places where it is clearly under-represented.
        nowhere: Said when both are empty; None otherwise.
    """

    headline: Sentence
    rule: Sentence
    profile: tuple[Sentence, ...]
    over: tuple[Sentence, ...]
    under: tuple[Sentence, ...]
    nowhere: Sentence | None
