"""Segment Atlas: a bank's transactions in, a public report website about its customer segments out."""

__version__ = "0.1.0"
