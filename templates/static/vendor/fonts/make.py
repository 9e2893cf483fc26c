"""Make the fonts of pages and share cards from Adobe's Source fonts. Development only; needs npm and two packages.

    python -m pip install fonttools==4.68.0 brotli==1.2.1
    python make.py            # writes the files of this folder
    python make.py --check    # writes nothing, fails if a file would change

Cuts each font down to the letters of European languages, of romanised Indian names, and currency signs; keeps the
kerning of plain Latin; and gives it a name of its own, because the licence reserves the name "Source" for fonts that
nobody changed. A page's font is two files: the letters of nearly every page, and the others, which a browser loads
only where a page has one of them (`unicode-range`). README.md says what the files hold.
"""

import base64
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import brotli
import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
NEEDED = {"fonttools": (fontTools.version, "4.68.0"), "brotli": (brotli.__version__, "1.2.1")}
MOST_BYTES = 128_000
#: Bytes of the four fonts that a page loads, together.
MOST_BYTES_OF_A_PAGE = 45_000

#: Package with version: the checksum that npm gives for its archive.
PACKAGES = {
    "source-serif@4.5.1": "NUAh5IzF7KiUu2gTpqE+ed9MNbMe4st7LIIXZ0OHHSPc6gg86H67j04M8sIhU2qqFd26btXaFQ2ge5u/p72j0Q==",
    "source-sans@3.52.0": "xsm7qlMI/JwxwNdp6pvpR6l+aZjn90fzOzoeUz/qoohIYbKbDwQNRIz5/ItYs7/hvqLirQNUoDFGXSVA3TU9tw==",
}

#: Our file without its suffix: package, its file, the family's new name, style.
FONTS = {
    "atlas-serif-regular": ("source-serif@4.5.1", "SourceSerif4-Regular.ttf", "Atlas Serif", "Regular"),
    "atlas-serif-semibold": ("source-serif@4.5.1", "SourceSerif4-Semibold.ttf", "Atlas Serif", "Semibold"),
    "atlas-sans-regular": ("source-sans@3.52.0", "SourceSans3-Regular.ttf", "Atlas Sans", "Regular"),
    "atlas-sans-semibold": ("source-sans@3.52.0", "SourceSans3-Semibold.ttf", "Atlas Sans", "Semibold"),
}
WEIGHTS = {"Regular": 400, "Semibold": 600}

#: Fonts that share cards are drawn with, which need TrueType files.
CARDS = ("atlas-serif-regular", "atlas-serif-semibold", "atlas-sans-semibold")

PLAIN = range(0x20, 0x7F)
RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x2BC, 0x2BC),  # Latin, its extension A, Romanian, apostrophe
    (0x1E0C, 0x1E0D), (0x1E24, 0x1E25), (0x1E32, 0x1E3B), (0x1E40, 0x1E49), (0x1E5A, 0x1E63),  # romanised Indian names
    (0x1E6C, 0x1E6F), (0x1E9E, 0x1E9E),
    (0x2007, 0x200A), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026),  # punctuation
    (0x202F, 0x202F), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x2044, 0x2044),
    (0x20A0, 0x20C0), (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2260),  # currencies, arrows
    (0x2264, 0x2265),
)  # fmt: skip

#: What nearly every page needs: English and Western European letters, the Indian letters of gazetteers, signs.
SIGNS = "\xa0£§©«±·»āīūḍṇṣṭ\u2007\u2009\u200a\u202f‐‑–—‘’“”…€₹←↑→↓−≈≤≥"
BASE = frozenset((*PLAIN, *(set(range(0xC0, 0x100)) - {0xF7}), *map(ord, SIGNS)))

#: Fonts of readers' devices that stand in until ours are loaded, and what a letter takes on average in the
#: text of a site, in ems, regular and bold. Measured were Gelasio for Georgia and Arimo for Arial,
#: which have the same widths.
FALLBACKS = {
    "Atlas Serif": {
        ("Georgia", "Gelasio"): (0.4456, 0.5165), ("Noto Serif",): (0.4789, 0.5064), ("DejaVu Serif",): (0.52, 0.5722),
    },
    "Atlas Sans": {
        ("Arial", "Liberation Sans"): (0.4526, 0.4827), ("Roboto",): (0.4499, 0.4566),
        ("DejaVu Sans",): (0.5149, 0.5784),
    },
}  # fmt: skip
#: Average widths of ours, measured likewise.
WIDTHS = {
    "atlas-serif-regular": 0.4482, "atlas-serif-semibold": 0.4549,
    "atlas-sans-regular": 0.4183, "atlas-sans-semibold": 0.4306,
}  # fmt: skip

#: Names that stay as they are: copyright, manufacturer, designer, their addresses, licence and its address.
KEPT_NAMES = (0, 8, 9, 11, 12, 13, 14)


def archive(package: str, folder: Path) -> tarfile.TarFile:
    """Fetch a package's archive from the registry and compare it with the known checksum."""
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (path,) = folder.glob(f"{package.replace('@', '-')}.tgz")
    found = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if found != PACKAGES[package]:
        raise SystemExit(f"{package}: another file than the one that this recipe was made for")
    return tarfile.open(path)


def cut(data: bytes, letters: list[int], features: list[str]) -> TTFont:
    """Return a font with some letters only, without hinting and without names that say what it was."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=features, notdef_outline=True, name_IDs=list(KEPT_NAMES))
    options.drop_tables += ["GSUB", "GDEF", "BASE", "DSIG", "STAT", "gasp"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    return font


def made(data: bytes, family: str, style: str, letters: list[int], kerned: bool, flavour: str | None) -> bytes:
    """Return one of our fonts from one of Adobe's."""
    font = cut(data, letters, [])
    if kerned:
        # In plain Latin only: the kerning of all pairs would weigh as much as the letters do.
        font["GPOS"] = cut(data, list(PLAIN), ["kern"])["GPOS"]
    names = font["name"]
    post_name = f"{family}-{style}".replace(" ", "")
    for number, text in ((1, f"{family} {style}"), (2, "Regular"), (3, post_name), (4, f"{family} {style}")):
        names.setName(text, number, 3, 1, 0x409)
    for number, text in ((6, post_name), (16, family), (17, style)):
        names.setName(text, number, 3, 1, 0x409)
    font.flavor = flavour
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def ranges(codes: set[int], others: frozenset[int]) -> str:
    """Return a `unicode-range` that holds some letters and none of some others."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and not others.intersection(range(found[-1][1], code)) and code - found[-1][1] < 16:
            found[-1][1] = code
        else:
            found.append([code, code])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in found)


def style_sheet(heights: dict[str, tuple[float, float]]) -> str:
    """Return the style sheet that names the fonts; `heights` are ascent and descent in ems, by file."""
    lines = [
        "/* Made by make.py. The fonts of pages, and fonts of readers' devices in the same widths until they come. */"
    ]
    rest = ranges({code for first, last in RANGES for code in range(first, last + 1)} - BASE, BASE)
    for name, (_, _, family, style) in FONTS.items():
        face = f'@font-face{{font-family:"{family}";font-weight:{WEIGHTS[style]};font-display:swap;src:url({name}'
        lines.append(f'{face}.woff2) format("woff2")}}')
        lines.append(f'{face}-more.woff2) format("woff2");unicode-range:{rest}}}')
        ascent, descent = heights[name]
        for theirs, (regular, bold) in FALLBACKS[family].items():
            scale = WIDTHS[name] / (bold if style == "Semibold" else regular)
            end = " Bold" if style == "Semibold" else ""
            local = ",".join(f'local("{one}{end}")' for one in theirs)
            lines.append(
                f'@font-face{{font-family:"{family} {theirs[0]}";font-weight:{WEIGHTS[style]};src:{local};'
                f"size-adjust:{scale:.1%};ascent-override:{ascent / scale:.1%};descent-override:{descent / scale:.1%};"
                "line-gap-override:0%}"
            )
    stacks = []
    for family, rule, end in (
        ("Atlas Serif", "serif", "Georgia,serif"),
        ("Atlas Sans", "sans", "system-ui,sans-serif"),
    ):
        names = (family, *(f"{family} {theirs[0]}" for theirs in FALLBACKS[family]))
        stacks.append(f"--{rule}:" + ",".join(f'"{name}"' for name in names) + f",{end}")
    lines.append(":root{" + ";".join(stacks) + "}")
    return "\n".join(lines) + "\n"


def files() -> dict[str, bytes]:
    """Return everything that this recipe makes, by name."""
    found, heights = {}, {}
    every = [code for first, last in RANGES for code in range(first, last + 1)]
    with tempfile.TemporaryDirectory() as scratch:
        archives = {package: archive(package, Path(scratch)) for package in PACKAGES}
        for name, (package, source, family, style) in FONTS.items():
            data = archives[package].extractfile(f"package/TTF/{source}").read()
            if name in CARDS:
                found[f"{name}.ttf"] = made(data, family, style, every, family == "Atlas Serif", None)
            found[f"{name}.woff2"] = made(data, family, style, sorted(BASE), True, "woff2")
            found[f"{name}-more.woff2"] = made(data, family, style, sorted(set(every) - BASE), False, "woff2")
            font = TTFont(io.BytesIO(data))
            em = font["head"].unitsPerEm
            heights[name] = (font["hhea"].ascent / em, -font["hhea"].descent / em)
        for package, opened in archives.items():
            licence = opened.extractfile("package/LICENSE.md").read().replace(b"\r\n", b"\n")
            found[f"LICENSE-{package.partition('@')[0]}.md"] = licence
            opened.close()
    for suffixes, most in (((".ttf",), MOST_BYTES), (("regular.woff2", "semibold.woff2"), MOST_BYTES_OF_A_PAGE)):
        if (size := sum(len(data) for name, data in found.items() if name.endswith(suffixes))) > most:
            raise SystemExit(f"fonts of {size} bytes, more than {most}: *{', *'.join(suffixes)}")
    found["fonts.css"] = style_sheet(heights).encode()
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(found.items()))
    return found | {"SHA256SUMS": sums.encode()}


def main() -> None:
    """Write the files, or compare them."""
    for name, (version, needed) in NEEDED.items():
        if version != needed:
            raise SystemExit(f"needs {name} {needed}; this is {version}")
    wanted = files()
    old = {path.name: path.read_bytes() for path in HERE.iterdir() if path.is_file()}
    differing = [name for name, data in wanted.items() if old.get(name) != data]
    if "--check" in sys.argv[1:]:
        if differing:
            raise SystemExit(f"not what the recipe makes: {', '.join(differing)}")
        print("all files are what the recipe makes")
        return
    for name in differing:
        (HERE / name).write_bytes(wanted[name])
    print(f"written: {', '.join(differing)}" if differing else "nothing changed")


if __name__ == "__main__":
    main()
