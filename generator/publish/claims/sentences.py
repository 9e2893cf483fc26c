"""Sentences and the sets of them that each kind of page shows, as types. Filled by `insights`."""

from dataclasses import dataclass

from generator.publish.claims.opportunities import Opportunity
from generator.publish.words.content import Confidence


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that passed its guard.

    Attributes:
        id: Phrase id, and a suffix where one phrase speaks of several segments ("over-a").
        kind: Phrase id.
        text: Plain text; escape it when rendering.
        anchor: Id of the figure whose row proves it.
        evidence: The numbers behind it, short.
        confidence: counted (arithmetic on all customers), clear (test and effect gate), unclear (not enough to say).
        place: Slug of the place that it speaks of, on pages of all customers; else empty.
    """

    id: str
    kind: str
    text: str
    anchor: str
    evidence: str
    confidence: Confidence = "clear"
    place: str = ""


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
