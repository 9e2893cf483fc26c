"""Golden sites: small releases with some of their pages, in `tests/golden/`, so that changes can be read in a diff.

`make golden` regenerates them. A page is stored as lines, one element each, without parts that are the same on every
page (the style sheet), drawn twice (wide drawings; the narrow ones are kept), very long (a coastline) or tested
elsewhere with the same numbers (embedded figures, CSV in data URLs).
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.publish.model.build import build_views
from generator.publish.render import render
from generator.release import Density, Projection, Release
from generator.release import codec as releases
from generator.settings.settings import Settings
from tests.support.earlier import with_changes
from tests.support.paths import GOLDEN
from tests.support.releases import Kind, sample_release

FOLDER = GOLDEN

#: Four cases by name, with their sample: full and sparse segment shares, with and without frequency.
CASES: Mapping[str, Kind] = {
    "full-with-frequency": "full",
    "full-without-frequency": "plain",
    "sparse-with-frequency": "thin",
    "sparse-without-frequency": "sparse",
}

_FIXED = ("index.html", "summary/index.html", "cities/index.html")
#: Pages that are nearly the same for large and small cities.
_FULL_ONLY = ("methods/index.html", "segments/a/index.html")

_DROPPED = re.compile(
    r"(?<=<style>).*?(?=</style>)|(?<=<script type=\"application/json\">).*?(?=</script>)"
    r"|(?<= d=\")[^\"]{600,}|(?<=href=\"data:)[^\"]*|(?<=assets/)[\w.-]+(?=\.js)"
    r"|(?<=<div class=\"wide\">).*?(?=</div>)",
    re.DOTALL,
)
#: Inline elements, which do not begin a new line.
_INLINE = ("a", "b", "i", "em", "br", "span", "small", "code", "strong", "tspan", "summary")
_BREAK = re.compile(rf"\s*(?=<(?!/|(?:{'|'.join(_INLINE)})[ >]))")


def golden_release(case: str) -> Release:
    """Return the release of a case; the first has a projection, and changes since an earlier release."""
    release = sample_release(CASES[case])
    if case != "full-with-frequency":
        return releases.as_written(release)
    plane = Projection(
        features=("recency", "frequency", "monetary"),
        loadings=((0.66, -0.62, -0.42), (0.18, -0.42, 0.89)),
        explained=(0.52, 0.31),
        centre=(0.0, 0.0, 0.0),
        cell=0.5,
        cells=tuple(Density(x / 2, y / 2, 40 * (8 - x * x - y * y)) for x in (-2, -1, 0, 1) for y in (-1, 0, 1)),
    )
    made = with_changes(replace(release, overall=replace(release.overall, projection=plane)))
    return releases.as_written(made)


def pages(case: str, release: Release) -> tuple[str, ...]:
    """Return the paths to store: fixed ones, and the first city of each detail and strength."""
    first: dict[tuple[str, str], str] = {}
    for view in build_views(release).cities:
        first.setdefault((view.place.detail, view.strength), f"cities/{view.place.slug}/index.html")
    return (*_FIXED, *(_FULL_ONLY if case.startswith("full") else ()), *first.values())


def rendered(case: str, release: Release) -> dict[str, str]:
    """Render the stored pages of a case, as lines, by path."""
    settings = Settings(
        publisher="Sample Bank",
        contact="atlas@bank.example",
        licence="CC BY 4.0",
        site_url="https://atlas.example/s/",
        cards=False,
    )
    wanted = set(pages(case, release))
    return {path: readable(data.decode()) for path, data in render(release, settings) if path in wanted}


def readable(html: str) -> str:
    """Split a page into lines, one element each."""
    lines = _BREAK.sub("\n", _DROPPED.sub("…", html)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip()) + "\n"


def kept(case: str) -> dict[str, str]:
    """Read the stored pages of a case, by path."""
    folder = FOLDER / case / "expected"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.html"))}


def write() -> Iterator[str]:
    """Regenerate every case; yield a summary line for each."""
    for case in CASES:
        shutil.rmtree(FOLDER / case, ignore_errors=True)
        release = golden_release(case)
        releases.write(release, FOLDER / case / "release.json")
        found = rendered(case, release)
        for path, text in found.items():
            target = FOLDER / case / "expected" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        yield f"{case}: {len(found)} pages, {sum(map(len, found.values())) // 1000} kB"


if __name__ == "__main__":
    print(*write(), sep="\n")
