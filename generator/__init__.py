"""Segment Atlas: turns a bank's transactions into a public report website about its customer segments."""

__version__ = "0.1.0"
