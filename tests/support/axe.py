"""Accessibility rules of axe-core, run on an open page.

Contrasts of colours take most of the time, above all on equal rows of tables, and on drawings, where axe cannot decide.
They are a run of their own: without drawings, and of the rows of a table that have the same elements, classes and
colours, on the first. All other rules run on the whole page.
"""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT

Scheme = Literal["light", "dark"]
#: Id of a rule, and the first elements that break it.
Violation = tuple[str, list[str]]

#: Rules that compare colours: of a text and its ground, of a link and the text around it.
_OF_COLOURS = ("color-contrast", "link-in-text-block")
_OTHER_RULES = {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in _OF_COLOURS}}
_CONTRAST = {"runOnly": {"type": "rule", "values": _OF_COLOURS}, "resultTypes": ["violations"]}
_AGAIN = "data-like-an-earlier-row"
_MARK_ROWS = """mark => {
  const signature = node => {
    const {color, backgroundColor, fontSize, fontWeight} = getComputedStyle(node);
    const own = [node.tagName, node.getAttribute("class"), node.getAttribute("style"),
      color, backgroundColor, fontSize, fontWeight, node.innerText?.trim() ? "text" : ""];
    return own.join("|") + "(" + [...node.children].map(signature).join() + ")";
  };
  for (const table of document.querySelectorAll("table")) {
    const known = new Set();
    for (const row of table.querySelectorAll("tbody tr")) {
      const found = signature(row);
      row.toggleAttribute(mark, known.has(found));
      known.add(found);
    }
  }
}"""


def violations(page: Any, *other_schemes: Scheme, within: str = "html", preload: bool = True) -> list[Violation]:
    """Return the violations of all rules, and those of contrasts in other colour schemes.

    Args:
        page: The open page.
        other_schemes: Colour schemes to switch to after the page's own.
        within: Selector of the part of the page to test.
        preload: Whether axe may request style sheets, which it cannot where the page is a file.
    """
    options = {"rules": _OTHER_RULES, "resultTypes": ["violations"], "preload": preload}
    found = [*_run(page, {"include": [[within]]}, options), *contrast(page, within)]
    for scheme in other_schemes:
        page.emulate_media(color_scheme=scheme)
        found += [(f"{rule} in {scheme}", nodes) for rule, nodes in contrast(page, within)]
    return found


def contrast(page: Any, within: str = "html") -> list[Violation]:
    """Return the violations of contrasts in the present colour scheme."""
    page.evaluate(_MARK_ROWS, _AGAIN)
    return _run(page, {"include": [[within]], "exclude": [["svg"], [f"[{_AGAIN}]"]]}, _CONTRAST)


def decided_in_drawings(page: Any) -> int:
    """Return the number of elements of drawings whose contrast axe decides on."""
    script = """() => axe.run({include: [["svg"]]}, {runOnly: ["color-contrast"]}).then(({passes, violations}) =>
      [...passes, ...violations].flatMap(rule => rule.nodes).length)"""
    _inject(page)
    return int(page.evaluate(script))


def _run(page: Any, context: dict[str, Any], options: dict[str, Any]) -> list[Violation]:
    _inject(page)
    rules = page.evaluate("([context, options]) => axe.run(context, options)", [context, options])["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"]][:3]) for rule in rules]


def _inject(page: Any) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
