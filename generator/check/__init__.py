"""Reads a built site from disk as a stranger would, and says what is wrong with it.

May import the standard library, `errors`, `keep` and `release`; nothing of either half that made the site. Needs no
transactions: whoever has them hands in a `PrivateTokens`.
"""

from generator.check.leaks import PrivateTokens, normalise
from generator.check.report import Finding, Report, Weight
from generator.check.site import check_site

__all__ = ["Finding", "PrivateTokens", "Report", "Weight", "check_site", "normalise"]
