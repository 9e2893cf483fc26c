"""Colours computed from the style sheet; templates against their contexts."""

from __future__ import annotations

import gzip
import math
import re
from dataclasses import fields
from itertools import combinations, product
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

from generator.publish.client.styles import SITE, sheet
from generator.publish.pages.contexts.frame import Context
from generator.publish.pages.contexts.pages import TEMPLATES
from generator.resources import templates_dir

CSS = (templates_dir() / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
PLAIN, STRIPED = "abcd", "efgh"

#: Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}


def themes() -> dict[str, dict[str, str]]:
    light = re.search(r":root\{(.*?)\}", CSS, re.DOTALL)
    dark = re.search(r":root\[data-theme=dark\]\{(.*?)\}", CSS, re.DOTALL)
    assert light
    assert dark
    blocks = {"light": light[1], "dark": dark[1]}
    found = {name: dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", block)) for name, block in blocks.items()}
    return {"light": found["light"], "dark": found["light"] | found["dark"]}


THEMES = themes()


def linear(colour: str) -> tuple[float, ...]:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    values = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return tuple(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)


def luminance(rgb: tuple[float, ...]) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted(luminance(linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str, deficiency: str) -> float:
    rgb = linear(colour)
    seen = tuple(min(1, max(0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in DEFICIENCIES[deficiency])
    y = luminance(seen)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def lab(colour: str, deficiency: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as seen with a deficiency."""
    rgb = linear(colour)
    seen = tuple(min(1, max(0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in DEFICIENCIES[deficiency])
    rows = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.072175), (0.0193339, 0.119192, 0.9503041))
    white = (0.95047, 1.0, 1.08883)
    parts = [sum(a * b for a, b in zip(row, seen, strict=True)) / w for row, w in zip(rows, white, strict=True)]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else (903.3 * part + 16) / 116 for part in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, deficiency: str) -> float:
    """Difference of two colours (CIE 1976)."""
    return math.dist(lab(one, deficiency), lab(other, deficiency))


@pytest.mark.parametrize("theme", THEMES)
def test_marks_have_enough_contrast(theme: str) -> None:
    colours = THEMES[theme]
    for name in (*PLAIN, *STRIPED, "all", "dot", "ink"):
        assert contrast(colours[name], colours["paper"]) >= 3, name
    for name in (*PLAIN, *STRIPED):
        # The foot of a tinted part is told from its tint.
        assert contrast(colours[name], colours[f"{name}-t"]) >= 2.4, name


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_enough_contrast(theme: str) -> None:
    colours = THEMES[theme]
    for name in ("ink", "soft", "link"):
        for ground in ("paper", "wash", "all-fill", *(f"{id_}-t" for id_ in (*PLAIN, *STRIPED))):
            if name != "link" or ground in ("paper", "wash"):
                assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
    for name in PLAIN:
        assert contrast(colours[f"on-{name}"], colours[name]) >= 4.5, name
    for name in (*PLAIN, *STRIPED):
        for ground in ("paper", "wash", f"{name}-t"):
            assert contrast(colours[f"{name}-x"], colours[ground]) >= 4.5, (name, ground)
    for shade in ("less", "more", "land", "place"):
        assert contrast(colours["ink"], colours[shade]) >= 4.5, shade


@pytest.mark.parametrize("half", [PLAIN, STRIPED])
@pytest.mark.parametrize("theme", THEMES)
def test_segment_colours_differ_in_lightness(theme: str, half: str) -> None:
    """So that a grey print tells them apart.

    Within each half of the palette; the halves differ by stripes, as eight steps of 15 do not fit on one paper.
    """
    for one, other in combinations(half, 2):
        step = abs(lightness(THEMES[theme][one], "grey") - lightness(THEMES[theme][other], "grey"))
        assert step >= 15, (one, other)


@pytest.mark.parametrize("deficiency", ["none", "protanopia", "deuteranopia", "tritanopia"])
@pytest.mark.parametrize("theme", THEMES)
def test_segment_colours_differ_with_every_vision(theme: str, deficiency: str) -> None:
    colours = THEMES[theme]
    for one, other in combinations(PLAIN + STRIPED, 2):
        least = 19.5 if {one, other} <= set(PLAIN) else 14
        assert distance(colours[one], colours[other], deficiency) >= least, (one, other)
    for one, other in combinations(PLAIN, 2):
        assert distance(colours[f"{one}-t"], colours[f"{other}-t"], "none") >= 5, (one, other)


@pytest.mark.parametrize("theme", THEMES)
def test_full_colour_stands_out_from_tints(theme: str) -> None:
    """A filled part is a claim: it differs in lightness from the tint of every other segment."""
    colours = THEMES[theme]
    for one, other in product(PLAIN, PLAIN + STRIPED):
        step = abs(lightness(colours[one], "none") - lightness(colours[f"{other}-t"], "none"))
        assert step >= 15, (one, other)


def test_the_two_dark_blocks_are_the_same() -> None:
    found = re.findall(r":root(?:\[data-theme=dark\]|:not\([^)]*\))\{(.*?)\}", CSS, re.DOTALL)
    blocks = [re.sub(r"\s", "", block) for block in found]
    assert len(blocks) == 2
    assert blocks[0] == blocks[1]


def test_the_style_sheet_is_small() -> None:
    """With the rules of its fonts, about 0.8 kB."""
    assert len(gzip.compress(sheet((templates_dir(),), SITE).encode(), 9)) <= 8192


def environment() -> Environment:
    environment = Environment(trim_blocks=True)
    environment.filters.update(spec_json=str, csv_uri=str, linked=str)
    return environment


def undeclared(name: str, seen: set[str]) -> set[str]:
    """Context variables used by a template and those it extends or includes (macros take arguments)."""
    if name in seen:
        return set()
    seen.add(name)
    tree = environment().parse((templates_dir() / name).read_text(encoding="utf-8"))
    imported = {name for node in tree.find_all(nodes.FromImport) for name in node.names}
    found = set(meta.find_undeclared_variables(tree)) - imported
    for other in meta.find_referenced_templates(tree):
        assert other is not None
        found |= undeclared(other, seen)
    return found


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.__name__)
def test_a_template_uses_exactly_its_context(kind: type[Context]) -> None:
    names = undeclared(TEMPLATES[kind], set()) - {"t", "css"}
    assert names == {field.name for field in fields(kind)}


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.__name__)
def test_each_variable_is_documented(kind: type[Context]) -> None:
    own = {field.name for field in fields(kind)} - {field.name for field in fields(Context)}
    assert all(re.search(rf"^\s+{name}: ", kind.__doc__ or "", re.MULTILINE) for name in own)


def test_each_template_has_a_page_kind() -> None:
    found = {f"pages/{path.name}" for path in Path(templates_dir() / "pages").glob("*.html")}
    assert found == set(TEMPLATES.values())


def test_templates_hold_no_sentence() -> None:
    """Texts come from content/: outside tags and expressions there is only punctuation."""
    for path in templates_dir().rglob("*.html"):
        text = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        text = re.sub(r'doctype|html|class="\w+"', "", text)
        assert not re.search(r"[A-Za-z]{3,}", text), (path.name, re.findall(r"[A-Za-z]{3,}", text)[:5])


def test_type_has_six_sizes() -> None:
    """14, 16, 20, 24, 32 and 60 pixels at most, 40 where a sentence is the title; besides those inside drawings.

    Letters in the small mix bars are the only text below 14.
    """
    scale = {"1rem", *(f"var(--{name})" for name in ("small", "card", "head", "lead", "say", "title"))}
    found: dict[str, set[str]] = {}
    rule = r"([^{}]*)\{[^{}]*?\bfont(?:-size)?:\s*(?:\d{3} )?([^;}/\s]+(?:\([^)]*\))?)"
    for path in (templates_dir() / "static" / "css").glob("*.css"):
        text = path.read_text(encoding="utf-8")
        for selector, size in re.findall(rule, text):
            if not re.fullmatch(r"\d+px|inherit", size):
                found.setdefault(size, set()).add(selector.strip().splitlines()[-1].strip())
    assert found.pop(".75rem") == {".mix i"}
    lengths = {size for size in found if size.startswith("clamp(")}
    assert all(selector == "h1.long" for size in lengths for selector in found[size])
    found = {size: where for size, where in found.items() if size not in lengths and "redirect" not in size}
    assert set(found) - {"1.5rem", "0.875rem"} == scale
