"""Type of a statement: a sentence with its position on a page. Filled by `pages/statements.py`."""

from dataclasses import dataclass

from generator.publish.claims.sentences import Sentence

#: Position of a sentence in the title of a figure.
TITLE = "title"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence on a page.

    Attributes:
        where: Its position: the field of the page's context, or `TITLE`.
        figure: Id of the figure whose title it is, or that holds its evidence; empty for none.
        sentence: The sentence.
    """

    where: str
    figure: str
    sentence: Sentence
