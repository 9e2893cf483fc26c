"""Make the fonts of the share cards from Adobe's Source fonts. Development only; needs npm and fonttools 4.68.0.

    python -m pip install fonttools==4.68.0
    python make.py            # writes the files of this folder
    python make.py --check    # writes nothing, fails if a file would change

Cuts each font down to the letters of European languages, of romanised Indian names, and currency signs; keeps the
serif's kerning of plain Latin; and gives it a name of its own, because the licence reserves the name "Source" for
fonts that nobody changed. README.md says what the files hold.
"""

import base64
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
FONTTOOLS = "4.68.0"
MOST_BYTES = 128_000

#: Package with version: the checksum that npm gives for its archive.
PACKAGES = {
    "source-serif@4.5.1": "NUAh5IzF7KiUu2gTpqE+ed9MNbMe4st7LIIXZ0OHHSPc6gg86H67j04M8sIhU2qqFd26btXaFQ2ge5u/p72j0Q==",
    "source-sans@3.52.0": "xsm7qlMI/JwxwNdp6pvpR6l+aZjn90fzOzoeUz/qoohIYbKbDwQNRIz5/ItYs7/hvqLirQNUoDFGXSVA3TU9tw==",
}

#: Our file: package, its file, the family's new name, style.
FONTS = {
    "atlas-serif-regular.ttf": ("source-serif@4.5.1", "SourceSerif4-Regular.ttf", "Atlas Serif", "Regular"),
    "atlas-serif-semibold.ttf": ("source-serif@4.5.1", "SourceSerif4-Semibold.ttf", "Atlas Serif", "Semibold"),
    "atlas-sans-semibold.ttf": ("source-sans@3.52.0", "SourceSans3-Semibold.ttf", "Atlas Sans", "Semibold"),
}

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


def made(data: bytes, family: str, style: str) -> bytes:
    """Return one of our fonts from one of Adobe's."""
    letters = [code for first, last in RANGES for code in range(first, last + 1)]
    font = cut(data, letters, [])
    if family == "Atlas Serif":
        # Large type needs its kerning, in plain Latin: that of all pairs would weigh as much as the letters do.
        font["GPOS"] = cut(data, list(PLAIN), ["kern"])["GPOS"]
    names = font["name"]
    post_name = f"{family}-{style}".replace(" ", "")
    for number, text in ((1, f"{family} {style}"), (2, "Regular"), (3, post_name), (4, f"{family} {style}")):
        names.setName(text, number, 3, 1, 0x409)
    for number, text in ((6, post_name), (16, family), (17, style)):
        names.setName(text, number, 3, 1, 0x409)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def files() -> dict[str, bytes]:
    """Return everything that this recipe makes, by name."""
    found = {}
    with tempfile.TemporaryDirectory() as scratch:
        archives = {package: archive(package, Path(scratch)) for package in PACKAGES}
        for name, (package, source, family, style) in FONTS.items():
            found[name] = made(archives[package].extractfile(f"package/TTF/{source}").read(), family, style)
        for package, opened in archives.items():
            licence = opened.extractfile("package/LICENSE.md").read().replace(b"\r\n", b"\n")
            found[f"LICENSE-{package.partition('@')[0]}.md"] = licence
            opened.close()
    if (size := sum(len(data) for name, data in found.items() if name.endswith(".ttf"))) > MOST_BYTES:
        raise SystemExit(f"the fonts hold {size} bytes, more than {MOST_BYTES}")
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(found.items()))
    return found | {"SHA256SUMS": sums.encode()}


def main() -> None:
    """Write the files, or compare them."""
    if fontTools.version != FONTTOOLS:
        raise SystemExit(f"needs fonttools {FONTTOOLS}; this is {fontTools.version}")
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
