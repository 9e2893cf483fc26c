"""What a run keeps for the bank alone: run record, export of customers, private values, notices."""
