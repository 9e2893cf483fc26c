"""The demonstration bank: synthetic transactions with a known structure, and planted traps.

    cities.py   which places there are, how they are spelt and what is planted in them
    people.py   who the customers are: four latent types, spread over the places
    ledger.py   what they do in a window: days, amounts, and the order of the rows
    dirt.py     how the bank wrote it down: spellings, gaps, impossible births
    bank.py     the story: `generate` and `write`

No row, id or person comes from real data. Everything is drawn from one seed, and the same call gives the same values on
every platform. May import numpy, pandas and pyarrow; only the `demo` command and the tests import it.
"""

from generator.demo.bank import SCHEMA_NAMES, DemoBank, generate, write

__all__ = ["SCHEMA_NAMES", "DemoBank", "generate", "write"]
