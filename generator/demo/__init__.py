"""Demonstration bank: synthetic transactions with a known ground truth and planted traps."""

from generator.demo.bank import SCHEMA_NAMES, DemoBank, generate, write

__all__ = ["SCHEMA_NAMES", "DemoBank", "generate", "write"]
