"""Independent checker: reads a built site from disk and trusts nothing in it."""

from generator.check.leaks import PrivateTokens, normalise
from generator.check.report import Finding, Report, Weight
from generator.check.site import check_site

__all__ = ["Finding", "PrivateTokens", "Report", "Weight", "check_site", "normalise"]
