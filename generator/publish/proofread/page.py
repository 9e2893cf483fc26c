"""The page that an editor reads: one HTML file without scripts. Writes nothing."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.publish.output.links import Links
from generator.publish.proofread.types import Reading

#: Texts of a group, and places of a text, that are shown at once; the others are folded.
_SHOWN, _SPOTS = 3, 3

#: Returns the address of a path inside the site; empty for none.
Address = Callable[[str], str]


def html(reading: Reading, address: Address) -> str:
    """Return the page.

    Args:
        reading: All texts of the site.
        address: Returns the address of a page of the site.
    """
    # Not among the templates of a site: its words are for the editor, as those of a command, and not in content/.
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("page.html")
    text = template.render(reading=reading, address=address, most=_SHOWN, spots=_SPOTS)
    return text.rstrip() + "\n"


def in_folder(site: Path) -> Address:
    """Return the address of pages of a site on this disk."""
    base = site.absolute().as_uri()

    def address(path: str) -> str:
        page, mark, anchor = path.partition("#")
        return f"{base}/{quote(page)}{mark}{anchor}"

    return address


def on_the_web(site_url: str) -> Address:
    """Return the address of pages of a site at a public URL; empty without one."""
    links = Links(site_url or None)

    def address(path: str) -> str:
        page, mark, anchor = path.partition("#")
        found = links.file(page) if page.endswith(".png") else links.canonical(page)
        return f"{found}{mark}{anchor}" if found else ""

    return address
