"""The methods page: scores against a reference, one row for each segment, figures placed by the text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from generator.publish import render
from generator.publish.charts.figure import Figure
from generator.publish.claims import titles
from generator.publish.facts import block_model, blocks
from generator.publish.pages import texts
from generator.publish.pages.builder import PageBuilder
from generator.publish.words import display_names, naming_rules
from generator.release import Changes, Count, Density, Evidence, Mean, Projection, Release, Scores
from generator.settings.settings import Settings
from tests.support.releases import KINDS, Kind, sample_release


def maker_of(release: Release) -> PageBuilder:
    return render.make(release, Settings())


def with_overall(release: Release, **changes: Any) -> Release:
    return replace(release, overall=replace(release.overall, **changes))


def scored(silhouette: float | None, untied: float | None, k: int = 4) -> Release:
    """The full sample with these silhouettes at every k."""
    release = sample_release("full")
    rows = tuple(
        replace(
            row,
            data=replace(row.data, silhouette=silhouette),
            independent=replace(row.independent, silhouette=untied),
        )
        for row in release.overall.evidence
    )
    return replace(with_overall(release, evidence=rows), model=replace(release.model, k=k))


def chart(release: Release) -> Figure | None:
    figures = {figure.id: figure for figure in texts.text(maker_of(release), "methods").figures}
    return figures.get("evidence")


def test_the_chart_draws_every_score_of_data_and_reference_and_marks_the_number_used() -> None:
    release = sample_release("full")
    figure = chart(release)
    assert figure is not None
    assert figure.table.columns == ("k", "score", "sample", "value")
    assert set(figure.table.records) == {
        (row.k, score, sample, value)
        for row in release.overall.evidence
        for sample, scores in (("data", row.data), ("independent", row.independent))
        for score, value in (
            ("silhouette", scores.silhouette), ("jaccard", min(scores.jaccard)), ("inertia", scores.inertia)
        )
    }  # fmt: skip
    assert figure.spec is not None
    assert len(figure.spec["data"]) == 6
    drawn = {tuple(trace["y"]) for trace in figure.spec["data"]}
    assert tuple(row.data.inertia for row in release.overall.evidence) in drawn
    assert figure.wide.count('class="h"') == 3
    assert figure.narrow.count('class="ghost"') == 3
    assert [row[0] for row in figure.table.rows] == ["2", "3", "4 (used)", "5"]


def test_a_chart_needs_two_numbers_and_the_one_that_was_used() -> None:
    release = sample_release("full")
    assert chart(with_overall(release, evidence=())) is None
    assert chart(with_overall(release, evidence=release.overall.evidence[2:3])) is None
    assert chart(replace(release, model=replace(release.model, k=7))) is None


def test_an_undefined_score_has_no_panel() -> None:
    figure = chart(scored(None, None))
    assert figure is not None
    assert "silhouette" not in {record[1] for record in figure.table.records}
    assert figure.wide.count('class="h"') == 2
    assert figure.title == "Scores by number of segments"


@pytest.mark.parametrize(
    ("silhouette", "untied", "said"),
    [
        (0.44, 0.29, "0.44, against 0.29 for independent measures: the measures depend on each other"),
        (0.35, 0.30, "0.35, against 0.30 for independent measures: the measures depend on each other"),
        (0.473, 0.472, "useful bands, and no more"),
        (0.30, 0.44, "useful bands, and no more"),
    ],
)
def test_the_conclusion_follows_the_numbers(silhouette: float, untied: float, said: str) -> None:
    builder = maker_of(scored(silhouette, untied))
    title = titles.title("evidence", builder.edition)
    assert title.endswith(said)


def test_stability_is_rounded_down_and_unstable_segments_are_named() -> None:
    release = sample_release("full")

    def page(jaccard: float) -> str:
        rows = tuple(replace(row, data=replace(row.data, jaccard=(1.0, jaccard))) for row in release.overall.evidence)
        return maker_of(with_overall(release, evidence=rows)).content.page("methods").html

    assert "overlaps with its original by 0.99 or more on average" in page(0.997)
    loose = page(0.7)
    assert "by only 0.70 on average" in loose
    assert "so the segments are stable" not in loose
    assert "were not scored" in maker_of(with_overall(release, evidence=())).content.page("methods").html


@pytest.mark.parametrize("kind", KINDS)
def test_one_row_a_segment_with_its_size_and_rule(kind: Kind) -> None:
    builder = maker_of(sample_release(kind))
    html = block_model.segments(builder.edition)
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", html, re.DOTALL)
    assert len(rows) == len(builder.views.segments)
    heads = html.count('scope="col"')
    assert heads == (7 if builder.measured("transactions") else 6)
    for row, (id_, segment) in zip(rows, builder.views.segments.items(), strict=True):
        assert row.startswith(f'<b class="tag s-{id_}">{segment.letter}</b> ')
        assert naming_rules.described(segment, builder.content) in row
        cells = re.findall(r"<td>(.*?)</td>", row)
        assert len(cells) == heads - 1
        group = next(group for group in builder.views.groups if id_ in group.segments)
        size = builder.fmt.count(group.n)
        assert cells[0] == (
            size
            if len(group.segments) == 1
            else f"{display_names.codes(group.segments, builder.chart.views)} together: {size}"
        )


def test_merged_and_suppressed_figures_are_marked_in_text() -> None:
    release = sample_release("joined")
    first = replace(release.segments[0], means={**release.segments[0].means, "recency": Mean(None, None, "few")})
    builder = maker_of(replace(release, segments=(first, *release.segments[1:])))
    html = block_model.segments(builder.edition)
    joined = next(group for group in builder.views.groups if len(group.segments) > 1)
    assert html.count(f"{display_names.codes(joined.segments, builder.chart.views)} together: ") == 3 * len(
        joined.segments
    )
    assert "<td>too few</td>" in html
    assert "None" not in html


def test_a_configured_name_cannot_break_the_table() -> None:
    release = sample_release("full")
    odd = replace(release.segments[0], name="<script>A & B</script>")
    builder = maker_of(replace(release, segments=(odd, *release.segments[1:])))
    assert "&lt;script&gt;A &amp; B&lt;/script&gt;" in block_model.segments(builder.edition)


def test_figures_are_placed_by_the_text() -> None:
    release = sample_release("full")
    plane = Projection(("recency", "frequency", "monetary"), ((0.7, -0.7, 0.1), (0.1, 0.2, 0.9)), (0.5, 0.3),
                       (0.0, 0.0, 0.0), 0.25, (Density(0.0, 0.0, 900), Density(0.25, 0.0, 400)))  # fmt: skip
    context = texts.text(maker_of(with_overall(release, projection=plane)), "methods")
    assert [figure.id for figure in context.figures] == ["all-spend", "evidence", "projection"]
    assert len(context.parts) == 4
    assert 'id="measures"' in context.parts[0]
    assert 'id="segments"' in context.parts[1]
    assert "here 50" in context.parts[2]
    assert 'id="typical-spend"' in context.parts[3]
    assert not any("<!--" in part for part in context.parts)


def test_a_page_without_figures_is_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    builder = maker_of(sample_release("full"))
    assert len(texts.text(builder, "privacy").parts) == 1
    bare = maker_of(with_overall(sample_release("full"), histograms=(), evidence=(), projection=None))
    context = texts.text(bare, "methods")
    assert context.figures == ()
    assert len(context.parts) == 1
    assert all(blocks.placed(name) in bare.content.page("methods").html for name in blocks.FIGURES)


@pytest.mark.parametrize(
    ("repeated", "conflicts", "said"),
    [
        (60, 60, "at least 84\u00a0% of those have conflicting"),
        (1000, 980, "98\u00a0% of those have conflicting"),
        (16640, 240, "Up to 5\u00a0% is attributed to typing errors"),
        (0, 0, ""),
    ],
)
def test_the_conflict_rate_of_the_key_is_stated(repeated: int, conflicts: int, said: str) -> None:
    release = sample_release("full")
    found = (
        Count("key:ids_repeated", repeated, max(repeated, 20_000)),
        Count("key:ids_conflict", conflicts, repeated),
    )
    html = maker_of(with_overall(release, quality=(*release.overall.quality, *found))).content.page("methods").html
    if said:
        assert said in html
    else:
        assert "conflicting birth dates" not in html


def test_a_reused_model_is_stated() -> None:
    release = sample_release("full")
    changes = Changes("2016-05-01", "2016-07-31", "frozen", (), (), (), (), {}, (), 0)
    html = maker_of(replace(release, changes=changes)).content.page("methods").html
    assert "assigned by the centres of the previous release (1 May to 31 Jul 2016)" in html
    html = maker_of(replace(release, changes=replace(changes, model="refit"))).content.page("methods").html
    assert "matched to those of the previous release" in html


def test_negative_scores_stay_in_their_panel() -> None:
    low = Scores(1.5, 0.4, -0.12, 10.0, 2.0, (0.5,))
    rows = tuple(Evidence(k, low, low) for k in (2, 3, 4))
    figure = chart(with_overall(sample_release("full"), evidence=rows))
    assert figure is not None
    ys = [float(y) for y in re.findall(r'<circle class="h" cx="[\d.]+" cy="([\d.]+)"', figure.wide)]
    assert ys
    assert all(52 <= y <= 188 for y in ys)


def test_the_long_table_of_conditions_is_folded_and_complete() -> None:
    """It has most of the page's height; a summary opens it, and all rows are in the page for a search or a printer."""
    builder = maker_of(sample_release("full"))
    html = builder.content.page("methods").html
    (fold,) = re.findall(r'<details class="long"><summary>(.*?)</summary>(.*?)</details>', html, re.DOTALL)
    named = [phrase.forms["name"] for phrase in builder.content.phrases() if "name" in phrase.forms]
    assert fold[0] == f"All {len(named)} sentences and their conditions"
    assert fold[1].count('<th scope="row">') == len(named)
