"""Private results of a run: run record, export of customers, private values, notices."""
