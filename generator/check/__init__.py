"""The independent checker: reads a built site from disk as a stranger would."""

from generator.check.leaks import PrivateTokens, normalise
from generator.check.report import Finding, Report, Weight
from generator.check.site import check_site

__all__ = ["Finding", "PrivateTokens", "Report", "Weight", "check_site", "normalise"]
